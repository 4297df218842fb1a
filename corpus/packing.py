"""Which units go into one passage: the cheapest way to cut a section."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from corpus.passage_units import AT_PARAGRAPH, NEVER, Unit
from corpus.structure.enumeration_types import Enumeration, EnumerationKind, Item

# How large, in targets, an enumeration may be to stay in one passage, and a passage at all
# (but for single units beyond it).
LARGEST_WHOLE = 1.6
LARGEST = 1.8

_IN_WHOLE_ENUMERATION = 1.0
_IN_ITEM = 0.3
_BEHIND_LEAD = 0.6
_TINY = 0.4
# Only the sentence behind the first quarter of a passage still hangs on an item's heading.
_HEAD_SHARE = 4


def pack(
    units: Sequence[Unit], enumerations: Iterable[Enumeration], target: int
) -> list[tuple[int, int]]:
    """Spans of the passages that the units of one section make, all units used, in order."""
    if not units:
        return []
    _weigh(units, enumerations, target)
    return _cheapest(units, target)


def _weigh(units: Sequence[Unit], enumerations: Iterable[Enumeration], target: int) -> None:
    """Raise the cost of cuts inside enumerations and items that fit into a passage."""
    starts = [unit.start for unit in units]

    def between(start: int, end: int) -> Sequence[Unit]:
        return units[bisect_right(starts, start) : bisect_left(starts, end)]

    for enumeration in enumerations:
        if enumeration.kind in (EnumerationKind.HEADINGS, EnumerationKind.CLAUSES):
            continue
        lead = min(enumeration.lead_start, enumeration.start)
        if enumeration.end - lead <= LARGEST_WHOLE * target:
            _raise_to(between(lead, enumeration.end), _IN_WHOLE_ENUMERATION)
            continue
        _raise_to(between(lead, enumeration.items[0].start + 1), _BEHIND_LEAD)
        for item in enumeration.items:
            _weigh_item(item, between(item.start, item.end), target)
        for item in enumeration.items[1:]:
            for unit in between(item.start - 1, item.start + 1):
                unit.cost = min(unit.cost, AT_PARAGRAPH)


def _weigh_item(item: Item, inside: Sequence[Unit], target: int) -> None:
    """`inside` are the units of an item but its first."""
    if item.end - item.start <= LARGEST_WHOLE * target:
        _raise_to(inside, _IN_ITEM)
    behind_head = next((unit for unit in inside if unit.start >= item.head_end), None)
    if behind_head is not None and behind_head.start - item.start < target // _HEAD_SHARE:
        _raise_to([behind_head], _BEHIND_LEAD)


def _raise_to(units: Iterable[Unit], cost: float) -> None:
    for unit in units:
        unit.cost = max(unit.cost, cost)


def _cheapest(units: Sequence[Unit], target: int) -> list[tuple[int, int]]:
    """Cut so that the sum of `_length_cost` and of the costs of the cuts is least."""
    best = [0.0] + [float("inf")] * len(units)
    begins = [0] * (len(units) + 1)
    for end in range(1, len(units) + 1):
        for begin in range(end - 1, -1, -1):
            length = units[end - 1].end - units[begin].start
            if length > LARGEST * target and begin < end - 1 and units[begin + 1].cost < NEVER:
                break
            cost = best[begin] + _length_cost(length / target)
            if begin:
                cost += units[begin].cost
            if cost < best[end]:
                best[end], begins[end] = cost, begin
    return _spans(units, begins)


def _spans(units: Sequence[Unit], begins: Sequence[int]) -> list[tuple[int, int]]:
    spans = []
    end = len(units)
    while end:
        begin = begins[end]
        spans.append((units[begin].start, units[end - 1].end))
        end = begin
    return spans[::-1]


def _length_cost(share: float) -> float:
    """What a passage of `share` targets costs: nothing at 1, much when tiny or too large."""
    if share > 1:
        return (share - 1) ** 2 + 4 * max(0.0, share - LARGEST_WHOLE)
    return 0.8 * (1 - share) ** 2 + max(0.0, _TINY - share)
