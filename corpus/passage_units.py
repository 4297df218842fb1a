"""The pieces a passage is put together from, and what a cut between them costs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.sentences import split_sentences

NEVER = 1e6
AT_PARAGRAPH = 0.0
AT_SENTENCE = 0.06
IN_SENTENCE = 0.5
IN_TABLE = 0.9
IN_TABLE_HEADER = 2.0
BEHIND_COLON = 0.6

# Pieces smaller than this share of a passage are not worth a decision of their own.
_SMALLEST_SHARE = 16
_LONGEST_SENTENCE = 2
_RULES = ("|-", "|:")
_CUTS = (re.compile("[；;]"), re.compile("[，,、：:]"), re.compile(r"\s"))


@dataclass(slots=True)
class Unit:
    """A sentence or a few short ones: `[start, end)`; `cost` is that of a cut before it.

    `opens` tells that a paragraph or an item of an enumeration begins here.
    """

    start: int
    end: int
    cost: float
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Openings:
    """Where the lines of a text and the items of its enumerations begin."""

    lines: frozenset[int]
    items: frozenset[int]


def read_units(
    text: str, start: int, end: int, head_end: int, openings: Openings, target: int
) -> list[Unit]:
    """The units of `[start, end)`; headings reach up to `head_end` and stay with what follows."""
    units: list[Unit] = []
    is_behind_head = True
    for sentence_start, sentence_end in split_sentences(text[start:end], [head_end - start]):
        begin, stop = start + sentence_start, start + sentence_end
        opens = begin in openings.lines or begin in openings.items
        if is_behind_head:
            cost = NEVER
            is_behind_head = begin < head_end
        elif begin in openings.lines:
            cost = _cost_between(text, units[-1].start, units[-1].end, begin)
        else:
            cost = AT_SENTENCE
        for part_start, part_end in _parts(text, begin, stop, target):
            _add(units, Unit(part_start, part_end, cost, opens), target)
            cost, opens = IN_SENTENCE, False
    return units


def _cost_between(text: str, start: int, end: int, following: int) -> float:
    """What a cut costs between the paragraph's end `[start, end)` and the next line."""
    if text[start] == "|" == text[following]:
        is_header = text[following : following + 2] in _RULES or text[start : start + 2] in _RULES
        return IN_TABLE_HEADER if is_header else IN_TABLE
    return BEHIND_COLON if text[end - 1] in "：:" else AT_PARAGRAPH


def _add(units: list[Unit], unit: Unit, target: int) -> None:
    """Append a unit; a very short one is put together with its neighbour in the paragraph."""
    if units and _belong_together(units[-1], unit, target):
        units[-1].end = unit.end
    else:
        units.append(unit)


def _belong_together(last: Unit, unit: Unit, target: int) -> bool:
    if unit.end - last.start > target:
        return False
    last_length, small = last.end - last.start, target // _SMALLEST_SHARE
    if unit.opens and unit.cost < NEVER:
        return last_length < small and last.opens
    return min(last_length, unit.end - unit.start) < small


def _parts(text: str, start: int, end: int, target: int) -> Iterator[tuple[int, int]]:
    """A sentence of up to twice `target` whole, a longer one in parts of about `target`."""
    while end - start > _LONGEST_SENTENCE * target:
        cut = _cut(text, start + target // 2, start + target + target // 2)
        stop = start + len(text[start:cut].rstrip())
        yield start, stop
        start = end - len(text[cut:end].lstrip()) if text[cut].isspace() else cut
    yield start, end


def _cut(text: str, first: int, last: int) -> int:
    """The place behind the last ；, else behind the last ，, else the last space or the middle."""
    for pattern in _CUTS:
        places = [match.end() for match in pattern.finditer(text, first, last)]
        if places:
            return places[-1]
    return (first + last) // 2
