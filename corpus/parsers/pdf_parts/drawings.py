"""What is drawn on a page besides its text: the rules of tables and frames, pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as pdfium

from corpus.locators import Box
from corpus.parsers.pdf_parts.glyphs import plain
from corpus.parsers.pdf_parts.page import Rule
from corpus.parsers.pdf_parts.segments import Frame, turned

MAX_PARTS = 20_000
MAX_RULES = 8_000
THICKEST_RULE = 3.0
SHORTEST_RULE = 4.0
PATHS_OF_A_PICTURE = 20
SAME_PLACE = 1.0

_INT, _ADDRESS = ctypes.c_int, ctypes.c_void_p
_part_of = plain(pdfium.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INT)
_kind_of = plain(pdfium.FPDFPageObj_GetType, _INT, _ADDRESS)
_bounds_of = plain(pdfium.FPDFPageObj_GetBounds, _INT, *[_ADDRESS] * 5)
_draw_mode_of = plain(pdfium.FPDFPath_GetDrawMode, _INT, *[_ADDRESS] * 3)


@dataclass(frozen=True, slots=True)
class Drawings:
    """What a page shows besides its text.

    Attributes:
        rules: in the reading frame.
        unread: visible pieces of text that gave no character.
        has_pictures: whether there are pictures, or drawings that may be one.
    """

    rules: tuple[Rule, ...]
    unread: int
    has_pictures: bool


def drawings_of(page: Any, with_text: frozenset[int], frame: Frame, turn: int) -> Drawings:
    """The drawings of a page whose parts `with_text` gave characters."""
    rules: list[Rule] = []
    unread = paths = pictures = 0
    edges = (ctypes.c_float * 4)()
    first = ctypes.addressof(edges)
    address = ctypes.cast(page, ctypes.c_void_p).value
    for index in range(min(MAX_PARTS, max(0, pdfium.FPDFPage_CountObjects(page)))):
        part = _part_of(address, index)
        if part in with_text:
            continue
        kind = _kind_of(part)
        if kind not in {pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_TEXT}:
            pictures += 1
        elif _bounds_of(part, first, first + 4, first + 8, first + 12):
            left, bottom, right, top = edges
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                unread += right - left > 1 and top - bottom > 1
            else:
                paths += 1
                rules += _rules_of(part, reading_box((left, bottom, right, top), frame, turn))
    has_pictures = pictures > 0 or paths >= PATHS_OF_A_PICTURE
    return Drawings(tuple(_merged(rules[:MAX_RULES])), unread, has_pictures)


def reading_box(box: Box, frame: Frame, turn: int) -> Box:
    """A box of the page (left, bottom, right, top) in the reading frame."""
    x0, y0 = turned(*frame.shown(box[0], box[1]), turn, frame)
    x1, y1 = turned(*frame.shown(box[2], box[3]), turn, frame)
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """The rules; those that go on in one another, as the edges of neighbouring cells, are one."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=_place):
        last = merged[-1] if merged else None
        if last is None or last.is_level != rule.is_level or not _goes_on(last, rule):
            merged.append(rule)
        else:
            merged[-1] = replace(last, x1=max(last.x1, rule.x1), y1=max(last.y1, rule.y1))
    return merged


def _place(rule: Rule) -> tuple[bool, float, float]:
    if rule.is_level:
        return True, round(rule.y0), rule.x0
    return False, round(rule.x0), rule.y0


def _goes_on(rule: Rule, following: Rule) -> bool:
    if rule.is_level:
        beside, behind = abs(following.y0 - rule.y0), following.x0 - rule.x1
    else:
        beside, behind = abs(following.x0 - rule.x0), following.y0 - rule.y1
    return beside <= SAME_PLACE and behind <= SAME_PLACE


def _rules_of(path: int, box: Box) -> Iterator[Rule]:
    """The rules that a path draws: itself when it is thin, its edges when it is a frame."""
    x0, y0, x1, y1 = box
    is_low, is_narrow = y1 - y0 <= THICKEST_RULE, x1 - x0 <= THICKEST_RULE
    if is_low or is_narrow:
        if max(x1 - x0, y1 - y0) >= SHORTEST_RULE:
            yield Rule(x0, y0, x1, y1)
    elif _is_stroked(path):
        yield Rule(x0, y0, x1, y0)
        yield Rule(x0, y1, x1, y1)
        yield Rule(x0, y0, x0, y1)
        yield Rule(x1, y0, x1, y1)


def _is_stroked(path: int) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    drawn = _draw_mode_of(path, ctypes.addressof(fill), ctypes.addressof(stroke))
    return bool(drawn and stroke.value)
