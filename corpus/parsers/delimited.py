"""Tables in plain text (.csv, .tsv): fields between commas, semicolons, tabs or bars."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.mojibake import decode_text
from corpus.parsers.composing.composer import Composer
from corpus.parsers.detection import suffix_of
from corpus.parsers.sheet_parts.reports import sheet_losses
from corpus.parsers.sheet_parts.tables import SheetWriter, padded_names
from corpus.parsers.sheet_parts.types import CellBudget, Sheet, SheetRow
from corpus.parsers.text import decoding_losses, decoding_warnings
from corpus.types import ParsedFile, RawFile, ReadingFacts, TextLayout

DELIMITERS = (",", "\t", ";", "|", "，")

_SAMPLE_CHARACTERS = 65_536
_SAMPLE_RECORDS = 100
_LEAST_SHARE = 0.8
_LEAST_SHARE_IN_PROSE = 0.95
_IN_PROSE = frozenset({"，"})
_LONGEST_FIELD = 10_000_000
# A quote that is never closed swallows all lines behind it.
_MOST_LINES_IN_FIELD = 2000
_STATED = re.compile(r"sep=(.)\r?\n")


@dataclass(frozen=True, slots=True)
class _Records:
    """Records with their numbers from 1, as a spreadsheet program would show them."""

    rows: list[SheetRow]
    left_out: int
    warnings: tuple[str, ...] = ()


def parse_delimited(raw: RawFile) -> ParsedFile:
    """Read a table in plain text: every record a line that names its columns."""
    decoded = decode_text(raw.data)
    text, delimiter = _delimiter_of(decoded.text, suffix_of(raw.name))
    records = _read(text, delimiter)
    composer = Composer()
    writer = SheetWriter(composer)
    writer.write(Sheet("", records.rows, has_side_tables=False), among_others=False)
    losses = sheet_losses("", records.left_out + writer.rows_left_out)
    return ParsedFile(
        text=composer.text,
        encoding=decoded.encoding,
        regions=composer.regions,
        losses=(*decoding_losses(decoded), *losses),
        layout=TextLayout.RECORDS,
        cuts=padded_names(composer.text),
        facts=ReadingFacts(warnings=(*decoding_warnings(decoded), *records.warnings)),
    )


def _delimiter_of(text: str, suffix: str) -> tuple[str, str]:
    """The text, without a first line that states the delimiter, and the delimiter; "" for none."""
    if stated := _STATED.match(text):
        return text[stated.end() :], stated[1]
    sample = text[:_SAMPLE_CHARACTERS]
    if len(text) > len(sample):
        sample = sample.rpartition("\n")[0] or sample
    order = DELIMITERS if suffix != ".tsv" else ("\t", *DELIMITERS)
    best, best_score = "", (0.0, 0)
    for delimiter in order:
        share, fields = _evenness(sample, delimiter)
        least = _LEAST_SHARE_IN_PROSE if delimiter in _IN_PROSE else _LEAST_SHARE
        if fields > 1 and share >= least and (share, fields) > best_score:
            best, best_score = delimiter, (share, fields)
    return text, best or _most_frequent(sample)


def _evenness(sample: str, delimiter: str) -> tuple[float, int]:
    """Share of the records that have the usual number of fields, and that number."""
    counts: Counter[int] = Counter()
    try:
        for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(record):
                counts[len(record)] += 1
            if counts.total() == _SAMPLE_RECORDS:
                break
    except csv.Error:
        return 0.0, 0
    if not counts:
        return 0.0, 0
    fields, count = max(counts.items(), key=lambda item: (item[0] > 1, item[1]))
    return count / counts.total(), fields


def _most_frequent(sample: str) -> str:
    """The delimiter of ragged records: one that stands in most lines."""
    lines = [line for line in sample.splitlines() if line.strip()]
    shares = {
        delimiter: sum(delimiter in line for line in lines) / max(1, len(lines))
        for delimiter in DELIMITERS
        if delimiter not in _IN_PROSE
    }
    best = max(shares, key=lambda delimiter: shares[delimiter])
    return best if shares[best] > 0.5 else ""


def _read(text: str, delimiter: str) -> _Records:
    budget = CellBudget()
    try:
        rows = list(_rows(_quoted_records(text, delimiter), budget))
    except csv.Error:
        budget = CellBudget()
        rows = list(_rows(_plain_records(text, delimiter), budget))
        warning = "A quotation mark is not closed: the quotation marks were read as text."
        return _Records(rows, budget.rows_left_out, (warning,))
    return _Records(rows, budget.rows_left_out)


def _rows(records: Iterator[list[str]], budget: CellBudget) -> Iterator[SheetRow]:
    for number, record in enumerate(records, start=1):
        cells = {column: cell for column, cell in enumerate(record, start=1) if cell.strip()}
        if cells and budget.take(len(cells)):
            yield SheetRow(number, cells)


def _quoted_records(text: str, delimiter: str) -> Iterator[list[str]]:
    if not delimiter:
        yield from _plain_records(text, delimiter)
        return
    before = csv.field_size_limit(_LONGEST_FIELD)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        line = line_before_last = 0
        for record in reader:
            if reader.line_num - line > _MOST_LINES_IN_FIELD:
                raise csv.Error("a quotation mark is not closed")
            line_before_last, line = line, reader.line_num
            yield record
        if line_before_last < line - 1 and '"' not in text.rstrip("\r\n").rpartition("\n")[2]:
            raise csv.Error("a quotation mark is not closed")
    finally:
        csv.field_size_limit(before)


def _plain_records(text: str, delimiter: str) -> Iterator[list[str]]:
    for line in io.StringIO(text, newline=None):
        shown = line.rstrip("\n")
        yield shown.split(delimiter) if delimiter else [shown]
