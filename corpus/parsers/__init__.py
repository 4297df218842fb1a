"""Files to text: one parser per format, found by content and the suffix of the file's name."""

from corpus.parsers.base import (
    EmptyFileError,
    EncryptedFileError,
    MissingToolError,
    Parser,
    UnsafeFileError,
    UnsupportedFormatError,
)
from corpus.parsers.formats import supported_suffixes
from corpus.parsers.registry import parse_file

__all__ = [
    "EmptyFileError",
    "EncryptedFileError",
    "MissingToolError",
    "Parser",
    "UnsafeFileError",
    "UnsupportedFormatError",
    "parse_file",
    "supported_suffixes",
]
