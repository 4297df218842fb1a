"""Other names for the same thing, which a query's words are looked for under as well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from corpus.normalize import search_form
from rag.word_lines import LONGEST_WORD, check_word, parse_lines, read_words

SYNONYMS_FILE = "synonyms.txt"
SYNONYMS_REMEDY = (
    "Write one group a line, in UTF-8: 质监局 = 质量技术监督局 if each finds the other, "
    "特种设备 => 电梯 if only the left finds the right."
)

_SHIPPED = Path(__file__).with_name("office_synonyms.txt")
_ONE_WAY = "=>"
_BETWEEN = re.compile("[=,、]")
_BETWEEN_ON_A_SIDE = re.compile("[,、]")
# A letter or digit of another script than Chinese: within such a word no term begins or ends.
_OTHER_LETTER = re.compile(r"[^\W_\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

# Each is a search of its own.
_MOST_VARIANTS = 6

Pairs = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Mention:
    """A term at `[start, end)` of a query, and the other names of what it means."""

    start: int
    end: int
    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Term → the terms that are looked for besides it; all in search form.

    The words of an index do not depend on it: it acts on queries alone.
    """

    targets: Pairs = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str, name: str) -> Self:
        """The synonyms of a file's text; `name` stands in errors.

        A line is a group of terms that find each other, "质监局 = 质量技术监督局 = 质监部门", with
        commas or 、 if one likes, or "特种设备 => 电梯、锅炉": the left finds the right as well,
        but not the other way. Terms are compared in search form; # begins a comment.

        Raises:
            SettingsError: lines are broken: fewer than two terms, an empty one, one twice, one
                without letters or of more than 64 characters, "=" and "=>" in one line.
        """
        groups = parse_lines(text, name, SYNONYMS_REMEDY, _parse_group)
        return cls(_merged(pair for _, pairs in groups for pair in pairs))

    def with_more(self, others: Synonyms) -> Synonyms:
        """These synonyms and `others`."""
        return Synonyms(_merged((*self.targets.items(), *others.targets.items())))

    def mentions(self, query_form: str) -> tuple[Mention, ...]:
        """The terms in a query in search form, in its order; of those that overlap the longest."""
        taken = bytearray(len(query_form))
        found: list[Mention] = []
        for length in range(min(LONGEST_WORD, len(query_form)), 0, -1):
            for start in range(len(query_form) - length + 1):
                end = start + length
                targets = self.targets.get(query_form[start:end])
                if targets and not any(taken[start:end]) and _is_whole(query_form, start, end):
                    taken[start:end] = b"\1" * length
                    found.append(Mention(start, end, targets))
        return tuple(sorted(found, key=lambda mention: mention.start))

    def variants(self, query: str) -> tuple[str, ...]:
        """`query` in search form with one term replaced by another name of it, for each; few."""
        form = search_form(query)
        return tuple(
            form[: found.start] + other + form[found.end :]
            for found in self.mentions(form)
            for other in found.alternatives
            if not _names(form, other)
        )[:_MOST_VARIANTS]


def shipped_synonyms() -> Synonyms:
    """The abbreviations of offices that come with the product."""
    return read_synonyms(_SHIPPED)


def read_synonyms(path: Path) -> Synonyms:
    """The synonyms of a UTF-8 file.

    Raises:
        FileNotFoundError: there is no such file.
        SettingsError: it cannot be read, or lines are broken, which are named by their numbers.
    """
    text = read_words(path, "The synonym file", SYNONYMS_REMEDY)
    return Synonyms.parse(text, f"The synonym file {path}")


def _parse_group(line: str) -> list[tuple[str, tuple[str, ...]]]:
    """Term → targets of one line."""
    left, arrow, right = search_form(line).partition(_ONE_WAY)
    if not arrow:
        terms = _terms(left, _BETWEEN)
        if len(terms) < 2:
            raise ValueError("it holds one term; at least two were expected")
        _check_distinct(terms)
        return [(term, tuple(other for other in terms if other != term)) for term in terms]
    if "=" in left or "=" in right:
        raise ValueError('"=" and "=>" may not be mixed, and "=>" stands once')
    sources = _terms(left, _BETWEEN_ON_A_SIDE)
    targets = _terms(right, _BETWEEN_ON_A_SIDE)
    _check_distinct((*sources, *targets))
    return [(term, targets) for term in sources]


def _terms(side: str, between: re.Pattern[str]) -> tuple[str, ...]:
    terms = tuple(" ".join(piece.split()) for piece in between.split(side))
    if "" in terms:
        raise ValueError("a term is empty")
    for term in terms:
        check_word(term)
    return terms


def _check_distinct(terms: tuple[str, ...]) -> None:
    twice = next((term for place, term in enumerate(terms) if term in terms[:place]), None)
    if twice is not None:
        raise ValueError(f"{twice!r} stands in it twice")


def _merged(pairs: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    merged: dict[str, dict[str, None]] = {}
    for term, targets in pairs:
        merged.setdefault(term, {}).update(dict.fromkeys(targets))
    return {term: tuple(targets) for term, targets in merged.items()}


def _names(form: str, term: str) -> bool:
    places = (form.startswith(term, start) for start in range(len(form)))
    return any(
        is_here and _is_whole(form, start, start + len(term))
        for start, is_here in enumerate(places)
    )


def _is_whole(form: str, start: int, end: int) -> bool:
    """Whether `[start, end)` neither begins nor ends within a word of another script."""
    return not any(
        0 < edge < len(form)
        and _OTHER_LETTER.match(form, edge - 1)
        and _OTHER_LETTER.match(form, edge)
        for edge in (start, end)
    )
