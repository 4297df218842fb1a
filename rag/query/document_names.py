"""The documents of a library that a question names: by title, a part of it, or number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from corpus.normalize import search_form
from rag.query.name_index import Flags, Floats, NameIndex
from rag.query.name_units import Facet, Integers, ending_units, facet, kinds_of, units_of
from rag.query.plan import QueryPlan
from rag.readers.named_documents import find_names

# Shared weight up to which nothing is named, and from which on it surely is.
_LEAST, _ENOUGH = 1.5, 4.0
# The share of a name that stands for the whole.
_WHOLE = 0.6
_DATE_WEIGHT, _OTHER_DATE = 0.6, 0.5
_OF_LEAD = 0.6
_ALIKE, _STEEPNESS = 0.9, 4
# Of a name whose kind (报告, 办法), place and period the question does not mention.
_TOPIC_ONLY = 0.3
_QUOTED_SHARE, _SURELY_QUOTED = 0.85, 0.5
_LEAST_STRENGTH, _MOST = 0.1, 20
_NEXT_TO_NOTHING = 1e-9
_LEAD, _LONGEST_SPAN = 60, 10
_LAST_MONTH_OF_REVIEWS = 4
_YEAR_AND_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?")


Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What a document may be named by; its date is ISO. Several may be of one `document_id`.

    `lead`, the beginning of its text, serves where there is no title.
    """

    document_id: str
    title: str
    date: str = ""
    number: str = ""
    issuer: str = ""
    lead: str = ""

    @property
    def name(self) -> str:
        """Title and issuer, or the lead."""
        if not self.title:
            return self.lead[:_LEAD]
        return self.title if self.issuer in self.title else f"{self.title} {self.issuer}"


@dataclass(frozen=True, slots=True)
class DocumentMention:
    """A document that a question names, and how sure that is, in (0, 1]."""

    document_id: str
    strength: float


