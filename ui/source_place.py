"""The place that a link to a source names, and what became of it in the current text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from corpus.errors import UsageError
from corpus.relocation import find_again
from ui.plain_text import beginning, one_line

# More digits than any text needs; what int() takes is bounded.
MOST_DIGITS = 12

_NUMBER = re.compile(rf"-?[0-9]{{1,{MOST_DIGITS}}}")
_SHOWN_CHARACTERS = 40


class Finding(StrEnum):
    """What can be said of the cited place in the current text."""

    PLAIN = "plain"
    CITED = "cited"
    MOVED = "moved"
    REFORMED = "reformed"
    GONE = "gone"
    CHANGED = "changed"
    UNKNOWN = "unknown"


class PlaceFault(StrEnum):
    """What can be wrong with the offsets of a link."""

    HALF = "half"
    NOT_A_NUMBER = "not_a_number"
    ORDER = "order"
    BEYOND = "beyond"


_MESSAGES: Mapping[PlaceFault, str] = {
    PlaceFault.HALF: "The address has {given} but lacks {missing}; both belong together.",
    PlaceFault.NOT_A_NUMBER: "{name} is {got!r}; a whole number of at most {digits} digits was "
    "expected.",
    PlaceFault.ORDER: "start={start} and end={end} enclose no text; 0 <= start < end was expected.",
    PlaceFault.BEYOND: "end={end} lies beyond the text, which has {length} characters.",
}


class WrongPlaceError(UsageError):
    """Offsets that cannot be a place of the document.

    `values` fill in the sentence that tells the fault, in whatever language.
    """

    code = "wrong_place"

    def __init__(self, fault: PlaceFault, **values: object) -> None:
        super().__init__(
            _MESSAGES[fault].format(**values),
            remedy="Use the offsets of a citation, or leave them out for the whole document.",
        )
        self.fault = fault
        self.values = values


@dataclass(frozen=True, slots=True)
class Span:
    """`[start, end)` of a stored text, never empty."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class RequestedPlace:
    """What a link names; `version` is the hash of the text that `span` is of, or ""."""

    span: Span | None
    version: str


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """What to show for it: `span` is what to mark in the current text.

    `quote` is what was cited, if that stands in an earlier version only.
    """

    finding: Finding
    span: Span | None = None
    quote: str = ""


def read_place(start: str | None, end: str | None, version: str | None) -> RequestedPlace:
    """The place that the parameters of an address name; empty ones count as absent.

    Raises:
        WrongPlaceError: they are no offsets.
    """
    if start and end:
        return RequestedPlace(_span(_number("start", start), _number("end", end)), version or "")
    if start or end:
        given, missing = ("start", "end") if start else ("end", "start")
        raise WrongPlaceError(PlaceFault.HALF, given=given, missing=missing)
    return RequestedPlace(None, version or "")


def find_place(
    requested: RequestedPlace, text: str, text_hash: str, former: str | None
) -> FoundPlace:
    """Where the requested place is in `text`, which has `text_hash`.

    `former` is the text that the same document had under the requested version, if that is
    another one and was kept.

    Raises:
        WrongPlaceError: the place lies outside the version that it is of.
    """
    span = requested.span
    if requested.version in ("", text_hash):
        return FoundPlace(Finding.CITED, _inside(span, text)) if span else _PLAIN
    if former is None:
        return FoundPlace(Finding.UNKNOWN) if span else _PLAIN
    if span is None:
        return FoundPlace(Finding.CHANGED)
    return _found_again(_inside(span, former), former, text)


_PLAIN = FoundPlace(Finding.PLAIN)


def _found_again(span: Span, former: str, text: str) -> FoundPlace:
    found = find_again(former, span.start, span.end, text)
    if found is None:
        return FoundPlace(Finding.GONE, quote=former[span.start : span.end])
    finding = Finding.MOVED if found.is_verbatim else Finding.REFORMED
    return FoundPlace(finding, Span(found.start, found.end))


def _inside(span: Span, text: str) -> Span:
    if span.end > len(text):
        raise WrongPlaceError(PlaceFault.BEYOND, end=span.end, length=len(text))
    return span


def _number(name: str, value: str) -> int:
    if not _NUMBER.fullmatch(value):
        got = beginning(one_line(value), _SHOWN_CHARACTERS)
        raise WrongPlaceError(PlaceFault.NOT_A_NUMBER, name=name, got=got, digits=MOST_DIGITS)
    return int(value)


def _span(start: int, end: int) -> Span:
    if not 0 <= start < end:
        raise WrongPlaceError(PlaceFault.ORDER, start=start, end=end)
    return Span(start, end)
