"""OFD, the fixed layout of GB/T 33190: pages of text with places, read like those of a PDF."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from corpus.errors import ParseError
from corpus.parsers.base import EmptyFileError, EncryptedFileError, UnsafeFileError
from corpus.parsers.composing.stated_titles import plausible_title
from corpus.parsers.containers.safe_xml import Element, parse_xml
from corpus.parsers.containers.zip_files import open_zip, read_member
from corpus.parsers.ofd_text import POINTS, numbers, path_lines, text_pieces
from corpus.parsers.pdf_parts.headings import headings_of
from corpus.parsers.pdf_parts.lines import body_size_of, lines_of
from corpus.parsers.pdf_parts.page import Aside, PageText, Rule, Segment
from corpus.parsers.pdf_parts.paragraphs import layout_of
from corpus.parsers.pdf_parts.text import text_of
from corpus.types import Metadata, ParsedFile, RawFile, ReadingFacts, TextLayout

KIND = "OFD document"
MAIN_PART, ENCRYPTION_PART = "OFD.xml", "Encryptions.xml"
# More rules than any table has.
MAX_RULES = 20_000
A4 = (0.0, 0.0, 210.0, 297.0)


def parse_ofd(raw: RawFile) -> ParsedFile:
    """Read the text of all pages; seals, annotations and pictures are not read.

    Raises:
        EmptyFileError: no page has text.
        EncryptedFileError: it is encrypted.
        ParseError: it is damaged.
        UnsafeFileError: it is a bomb.
    """
    with open_zip(raw.data, KIND) as archive:
        reading = _Reading(_Package(archive))
        title = reading.read()
    if not reading.pages:
        raise _without_text(reading)
    body_size = body_size_of(reading.pages)
    lines = lines_of(reading.pages, body_size)
    headings = headings_of(lines, body_size, reading.pages[0].height)
    composed = text_of(lines, headings, layout_of(lines))
    return ParsedFile(
        text=composed.text,
        metadata=Metadata(title=plausible_title(title)),
        regions=composed.regions,
        losses=_losses(reading),
        layout=TextLayout.STRUCTURED,
        cuts=composed.cuts,
        facts=ReadingFacts(
            pages=reading.count,
            empty_pages=tuple(sorted((*reading.blank, *reading.pictures))),
            cut_pages=tuple(reading.damaged),
        ),
    )


class _Package:
    """The parts of an OFD package, whose names are written in many ways."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {_folded(name): name for name in archive.namelist()}
        if ENCRYPTION_PART.lower() in self._names:
            error = EncryptedFileError(KIND, tried=False)
            error.remedy = (
                "Save it without a password: those of the settings do not open OFD documents."
            )
            raise error

    def part(self, name: str) -> Element:
        """The root of a part.

        Raises:
            ParseError: it is missing or damaged.
        """
        known = self._names.get(_folded(name), name)
        return parse_xml(read_member(self._archive, known, KIND), KIND)


@dataclass(slots=True)
class _Reading:
    """Pages as they are read: those with text, and the numbers of the others."""

    package: _Package
    count: int = 0
    pages: list[PageText] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    lost_templates: int = 0

    def read(self) -> str:
        """Reads all pages, and gives the title that the file states."""
        titles: list[str] = []
        for body in self.package.part(MAIN_PART).iterfind("{*}DocBody"):
            titles.append(body.findtext("{*}DocInfo/{*}Title") or "")
            part = _resolved("", body.findtext("{*}DocRoot") or "")
            self._read_document(part, self.package.part(part))
        return titles[0] if titles else ""

    def _read_document(self, part: str, document: Element) -> None:
        common = document.find("{*}CommonData")
        box = _page_box(common, "PageArea") or A4
        templates = {
            template.get("ID", ""): _resolved(part, template.get("BaseLoc", ""))
            for template in (() if common is None else common.iterfind("{*}TemplatePage"))
        }
        for page in document.iterfind("{*}Pages/{*}Page"):
            self.count += 1
            try:
                root = self.package.part(_resolved(part, page.get("BaseLoc", "")))
            except UnsafeFileError:
                raise
            except ParseError:
                self.damaged.append(self.count)
                continue
            used = (mark.get("TemplateID", "") for mark in root.iterfind("{*}Template"))
            # What stands on every page is read with the first one.
            below = self._below([templates.pop(name) for name in used if name in templates])
            own_box = _page_box(root, "Area") or box
            self._sort_in(_page_text((*below, root), self.count, own_box))

    def _below(self, parts: Sequence[str]) -> Iterator[Element]:
        for part in parts:
            try:
                yield self.package.part(part)
            except UnsafeFileError:
                raise
            except ParseError:
                self.lost_templates += 1

    def _sort_in(self, page: PageText) -> None:
        if page.segments or page.asides:
            self.pages.append(page)
        else:
            (self.pictures if page.has_pictures else self.blank).append(page.number)


def _page_text(roots: Sequence[Element], number: int, box: Sequence[float]) -> PageText:
    segments: dict[tuple[object, ...], Segment] = {}
    asides: list[Aside] = []
    for element in _shown(roots, "TextObject"):
        for piece in text_pieces(element, box):
            if isinstance(piece, Aside):
                asides.append(piece)
            else:
                # Bold letters are made by drawing them twice.
                key = (piece.text, round(piece.x0), round(piece.baseline))
                segments.setdefault(key, piece)
    strokes = (line for path in _shown(roots, "PathObject") for line in path_lines(path, box))
    return PageText(
        number=number,
        width=box[2] * POINTS,
        height=box[3] * POINTS,
        segments=tuple(segments.values()),
        asides=tuple(asides),
        rules=tuple(Rule(*line) for line in islice(strokes, MAX_RULES)),
        has_pictures=any(True for _ in _shown(roots, "ImageObject")),
    )


def _shown(roots: Sequence[Element], name: str) -> Iterator[Element]:
    """The objects of a kind that are not switched off."""
    for root in roots:
        for element in root.iter(f"{{*}}{name}"):
            if element.get("Visible") != "false":
                yield element


def _page_box(holder: Element | None, area: str) -> tuple[float, ...]:
    words = "" if holder is None else holder.findtext(f"{{*}}{area}/{{*}}PhysicalBox") or ""
    return numbers(words, 4)


def _resolved(part: str, location: str) -> str:
    """The part that is meant by a location written in another part."""
    folder = posixpath.dirname(part)
    path = posixpath.join("/", folder, location.strip().replace("\\", "/"))
    return posixpath.normpath(path).lstrip("/")


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _losses(reading: _Reading) -> tuple[str, ...]:
    losses = [
        sentence.format(", ".join(map(str, pages)))
        for pages, sentence in (
            (reading.pictures, "Pages that hold only pictures, which are not read: {}."),
            (reading.damaged, "Pages that are damaged and not read: {}."),
        )
        if pages
    ]
    if reading.lost_templates:
        losses.append("What stands on every page is damaged and not read.")
    return tuple(losses)


def _without_text(reading: _Reading) -> ParseError:
    if reading.damaged:
        return ParseError(
            f"The {KIND} is damaged: none of its pages can be read.",
            remedy="Open it in an OFD reader and save it again, or get an intact copy.",
        )
    if reading.pictures:
        return EmptyFileError(
            f"The {KIND} holds only pictures, as a scan does: none of its pages has text.",
            remedy="Have a program for text recognition (OCR) add a text layer.",
        )
    return EmptyFileError(
        f"The {KIND} is empty: none of its pages has text (pages: {reading.count}).",
        remedy="Remove the file, or put text into it.",
    )
