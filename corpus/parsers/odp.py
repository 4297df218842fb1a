"""OpenDocument presentations (.odp, .otp, .fodp): slide by slide, with tables and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.parsers.composing.blocks import Block, Table, words_of
from corpus.parsers.composing.slides import (
    TITLE_RANK,
    Deck,
    Shape,
    Slide,
    in_reading_order,
    parsed_deck,
    title_and_rest,
)
from corpus.parsers.composing.stated_titles import plausible_title
from corpus.parsers.composing.unread import Unread, unread_warnings
from corpus.parsers.containers.odf_package import (
    DRAW,
    DUBLIN_CORE,
    PRESENTATION,
    SVG,
    OdfPackage,
    open_odf,
)
from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.odf_parts.blocks import OdfReader
from corpus.parsers.odt import too_deep
from corpus.types import ParsedFile, RawFile

_RANKS = {"title": TITLE_RANK, "subtitle": 1, "outline": 2, "table": 2, "chart": 2, "object": 2}
_FURNITURE = {"header", "footer", "date-time", "page-number", "page", "notes", "handout"}
_LENGTH = re.compile(r"(-?\d*\.?\d+)(cm|mm|in|pt|pc|px)?")
_POINTS = {"cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "pt": 1.0, "pc": 12.0, "px": 0.75}
_TRANSLATION = re.compile(r"translate\s*\(\s*(?P<x>[^\s,)]+)[\s,]*(?P<y>[^\s)]*)\s*\)")


def parse_odp(raw: RawFile) -> ParsedFile:
    """Read the slides that are shown; masters, footers and pictures are not read.

    Raises:
        EmptyFileError: no slide holds text.
        EncryptedFileError: it is encrypted.
        ParseError: the file is damaged.
        UnsafeFileError: it is a bomb.
    """
    package = open_odf(raw.data)
    try:
        deck = _deck(package)
    except RecursionError as exc:
        raise too_deep() from exc
    return parsed_deck(deck, raw.name)


def _deck(package: OdfPackage) -> Deck:
    reading = _Reading(OdfReader(package))
    slides: list[Slide] = []
    hidden: list[int] = []
    pages = package.body("presentation").iterfind(f"{DRAW}page")
    for number, page in enumerate(pages, start=1):
        if reading.reader.styles.is_hidden_slide(page.get(f"{DRAW}style-name", "")):
            hidden.append(number)
        else:
            slides.append(reading.slide(number, page))
    unread = reading.reader.unread
    del unread[Unread.PICTURE]  # those of slides are told slide by slide
    return Deck(
        slides=tuple(slides),
        hidden=tuple(hidden),
        warnings=unread_warnings(unread),
        stated_title=plausible_title(package.stated(f"{DUBLIN_CORE}title")),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """One pass over a presentation."""

    reader: OdfReader

    def slide(self, number: int, page: Element) -> Slide:
        before = self.reader.unread[Unread.PICTURE]
        title, blocks = title_and_rest(self._shapes(page))
        classes = {shape.get(f"{PRESENTATION}class") for shape in page}
        return Slide(
            number=number,
            title=title,
            blocks=blocks,
            notes=tuple(self._notes(page)),
            pictures=self.reader.unread[Unread.PICTURE] - before,
            opens_deck="subtitle" in classes,
        )

    def _shapes(self, holder: Element) -> Iterator[Shape]:
        """The shapes with text on a slide or in a group."""
        for element in holder:
            kind = element.get(f"{PRESENTATION}class", "")
            is_place = element.get(f"{PRESENTATION}placeholder") == "true"
            if element.tag == f"{PRESENTATION}notes" or kind in _FURNITURE or is_place:
                continue
            if element.tag in {f"{DRAW}g", f"{DRAW}a"}:
                yield from _grouped(tuple(self._shapes(element)))
                continue
            blocks = tuple(block for block in self.reader.block(element) if words_of((block,)))
            if blocks:
                yield _placed(element, blocks, _RANKS.get(kind))

    def _notes(self, page: Element) -> Iterator[str]:
        for frame in page.iterfind(f"{PRESENTATION}notes/{DRAW}frame"):
            if frame.get(f"{PRESENTATION}class") == "notes":
                for block in self.reader.block(frame):
                    if not isinstance(block, Table) and block.words:
                        yield block.words


def _grouped(shapes: tuple[Shape, ...]) -> Iterator[Shape]:
    """A group as one shape: what belongs together stays together."""
    if shapes:
        top = min(shape.top for shape in shapes)
        bottom = max(shape.top + shape.height for shape in shapes)
        blocks = tuple(block for shape in in_reading_order(shapes) for block in shape.blocks)
        yield Shape(top, min(shape.left for shape in shapes), bottom - top, blocks)


def _placed(element: Element, blocks: tuple[Block, ...], rank: int | None) -> Shape:
    left, top = _points(element.get(f"{SVG}x", "")), _points(element.get(f"{SVG}y", ""))
    if moved := _TRANSLATION.search(element.get(f"{DRAW}transform", "")):
        left, top = left + _points(moved["x"]), top + _points(moved["y"])
    return Shape(top, left, _points(element.get(f"{SVG}height", "")), blocks, rank)


def _points(length: str) -> float:
    match = _LENGTH.fullmatch(length.strip())
    return float(match[1]) * _POINTS.get(match[2] or "cm", 1.0) if match else 0.0
