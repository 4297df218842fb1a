"""A page of a PDF file as it was printed, with the cited words boxed."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

from corpus.store_records import locator_within
from corpus.types import Document
from ui.pdf_pages import PagePicture
from ui.source_place import Span
from ui.source_texts import SourceTexts

PICTURE = "page"

_AROUND = 1.5

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page in sight: which of how many, its picture, and what is boxed on it."""

    number: int
    pages: int
    picture: PagePicture
    boxes: tuple[Box, ...]


def cited_page(document: Document, span: Span | None) -> tuple[int, tuple[Box, ...]]:
    """The page on which a span begins, with the boxes of its words there; page 0 without one."""
    place = locator_within(document.regions, span.start, span.end) if span else None
    if place is None or place["kind"] != "page":
        return 0, ()
    boxes = cast("Sequence[Sequence[float]]", place.get("boxes", ()))
    return cast("int", place["page"]), tuple(cast("Box", tuple(box)) for box in boxes)


def page_parameters(asked: Mapping[str, str], page: int) -> dict[str, str]:
    """The query of the page's picture, with all else that was asked for."""
    return {**asked, "view": PICTURE, "page": str(page)}


def picture_view(shown: ShownPage, path: str, asked: Mapping[str, str], texts: SourceTexts) -> str:
    """The picture with the ways to the pages before and after it; `path` is the document's."""

    def way(page: int, words: str) -> str:
        if not 1 <= page <= shown.pages:
            return f"<span>{html.escape(words)}</span>"
        query = urlencode(page_parameters(asked, page))
        return f'<a href="{html.escape(f"{path}?{query}")}">{html.escape(words)}</a>'

    where = texts.picture_of.format(page=shown.number, pages=shown.pages)
    ways = (
        f'<nav class="wy-pages">{way(shown.number - 1, texts.previous_page)}'
        f"<span>{html.escape(where)}</span>{way(shown.number + 1, texts.next_page)}</nav>"
    )
    version = urlencode({"v": asked.get("v", "")})
    address = f"{path}/page/{shown.number}.png?{version}"
    return f"{ways}{_figure(shown, address, where)}{ways}"


def _figure(shown: ShownPage, address: str, name: str) -> str:
    """The picture with its boxes. Sizes are in points, so that any width fits."""
    width, height = shown.picture.width, shown.picture.height
    boxes = "".join(_box(box) for box in shown.boxes)
    return (
        f'<figure class="wy-picture"><svg viewBox="0 0 {width:g} {height:g}" role="img" '
        f'aria-label="{html.escape(name)}"><image href="{html.escape(address)}" width="{width:g}" '
        f'height="{height:g}"/>{boxes}</svg></figure>'
    )


def _box(box: Box) -> str:
    left, top, right, bottom = box
    x, y = left - _AROUND, top - _AROUND
    width, height = right + _AROUND - x, bottom + _AROUND - y
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="2"/>'
