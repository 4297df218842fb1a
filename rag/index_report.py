"""What an indexing run tells: its progress, and its result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from corpus.store_records import LibraryCounts
from corpus.types import FileReport, FileState


class IndexingStage(StrEnum):
    """The parts of a run, in their order."""

    SCAN = "scan"
    READ = "read"
    FOLD = "fold"
    EMBED = "embed"
    VECTORS = "vectors"
    WORDS = "words"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True)
class ProgressStep:
    """`done` of `total` files (scan, read) or passages (embed, vectors, words).

    While files are read, `pages` and `passages` tell how many were found in them; embedding goes
    on in between, of a total that grows.
    """

    stage: IndexingStage
    done: int
    total: int
    current: str = ""
    pages: int = 0
    passages: int = 0


Progress = Callable[[ProgressStep], None]


def no_progress(_step: ProgressStep) -> None:
    """Hears of progress and tells nobody."""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """The result of one run.

    Attributes:
        files: one line for each file found and each file inside one, by source.
        removed: sources that were in the index and no longer are.
        counts: what the index holds now.
        generation: the published generation; `published` tells whether it is a new one.
        characters: of the texts that were read anew.
        embedded: vectors that were computed.
        seconds: how long it took.
        folded: passages that are not searched, since newer ones say the same.
        notes: sentences on what was unusual (another model, rebuilt files).
    """

    files: tuple[FileReport, ...]
    removed: tuple[str, ...]
    counts: LibraryCounts
    generation: int
    published: bool
    characters: int
    embedded: int
    seconds: float
    folded: int = 0
    notes: tuple[str, ...] = ()

    def count(self, state: FileState) -> int:
        """How many files ended in `state`."""
        return sum(report.state is state for report in self.files)
