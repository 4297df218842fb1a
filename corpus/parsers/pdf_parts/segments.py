"""From characters with places to segments: words that stand together, in the direction of reading.

The order of the file is kept within a segment only; everything else goes by place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from corpus.parsers.pdf_parts.glyphs import FloatArray, Glyphs
from corpus.parsers.pdf_parts.page import NARROW_GAP, WIDE, WIDE_GAP, WIDEST_GAP, Rule, Segment

# Above and below the base line, in parts of the font size.
ASCENT, DESCENT = 0.88, 0.14
BASELINE_PLAY = 0.12
BACKWARD = 0.6
STANDING_OUT = 0.15
OVERPRINTED = 0.15
COMPARED = 8
MIN_DOWNWARD_SHARE = 0.5
ANGLE_PLAY = 2.0
# PDFium writes these for a hyphen at the end of a line.
SOFT_HYPHENS = (0x02, 0xFFFE)
# Bullets and boxes of the fonts Symbol and Wingdings, as Word writes them.
BULLETS = frozenset(
    map(
        ord,
        "\uf02d\uf06c\uf06e\uf06f\uf071\uf075\uf076\uf077\uf0a7\uf0a8"
        "\uf0b2\uf0b7\uf0d7\uf0d8\uf0e0\uf0f0\uf0fb\uf0fc\uf0fe",
    )
)
_DIGITS = "0123456789."

_BLANK = re.compile(r"[\x00\t\n\v\f\r \x85\xa0\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]")
_LINE_END = re.compile(r"[\n\r]")

Numbers = TypeVar("Numbers", float, FloatArray)
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Frame:
    """The page as shown: the corner from which it is measured, its size, its rotation."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def width(self) -> float:
        """Of the page as shown."""
        return self.top - self.bottom if self.rotation in {90, 270} else self.right - self.left

    @property
    def height(self) -> float:
        """Of the page as shown."""
        return self.right - self.left if self.rotation in {90, 270} else self.top - self.bottom

    def shown(self, x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
        """Points of the page, y upwards, as shown: from the top left, y downwards."""
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y


@dataclass(frozen=True, slots=True)
class Placed:
    """Characters in a reading frame: x along the line, y downwards."""

    codes: npt.NDArray[np.int64]
    x0: FloatArray
    x1: FloatArray
    baseline: FloatArray
    sizes: FloatArray


def turn_of(glyphs: Glyphs, frame: Frame) -> tuple[int, BoolArray]:
    """By how much most lines are turned, clockwise; and which characters stand in such lines."""
    has_font = glyphs.sizes > 0
    clockwise = (frame.rotation - glyphs.angles) % 360
    nearest = (np.round(clockwise / 90) * 90).astype(np.int64) % 360
    askew = np.abs((clockwise - nearest + 180) % 360 - 180) > ANGLE_PLAY
    straight = has_font & ~askew
    if not straight.any():
        return 0, ~has_font
    turns, counts = np.unique(nearest[straight], return_counts=True)
    turn = int(turns[np.argmax(counts)])
    fits = ~has_font | (straight & (nearest == turn))
    if turn == 0 and _runs_downwards(glyphs, frame, straight):
        return 90, fits
    return turn, fits


def _runs_downwards(glyphs: Glyphs, frame: Frame, straight: BoolArray) -> bool:
    """Whether upright characters follow one another downwards, as in vertical writing."""
    x, y = frame.shown(glyphs.origins[straight, 0], glyphs.origins[straight, 1])
    size = glyphs.sizes[straight][1:]
    down, aside = np.diff(y), np.abs(np.diff(x))
    below = (aside < 0.3 * size) & (down > 0.5 * size) & (down < 2 * size)
    return bool(below.size) and float(below.mean()) > MIN_DOWNWARD_SHARE


def placed(glyphs: Glyphs, frame: Frame, turn: int, chosen: BoolArray) -> Placed:
    """The `chosen` characters in the reading frame of lines turned by `turn`."""
    boxes, origins = glyphs.boxes[chosen], glyphs.origins[chosen]
    upright = ((frame.rotation - glyphs.angles[chosen]) % 360 < 45) & (turn == 90)
    first_x, first_y = frame.shown(boxes[:, 0], boxes[:, 1])
    second_x, second_y = frame.shown(boxes[:, 2], boxes[:, 3])
    base_x, base_y = frame.shown(origins[:, 0], origins[:, 1])
    first, _ = turned(first_x, first_y, turn, frame)
    second, _ = turned(second_x, second_y, turn, frame)
    _, baseline = turned(base_x, base_y, turn, frame)
    x0, x1 = np.minimum(first, second), np.maximum(first, second)
    if upright.any():  # vertical writing: a square for each character, in a line through its middle
        sizes = glyphs.sizes[chosen]
        x0 = np.where(upright, base_y - ASCENT * sizes, x0)
        x1 = np.where(upright, base_y + (1 - ASCENT) * sizes, x1)
        baseline = np.where(upright, frame.width - base_x - 0.12 * sizes, baseline)
    return Placed(
        codes=glyphs.codes[chosen],
        x0=x0,
        x1=x1,
        baseline=baseline,
        sizes=glyphs.sizes[chosen],
    )


def turned(x: Numbers, y: Numbers, turn: int, frame: Frame) -> tuple[Numbers, Numbers]:
    """Points of the page as shown, in the reading frame of lines turned by `turn`."""
    if turn == 90:
        return y, frame.width - x
    if turn == 180:
        return frame.width - x, frame.height - y
    if turn == 270:
        return frame.height - y, x
    return x, y


def segments_of(chars: Placed, walls: Sequence[Rule] = ()) -> list[Segment]:
    """Segments in the order of the file; no segment crosses an upright rule of `walls`."""
    letters = [_letter(code) for code in chars.codes.tolist()]
    blank = np.array([_BLANK.match(letter) is not None for letter in letters], dtype=bool)
    ink = np.flatnonzero(~blank & (chars.sizes > 0) | np.isin(chars.codes, SOFT_HYPHENS))
    if not ink.size:
        return []
    ends = _breaks(chars, ink, walls)
    spaced = _spaces_before(letters, blank, ink, chars, ends)
    bounds = np.flatnonzero(ends) + 1
    words = [
        f" {letters[index]}" if space else letters[index]
        for index, space in zip(ink.tolist(), spaced.tolist(), strict=True)
    ]
    places = [0, *bounds.tolist(), len(words)]
    ink_places = ink.tolist()
    return _once(
        _segment("".join(words[start:end]).strip(), chars, ink_places[start:end])
        for start, end in pairwise(places)
    )


def _once(segments: Iterable[Segment]) -> list[Segment]:
    """The segments without those that are drawn again over themselves, to look bold."""
    kept: list[Segment] = []
    drawn: defaultdict[str, list[Segment]] = defaultdict(list)
    for segment in segments:
        play = OVERPRINTED * segment.size
        if not any(
            abs(other.x0 - segment.x0) <= play and abs(other.baseline - segment.baseline) <= play
            for other in drawn[segment.text][-COMPARED:]
        ):
            drawn[segment.text].append(segment)
            kept.append(segment)
    return kept


def _letter(code: int) -> str:
    if code in SOFT_HYPHENS:
        return "-"
    if code in BULLETS:
        return "•"
    return chr(code) if 0 < code < 0x110000 else "\ufffd"


def _spaces_before(
    letters: Sequence[str],
    blank: BoolArray,
    ink: npt.NDArray[np.int64],
    chars: Placed,
    ends: BoolArray,
) -> BoolArray:
    """Whether a space stands before each inked character.

    PDFium puts blanks where there are gaps, and line ends where the file hops about on a line.
    Beside hanzi they count only where the gap stands out from those of its segment: lines are
    justified by small gaps everywhere.
    """
    is_space = blank & np.array([not _LINE_END.match(letter) for letter in letters], dtype=bool)
    written = np.concatenate(([0], np.cumsum(is_space & (chars.sizes > 0))))
    guessed = np.concatenate(([0], np.cumsum(is_space & (chars.sizes == 0))))
    ended = np.concatenate(([0], np.cumsum(blank & ~is_space)))
    wide = np.array([WIDE.match(letters[index]) is not None for index in ink.tolist()], dtype=bool)
    before, after = ink[:-1], ink[1:]
    gap = (chars.x0[after] - chars.x1[before]) / np.maximum(chars.sizes[after], 1e-6)
    is_guessed = (guessed[after] > guessed[before + 1]) | (
        (ended[after] > ended[before + 1]) & (gap > NARROW_GAP)
    )
    both_wide, beside_wide = wide[:-1] & wide[1:], wide[:-1] | wide[1:]
    needed = np.where(beside_wide, WIDE_GAP, 0.0)
    if (is_guessed & both_wide).any():
        needed = np.where(both_wide, _usual(gap, ends, both_wide) + STANDING_OUT, needed)
    needed[_behind_numbers(letters, ink, ends, wide)] = STANDING_OUT
    is_space = (written[after] > written[before + 1]) | (
        is_guessed & (~beside_wide | (gap > needed))
    )
    return np.concatenate(([False], is_space))


def _behind_numbers(
    letters: Sequence[str], ink: npt.NDArray[np.int64], ends: BoolArray, wide: BoolArray
) -> list[int]:
    """The gaps behind numbers that begin a segment, as those of headings do: "2.1 Methods"."""
    found = []
    for start in [0, *(np.flatnonzero(ends) + 1).tolist()]:
        place = start
        while place + 1 < len(ink) and letters[int(ink[place])] in _DIGITS:
            place += 1
        if place > start and wide[place]:
            found.append(place - 1)
    return found


def _usual(gap: FloatArray, ends: BoolArray, counted: BoolArray) -> FloatArray:
    """The median of the `counted` gaps of the segment in which each gap lies."""
    usual = np.zeros_like(gap)
    for start, end in pairwise([0, *(np.flatnonzero(ends) + 1).tolist(), len(gap)]):
        gaps = gap[start:end][counted[start:end]]
        if gaps.size:
            usual[start:end] = np.median(gaps)
    return usual


def _breaks(chars: Placed, ink: npt.NDArray[np.int64], walls: Sequence[Rule]) -> BoolArray:
    """Between which neighbours a segment ends."""
    before, after = ink[:-1], ink[1:]
    size = np.maximum(chars.sizes[before], chars.sizes[after])
    smaller = np.minimum(chars.sizes[before], chars.sizes[after])
    gap = chars.x0[after] - chars.x1[before]
    shift = np.abs(chars.baseline[after] - chars.baseline[before])
    ends = (
        (gap > WIDEST_GAP * size)
        | (chars.x0[after] - chars.x0[before] < -BACKWARD * size)
        | (shift > BASELINE_PLAY * size)
        | (size > 1.3 * smaller)
    )
    middle = chars.baseline[after] - 0.35 * chars.sizes[after]
    for wall in walls:
        ends |= (
            (chars.x1[before] <= wall.x1 + 0.2 * size)
            & (chars.x0[after] >= wall.x0 - 0.2 * size)
            & (middle > wall.y0)
            & (middle < wall.y1)
        )
    return np.asarray(ends, dtype=bool)


def _segment(text: str, chars: Placed, places: Sequence[int]) -> Segment:
    # Characters of one segment have one size and base line; hyphens of PDFium have no size.
    inked = next((place for place in places if chars.sizes[place] > 0), places[0])
    size, baseline = float(chars.sizes[inked]), float(chars.baseline[inked])
    first, last = places[0], places[-1]
    return Segment(
        text=text,
        x0=float(chars.x0[first]),
        y0=baseline - ASCENT * size,
        x1=max(float(chars.x1[last]), float(chars.x1[first])),
        y1=baseline + DESCENT * size,
        baseline=baseline,
        size=size,
    )
