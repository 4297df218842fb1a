"""Files to texts: parse, clean, read what they say of themselves."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from pathlib import Path, PurePosixPath

from corpus.cleaner import Cleaned, clean
from corpus.errors import ParseError
from corpus.loaded import LoadedFile, LoadedMember, LoadedText, Unreadable
from corpus.metadata import metadata_of
from corpus.parsers.base import EmptyFileError, UnsupportedFormatError
from corpus.parsers.detection import format_name
from corpus.parsers.registry import parse_raw, read_bytes
from corpus.types import Document, ParsedFile, RawFile, Region, TextLayout


def load_document(path: Path, source: str, collection: str = "default") -> Document:
    """Read the file at `path`, in this process, as the document `source` of `collection`.

    Raises:
        ParseError: the file cannot be read (`UnsupportedFormatError`, `EmptyFileError`
            where it is to be skipped rather than to be mended).
    """
    raw = RawFile(path.name, read_bytes(path))
    return _loaded_text(raw, parse_raw(raw)).as_document(source, collection)


def load_raw(raw: RawFile) -> LoadedFile:
    """Read a file and the files inside it; what cannot be read is told, never raised."""
    try:
        parsed = parse_raw(raw)
    except ParseError as error:
        return LoadedFile(_unreadable(error, raw))
    members = tuple(_members_of(raw, parsed))
    if not parsed.text.strip() and parsed.members:
        return LoadedFile(None, members, parsed.losses, parsed.facts)
    return LoadedFile(_content_of(raw, parsed), members)


def _members_of(container: RawFile, parsed: ParsedFile) -> Iterator[LoadedMember]:
    for member in parsed.members:
        raw = replace(member, passwords=member.passwords or container.passwords)
        try:
            inner = parse_raw(raw)
        except ParseError as exc:
            yield LoadedMember(raw.name, _unreadable(exc, raw))
            continue
        if not inner.text.strip():
            nested = UnsupportedFormatError(
                f"{raw.name}: An archive inside an archive is not opened.",
                remedy="Unpack the outer archive.",
            )
            yield LoadedMember(raw.name, _unreadable(nested, raw))
            continue
        if inner.members:
            unread = f"{len(inner.members)} files inside it were not read."
            inner = replace(inner, losses=(*inner.losses, unread))
        yield LoadedMember(raw.name, _content_of(raw, inner))


def _content_of(raw: RawFile, parsed: ParsedFile) -> LoadedText | Unreadable:
    try:
        return _loaded_text(raw, parsed)
    except ParseError as error:
        return _unreadable(error, raw)


def _unreadable(error: ParseError, raw: RawFile) -> Unreadable:
    return Unreadable(error.code, error.message, error.remedy, format_name(raw))


def _loaded_text(raw: RawFile, parsed: ParsedFile) -> LoadedText:
    cleaned = clean(parsed.text, parsed.layout, parsed.cuts)
    if not cleaned.text:
        raise EmptyFileError(
            f"{raw.name} is empty: it holds only blanks and invisible characters.",
            remedy="Remove the file or put text into it.",
        )
    # Rows of tables name people, days and offices, none of which is the file's own.
    said = "" if parsed.layout is TextLayout.RECORDS else cleaned.text
    metadata = metadata_of(said, parsed.metadata)
    return LoadedText(
        text=cleaned.text,
        metadata=replace(metadata, title=metadata.title or PurePosixPath(raw.name).stem),
        edits=cleaned.edits,
        regions=_stored_regions(parsed.regions, cleaned),
        encoding=parsed.encoding,
        losses=parsed.losses,
        facts=parsed.facts,
        is_named_by_file=not metadata.title,
    )


def _stored_regions(regions: tuple[Region, ...], cleaned: Cleaned) -> tuple[Region, ...]:
    """Regions of the text as read, in offsets of the stored text; emptied ones are dropped."""
    if not regions:
        return ()
    ends = [edit.end for edit in cleaned.edits]
    shifts = [0, *accumulate(len(edit.removed) - len(edit.replacement) for edit in cleaned.edits)]

    def stored(offset: int) -> int:
        index = bisect_right(ends, offset)
        inside = cleaned.edits[index : index + 1]
        read = min(offset, inside[0].start) if inside else offset
        return read - shifts[index]

    moved = (replace(r, start=stored(r.start), end=stored(r.end)) for r in regions)
    return tuple(region for region in moved if region.start < region.end)
