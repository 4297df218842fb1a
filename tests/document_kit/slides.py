"""Documents as slides: one for every heading, and more where the text is long."""

from __future__ import annotations

from dataclasses import dataclass

from tests.document_kit.documents import Block, Heading, OfficeDocument, Table

_MOST_BLOCKS = 4


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide, counted from 1; one that goes on with the text of the last has no title."""

    number: int
    title: str
    blocks: tuple[Block, ...] = ()


def slides_of(document: OfficeDocument) -> tuple[Slide, ...]:
    """The slides; the first has the title of the document alone. Tables stand alone."""
    slides = [Slide(1, document.title)]
    for block in document.blocks:
        last = slides[-1]
        number = len(slides) + 1
        if isinstance(block, Heading):
            slides.append(Slide(number, block.words))
        elif last.number == 1 or _is_full(last, block):
            slides.append(Slide(number, "", (block,)))
        else:
            slides[-1] = Slide(last.number, last.title, (*last.blocks, block))
    return tuple(slides)


def _is_full(slide: Slide, block: Block) -> bool:
    has_table = any(isinstance(each, Table) for each in (*slide.blocks, block))
    return bool(slide.blocks) and (has_table or len(slide.blocks) >= _MOST_BLOCKS)
