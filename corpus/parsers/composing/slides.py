"""Slides, however they were stored: reading order, the form of the text, what to report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.locators import slide_locator
from corpus.parsers.base import EmptyFileError
from corpus.parsers.composing.blocks import Block, Line, words_of, write_blocks
from corpus.parsers.composing.composer import Composer, one_line
from corpus.parsers.composing.stated_titles import plausible_title
from corpus.types import Metadata, ParsedFile, ReadingFacts, TextLayout

NOTE_LABEL = "备注: "
TITLE_RANK = 0
LONGEST_FOUND_TITLE, SMALLEST_TITLE = 30, 24


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape with text; lengths in any one unit.

    Attributes:
        rank: the order of the places that a layout offers, `TITLE_RANK` is that of the title;
            None for what stands anywhere.
        letters: size of its largest letters in points, 0 where it is not told.
    """

    top: float
    left: float
    height: float
    blocks: tuple[Block, ...]
    rank: int | None = None
    letters: float = 0


@dataclass(frozen=True, slots=True)
class Slide:
    """What one slide says; `number` is the one that the program shows.

    `opens_deck`: it is made as a title slide, so its title is that of the document.
    """

    number: int
    title: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    pictures: int = 0
    opens_deck: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether it holds no text at all."""
        return not (self.title or self.blocks or self.notes)


@dataclass(frozen=True, slots=True)
class Deck:
    """The slides that are shown, in their order, and what else is to be said of the file."""

    slides: tuple[Slide, ...]
    hidden: tuple[int, ...] = ()
    unreadable: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()
    stated_title: str = ""


def in_reading_order(shapes: Iterable[Shape]) -> list[Shape]:
    """Shapes with a rank first, then from top to bottom, those in one row from left to right."""
    free: list[Shape] = []
    ranked: list[Shape] = []
    for shape in shapes:
        (free if shape.rank is None else ranked).append(shape)
    ranked.sort(key=lambda shape: shape.rank or 0)
    rows: list[list[Shape]] = []
    for shape in sorted(free, key=lambda shape: (shape.top, shape.left)):
        if rows and shape.top < rows[-1][0].top + rows[-1][0].height / 2:
            rows[-1].append(shape)
        else:
            rows.append([shape])
    return ranked + [shape for row in rows for shape in sorted(row, key=lambda s: s.left)]


def title_and_rest(shapes: Iterable[Shape]) -> tuple[str, tuple[Block, ...]]:
    """The title of a slide, and the blocks of its other shapes in reading order.

    Without a title, one short line that comes first in the largest letters stands for it.
    """
    ordered = in_reading_order(shapes)
    is_titled = bool(ordered) and (
        ordered[0].rank == TITLE_RANK or _looks_like_title(ordered[0], ordered[1:])
    )
    title = words_of(ordered[0].blocks) if is_titled else ""
    return title, tuple(block for shape in ordered[is_titled:] for block in shape.blocks)


def _looks_like_title(first: Shape, others: Sequence[Shape]) -> bool:
    is_short = len(first.blocks) == 1 and len(words_of(first.blocks)) <= LONGEST_FOUND_TITLE
    is_line = isinstance(first.blocks[0], Line) if first.blocks else False
    largest_other = max((shape.letters for shape in others), default=0)
    return is_short and is_line and first.letters >= max(SMALLEST_TITLE, largest_other + 1)


def parsed_deck(deck: Deck, name: str) -> ParsedFile:
    """The text of a deck, with the slide of every line.

    Raises:
        EmptyFileError: no slide holds text; `name` is that of the file.
    """
    composer = Composer()
    title = ""
    for slide in deck.slides:
        opens = slide.opens_deck and not title and not len(composer)
        title = slide.title if opens else title
        _write(composer, slide, 1 if opens else 2)
    facts = ReadingFacts(
        pages=len(deck.slides) + len(deck.hidden) + len(deck.unreadable),
        empty_pages=tuple(slide.number for slide in deck.slides if slide.is_empty),
        cut_pages=deck.unreadable,
        warnings=(*_warnings(deck), *deck.warnings),
    )
    if not len(composer):
        raise _without_text(deck, name)
    return ParsedFile(
        text=composer.text,
        metadata=Metadata(title=one_line(title) or plausible_title(deck.stated_title)),
        regions=composer.regions,
        losses=_losses(deck),
        layout=TextLayout.STRUCTURED,
        facts=facts,
    )


def _write(composer: Composer, slide: Slide, level: int) -> None:
    locator = slide_locator(slide.number)
    composer.gap()
    composer.heading(slide.title, level, locator)
    write_blocks(composer, slide.blocks, locator)
    write_blocks(composer, (Line(NOTE_LABEL + note) for note in slide.notes), locator)


def _losses(deck: Deck) -> tuple[str, ...]:
    losses = []
    bare = [slide.number for slide in deck.slides if slide.is_empty and slide.pictures]
    if bare:
        losses.append(f"Slides that hold only pictures, which are not read: {_numbers(bare)}.")
    if deck.unreadable:
        losses.append(f"Slides that are damaged and not read: {_numbers(deck.unreadable)}.")
    return tuple(losses)


def _warnings(deck: Deck) -> tuple[str, ...]:
    warnings = []
    if deck.hidden:
        warnings.append(f"Hidden slides are left out: {_numbers(deck.hidden)}.")
    pictures = sum(slide.pictures for slide in deck.slides)
    if pictures:
        warnings.append(f"Pictures that are not read: {pictures}.")
    return tuple(warnings)


def _without_text(deck: Deck, name: str) -> EmptyFileError:
    pictures = sum(slide.pictures for slide in deck.slides)
    return EmptyFileError(
        f"{name} is empty: no slide that is shown holds text (slides: {len(deck.slides)}, "
        f"pictures: {pictures}, hidden slides: {len(deck.hidden)}).",
        remedy="Show hidden slides, or put the words that stand in pictures onto the slides "
        "as text.",
    )


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
