"""Clauses that a question names by their numbers: 第三章, 第十二条第二款第（三）项."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.numbered_parts import number_of

_N = "[一二三四五六七八九十百千零〇两]{1,7}|\\d{1,5}"
_S = "[一二三四五六七八九十两]{1,3}|\\d{1,2}"
_LINKS = " 的中里"
_JOINT = f"[{_LINKS}]{{0,2}}"
_DIVISION = rf"第 ?(?:{_N}) ?(?:[编编](?![辑制写号])|章(?!程)|节(?![课目日约]))"
_REFERENCE = re.compile(
    rf"(?P<divisions>{_DIVISION}(?:{_JOINT}{_DIVISION})*)"
    rf"|第 ?(?P<number>{_N}) ?条(?![件例目])(?:之(?P<insertion>{_S})(?![内外前后一]))?"
    rf"(?:{_JOINT}第? ?(?P<paragraph>{_S}) ?款(?![项式]))?"
    rf"(?:{_JOINT}(?:第? ?\( ?(?P<item>{_S}) ?\) ?项?|第 ?(?P<bare_item>{_S}) ?项)(?!目))?"
    rf"(?:{_JOINT}第? ?\(? ?(?:{_S}) ?\)? ?目(?![录标的]))?"
)
_DIVISIONS = re.compile(rf"第 ?(?P<number>{_N}) ?(?P<unit>[编章节])")
# Between two clauses of which both are named, and all from the one to the other.
_AND = re.compile(" ?[、,和与及跟] ?")
_TO = re.compile(" ?[至到~—-]+ ?")
_LONGEST_RANGE = 10


@dataclass(frozen=True, slots=True)
class ClauseReference:
    """A clause: `divisions` are the parts above it or, without an article, the part itself.

    They are written as in `numbered_parts`: ("章:3", "节:1"). `article` is 0 where none is named,
    and so are `insertion` (第十二条之一), `paragraph` and `item`.
    """

    divisions: tuple[str, ...] = ()
    article: int = 0
    insertion: int = 0
    paragraph: int = 0
    item: int = 0

    @property
    def token(self) -> str:
        """The article, or the lowest division, as in `numbered_parts`."""
        if not self.article:
            return self.divisions[-1]
        return f"条:{self.article}" + (f"-{self.insertion}" if self.insertion else "")


@dataclass(frozen=True, slots=True)
class NamedClauses:
    """What clauses a question names at `[start, end)` of its search form."""

    references: tuple[ClauseReference, ...]
    start: int
    end: int


def find_references(form: str) -> NamedClauses | None:
    """The clauses named in the search form of a question.

    None without any, and where they are not joined to one another: who asks for the difference
    of two articles asks for neither.
    """
    matches = list(_REFERENCE.finditer(form))
    if not matches:
        return None
    references = [_read(matches[0])]
    for before, match in pairwise(matches):
        last, read = references[-1], _read(match)
        between = form[before.end() : match.start()]
        if read.article and (last.article or not between.strip(_LINKS)):
            read = replace(read, divisions=last.divisions)
        if read.article and not last.article and not between.strip(_LINKS):
            references[-1] = read
        elif _AND.fullmatch(between):
            references.append(read)
        elif _TO.fullmatch(between) and (run := _run(last, read)):
            references += run
        else:
            return None
    return NamedClauses(tuple(references), matches[0].start(), matches[-1].end())


def _read(match: re.Match[str]) -> ClauseReference:
    if match["divisions"]:
        divisions = _DIVISIONS.finditer(match["divisions"])
        return ClauseReference(tuple(f"{d['unit']}:{number_of(d['number'])}" for d in divisions))
    return ClauseReference(
        article=number_of(match["number"]),
        insertion=number_of(match["insertion"] or ""),
        paragraph=number_of(match["paragraph"] or ""),
        item=number_of(match["item"] or match["bare_item"] or ""),
    )


def _run(first: ClauseReference, last: ClauseReference) -> list[ClauseReference]:
    """The articles behind `first` up to `last`; none where these are no run of articles."""
    count = last.article - first.article
    is_run = first.article and 0 < count <= _LONGEST_RANGE
    is_whole = not (first.paragraph or first.item or first.insertion or last.insertion)
    if not is_run or not is_whole or last.paragraph or last.item:
        return []
    return [replace(first, article=first.article + step) for step in range(1, count + 1)]
