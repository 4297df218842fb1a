"""Plain text: the text is what the bytes say, nothing added or left out."""

from __future__ import annotations

from corpus.encodings import DecodedText, decode
from corpus.types import ParsedFile, RawFile


def parse_text(raw: RawFile) -> ParsedFile:
    """Decode a plain text file."""
    decoded = decode(raw.data)
    return ParsedFile(text=decoded.text, encoding=decoded.encoding, losses=decoding_losses(decoded))


def decoding_losses(decoded: DecodedText) -> tuple[str, ...]:
    """A sentence on the places that could not be decoded, if there are any."""
    if decoded.damaged == 0:
        return ()
    places = "place" if decoded.damaged == 1 else "places"
    return (f"{decoded.damaged} {places} could not be decoded as {decoded.encoding}.",)
