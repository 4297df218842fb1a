"""The steps of the cleaner in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from corpus.cleaner.characters import divided_words, invisible_characters, line_ends
from corpus.cleaner.clutter import bars_in_bylines, clutter_lines, page_numbers
from corpus.cleaner.compatibility import compatibility_forms
from corpus.cleaner.edits import EditedText
from corpus.cleaner.glued import glued_clutter
from corpus.cleaner.pinyin import pinyin_notes
from corpus.cleaner.spacing import (
    blanks_beside_marks,
    empty_lines,
    foreign_blanks,
    line_edges,
    spaced_names,
    torn_sentences,
)
from corpus.cleaner.torn_words import spaced_lines, torn_numbers, torn_words
from corpus.cleaner.wraps import hard_wraps
from corpus.types import Cut, Edit, TextLayout

Step: TypeAlias = Callable[[str], Iterable[Cut]]

# Each step sees the text that the one before it left; each is for the layouts named beside it.
_ALL = frozenset(TextLayout)
_PROSE = _ALL - {TextLayout.RECORDS}
_FURNISHED = frozenset({TextLayout.PLAIN, TextLayout.WEB})
_TYPED = frozenset({TextLayout.PLAIN})
STEPS: tuple[tuple[Step, frozenset[TextLayout]], ...] = (
    (line_ends, _ALL),
    (divided_words, _ALL),
    (invisible_characters, _ALL),
    (compatibility_forms, _ALL),
    (pinyin_notes, _ALL),
    (page_numbers, _TYPED),
    (clutter_lines, _FURNISHED),
    (bars_in_bylines, _FURNISHED),
    (glued_clutter, _FURNISHED),
    (hard_wraps, _TYPED),
    (line_edges, _ALL),
    (blanks_beside_marks, _ALL),
    (spaced_lines, _PROSE),
    (spaced_names, _PROSE),
    (torn_sentences, _PROSE),
    (torn_numbers, _PROSE),
    (torn_words, _PROSE),
    (foreign_blanks, _ALL),
    (empty_lines, _ALL),
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The stored text, and the edits that lead back to the text as read."""

    text: str
    edits: tuple[Edit, ...]


def clean(text: str, layout: TextLayout = TextLayout.PLAIN, cuts: Iterable[Cut] = ()) -> Cleaned:
    """Take out what is not body; what is left is never rewritten.

    `cuts` are carried out first: what the parser knows to be no body.
    """
    edited = EditedText(text).apply(cuts)
    for step, layouts in STEPS:
        if layout in layouts:
            edited = edited.apply(step(edited.text))
    return Cleaned(edited.text, edited.edits)
