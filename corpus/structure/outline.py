"""Which heading a place of a text stands under."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from corpus.structure.headings import Heading


class Outline:
    """The headings of a text as a tree; a heading is named by its place in the list, -1 is none."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        self.headings = headings
        self._starts = [heading.start for heading in headings]
        self._parents: list[int] = []
        open_headings: list[int] = []
        for index, heading in enumerate(headings):
            while open_headings and headings[open_headings[-1]].level >= heading.level:
                open_headings.pop()
            self._parents.append(open_headings[-1] if open_headings else -1)
            open_headings.append(index)

    def heading_at(self, position: int) -> int:
        """The heading that `position` lies in or under."""
        index = bisect_right(self._starts, position) - 1
        while index >= 0 and self.headings[index].section_end <= position:
            index = self._parents[index]
        return index

    def own_heading(self, position: int) -> int:
        """The heading whose own words hold `position`."""
        index = self.heading_at(position)
        return index if index >= 0 and position < self.headings[index].end else -1

    def above(self, position: int) -> int:
        """The heading over `position`: for a place within a heading, that heading's parent."""
        index = self.heading_at(position)
        if index >= 0 and position < self.headings[index].end:
            return self._parents[index]
        return index

    def parent(self, index: int) -> int:
        """The heading over a heading."""
        return self._parents[index]

    def path(self, index: int) -> tuple[int, ...]:
        """A heading and those above it, from the top."""
        names: list[int] = []
        while index >= 0:
            names.append(index)
            index = self._parents[index]
        return tuple(reversed(names))
