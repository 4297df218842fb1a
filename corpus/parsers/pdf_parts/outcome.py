"""What became of the pages of a PDF, in sentences: what was not read, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from corpus.errors import ParseError
from corpus.parsers.base import EmptyFileError
from corpus.parsers.pdf_parts.attachments import Attachments
from corpus.parsers.pdf_parts.opening import KIND
from corpus.parsers.pdf_parts.page import PageText


@dataclass(slots=True)
class Reading:
    """Pages as they are read: those with text, and the numbers of the others."""

    pages: list[PageText] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    garbled: list[int] = field(default_factory=list)
    partly_garbled: list[int] = field(default_factory=list)
    with_symbols: list[int] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    # Pages at the end that the file states, but does not hold.
    missing: int = 0
    attached: Attachments = field(default_factory=Attachments)


def nothing_read(reading: Reading, *, is_repaired: bool) -> ParseError:
    """Why no page of a file could be read."""
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


def losses_of(reading: Reading) -> tuple[str, ...]:
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


def warnings_of(reading: Reading) -> tuple[str, ...]:
    """A sentence on pages with a few symbols that have no known meaning."""
    if not reading.with_symbols:
        return ()
    verb = "shows" if len(reading.with_symbols) == 1 else "show"
    return (f"{page_names(reading.with_symbols)} {verb} symbols that have no known meaning.",)


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
