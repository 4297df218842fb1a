"""One file to one Document: parse, clean, read what it says of itself."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

from corpus.cleaner import Cleaned, clean
from corpus.metadata import metadata_of
from corpus.parsers import EmptyFileError, parse_file
from corpus.types import Document, Region, short_hash


def load_document(path: Path, source: str, collection: str = "default") -> Document:
    """Read the file at `path` as the document that is known as `source` in `collection`.

    Raises:
        ParseError: the file cannot be read (`UnsupportedFormatError`, `EmptyFileError`
            where it is to be skipped rather than to be mended).
    """
    parsed = parse_file(path)
    cleaned = clean(parsed.text, parsed.layout, parsed.cuts)
    if not cleaned.text:
        raise EmptyFileError(
            f"{path.name} is empty: it holds only blanks and invisible characters.",
            remedy="Remove the file or put text into it.",
        )
    metadata = metadata_of(cleaned.text, parsed.metadata)
    return Document(
        document_id=short_hash(collection, source),
        source=source,
        text=cleaned.text,
        metadata=replace(metadata, title=metadata.title or path.stem),
        edits=cleaned.edits,
        regions=_stored_regions(parsed.regions, cleaned),
        encoding=parsed.encoding,
        losses=parsed.losses,
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
