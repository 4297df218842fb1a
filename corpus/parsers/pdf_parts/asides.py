"""Text that runs in another direction than the rest of its page: watermarks, marginal notes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from corpus.parsers.pdf_parts.glyphs import Glyphs
from corpus.parsers.pdf_parts.page import Aside, is_wide
from corpus.parsers.pdf_parts.segments import BoolArray, Frame

# Characters farther apart than this, in font sizes, belong to two pieces of text.
FARTHEST = 2.5


def asides_of(glyphs: Glyphs, frame: Frame, chosen: BoolArray) -> Iterator[Aside]:
    """The pieces that the `chosen` characters make, in the order of the file."""
    indices = np.flatnonzero(chosen & (glyphs.sizes > 0))
    if not indices.size:
        return
    ends = [0, *(np.flatnonzero(_breaks(glyphs, indices)) + 1).tolist(), len(indices)]
    for start, end in pairwise(ends):
        piece = indices[start:end]
        text = _text_of([chr(code) for code in glyphs.codes[piece].tolist()])
        boxes = glyphs.boxes[piece]
        x, y = frame.shown(boxes[:, [0, 2]].ravel(), boxes[:, [1, 3]].ravel())
        if text:
            yield Aside(text, (float(x.min()), float(y.min()), float(x.max()), float(y.max())))


def _breaks(glyphs: Glyphs, indices: np.typing.NDArray[np.int64]) -> BoolArray:
    distance = np.hypot(*np.diff(glyphs.origins[indices], axis=0).T)
    turns = np.abs(np.diff(glyphs.angles[indices]))
    return np.asarray((distance > FARTHEST * glyphs.sizes[indices][1:]) | (turns > 1), dtype=bool)


def _text_of(letters: list[str]) -> str:
    words = " ".join("".join(letters).split())
    return words if not all(map(is_wide, words.replace(" ", ""))) else words.replace(" ", "")
