"""Documents to passages: what the splitter needs to know beyond the text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.edge_lines import without
from corpus.splitter import DEFAULT_TARGET, split
from corpus.types import PassageSpan, Region

# To be raised when the splitter gives another result: all texts are then cut anew.
CUTTING_VERSION = 1


@dataclass(frozen=True, slots=True)
class CutText:
    """A text to be cut.

    Attributes:
        text: the stored text.
        title: of its document.
        rows: spans of the rows of a spreadsheet, each to be a passage, in order.
        left_out: spans of lines that are in no passage, in order.
    """

    text: str
    title: str
    rows: tuple[tuple[int, int], ...] = ()
    left_out: tuple[tuple[int, int], ...] = ()


Splitter = Callable[[CutText], Sequence[PassageSpan]]


def rows_of(regions: Sequence[Region]) -> tuple[tuple[int, int], ...]:
    """The spans of a document that are rows of a spreadsheet."""
    return tuple(
        (region.start, region.end) for region in regions if region.locator.get("kind") == "row"
    )


@dataclass(frozen=True, slots=True)
class PassageSplitter:
    """Cuts into passages of about `target` characters; `recipe` names this way of cutting."""

    target: int = DEFAULT_TARGET

    @property
    def recipe(self) -> str:
        """Differs whenever the same text would be cut otherwise."""
        return f"{CUTTING_VERSION}:{self.target}"

    def __call__(self, cut: CutText) -> list[PassageSpan]:
        """The passages of a text, in order."""
        spans = split(cut.text, cut.title, self.target, cut.rows)
        if not cut.left_out:
            return spans
        return [
            replace(span, start=start, end=end)
            for span in spans
            for start, end in without(span.start, span.end, cut.left_out, cut.text)
        ]
