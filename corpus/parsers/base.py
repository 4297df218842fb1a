"""What every parser takes and gives, and why a file may have none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from corpus.errors import ParseError
from corpus.types import ParsedFile

Parser: TypeAlias = Callable[[bytes], ParsedFile]


class UnsupportedFormatError(ParseError):
    """There is no parser for the suffix of a file's name."""

    code = "unsupported_format"


class EmptyFileError(ParseError):
    """A file without a single readable character."""

    code = "empty_document"
