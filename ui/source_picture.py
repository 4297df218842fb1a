"""A page of a PDF file as it was printed, with the cited words boxed."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

from corpus.types import Document
from ui.original_pages import DrawnPage
from ui.source_place import Span
from ui.source_texts import SourceTexts

PICTURE = "page"

_AROUND = 1.5

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page in sight, and what is boxed on it."""

    drawn: DrawnPage
    boxes: tuple[Box, ...]


def cited_page(document: Document, span: Span | None) -> int:
    """The page on which a span begins; 0 where it lies on none."""
    places = _places(document, span)
    return cast("int", places[0]["page"]) if places else 0


def boxes_on(document: Document, span: Span | None, page: int) -> tuple[Box, ...]:
    """The boxes of a span's words on one page; a span may go on on the next."""
    return tuple(
        cast("Box", tuple(box))
        for place in _places(document, span)
        if place["page"] == page
        for box in cast("Sequence[Sequence[float]]", place.get("boxes", ()))
    )


def _places(document: Document, span: Span | None) -> list[Mapping[str, object]]:
    """The places on pages that hold a part of a span, in order."""
    if span is None:
        return []
    return [
        region.locator
        for region in document.regions
        if region.start < span.end and span.start < region.end and region.locator["kind"] == "page"
    ]


def page_parameters(asked: Mapping[str, str], page: int) -> dict[str, str]:
    """The query of the page's picture, with all else that was asked for."""
    return {**asked, "view": PICTURE, "page": str(page)}


def picture_view(shown: ShownPage, path: str, asked: Mapping[str, str], texts: SourceTexts) -> str:
    """The picture with the ways to the pages before and after it; `path` is the document's."""
    drawn = shown.drawn

    def way(page: int, words: str) -> str:
        if not 1 <= page <= drawn.pages:
            return f"<span>{html.escape(words)}</span>"
        query = urlencode(page_parameters(asked, page))
        return f'<a href="{html.escape(f"{path}?{query}")}">{html.escape(words)}</a>'

    where = texts.picture_of.format(page=drawn.number, pages=drawn.pages)
    ways = (
        f'<nav class="wy-pages">{way(drawn.number - 1, texts.previous_page)}'
        f"<span>{html.escape(where)}</span>{way(drawn.number + 1, texts.next_page)}</nav>"
    )
    address = f"{path}/page/{drawn.number}.png?v={drawn.version}"
    return f"{ways}{_figure(shown, address, where)}{ways}"


def _figure(shown: ShownPage, address: str, name: str) -> str:
    """The picture with its boxes. Sizes are in points, so that any width fits."""
    width, height = shown.drawn.picture.width, shown.drawn.picture.height
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
