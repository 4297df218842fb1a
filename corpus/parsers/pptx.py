"""PowerPoint presentations (.pptx and kin): slide by slide, with tables, diagrams and notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.parsers.base import UnsafeFileError
from corpus.parsers.composing.slides import Deck, Slide, parsed_deck, title_and_rest
from corpus.parsers.composing.unread import Unread, unread_warnings
from corpus.parsers.containers.office_package import OfficePackage
from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.containers.xml_values import whole_number
from corpus.parsers.containers.zip_files import open_zip
from corpus.parsers.pptx_parts.shapes import placeholder, shapes_of
from corpus.parsers.pptx_parts.text import branched, lines_of
from corpus.types import ParsedFile, RawFile

KIND = "PowerPoint presentation"
MAIN_PART = "ppt/presentation.xml"
CORE_PART = "docProps/core.xml"
FIRST_SLIDE = "firstSlideNum"


def parse_pptx(raw: RawFile) -> ParsedFile:
    """Read the slides that are shown; masters, layouts, footers and pictures are not read.

    Raises:
        EmptyFileError: no slide holds text.
        ParseError: the file is damaged.
        UnsafeFileError: it is a bomb.
    """
    with open_zip(raw.data, KIND) as archive:
        try:
            deck = _Reading(OfficePackage(archive, KIND)).deck()
        except RecursionError as exc:
            raise UnsafeFileError(
                f"The {KIND} nests its shapes deeper than any honest one does.",
                remedy="Ungroup its shapes and save it again.",
            ) from exc
    return parsed_deck(deck, raw.name)


@dataclass(slots=True)
class _Reading:
    """One pass over a presentation, counting what is not read."""

    package: OfficePackage
    unread: Counter[Unread] = field(default_factory=Counter)

    def deck(self) -> Deck:
        slides: list[Slide] = []
        hidden: list[int] = []
        unreadable: list[int] = []
        for number, part in self._slide_parts():
            root = self.package.part_if_any(part)
            if root is None:
                unreadable.append(number)
            elif root.get("show") in {"0", "false"}:
                hidden.append(number)
            else:
                slides.append(self._slide(number, part, root))
        core = self.package.part_if_any(CORE_PART)
        return Deck(
            slides=tuple(slides),
            hidden=tuple(hidden),
            unreadable=tuple(unreadable),
            warnings=unread_warnings(self.unread),
            stated_title="" if core is None else core.findtext("{*}title") or "",
        )

    def _slide_parts(self) -> Iterator[tuple[int, str]]:
        """Number as shown and part of every slide, in the order of the show."""
        main = self.package.main_part(MAIN_PART)
        root = self.package.part(main)
        parts = {relation.identity: relation.part for relation in self.package.relations(main)}
        number = whole_number(root, FIRST_SLIDE, 1)
        for slide in root.iterfind("{*}sldIdLst/{*}sldId"):
            identities = [value for key, value in slide.attrib.items() if "}" in str(key)]
            yield number, next((parts[one] for one in identities if one in parts), "")
            number += 1

    def _slide(self, number: int, part: str, root: Element) -> Slide:
        relations = self.package.relations(part)
        parts = {relation.identity: relation.part for relation in relations}

        def fetch(identity: str) -> Element | None:
            return self.package.part_if_any(parts[identity]) if identity in parts else None

        tree = root.find("{*}cSld/{*}spTree")
        shapes = () if tree is None else tuple(shapes_of(tree, fetch, self.unread))
        title, blocks = title_and_rest(shapes)
        notes = [one.part for one in relations if one.kind == "notesSlide"]
        for comments in (one.part for one in relations if one.kind == "comments"):
            remarks = self.package.part_if_any(comments)
            self.unread[Unread.COMMENT] += len(remarks) if remarks is not None else 0
        return Slide(
            number=number,
            title=title,
            blocks=blocks,
            notes=tuple(line for name in notes[:1] for line in self._notes(name)),
            pictures=_pictures(root),
            opens_deck=tree is not None and _is_title_slide(tree),
        )

    def _notes(self, part: str) -> Iterator[str]:
        root = self.package.part_if_any(part)
        tree = root.find("{*}cSld/{*}spTree") if root is not None else None
        for shape in branched(tree) if tree is not None else ():
            place = placeholder(shape)
            if place is not None and place.get("type") == "body":
                for body in shape.iterfind("{*}txBody"):
                    yield from lines_of(body)


def _is_title_slide(tree: Element) -> bool:
    places = map(placeholder, branched(tree))
    return any(place.get("type") == "ctrTitle" for place in places if place is not None)


def _pictures(root: Element) -> int:
    """How many different pictures a slide shows."""
    return len({tuple(blip.attrib.values()) for blip in root.iter("{*}blip")})
