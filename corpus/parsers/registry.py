"""The table of formats."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from corpus.errors import ParseError
from corpus.parsers.base import EmptyFileError, Parser, UnsupportedFormatError
from corpus.parsers.markdown import parse_markdown
from corpus.parsers.text import parse_text
from corpus.types import ParsedFile

PARSERS: Mapping[str, Parser] = MappingProxyType(
    {
        ".txt": parse_text,
        ".text": parse_text,
        ".md": parse_markdown,
        ".markdown": parse_markdown,
    }
)
MAX_BYTES = 256 * 1024 * 1024


def supported_suffixes() -> frozenset[str]:
    """The suffixes that can be read, lower case with their dot."""
    return frozenset(PARSERS)


def parse_file(path: Path) -> ParsedFile:
    """Read one file.

    Raises:
        UnsupportedFormatError: no parser reads files of this suffix.
        EmptyFileError: the file holds nothing but blanks.
        ParseError: the file cannot be opened, is too large or is not what its suffix says.
    """
    parser = PARSERS.get(path.suffix.lower())
    if parser is None:
        raise UnsupportedFormatError(
            f"{path.name} cannot be read: there is no parser for {path.suffix or 'no suffix'!r}.",
            remedy=f"Supported are {', '.join(sorted(PARSERS))}.",
        )
    parsed = _parse(parser, path)
    if not parsed.text.strip("\ufeff \t\r\n\v\f\u00a0\u3000\u200b"):
        raise EmptyFileError(
            f"{path.name} is empty: it holds no readable character.",
            remedy="Remove the file or put text into it.",
        )
    return parsed


def _parse(parser: Parser, path: Path) -> ParsedFile:
    try:
        return parser(_read(path))
    except ParseError as error:
        raise ParseError(f"{path.name}: {error.message}", remedy=error.remedy) from error


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ParseError(
                f"The file has {size:,} bytes; more than {MAX_BYTES:,} are not read.",
                remedy="Split the file into smaller ones.",
            )
        return path.read_bytes()
    except OSError as error:
        raise ParseError(
            f"The file cannot be opened: {error.strerror or error}.",
            remedy="Check that it exists and that you may read it.",
        ) from error
