"""Files to text by the parser of their format; everything a file may do wrong is a ParseError."""

from __future__ import annotations

import importlib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import cast

from corpus.errors import ParseError
from corpus.parsers.base import EmptyFileError, Parser
from corpus.parsers.containers.office_passwords import unlocked
from corpus.parsers.detection import detect, suffix_of
from corpus.parsers.formats import FORMAT_BY_SUFFIX, Format
from corpus.types import ParsedFile, RawFile

MAX_BYTES = 256 * 1024 * 1024

_NOTHING = "\ufeff \t\r\n\v\f\u00a0\u3000\u200b"


@cache
def parser_of(row: Format) -> Parser:
    """The parser that the table names."""
    module, _, function = row.parser.partition(":")
    return cast("Parser", getattr(importlib.import_module(module), function))


def load_parser(name: str) -> None:
    """Imports the parser for files of this name with its libraries, if there is one."""
    row = FORMAT_BY_SUFFIX.get(suffix_of(name))
    if row is not None:
        parser_of(row)


def parse_raw(raw: RawFile) -> ParsedFile:
    """Read one file by its content and name; its members are not read yet.

    Raises:
        UnsupportedFormatError: no parser reads it.
        EmptyFileError: it holds nothing but blanks, and no members.
        ParseError: it is damaged, encrypted, unsafe or not what its suffix says.
    """
    if not raw.data:
        raise EmptyFileError(
            f"{raw.name} is empty: it has no bytes.", remedy="Remove the file or put text into it."
        )
    try:
        plain = unlocked(raw)
        row = detect(plain)
        parsed = parser_of(row)(plain)
    except ParseError as error:
        message = error.message
        if not message.startswith(raw.name):
            error.message = f"{raw.name}: {message}"
        raise
    if not parsed.text.strip(_NOTHING) and not parsed.members:
        raise EmptyFileError(
            f"{raw.name} is empty: it holds no readable character.",
            remedy="Remove the file or put text into it.",
        )
    return _with_format(parsed, row, raw.name)


def _with_format(parsed: ParsedFile, row: Format, name: str) -> ParsedFile:
    """Notes the format; that the file is called otherwise is worth knowing."""
    facts = replace(parsed.facts, format=parsed.facts.format or row.name)
    if FORMAT_BY_SUFFIX.get(suffix_of(name), row) is not row:
        said = f"The name ends in {suffix_of(name)}, but the content is {row.name}; read as such."
        facts = replace(facts, warnings=(*facts.warnings, said))
    return replace(parsed, facts=facts)


def parse_file(path: Path, passwords: tuple[str, ...] = ()) -> ParsedFile:
    """As `parse_raw`, for a file on disk, in this process.

    Raises:
        ParseError: as `parse_raw`; or the file cannot be opened, or is too large.
    """
    return parse_raw(RawFile(path.name, read_bytes(path), passwords))


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, up to the size that it has at first: it may be growing.

    Raises:
        ParseError: it cannot be opened, or is too large.
    """
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            if size > MAX_BYTES:
                raise ParseError(
                    f"{path.name}: The file has {size:,} bytes; more than {MAX_BYTES:,} are "
                    "not read.",
                    remedy="Split the file into smaller ones.",
                )
            return file.read(size)
    except OSError as error:
        raise ParseError(
            f"{path.name}: The file cannot be opened: {error.strerror or error}.",
            remedy="Check that it exists and that you may read it.",
        ) from error
