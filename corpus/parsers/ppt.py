"""PowerPoint 97-2003 files (.ppt, .pps, .dps): slide by slide, with tables and notes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import olefile

from corpus.errors import ParseError
from corpus.parsers.composing.slides import Deck, Slide, parsed_deck, title_and_rest
from corpus.parsers.containers.office_tools import converted_by_office, has_office, missing_tool
from corpus.parsers.containers.ole_files import BROKEN_OLE, stated_metadata
from corpus.parsers.detection import signature_of
from corpus.parsers.ppt_parts.records import (
    DOCUMENT,
    NOTES,
    NOTES_INSTANCE,
    SLIDE,
    SLIDE_ATOM,
    SLIDE_ENTRY,
    SLIDE_INFO,
    SLIDE_LIST,
    SLIDES_INSTANCE,
    Record,
    RecordStream,
    directory,
)
from corpus.parsers.ppt_parts.shapes import ShapeReader, Text, texts_in
from corpus.parsers.pptx import parse_pptx
from corpus.types import ParsedFile, RawFile

PACKAGES = ("libreoffice-impress-nogui",)
TITLE_SLIDE, HIDDEN_FLAG = 0, 0x4


def parse_ppt(raw: RawFile) -> ParsedFile:
    """Read an old presentation; other kinds under its suffixes are left to LibreOffice.

    Raises:
        MissingToolError: it is of another kind, and LibreOffice is not installed.
        EmptyFileError: no slide holds text.
        ParseError: it is damaged.
    """
    if signature_of(raw.data) == "ppt":
        parsed = parsed_deck(_deck(raw.data), raw.name)
        stated = stated_metadata(raw.data)
        metadata = replace(stated, title=parsed.metadata.title or stated.title)
        return replace(parsed, metadata=metadata)
    if not has_office():
        raise missing_tool("presentation of this kind", PACKAGES)
    converted = converted_by_office(raw.data, ".ppt", "pptx")
    parsed = parse_pptx(RawFile(raw.name, converted))
    return replace(parsed, facts=replace(parsed.facts, format="ppt"))


def _deck(data: bytes) -> Deck:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            content = bytes(compound.openstream("PowerPoint Document").read())
            user = b""
            if compound.exists("Current User"):
                user = bytes(compound.openstream("Current User").read())
    except BROKEN_OLE as exc:
        raise ParseError(
            f"The PowerPoint presentation is damaged: its structure cannot be read ({exc}).",
            remedy="Open it in the program that made it and save it again as .pptx.",
        ) from exc
    return _Reading(RecordStream(content), user).deck()


class _Reading:
    """One pass over a presentation."""

    def __init__(self, stream: RecordStream, current_user: bytes) -> None:
        self._stream = stream
        self._places = directory(stream, current_user)
        self._notes = dict(self._read_notes())

    def deck(self) -> Deck:
        """All slides, in the order of the show."""
        slides: list[Slide] = []
        hidden: list[int] = []
        unreadable: list[int] = []
        for number, (slide, identity, outline) in enumerate(self._slides(), 1):
            if slide is None:
                unreadable.append(number)
            elif self._is_hidden(slide):
                hidden.append(number)
            else:
                slides.append(self._slide(number, slide, identity, outline))
        return Deck(tuple(slides), tuple(hidden), tuple(unreadable))

    def _slide(self, number: int, slide: Record, identity: int, outline: list[Text]) -> Slide:
        reader = ShapeReader(self._stream, outline)
        title, blocks = title_and_rest(reader.shapes(slide))
        atom = self._stream.child(slide, SLIDE_ATOM)
        return Slide(
            number=number,
            title=title,
            blocks=blocks,
            notes=tuple(self._notes.get(identity, ())),
            pictures=reader.pictures,
            opens_deck=atom is not None and self._stream.number(atom) == TITLE_SLIDE,
        )

    def _slides(self) -> Iterator[tuple[Record | None, int, list[Text]]]:
        """Each slide with its id and its outline; as they lie where no list names them."""
        entries = list(self._entries(SLIDES_INSTANCE))
        if entries:
            for persist, identity, outline in entries:
                yield self._object(persist, SLIDE), identity, outline
        else:
            for record in self._stream.all():
                if record.kind == SLIDE:
                    yield record, 0, []

    def _read_notes(self) -> Iterator[tuple[int, list[str]]]:
        """The lines of the notes of each slide, by its id."""
        for persist, _, outline in self._entries(NOTES_INSTANCE):
            notes = self._object(persist, NOTES)
            if notes is None:
                continue
            reader = ShapeReader(self._stream, outline)
            reader.shapes(notes)
            atom = next(self._stream.children(notes), None)
            yield self._stream.number(atom), reader.note_lines

    def _entries(self, instance: int) -> Iterator[tuple[int, int, list[Text]]]:
        """Where each slide is kept, its id and the texts of its outline."""
        document = self._document()
        for one in self._stream.children(document) if document else ():
            if one.kind == SLIDE_LIST and one.instance == instance:
                yield from self._entries_in(one)

    def _entries_in(self, slides: Record) -> Iterator[tuple[int, int, list[Text]]]:
        records = list(self._stream.children(slides))
        starts = [place for place, one in enumerate(records) if one.kind == SLIDE_ENTRY]
        for start, end in pairwise([*starts, len(records)]):
            entry = records[start]
            outline = replace(entry, start=entry.end, end=records[end - 1].end)
            identity = self._stream.number(entry, 12)
            yield self._stream.number(entry), identity, texts_in(self._stream, outline)

    def _document(self) -> Record | None:
        saved = [self._stream.at(place, len(self._stream.data)) for place in self._places.values()]
        documents = [one for one in saved if one is not None and one.kind == DOCUMENT]
        if documents:
            return documents[0]
        return next((one for one in self._stream.all() if one.kind == DOCUMENT), None)

    def _object(self, persist: int, kind: int) -> Record | None:
        place = self._places.get(persist)
        record = None if place is None else self._stream.at(place, len(self._stream.data))
        return record if record is not None and record.kind == kind else None

    def _is_hidden(self, slide: Record) -> bool:
        info = self._stream.child(slide, SLIDE_INFO)
        data = self._stream.content(info) if info is not None else b""
        return len(data) > 10 and bool(data[10] & HIDDEN_FLAG)
