"""Finds a quote again in a text that has changed since it was cited."""

from __future__ import annotations

import heapq
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.normalize import search_form

# Characters before and behind the quote that are compared to tell its repetitions apart.
_SURROUNDINGS = 60
# A shorter quote stands anywhere by chance: so much of its surroundings must be there as well.
_TELLING_LENGTH = 8
_LEAST_SURROUNDINGS = 4
# Of more places than that only those nearest to the old one are looked at.
_MOST_PLACES = 500

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class FoundQuote:
    """Where a quote stands now; `is_verbatim` is False if only white space, width or script differ.

    `[start, end)` are offsets of the new text.
    """

    start: int
    end: int
    is_verbatim: bool


def find_again(old: str, start: int, end: int, new: str) -> FoundQuote | None:
    """Where `old[start:end]` stands in `new`; None if it is gone.

    It is looked for as it was, then by its search form without white space. Of several places
    the one with most of the same surroundings is taken, then the nearest. A quote of a few
    characters counts as found only among some of the words that it stood among.
    """
    if not old[start:end].strip():
        return None
    place = _best_place(old, start, end, new)
    if place is not None:
        return FoundQuote(place, place + end - start, is_verbatim=True)
    before, after = _Squeezed(old), _Squeezed(new)
    first, last = before.place_of(start), before.place_of(end)
    place = _best_place(before.form, first, last, after.form)
    if place is None:
        return None
    return FoundQuote(
        after.offset_of(place), after.offset_of(place + last - first - 1) + 1, is_verbatim=False
    )


class _Squeezed:
    """The search form of a text without its white space, with the way there and back."""

    def __init__(self, text: str) -> None:
        form = search_form(text)
        self._offsets: list[int] = []
        self._places: list[int] = []
        words = []
        length = 0
        for match in _WORD.finditer(form):
            self._offsets.append(match.start())
            self._places.append(length)
            words.append(match[0])
            length += len(match[0])
        self.form = "".join(words)

    def offset_of(self, place: int) -> int:
        """The offset in the text of a character of the form."""
        word = bisect_right(self._places, place) - 1
        return self._offsets[word] + place - self._places[word]

    def place_of(self, offset: int) -> int:
        """How many characters of the form stand before an offset of the text."""
        word = bisect_right(self._offsets, offset) - 1
        if word < 0:
            return 0
        following = self._places[word + 1] if word + 1 < len(self._places) else len(self.form)
        return min(self._places[word] + offset - self._offsets[word], following)


def _best_place(old: str, start: int, end: int, new: str) -> int | None:
    quote = old[start:end]
    moved = len(new) - len(old)  # where it stands if all changes were made before it
    places = _nearest(_occurrences(quote, new), start, start + moved)
    before, behind = old[max(0, start - _SURROUNDINGS) : start], old[end : end + _SURROUNDINGS]
    shared = {
        place: _shared_end(before, new[max(0, place - _SURROUNDINGS) : place])
        + _shared_start(behind, new[place + len(quote) : place + len(quote) + _SURROUNDINGS])
        for place in places
    }
    best = max(places, key=lambda place: shared[place], default=None)
    if best is None or (len(quote) < _TELLING_LENGTH and shared[best] < _least(before, behind)):
        return None
    return best


def _least(before: str, behind: str) -> int:
    return min(_LEAST_SURROUNDINGS, len(before) + len(behind))


def _nearest(places: Iterator[int], *expected: int) -> list[int]:
    """The places nearest to one of those expected, the nearest first."""
    return heapq.nsmallest(
        _MOST_PLACES, places, key=lambda place: min(abs(place - other) for other in expected)
    )


def _occurrences(quote: str, text: str) -> Iterator[int]:
    place = text.find(quote) if quote else -1
    while place >= 0:
        yield place
        place = text.find(quote, place + 1)


def _shared_start(first: str, second: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(first), len(second)))


def _shared_end(first: str, second: str) -> int:
    return _shared_start(first[::-1], second[::-1])
