"""What every parser takes and gives, and why a file may not be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from corpus.errors import ParseError
from corpus.types import ParsedFile, RawFile

Parser: TypeAlias = Callable[[RawFile], ParsedFile]


class UnsupportedFormatError(ParseError):
    """There is no parser for a file: its suffix and its content name no known format."""

    code = "unsupported_format"


class MissingToolError(UnsupportedFormatError):
    """A file that only a program can read that is not installed; the remedy names its package."""

    code = "missing_tool"


class EmptyFileError(ParseError):
    """A file without a single readable character."""

    code = "empty_document"


class EncryptedFileError(ParseError):
    """A file that opens only with a password, and none of those given fits."""

    code = "encrypted_document"

    def __init__(self, kind: str, *, tried: bool) -> None:
        reason = "no password of the settings opens it" if tried else "it asks for a password"
        super().__init__(
            f"The {kind} is encrypted: {reason}.",
            remedy="Give its password in the table [passwords] of wenyuan.toml in the data folder, "
            "or save it without one.",
        )


class UnsafeFileError(ParseError):
    """A file that would take more memory, time or space than any honest one needs."""

    code = "unsafe_document"
