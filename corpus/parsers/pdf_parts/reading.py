"""One page of a PDF by PDFium: its text in segments, its rules, the values of its form fields."""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium2
import pypdfium2.raw as pdfium

from corpus.parsers.pdf_parts.asides import asides_of
from corpus.parsers.pdf_parts.attachments import Attachments
from corpus.parsers.pdf_parts.drawings import drawings_of, reading_box
from corpus.parsers.pdf_parts.glyphs import read_glyphs
from corpus.parsers.pdf_parts.page import PageText, Segment
from corpus.parsers.pdf_parts.segments import Frame, placed, segments_of, turn_of

MAX_CHARACTERS = 200_000
MAX_FORM_FIELDS = 1_000
MAX_VALUE_BYTES = 20_000
FIELD_SIZE = 10.0
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
        drawings = drawings_of(page, glyphs.objects, frame, turn)
        walls = [rule for rule in drawings.rules if not rule.is_level]
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
            rules=drawings.rules,
            unread=drawings.unread,
            has_pictures=drawings.has_pictures,
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
    x0, y0, x1, y1 = reading_box((box.left, box.bottom, box.right, box.top), frame, 0)
    lines = value.splitlines()
    height = (y1 - y0) / len(lines)
    for place, line in enumerate(lines):
        if line.strip():
            top = y0 + place * height
            baseline = top + height / 2 + 0.35 * FIELD_SIZE
            yield Segment(" ".join(line.split()), x0, top, x1, top + height, baseline, FIELD_SIZE)


_WCHARS = ctypes.POINTER(pdfium.FPDF_WCHAR)
