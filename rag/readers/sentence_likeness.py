"""Whether two sentences say the same, or nearly the same with another value."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.normalize import search_form
from corpus.numerals import NumberKind, find_numbers

# Least likeness of two sentences that are nearly the same, and of two texts that are copies.
ALIKE = 0.75

_LABEL = re.compile(
    r"^[\s#*>•·-]*(?:第?[一二三四五六七八九十百\d]{1,4}[、.．)）条章节款项]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[)）]|[问答][:：])?\s*"
)
_BLANK = "#"


@dataclass(frozen=True, slots=True)
class Value:
    """A value in one form: the canonical `numbers` in it, and its other letters as `words`."""

    numbers: frozenset[str]
    words: str

    def agrees_with(self, other: Value) -> bool:
        """Whether one of the two says the other, perhaps more exactly."""
        if bool(self.numbers) != bool(other.numbers):
            return False
        is_same_number = self.numbers <= other.numbers or other.numbers <= self.numbers
        return is_same_number and (self.words in other.words or other.words in self.words)


def value_of(text: str) -> Value:
    """The value that a few words give: 2,040批次 and 2040批次 are equal."""
    blanked = _without_numbers(text)
    return Value(_numbers_in(text), "".join(filter(str.isalnum, blanked)))


def letters_of(sentence: str) -> str:
    """The letters and digits of a sentence in search form, without the label before it."""
    return "".join(filter(str.isalnum, search_form(_unlabelled(sentence))))


def likeness(first: str, second: str) -> float:
    """Share of neighbouring letters in common (Dice), in [0, 1], whatever the numbers are."""
    return _dice(_pairs(first), _pairs(second))


def frame_likeness(first: str, first_value: str, second: str, second_value: str) -> float:
    """As `likeness`, with a blank for the value that each sentence gives."""
    frames = (
        _unlabelled(sentence).replace(value, _BLANK, 1)
        for sentence, value in ((first, first_value), (second, second_value))
    )
    return likeness(*frames)


def numbers_differ(first: str, second: str) -> bool:
    """Whether each sentence has a number that the other lacks."""
    ours, theirs = _numbers_in(_unlabelled(first)), _numbers_in(_unlabelled(second))
    return not (ours <= theirs or theirs <= ours)


def _unlabelled(sentence: str) -> str:
    return _LABEL.sub("", sentence, count=1)


def _numbers_in(text: str) -> frozenset[str]:
    numbers = find_numbers(text)
    return frozenset(n.canonical for n in numbers if n.kind is not NumberKind.ORDINAL)


def _without_numbers(text: str) -> str:
    """The search form of a text, with a blank for each number."""
    form, position, pieces = search_form(text), 0, []
    for number in find_numbers(text):
        if number.start >= position:
            pieces += [form[position : number.start], _BLANK]
            position = number.end
    return "".join((*pieces, form[position:]))


def _pairs(text: str) -> frozenset[str]:
    blanked = _without_numbers(_unlabelled(text))
    letters = "".join(c for c in blanked if c.isalnum() or c == _BLANK)
    return frozenset(letters[i : i + 2] for i in range(len(letters) - 1))


def _dice(first: frozenset[str], second: frozenset[str]) -> float:
    total = len(first) + len(second)
    return 2 * len(first & second) / total if total else 0.0
