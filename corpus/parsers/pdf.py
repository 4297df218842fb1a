"""PDF with a text layer: paragraphs, headings and tables in reading order, each line with its box.

The pages are read one by one by PDFium; then lines are looked at over all pages, for running
heads, sizes and edges; then the text is put together.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import pypdfium2 as pdfium2

from corpus.errors import ParseError
from corpus.parsers.base import EmptyFileError
from corpus.parsers.pdf_attachments import Attachments
from corpus.parsers.pdf_headings import headings_of
from corpus.parsers.pdf_legibility import is_garbled, unknown_characters
from corpus.parsers.pdf_lines import Line, body_size_of, lines_of
from corpus.parsers.pdf_opening import KIND, open_pdf
from corpus.parsers.pdf_page import PageText
from corpus.parsers.pdf_paragraphs import layout_of
from corpus.parsers.pdf_reading import read_page
from corpus.parsers.pdf_text import text_of
from corpus.parsers.pdf_title import plausible_title
from corpus.types import Metadata, ParsedFile, RawFile, ReadingFacts, TextLayout

CPU_SECONDS = 45.0
# The rest of the time goes into putting the text together.
READING_SHARE = 0.75
MAX_DAMAGED_IN_A_ROW = 200


@dataclass(slots=True)
class _Reading:
    """Pages as they are read: those with text, and the numbers of the others."""

    pages: list[PageText] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    garbled: list[int] = field(default_factory=list)
    partly_garbled: list[int] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    # Pages at the end that the file states, but does not hold.
    missing: int = 0
    attached: Attachments = field(default_factory=Attachments)


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
        raise _nothing_read(reading, is_repaired=opened.is_repaired)
    parsed = _composed(reading.pages, plausible_title(stated))
    repaired = (f"The {KIND} is damaged; what could be rescued was read.",)
    return replace(
        parsed,
        losses=(
            *(repaired if opened.is_repaired else ()),
            *_losses(reading),
            *reading.attached.losses,
        ),
        facts=ReadingFacts(
            format="pdf",
            pages=pages,
            empty_pages=tuple(sorted((*reading.blank, *reading.pictures))),
            garbled_pages=tuple(reading.garbled),
            cut_pages=tuple(sorted((*reading.damaged, *reading.unread))),
        ),
        members=tuple(reading.attached.members),
    )


def _read_pages(document: pdfium2.PdfDocument, has_time: Callable[[], bool]) -> _Reading:
    reading = _Reading()
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


def _sort_in(reading: _Reading, page: PageText | None, number: int) -> None:
    """Puts a page where it belongs; text that cannot be told is left out."""
    if page is None:
        reading.damaged.append(number)
        return
    texts = [*(piece.text for piece in page.segments), *(piece.text for piece in page.asides)]
    text = "".join(texts)
    if is_garbled(text) or (page.unknown and not text):
        reading.garbled.append(number)
    elif not text:
        (reading.pictures if page.has_pictures else reading.blank).append(number)
    else:
        kept = tuple(piece for piece in page.segments if _is_told(piece.text))
        if len(kept) < len(page.segments) or page.unknown:
            reading.partly_garbled.append(number)
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


def _nothing_read(reading: _Reading, *, is_repaired: bool) -> ParseError:
    if reading.garbled:
        return ParseError(
            f"The {KIND} cannot be read: its fonts do not tell which characters they show.",
            remedy="Get the file from which it was made, or a PDF whose text can be copied.",
        )
    is_lost = is_repaired and not reading.pictures
    if reading.damaged or reading.unread or reading.missing or is_lost:
        return ParseError(
            f"The {KIND} is damaged: none of its pages can be read.",
            remedy="Open it in a PDF viewer and print it into a new file, or get an intact copy.",
        )
    if reading.pictures:
        return EmptyFileError(
            f"The {KIND} holds only pictures, as a scan does: none of its pages has text.",
            remedy="Have a program for text recognition (OCR) add a text layer.",
        )
    return EmptyFileError(
        f"The {KIND} is empty: its pages are blank, or hold drawings only.",
        remedy="Remove the file, or put text into it.",
    )


def _losses(reading: _Reading) -> tuple[str, ...]:
    """A sentence on each kind of pages that were not read."""
    kinds = (
        (reading.pictures, "{} no text layer (scanned?); {} text was not read.", ("has", "have")),
        (
            reading.garbled,
            "{} fonts that do not tell their characters; {} text was not read.",
            ("has", "have"),
        ),
        (
            reading.partly_garbled,
            "{} some text whose characters cannot be told; {} other text was read.",
            ("has", "have"),
        ),
        (reading.damaged, "{} damaged; {} text was not read.", ("is", "are")),
    )
    losses = [
        f"{page_names(numbers)} "
        + sentence.format(verbs[len(numbers) > 1], "its" if len(numbers) == 1 else "their")
        for numbers, sentence, verbs in kinds
        if numbers
    ]
    if reading.unread:
        verb = "was" if len(reading.unread) == 1 else "were"
        losses.append(
            f"{page_names(reading.unread)} {verb} not read: the file takes too much time. "
            "Split the file into smaller ones."
        )
    if reading.missing:
        losses.append(f"The file states {reading.missing:,} further pages that cannot be found.")
    return tuple(losses)


def page_names(numbers: Iterable[int]) -> str:
    """Ordered page numbers in words: "Pages 3–5, 8"."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    names = [f"{first}" if first == last else f"{first}–{last}" for first, last in ranges]
    word = "Page" if len(names) == 1 and ranges[0][0] == ranges[0][1] else "Pages"
    return f"{word} {', '.join(names)}"
