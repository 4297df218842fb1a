"""Sentences about another year than the one that is asked about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.normalize import search_form
from corpus.numerals import NumberKind, find_numbers
from corpus.types import Passage
from rag.question import Question
from rag.readers.base import Library
from rag.readers.sentences import ReadSentence
from rag.readers.tables import header_of_row

# What is left of the probability of a sentence about another year, and of the confidence
# in it: less than the default threshold asks for, however sure the model is.
OTHER_YEAR = 0.3

_OPENING = 600
_YEAR_LIKE = re.compile("[12][0-9]{3}|[一二][零〇○oO一二三四五六七八九]{3}")
_RANGE = re.compile("([12][0-9]{3})年?(?:至|到|-|—|–|~)+([12][0-9]{3})")
# 比上年 only compares with it.
_RELATIVE = {re.compile("(?<![比较同与])(?:去年|上一?年)"): -1, re.compile("明年|次年|来年"): 1}


class AskedYears:
    """The years a question names, and whether a place of a document speaks of another."""

    def __init__(self, question: Question, library: Library) -> None:
        self._asked = _named_years(question.text)
        self._library = library
        self._known: dict[str, frozenset[int]] = {}

    def weigh(self, sentences: Sequence[ReadSentence]) -> list[ReadSentence]:
        """The sentences by probability again, those about other years less probable."""
        if not self._asked:
            return list(sentences)
        weighed = [
            replace(sentence, probability=sentence.probability * self.share_of(sentence))
            for sentence in sentences
        ]
        return sorted(weighed, key=lambda sentence: -sentence.probability)

    def share_of(self, sentence: ReadSentence) -> float:
        """`OTHER_YEAR` if the sentence speaks of another year only, else 1."""
        if not self._asked:
            return 1.0
        header = header_of_row(sentence, self._library)
        passage = sentence.source.passage
        head = self._library.text_of(passage)[slice(*header)] if header else ""
        return self.share_at(passage, sentence.start, head)

    def share_at(self, passage: Passage, start: int, header: str = "") -> float:
        """`OTHER_YEAR` if what stands at `start` speaks of another year only, else 1.

        It speaks of the years of its line, or `header`, of the last line before it in
        the passage that names one, and of the nearest of headings, title and opening
        that does.
        """
        if not self._asked:
            return 1.0
        text = self._library.text_of(passage)
        begin = text.rfind("\n", 0, start) + 1
        end = text.find("\n", start)
        line = text[begin : end if end >= 0 else len(text)]
        above = self._first_named(_scopes(passage, text))
        before = text[passage.start : begin].split("\n")[::-1] if begin > passage.start else []
        named = self._years_in(f"{header}\n{line}") | self._first_named(before)
        named |= _relative_years(line, above) | above
        return OTHER_YEAR if named and not named & self._asked else 1.0

    def _first_named(self, scopes: Iterable[str]) -> frozenset[int]:
        """The years of the first of `scopes` that names any."""
        return next(filter(None, map(self._years_in, scopes)), frozenset())

    def _years_in(self, text: str) -> frozenset[int]:
        if text not in self._known:
            self._known[text] = _years_in(text)
        return self._known[text]


def date_told(passage: Passage, text: str) -> str:
    """The day of a document in ISO 8601, else the year of which a passage is; "" if unknown."""
    if passage.date:
        return passage.date
    named = next(filter(None, map(_years_in, _scopes(passage, text))), frozenset())
    return str(max(named)) if named else ""


def _scopes(passage: Passage, text: str) -> list[str]:
    """What says of which year a passage is, the nearest first."""
    return [*passage.section.split(" / ")[::-1], passage.title, passage.date, text[:_OPENING]]


def _named_years(text: str) -> frozenset[int]:
    """The years that a question names as years: 2024年, not the number 2024."""
    return frozenset(
        int(number.canonical)
        for number in find_numbers(text)
        if number.kind is NumberKind.YEAR and _YEAR_LIKE.fullmatch(number.canonical)
    )


def _years_in(text: str) -> frozenset[int]:
    """All that may be a year: written as one, or a bare number of the same form."""
    if not _YEAR_LIKE.search(search_form(text)):
        return frozenset()
    years = {
        int(number.canonical)
        for number in find_numbers(text)
        if number.kind in (NumberKind.YEAR, NumberKind.NUMBER)
        and _YEAR_LIKE.fullmatch(number.canonical)
        and 1900 <= int(number.canonical) < 2100
        and "," not in text[number.start : number.end]
    }
    for first, last in _RANGE.findall(search_form(text)):
        years |= set(range(int(first), min(int(last), int(first) + 100)))
    return frozenset(years)


def _relative_years(line: str, years: frozenset[int]) -> frozenset[int]:
    """The years that 去年 or 明年 mean, told in one of `years`."""
    form = search_form(line)
    shifts = [shift for pattern, shift in _RELATIVE.items() if pattern.search(form)]
    return frozenset(year + shift for year in years for shift in shifts)
