"""One page of a PDF by PDFium: its text in segments, its rules, the values of its form fields."""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterator
from typing import Any

import numpy as np
import pypdfium2 as pdfium2
import pypdfium2.raw as pdfium

from corpus.locators import Box
from corpus.parsers.pdf_asides import asides_of
from corpus.parsers.pdf_attachments import Attachments
from corpus.parsers.pdf_glyphs import Glyphs, read_glyphs
from corpus.parsers.pdf_page import PageText, Rule, Segment
from corpus.parsers.pdf_segments import Frame, placed, segments_of, turn_of, turned

MAX_CHARACTERS = 200_000
MAX_OBJECTS = 20_000
MAX_FORM_FIELDS = 1_000
MAX_VALUE_BYTES = 20_000
THICKEST_RULE = 3.0
SHORTEST_RULE = 4.0
FIELD_SIZE = 10.0
PATHS_OF_A_PICTURE = 20
# By which text may stand out of the page and still be seen, in parts of its sides.
OUTSIDE = 0.01


def read_page(
    document: pdfium2.PdfDocument, index: int, attachments: Attachments
) -> PageText | None:
    """The page at `index` (from 0), or None where it is damaged; its attachments are added."""
    with _opened(document.raw, index) as (page, text_page):
        if page is None or text_page is None:
            return None
        attachments.add_those_on(page, document)
        frame = _frame_of(page)
        glyphs = read_glyphs(text_page, MAX_CHARACTERS)
        turn, fits = turn_of(glyphs, frame)
        rules, unread, has_pictures = _drawn_on(page, glyphs, frame, turn)
        walls = [rule for rule in rules if not rule.is_level]
        segments = [
            *segments_of(placed(glyphs, frame, turn, fits), walls),
            *(_form_fields(page, frame) if turn == 0 else ()),
        ]
        width, height = frame.width, frame.height
        if turn in {90, 270}:
            width, height = height, width
        return PageText(
            number=index + 1,
            width=width,
            height=height,
            turn=turn,
            segments=tuple(piece for piece in segments if _is_seen(piece, width, height)),
            asides=tuple(asides_of(glyphs, frame, ~fits)),
            rules=tuple(rules),
            unknown=unread,
            has_pictures=has_pictures,
        )


@contextlib.contextmanager
def _opened(document: Any, index: int) -> Iterator[tuple[Any, Any]]:
    page = pdfium.FPDF_LoadPage(document, index) or None
    text_page = (pdfium.FPDFText_LoadPage(page) or None) if page else None
    try:
        yield page, text_page
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)
        if page:
            pdfium.FPDF_ClosePage(page)


def _frame_of(page: Any) -> Frame:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    rotation = pdfium.FPDFPage_GetRotation(page) * 90
    return Frame(box.left, box.bottom, box.right, box.top, rotation)


def _is_seen(piece: Segment, width: float, height: float) -> bool:
    x, y = (piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2
    return (
        -OUTSIDE * width <= x <= (1 + OUTSIDE) * width
        and -OUTSIDE * height <= y <= (1 + OUTSIDE) * height
    )


def _drawn_on(page: Any, glyphs: Glyphs, frame: Frame, turn: int) -> tuple[list[Rule], int, bool]:
    """The rules of a page, its visible pieces of text without a character, if it has pictures."""
    rules: list[Rule] = []
    unread = paths = pictures = 0
    edges = [ctypes.c_float() for _ in range(4)]
    for index in range(min(MAX_OBJECTS, max(0, pdfium.FPDFPage_CountObjects(page)))):
        item = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            paths += 1
            if pdfium.FPDFPageObj_GetBounds(item, *edges):
                box = _reading_box(tuple(edge.value for edge in edges), frame, turn)
                rules += _edges_of(box, is_stroked=_is_stroked(item))
        elif (
            kind == pdfium.FPDF_PAGEOBJ_TEXT
            and ctypes.cast(item, ctypes.c_void_p).value not in glyphs.objects
            and pdfium.FPDFPageObj_GetBounds(item, *edges)
        ):
            left, bottom, right, top = (edge.value for edge in edges)
            unread += right - left > 1 and top - bottom > 1
        elif kind != pdfium.FPDF_PAGEOBJ_TEXT:
            pictures += 1
    return rules, unread, pictures > 0 or paths >= PATHS_OF_A_PICTURE


def _reading_box(box: tuple[float, ...], frame: Frame, turn: int) -> Box:
    """A box of the page (left, bottom, right, top) in the reading frame."""
    x, y = frame.shown(np.array([box[0], box[2]]), np.array([box[1], box[3]]))
    x, y = turned(x, y, turn, frame)
    return (float(x.min()), float(y.min()), float(x.max()), float(y.max()))


def _is_stroked(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    drawn = pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(drawn and stroke.value)


def _edges_of(box: Box, *, is_stroked: bool) -> Iterator[Rule]:
    """The rules that a path draws: itself when it is thin, its edges when it is a frame."""
    x0, y0, x1, y1 = box
    is_low, is_narrow = y1 - y0 <= THICKEST_RULE, x1 - x0 <= THICKEST_RULE
    if is_low or is_narrow:
        if max(x1 - x0, y1 - y0) >= SHORTEST_RULE and not (is_low and is_narrow):
            yield Rule(x0, y0, x1, y1)
    elif is_stroked:
        yield Rule(x0, y0, x1, y0)
        yield Rule(x0, y1, x1, y1)
        yield Rule(x0, y0, x0, y1)
        yield Rule(x1, y0, x1, y1)


def _form_fields(page: Any, frame: Frame) -> Iterator[Segment]:
    """What is written into the fields of a form."""
    for index in range(min(MAX_FORM_FIELDS, max(0, pdfium.FPDFPage_GetAnnotCount(page)))):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        try:
            if pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_WIDGET:
                yield from _field_value(note, frame)
        finally:
            pdfium.FPDFPage_CloseAnnot(note)


def _field_value(note: Any, frame: Frame) -> Iterator[Segment]:
    if pdfium.FPDFAnnot_GetValueType(note, b"V") != pdfium.FPDF_OBJECT_STRING:
        return
    size = min(MAX_VALUE_BYTES, pdfium.FPDFAnnot_GetStringValue(note, b"V", None, 0))
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(note, b"V", ctypes.cast(buffer, _WCHARS), size)
    value = buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
    box = pdfium.FS_RECTF()
    if not value.strip() or not pdfium.FPDFAnnot_GetRect(note, box):
        return
    x0, y0, x1, y1 = _reading_box((box.left, box.bottom, box.right, box.top), frame, 0)
    lines = value.splitlines()
    height = (y1 - y0) / len(lines)
    for place, line in enumerate(lines):
        if line.strip():
            top = y0 + place * height
            baseline = top + height / 2 + 0.35 * FIELD_SIZE
            yield Segment(" ".join(line.split()), x0, top, x1, top + height, baseline, FIELD_SIZE)


_WCHARS = ctypes.POINTER(pdfium.FPDF_WCHAR)
