"""Old Word files by the program antiword: its text, with headings and tables from its DocBook.

Its plain text has the numbers of lists and all paragraphs, but draws tables and knows no headings.
Its DocBook knows both and has no numbers. So it is asked for both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.errors import ParseError
from corpus.parsers.composing.blocks import Block, Heading, Line, Table
from corpus.parsers.containers.office_tools import run_tool
from corpus.parsers.containers.safe_xml import Element, parse_xml

ENCRYPTED = "Encrypted documents"
FIRST_LEVEL = 2  # below the title of the document
NAME = "in.doc"
_PICTURE = re.compile(r"\[pic\]")
_SECTION = re.compile(r"chapter|sect(?P<depth>[1-5])")
_NO_KEY = re.compile(r"[\W_]+")
_LOOK_AHEAD = 3


@dataclass(frozen=True, slots=True)
class AntiwordText:
    """What antiword says of a file; `complaint` is why it cannot read it."""

    blocks: tuple[Block, ...]
    complaint: str = ""


@dataclass(frozen=True, slots=True)
class _Structure:
    """Headings and tables in their order, as the DocBook has them."""

    headings: tuple[Heading, ...] = ()
    tables: tuple[Table, ...] = ()


def read_by_antiword(program: str, data: bytes) -> AntiwordText:
    """The blocks of a Word file from 2.0 to 2003.

    Raises:
        ParseError: it takes too long.
    """
    output = run_tool((program, "-w", "0", "-m", "UTF-8.txt", NAME), NAME, data)
    text = whole_characters(output.text)
    if not output.succeeded:
        return AntiwordText((), f"{output.complaint} {text}".strip() or "it fails")
    return AntiwordText(tuple(_blocks(text, _structure(program, data))))


def whole_characters(data: bytes) -> str:
    """UTF-8 in which characters beyond the first 65,536 may be written as two halves."""
    halves = data.decode("utf-8", "surrogatepass" if b"\xed" in data else "replace")
    return halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _structure(program: str, data: bytes) -> _Structure:
    """Nothing where the DocBook cannot be read: the text does without."""
    try:
        output = run_tool((program, "-x", "db", NAME), NAME, data)
        root = parse_xml(whole_characters(output.text).encode(), "DocBook", recover=True)
    except (ParseError, UnicodeDecodeError):
        return _Structure()
    headings, tables = [], []
    for element in root.iter():
        if section := _SECTION.fullmatch(str(element.tag)):
            words = _words(element.find("title"))
            if words:
                headings.append(Heading(words, FIRST_LEVEL + int(section["depth"] or 0)))
        elif element.tag == "informaltable":
            tables.append(
                Table(
                    tuple(
                        tuple(map(_words, row.iterchildren("entry"))) for row in element.iter("row")
                    )
                )
            )
    return _Structure(tuple(headings), tuple(tables))


def _words(element: Element | None) -> str:
    if element is None:
        return ""
    text = "".join(map(str, element.itertext()))
    return " ".join(_PICTURE.sub("", text).split(" \n")).strip()


def _blocks(text: str, structure: _Structure) -> Iterator[Block]:
    headings, tables = list(structure.headings), list(structure.tables)
    drawn: list[str] = []
    for line in _PICTURE.sub("", text).splitlines():
        if line.startswith("|") and line.rstrip().endswith("|"):
            drawn.append(line)
            continue
        yield from _tables(drawn, tables)
        drawn.clear()
        words = line.strip()
        if words:
            yield _heading_of(words, headings) or Line(words)
    yield from _tables(drawn, tables)


def _heading_of(words: str, headings: list[Heading]) -> Heading | None:
    """The heading that a line is: its number stands in the text only."""
    key = _key(words)
    for place, heading in enumerate(headings[:_LOOK_AHEAD]):
        wanted = _key(heading.words)
        if wanted and key.endswith(wanted) and len(key) - len(wanted) <= 10:
            del headings[: place + 1]
            return Heading(words, heading.level)
    return None


def _tables(drawn: list[str], tables: list[Table]) -> Iterator[Table]:
    """The tables that these lines draw: those of the DocBook with the same characters."""
    if not drawn:
        return
    wanted = Counter(_key("".join(drawn)))
    found: Counter[str] = Counter()
    for count, table in enumerate(tables, 1):
        found += Counter(_key("".join(cell for row in table.rows for cell in row)))
        if found.total() >= wanted.total():
            if found == wanted:
                yield from tables[:count]
                del tables[:count]
                return
            break
    yield Table(tuple(tuple(map(str.strip, line.strip().strip("|").split("|"))) for line in drawn))


def _key(words: str) -> str:
    return _NO_KEY.sub("", words)
