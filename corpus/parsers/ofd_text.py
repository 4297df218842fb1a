"""The text objects of OFD pages: which characters stand where, and which belong together.

Lengths in the file are millimetres from the top left of the page, as GB/T 33190 has them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.locators import Box
from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.pdf_parts.page import WIDEST_GAP, Aside, Segment, is_wide

POINTS = 72 / 25.4
ASCENT, DESCENT = 0.88, 0.14
NARROW = 0.5
ANGLE_PLAY = 2.0
DEFAULT_SIZE = 3.7


@dataclass(frozen=True, slots=True)
class Space:
    """From the coordinates of an object to points from the top left of the page."""

    matrix: tuple[float, ...]
    left: float
    top: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the object on the page."""
        a, b, c, d, e, f = self.matrix
        return (
            (a * x + c * y + e + self.left) * POINTS,
            (b * x + d * y + f + self.top) * POINTS,
        )


@dataclass(frozen=True, slots=True)
class _Letter:
    """One character, the place where its base line begins, and how far it reaches; in points."""

    sign: str
    x: float
    y: float
    width: float


def space_of(element: Element, page: Sequence[float]) -> Space:
    """The space of an object on a page whose box is `page` (x, y, width, height)."""
    boundary = numbers(element.get("Boundary", ""), 4) or (0.0, 0.0, 0.0, 0.0)
    matrix = numbers(element.get("CTM", ""), 6) or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return Space(matrix, boundary[0] - page[0], boundary[1] - page[1])


def numbers(words: str, count: int) -> tuple[float, ...]:
    """`count` numbers, or none."""
    try:
        values = tuple(map(float, words.split()[:count]))
    except ValueError:
        return ()
    return values if len(values) == count and all(map(math.isfinite, values)) else ()


def text_pieces(element: Element, page: Sequence[float]) -> Iterator[Segment | Aside]:
    """The words of a text object: level ones as segments, others as asides."""
    space = space_of(element, page)
    a, b, c, d = space.matrix[:4]
    size = (numbers(element.get("Size", ""), 1) or (DEFAULT_SIZE,))[0] * math.hypot(c, d) * POINTS
    scale = (numbers(element.get("HScale", ""), 1) or (1.0,))[0]
    is_level = abs(math.degrees(math.atan2(b, a))) <= ANGLE_PLAY
    for code in element.iterfind("{*}TextCode"):
        letters = list(_letters(code, space, size * scale))
        runs = _runs(letters, size) if is_level else [letters]
        for run in runs:
            words = "".join(letter.sign for letter in run).strip()
            if not words:
                continue
            box = _box(run, size)
            if is_level:
                yield Segment(words, *box, baseline=run[0].y, size=size)
            else:
                yield Aside(words, box)


def _letters(code: Element, space: Space, width: float) -> Iterator[_Letter]:
    text = "".join(str(part) for part in code.itertext()).replace("\n", " ")
    x, y = ((numbers(code.get(name, ""), 1) or (0.0,))[0] for name in ("X", "Y"))
    across = _deltas(code.get("DeltaX", ""), len(text))
    down = _deltas(code.get("DeltaY", ""), len(text))
    has_places = bool(across or down)
    unit = width / POINTS / (math.hypot(*space.matrix[:2]) or 1.0)
    for index, sign in enumerate(text):
        share = 1.0 if is_wide(sign) else NARROW
        yield _Letter(sign, *space.point(x, y), width * share)
        x += (across[index] if index < len(across) else 0.0) if has_places else unit * share
        y += down[index] if index < len(down) else 0.0


def _deltas(words: str, most: int) -> list[float]:
    """Distances between characters; "g 3 4.5" stands for three times 4.5."""
    values: list[float] = []
    parts = iter(words.split())
    for part in parts:
        if len(values) >= most:
            break
        repeated, value = (next(parts, ""), next(parts, "")) if part == "g" else ("1", part)
        count = int(repeated) if repeated.isdecimal() else 1
        values += (numbers(value, 1) or (0.0,)) * min(count, most)
    return values[:most]


def _runs(letters: Sequence[_Letter], size: float) -> Iterator[list[_Letter]]:
    """Letters that stand on one base line without a wide gap."""
    run: list[_Letter] = []
    for letter in letters:
        if run and (
            letter.x - run[-1].x - run[-1].width > WIDEST_GAP * size
            or letter.x < run[-1].x
            or abs(letter.y - run[-1].y) > size / 2
        ):
            yield run
            run = []
        run.append(letter)
    if run:
        yield run


def _box(run: Sequence[_Letter], size: float) -> Box:
    inked = [letter for letter in run if not letter.sign.isspace()]
    return (
        min(letter.x for letter in inked),
        min(letter.y for letter in inked) - ASCENT * size,
        max(letter.x + letter.width for letter in inked),
        max(letter.y for letter in inked) + DESCENT * size,
    )


def path_lines(element: Element, page: Sequence[float]) -> Iterator[Box]:
    """The straight, level or upright strokes of a path object."""
    space = space_of(element, page)
    points: list[tuple[float, float]] = []
    for step in _steps(element.findtext("{*}AbbreviatedData") or ""):
        if step[0] == "C":
            points.append(points[0] if points else (0.0, 0.0))
        elif step[0] in {"M", "S"}:
            yield from _strokes(points)
            points = [space.point(*step[1])]
        else:
            points.append(space.point(*step[1]))
    yield from _strokes(points)


def _steps(data: str) -> Iterator[tuple[str, tuple[float, float]]]:
    """The moves and lines of a path; a path with curves has none."""
    parts = data.split()
    if set(parts) & set("QBA"):
        return
    for place, part in enumerate(parts):
        point = numbers(" ".join(parts[place + 1 : place + 3]), 2)
        if part == "C":
            yield part, (0.0, 0.0)
        elif part in {"M", "L", "S"} and point:
            yield part, (point[0], point[1])


def _strokes(points: Sequence[tuple[float, float]]) -> Iterator[Box]:
    for (x0, y0), (x1, y1) in pairwise(points):
        if min(abs(x1 - x0), abs(y1 - y0)) < 1 <= max(abs(x1 - x0), abs(y1 - y0)):
            yield (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
