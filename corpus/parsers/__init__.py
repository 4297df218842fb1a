"""Files to text: one parser per format, found by the suffix of the file's name."""

from corpus.parsers.base import EmptyFileError, Parser, UnsupportedFormatError
from corpus.parsers.registry import PARSERS, parse_file, supported_suffixes

__all__ = [
    "PARSERS",
    "EmptyFileError",
    "Parser",
    "UnsupportedFormatError",
    "parse_file",
    "supported_suffixes",
]
