"""JSON: records as lines (.jsonl, .ndjson), or an array of records or one of them (.json)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from corpus.errors import ParseError
from corpus.locators import row_locator
from corpus.mojibake import decode_text
from corpus.parsers.composing.composer import Composer, record_line
from corpus.parsers.composing.members import listed
from corpus.parsers.detection import suffix_of
from corpus.parsers.sheet_parts.reports import counted, sheet_losses
from corpus.parsers.sheet_parts.tables import MOST_CHARACTERS
from corpus.parsers.text import decoding_losses, decoding_warnings
from corpus.types import ParsedFile, RawFile, ReadingFacts, TextLayout

# A value inside one JSON document takes ten times the memory of its text.
MOST_CHARACTERS_AT_ONCE = 64 * 1024 * 1024
LINES_SUFFIXES = frozenset({".jsonl", ".ndjson"})
KEY_BORDER, LIST_BORDER = ".", "、"

_DEEPEST = 40
_TITLE_LEVEL = 2


def parse_json(raw: RawFile) -> ParsedFile:
    """Read each record as a line of "key: value", the keys of inner objects joined by points.

    Raises:
        ParseError: it holds no JSON, or too much in one piece.
    """
    decoded = decode_text(raw.data)
    records = _Records()
    document = _whole(decoded.text, is_lines=suffix_of(raw.name) in LINES_SUFFIXES)
    if document is not None:
        records.document(document)
    else:
        records.lines(decoded.text, raw.name)
    return ParsedFile(
        text=records.composer.text,
        encoding=decoded.encoding,
        regions=records.composer.regions,
        losses=(*decoding_losses(decoded), *records.losses()),
        layout=TextLayout.RECORDS,
        facts=ReadingFacts(warnings=decoding_warnings(decoded)),
    )


def _whole(text: str, *, is_lines: bool) -> Any | None:
    """The document, if the text is one; None if it is lines of records."""
    first_line = text.lstrip("\ufeff \t\r\n").partition("\n")[0]
    if _loads(first_line) is not None and (is_lines or _has_more_lines(text)):
        return None
    if len(text) > MOST_CHARACTERS_AT_ONCE:
        if text.lstrip("\ufeff \t\r\n")[:1] in "[{" and _loads(first_line) is None:
            raise ParseError(
                f"The JSON document has {len(text):,} characters in one piece; more than "
                f"{MOST_CHARACTERS_AT_ONCE:,} are not read.",
                remedy="Save it as JSON lines (.jsonl), one record a line.",
            )
        return None
    return _loads(text)


def _has_more_lines(text: str) -> bool:
    return "\n" in text.strip("\ufeff \t\r\n")


def _loads(text: str) -> Any | None:
    try:
        return json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None


class _Records:
    def __init__(self) -> None:
        self.composer = Composer()
        self._broken: list[int] = []
        self._left_out = 0

    def losses(self) -> Iterator[str]:
        """What was not read."""
        if self._broken:
            names = listed(map(str, self._broken))
            yield f"{counted(len(self._broken), 'line')} without valid JSON left out: {names}."
        yield from sheet_losses("", self._left_out)

    def document(self, value: Any) -> None:
        """Adds the records of one JSON document."""
        if isinstance(value, list):
            self._list(value)
            return
        tables: Mapping[str, list[Any]] = {}
        if isinstance(value, dict):
            tables = {key: inner for key, inner in value.items() if _is_table(inner)}
            value = {key: inner for key, inner in value.items() if key not in tables}
        self._record(value, 1)
        for key, inner in tables.items():
            if len(tables) > 1 or value:
                self.composer.heading(key, _TITLE_LEVEL)
            self._list(inner)

    def _list(self, values: Sequence[Any]) -> None:
        for number, value in enumerate(values, start=1):
            self._record(value, number)

    def lines(self, text: str, name: str) -> None:
        """Adds one record a line.

        Raises:
            ParseError: no line holds JSON.
        """
        read = 0
        for number, line in enumerate(text.split("\n"), start=1):
            if not line.strip("\ufeff \t\r"):
                continue
            value = _loads(line)
            if value is None:
                self._broken.append(number)
            else:
                read += 1
                self._record(value, number)
        if self._broken and not read:
            raise ParseError(
                f"{name} holds no JSON: neither the whole nor one of its lines can be read.",
                remedy="Check how it was written, or rename it to .txt.",
            )

    def _record(self, value: Any, number: int) -> None:
        if len(self.composer) > MOST_CHARACTERS:
            self._left_out += 1
            return
        fields = list(_fields(value, "", 0))
        line = record_line([key for key, _ in fields], [shown for _, shown in fields])
        self.composer.line(line, row_locator("", number))


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 0 and all(isinstance(v, dict) for v in value)


def _fields(value: Any, key: str, depth: int) -> Iterator[tuple[str, str]]:
    """Names and shown values of all that lies in a value."""
    if depth > _DEEPEST:
        yield key, json.dumps(value, ensure_ascii=False)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _fields(inner, f"{key}{KEY_BORDER}{name}" if key else name, depth + 1)
    elif isinstance(value, list):
        if any(isinstance(inner, (dict, list)) for inner in value):
            for place, inner in enumerate(value, start=1):
                name = f"{key}{KEY_BORDER}{place}" if key else str(place)
                yield from _fields(inner, name, depth + 1)
        else:
            yield key, LIST_BORDER.join(filter(None, map(_shown, value)))
    else:
        yield key, _shown(value)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value)
