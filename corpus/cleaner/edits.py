"""How the steps of the cleaner are put together: cuts of one step, edits of all of them.

A step looks at a text and names cuts; it never sees what earlier steps did.
`EditedText.apply` joins its cuts with the edits made before, so that every
edit keeps its place in the text as read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from corpus.types import Cut, Edit


@dataclass(frozen=True, slots=True)
class EditedText:
    """A text on its way through the cleaner, with the edits that led to it."""

    text: str
    edits: tuple[Edit, ...] = ()

    def apply(self, cuts: Iterable[Cut]) -> EditedText:
        """The text with `cuts` (ordered, not empty, not overlapping) carried out."""
        ordered = tuple(cuts)
        if not ordered:
            return self
        return EditedText(_cut_text(self.text, ordered), _compose(self.text, self.edits, ordered))


def _cut_text(text: str, cuts: tuple[Cut, ...]) -> str:
    parts: list[str] = []
    position = 0
    for cut in cuts:
        assert position <= cut.start < cut.end <= len(text), f"misplaced cut {cut}"
        assert len(cut.replacement) <= 1, f"long replacement {cut}"
        parts += [text[position : cut.start], cut.replacement]
        position = cut.end
    parts.append(text[position:])
    return "".join(parts)


def _compose(text: str, edits: tuple[Edit, ...], cuts: tuple[Cut, ...]) -> tuple[Edit, ...]:
    """Edits of the text as read that do what `edits` and then `cuts` of `text` do."""
    composed: list[Edit] = []
    shift = 0  # position in the text as read minus position in `text`
    index = 0
    for cut in cuts:
        while index < len(edits) and _end_in_text(edits[index], shift) <= cut.start:
            shift += _shift_of(edits[index])
            composed.append(edits[index])
            index += 1
        first, start_shift = index, shift
        while index < len(edits) and edits[index].start - shift < cut.end:
            shift += _shift_of(edits[index])
            index += 1
        composed.extend(_merge(text, cut, edits[first:index], start_shift))
    composed.extend(edits[index:])
    return tuple(composed)


def _shift_of(edit: Edit) -> int:
    return len(edit.removed) - len(edit.replacement)


def _end_in_text(edit: Edit, shift: int) -> int:
    return edit.start - shift + len(edit.replacement)


def _merge(text: str, cut: Cut, inside: tuple[Edit, ...], shift: int) -> list[Edit]:
    """The edits for `cut` and the earlier edits within it; `shift` holds at its start.

    They become one, but blanks that are cut around something removed before
    leave that its own edit and reason.
    """
    only_blanks = text[cut.start : cut.end].isspace()
    pieces: list[Edit] = []
    position = cut.start
    for edit in inside:
        before = text[position : edit.start - shift]
        pieces.append(Edit(position + shift, edit.start, before, "", cut.reason))
        keeps_reason = only_blanks and not edit.removed.isspace()
        pieces.append(
            replace(edit, replacement="", reason=edit.reason if keeps_reason else cut.reason)
        )
        position = _end_in_text(edit, shift)
        shift += _shift_of(edit)
    rest = text[position : cut.end]
    pieces.append(Edit(position + shift, cut.end + shift, rest, "", cut.reason))
    merged = _join_equal(pieces)
    merged[-1] = replace(merged[-1], replacement=cut.replacement)
    return merged


def _join_equal(pieces: list[Edit]) -> list[Edit]:
    """Neighbours of one reason as one edit; pieces without text vanish."""
    joined: list[Edit] = []
    for piece in pieces:
        if not piece.removed:
            continue
        if joined and joined[-1].reason is piece.reason:
            last = joined.pop()
            joined.append(replace(last, end=piece.end, removed=last.removed + piece.removed))
        else:
            joined.append(piece)
    return joined