class DocumentNames:
    """Finds the documents that a question names; safe to share by threads.

    Names are compared by the units of `rag.query.name_units`, weighed by their rarity. A name of
    another year, place or issue than the question's is out; where several fit as well as the
    best, each is the weaker.
    """

    def __init__(self, heads: Sequence[DocumentHead]) -> None:
        self._ids = [head.document_id for head in heads]
        self._index = NameIndex([head.name for head in heads])
        self._endings = ending_units([head.title for head in heads])
        self._rows_of_number = _rows_of_number(heads)
        self._is_lead: Flags = np.array([not head.title for head in heads], dtype=bool)
        years = np.array([_year_of(head.date) for head in heads], dtype=np.int64).reshape(-1, 2)
        years[self._index.having(Facet.YEAR)] = 0
        self._years: Integers = years

    @classmethod
    def build(cls, heads: Iterable[DocumentHead]) -> Self:
        """The names of a library."""
        return cls(list(heads))

    def named_by(self, plan: QueryPlan) -> tuple[DocumentMention, ...]:
        """The documents that a question names, the surest first, at most twenty."""
        if not self._ids:
            return ()
        names = find_names(search_form(plan.text))
        numbered = [self._bearing(name.number) for name in names if name.number]
        if any(numbered):
            return self._mentions({row: len(rows) ** -0.5 for rows in numbered for row in rows})
        strengths = np.zeros(len(self._ids))
        for name in names:
            if name.quoted:
                strengths = np.maximum(strengths, self._called(name.title))
        if strengths.max() < _SURELY_QUOTED:
            strengths = np.maximum(strengths, self._spoken_of(plan))
        return self._mentions({int(row): strengths[row] for row in np.flatnonzero(strengths)})

    def _bearing(self, number: str) -> list[int]:
        """The rows of a number; one without letters is of any office."""
        if not number.startswith("〔"):
            return self._rows_of_number.get(number, [])
        ending = (rows for own, rows in self._rows_of_number.items() if own.endswith(number))
        return [row for rows in ending for row in rows]

    def _called(self, title: str) -> Floats:
        """How surely each document (n,) is meant by a title in 《》, in full or nearly."""
        _, units = units_of([title])
        shared = self._index.shared(units)
        agreeing = np.minimum(1.0, shared / max(self._index.weight_of(units), _NEXT_TO_NOTHING))
        covered = np.minimum(1.0, shared / np.maximum(self._index.totals, _NEXT_TO_NOTHING))
        fits = (agreeing >= _QUOTED_SHARE) & ~self._index.contradicting(units)
        strengths = np.where(fits, agreeing * (1 + covered) / 2, 0.0)
        return self._weakened(strengths * _beside_best(strengths))

    def _spoken_of(self, plan: QueryPlan) -> Floats:
        """How surely each document (n,) is meant by the words of a question."""
        units, years = _asked_units(plan)
        shared = self._index.shared(units)
        shared[self._index.contradicting(units)] = 0.0
        rows = np.flatnonzero(shared > _LEAST - _DATE_WEIGHT)
        strengths = np.zeros(len(self._ids))
        if len(rows):
            strengths[rows] = self._sureness(self._dated(shared[rows], rows, years), rows)
            strengths[rows[~self._is_meant(rows, units)]] *= _TOPIC_ONLY
        return self._weakened(strengths)

    def _is_meant(self, rows: Indices, units: Integers) -> Flags:
        """Whether a question has of each of `rows` the kind or a facet, and not its topic alone.

        A name without a kind, as of a lead or in another script, has none to be told by.
        """
        endings = self._endings[rows]
        is_of_kind = np.isin(endings, units) | (endings < 0)
        return is_of_kind | self._index.agreeing(units)[rows]

    def _dated(self, shared: Floats, rows: Indices, years: Integers) -> Floats:
        """What is shared by `rows`, more or less after the years of documents named without."""
        if not len(years):
            return shared
        is_of_year = np.isin(self._years[rows], years).any(axis=1)
        is_of_other = (self._years[rows, 0] > 0) & ~is_of_year
        return (shared + _DATE_WEIGHT * is_of_year) * np.where(is_of_other, _OTHER_DATE, 1.0)

    def _sureness(self, shared: Floats, rows: Indices) -> Floats:
        """From what is shared, alone and beside the whole name and the best of `rows`."""
        whole = np.maximum(self._index.totals[rows] * _WHOLE, _NEXT_TO_NOTHING)
        covered = np.minimum(1.0, shared / whole)
        enough = np.clip((shared - _LEAST) / (_ENOUGH - _LEAST), 0.0, 1.0)
        sureness: Floats = enough * (1 + covered) / 2 * _beside_best(shared)
        return sureness

    def _weakened(self, strengths: Floats) -> Floats:
        """Leads are no titles; and what fits several documents about as well names none surely."""
        weakened: Floats = strengths * np.where(self._is_lead, _OF_LEAD, 1.0)
        best = weakened.max()
        if best > 0:
            alike = {self._ids[row] for row in np.flatnonzero(weakened >= best * _ALIKE)}
            weakened /= len(alike) ** 0.5
        return weakened

    def _mentions(self, strengths: Mapping[int, float]) -> tuple[DocumentMention, ...]:
        best: dict[str, float] = {}
        for row, strength in strengths.items():
            best[self._ids[row]] = max(best.get(self._ids[row], 0.0), float(strength))
        kept = [item for item in best.items() if item[1] >= _LEAST_STRENGTH]
        kept.sort(key=lambda item: -item[1])
        return tuple(DocumentMention(*item) for item in kept[:_MOST])


def _beside_best(values: Floats) -> Floats:
    """1 for the highest of `values`, soon less for those below it."""
    beside: Floats = (values / max(float(values.max()), _NEXT_TO_NOTHING)) ** _STEEPNESS
    return beside


def _asked_units(plan: QueryPlan) -> tuple[Integers, Integers]:
    """The units of a question, its years those that it names as dates; and these years."""
    _, units = units_of([plan.word_text])
    spans = [asked.years for asked in plan.dates if len(asked.years) <= _LONGEST_SPAN]
    years = np.array(sorted({year for span in spans for year in span}), dtype=np.int64)
    named = [facet(Facet.YEAR, int(year)) for year in years]
    others = units[kinds_of(units) != Facet.YEAR]
    return np.concatenate([others, np.array(named, dtype=np.int64)]), years


def _rows_of_number(heads: Sequence[DocumentHead]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for row, head in enumerate(heads):
        if head.number:
            rows.setdefault(re.sub(r"\s", "", search_form(head.number)), []).append(row)
    return rows


def _year_of(iso_date: str) -> tuple[int, int]:
    """The years that a document of a date may be on: early in a year also the one before."""
    match = _YEAR_AND_MONTH.match(iso_date)
    if match is None:
        return 0, 0
    year, month = int(match[1]), int(match[2] or 0)
    return year, year - 1 if 0 < month <= _LAST_MONTH_OF_REVIEWS else year
