"""PDF with a text layer: paragraphs, headings and tables in reading order, each line with its box.

The pages are read one by one by PDFium; then lines are looked at over all pages, for running
heads, sizes and edges; then the text is put together.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import pypdfium2 as pdfium2

from corpus.parsers.pdf_parts.headings import headings_of
from corpus.parsers.pdf_parts.legibility import is_garbled, unknown_characters
from corpus.parsers.pdf_parts.lines import Line, body_size_of, lines_of
from corpus.parsers.pdf_parts.opening import KIND, open_pdf
from corpus.parsers.pdf_parts.outcome import Reading, losses_of, nothing_read, warnings_of
from corpus.parsers.pdf_parts.page import PageText
from corpus.parsers.pdf_parts.paragraphs import layout_of
from corpus.parsers.pdf_parts.reading import read_page
from corpus.parsers.pdf_parts.text import text_of
from corpus.parsers.pdf_parts.title import plausible_title
from corpus.types import Metadata, ParsedFile, RawFile, ReadingFacts, TextLayout

CPU_SECONDS = 45.0
# The rest of the time goes into putting the text together.
READING_SHARE = 0.75
MAX_DAMAGED_IN_A_ROW = 200
# So many unknown characters on a page are symbols; more are lost text.
FEW_UNKNOWN = 5


def parse_pdf(raw: RawFile) -> ParsedFile:
    """Read a PDF by its text layer."""
    return read_pdf(raw, CPU_SECONDS)


def read_pdf(raw: RawFile, cpu_seconds: float) -> ParsedFile:
    """As `parse_pdf`; of a file that takes longer than `cpu_seconds`, the first pages.

    Raises:
        EncryptedFileError: no password of the file's opens it.
        EmptyFileError: no page has text.
        UnsafeFileError: it would unpack to too much.
        ParseError: it is damaged, or its characters cannot be told.
    """
    started = time.process_time()
    opened = open_pdf(raw)
    with opened.document as document:
        reading = _read_pages(
            document, lambda: time.process_time() - started < READING_SHARE * cpu_seconds
        )
        reading.attached.add_all_of(document)
        stated = document.get_metadata_value("Title")
        pages = len(document) - reading.missing
    if not reading.pages and not reading.attached.members:
        raise nothing_read(reading, is_repaired=opened.is_repaired)
    parsed = _composed(reading.pages, plausible_title(stated))
    repaired = (f"The {KIND} is damaged; what could be rescued was read.",)
    return replace(
        parsed,
        losses=(
            *(repaired if opened.is_repaired else ()),
            *losses_of(reading),
            *reading.attached.losses,
        ),
        facts=ReadingFacts(
            format="pdf",
            pages=pages,
            empty_pages=tuple(sorted((*reading.blank, *reading.pictures))),
            garbled_pages=tuple(reading.garbled),
            cut_pages=tuple(sorted((*reading.damaged, *reading.unread))),
            warnings=warnings_of(reading),
        ),
        members=tuple(reading.attached.members),
    )


def _read_pages(document: pdfium2.PdfDocument, has_time: Callable[[], bool]) -> Reading:
    reading = Reading()
    count = len(document)
    for index in range(count):
        if not has_time():
            reading.unread += range(index + 1, count + 1)
            break
        _sort_in(reading, read_page(document, index, reading.attached), index + 1)
        if reading.damaged[-MAX_DAMAGED_IN_A_ROW:][:1] == [index + 2 - MAX_DAMAGED_IN_A_ROW]:
            del reading.damaged[-MAX_DAMAGED_IN_A_ROW:]
            reading.missing = count - (index + 1 - MAX_DAMAGED_IN_A_ROW)
            break
    return reading


def _sort_in(reading: Reading, page: PageText | None, number: int) -> None:
    """Puts a page where it belongs; text that cannot be told is left out."""
    if page is None:
        reading.damaged.append(number)
        return
    texts = [*(piece.text for piece in page.segments), *(piece.text for piece in page.asides)]
    text = "".join(texts)
    unknown = page.unread + unknown_characters(text)
    if is_garbled(text) or (page.unread and not text):
        reading.garbled.append(number)
    elif not text:
        (reading.pictures if page.has_pictures else reading.blank).append(number)
    else:
        if unknown:
            few = unknown < FEW_UNKNOWN
            (reading.with_symbols if few else reading.partly_garbled).append(number)
        kept = tuple(piece for piece in page.segments if _is_told(piece.text))
        reading.pages.append(replace(page, segments=kept))


def _is_told(text: str) -> bool:
    return 2 * unknown_characters(text) < max(2, len(text))


def _composed(pages: Sequence[PageText], stated_title: str) -> ParsedFile:
    if not pages:
        return ParsedFile(text="", layout=TextLayout.STRUCTURED)
    body_size = body_size_of(pages)
    lines = lines_of(pages, body_size)
    headings = headings_of(lines, body_size, pages[0].height)
    composed = text_of(lines, headings, layout_of(lines))
    has_title = any(heading.level == 1 for heading in headings.values())
    is_shown = _plain(stated_title) in _plain("".join(_first_page(lines)))
    return ParsedFile(
        text=composed.text,
        metadata=Metadata(title=stated_title if is_shown or not has_title else ""),
        regions=composed.regions,
        layout=TextLayout.STRUCTURED,
        cuts=composed.cuts,
    )


def _first_page(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines if line.page == lines[0].page]


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()
