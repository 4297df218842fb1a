"""Old Office files as containers (OLE compound files): what they state, and how they may break."""

from __future__ import annotations

import io
import re
import struct

import olefile

from corpus.declared_encodings import codec_of
from corpus.parsers.composing.stated_titles import plausible_title
from corpus.types import Metadata

_CONTROL = re.compile(r"[\0-\x1f]")  # behind it stands what lies next to the text in the file
# What the library raises on containers that are damaged in any way.
BROKEN_OLE = (
    *(OSError, ValueError, IndexError, TypeError, AttributeError, KeyError, OverflowError),
    *(struct.error, RecursionError),
)


def stated_metadata(data: bytes) -> Metadata:
    """What the file states; nothing where that is damaged or missing."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            properties = compound.get_metadata()
    except BROKEN_OLE:
        return Metadata()
    page = properties.codepage
    codec = codec_of("utf-8" if page in {65001, -535} else f"cp{(page or 0) % 0x10000}") or "cp1252"
    return Metadata(
        title=plausible_title(_decoded(properties.title, codec)),
        author=_decoded(properties.author, codec),
    )


def _decoded(value: bytes | str | None, codec: str) -> str:
    text = value.decode(codec, "replace") if isinstance(value, bytes) else value or ""
    return _CONTROL.split(text.strip("\0 \t\r\n"), maxsplit=1)[0]
