"""Plain text: the text is what the bytes say, nothing added or left out."""

from __future__ import annotations

from corpus.encodings import DecodedText
from corpus.mojibake import decode_text
from corpus.types import ParsedFile, RawFile, ReadingFacts


def parse_text(raw: RawFile) -> ParsedFile:
    """Decode a plain text file."""
    decoded = decode_text(raw.data)
    return ParsedFile(
        text=decoded.text,
        encoding=decoded.encoding,
        losses=decoding_losses(decoded),
        facts=ReadingFacts(warnings=decoding_warnings(decoded)),
    )


def decoding_losses(decoded: DecodedText) -> tuple[str, ...]:
    """Sentences on the places that could not be decoded, or had been garbled before."""
    losses = []
    if decoded.damaged:
        losses.append(f"{_places(decoded.damaged)} could not be decoded as {decoded.encoding}.")
    if decoded.garbled:
        losses.append(
            f"{_places(decoded.garbled)} had been garbled beyond repair before the file was saved."
        )
    return tuple(losses)


def decoding_warnings(decoded: DecodedText) -> tuple[str, ...]:
    """A sentence on the places that had been garbled and mended, if there are any."""
    if decoded.repaired == 0:
        return ()
    return (
        f"{_places(decoded.repaired)} had been decoded in a wrong encoding before the file was "
        "saved, and mended.",
    )


def _places(count: int) -> str:
    return f"{count} place" if count == 1 else f"{count} places"
