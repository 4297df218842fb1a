"""The steps of the cleaner in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from corpus.cleaner.characters import invisible_characters, line_ends
from corpus.cleaner.clutter import bars_in_bylines, clutter_lines, page_numbers
from corpus.cleaner.edits import Cut, EditedText
from corpus.cleaner.glued import glued_clutter
from corpus.cleaner.pinyin import pinyin_notes
from corpus.cleaner.spacing import (
    blanks_beside_marks,
    empty_lines,
    foreign_blanks,
    line_edges,
    spaced_words,
    torn_sentences,
)
from corpus.cleaner.wraps import hard_wraps
from corpus.types import Edit

Step: TypeAlias = Callable[[str], Iterable[Cut]]

# Each step sees the text that the one before it left.
STEPS: tuple[Step, ...] = (
    line_ends,
    invisible_characters,
    pinyin_notes,
    page_numbers,
    clutter_lines,
    bars_in_bylines,
    glued_clutter,
    hard_wraps,
    line_edges,
    blanks_beside_marks,
    spaced_words,
    torn_sentences,
    foreign_blanks,
    empty_lines,
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The stored text, and the edits that lead back to the text as read."""

    text: str
    edits: tuple[Edit, ...]


def clean(text: str) -> Cleaned:
    """Take out what is not body; what is left is never rewritten."""
    edited = EditedText(text)
    for step in STEPS:
        edited = edited.apply(step(edited.text))
    return Cleaned(edited.text, edited.edits)
