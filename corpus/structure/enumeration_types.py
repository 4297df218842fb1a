"""Values: an enumeration and its items."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EnumerationKind(StrEnum):
    """What shows that items belong together."""

    NUMBERED = "numbered"
    BULLETED = "bulleted"
    HEADINGS = "headings"
    DEFINED = "defined"
    PARALLEL = "parallel"
    CLAUSES = "clauses"


@dataclass(frozen=True, slots=True)
class Item:
    """One item, `[start, end)` with its marker.

    `[head_start, head_end)` is its heading or first clause, without marker and
    closing punctuation: what one names it by.
    """

    start: int
    end: int
    marker: str
    head_start: int
    head_end: int


@dataclass(frozen=True, slots=True)
class Enumeration:
    """At least two items; `[lead_start, lead_end)` is the sentence or heading that introduces them.

    An enumeration that opens its text has an empty lead.
    """

    start: int
    end: int
    items: tuple[Item, ...]
    lead_start: int
    lead_end: int
    kind: EnumerationKind
