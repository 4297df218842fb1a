"""The parts of an Excel workbook: sheets, texts they share, formats, relations between parts."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO
from urllib.parse import unquote

from corpus.errors import ParseError
from corpus.parsers.base import UnsupportedFormatError
from corpus.parsers.containers.safe_xml import Element, parse_xml
from corpus.parsers.containers.xml_stream import stream_xml
from corpus.parsers.containers.zip_files import open_member, open_zip, read_member
from corpus.parsers.sheet_parts.date_formats import Epoch
from corpus.parsers.sheet_parts.number_formats import BUILTIN_FORMATS, GENERAL

KIND = "Excel workbook"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TRUE = frozenset({"1", "true", "on"})


@dataclass(frozen=True, slots=True)
class Relation:
    """A part that another one names: `kind` is the last word of its type, "worksheet" say."""

    kind: str
    part: str


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it."""

    name: str
    kind: str
    part: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Styles:
    """Number format and emphasis (bold, or on a colour) of each cell style, by its place."""

    formats: tuple[str, ...] = ()
    emphasised: frozenset[int] = field(default_factory=frozenset)


class XlsxPackage:
    """An opened workbook.

    Raises:
        ParseError: it is damaged.
        UnsafeFileError: it is a bomb.
    """

    def __init__(self, data: bytes) -> None:
        self._archive: zipfile.ZipFile = open_zip(data, KIND)
        names = self._archive.namelist()
        self._names = {name.replace("\\", "/").lstrip("/").lower(): name for name in names}
        self.workbook_part = self._find_workbook()
        self.workbook = self.parse(self.workbook_part)
        self._relations = self.relations(self.workbook_part)

    def _find_workbook(self) -> str:
        if "xl/workbook.bin" in self._names:
            raise UnsupportedFormatError(
                "It is a binary Excel workbook (.xlsb), which is not read.",
                remedy="Save it as .xlsx.",
            )
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.part.lower() in self._names:
                return relation.part
        return "xl/workbook.xml"

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part.lower() in self._names

    def parse(self, part: str) -> Element:
        """The root of a part that must be there."""
        return parse_xml(read_member(self._archive, self._member(part), KIND), KIND)

    def parse_if_sound(self, part: str) -> Element | None:
        """The root of a part that no cell depends on; None where it is missing or damaged."""
        try:
            return self.parse(part) if self.has(part) else None
        except ParseError:
            return None

    def open(self, part: str) -> IO[bytes]:
        """A part as a stream.

        Raises:
            ParseError: it is missing.
        """
        return open_member(self._archive, self._member(part), KIND)

    def _member(self, part: str) -> str:
        return self._names.get(part.lower(), part)

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of a part ("" is the package), by their ids."""
        folder, name = posixpath.split(part)
        root = self.parse_if_sound(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, Relation] = {}
        for item in root.iterfind("{*}Relationship") if root is not None else ():
            target = unquote(item.get("Target", "")).replace("\\", "/")
            if item.get("TargetMode") != "External" and target:
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[item.get("Id", "")] = Relation(item.get("Type", "").rpartition("/")[2], path)
        return found

    def sheets(self) -> Iterator[SheetEntry]:
        """The sheets in their order, charts and hidden ones too."""
        for item in self.workbook.iterfind("{*}sheets/{*}sheet"):
            reference = next((v for k, v in item.attrib.items() if str(k).endswith("}id")), "")
            relation = self._relations.get(str(reference), Relation("", ""))
            is_hidden = item.get("state", "visible") != "visible"
            yield SheetEntry(item.get("name", ""), relation.kind, relation.part, is_hidden)

    def epoch(self) -> Epoch:
        """The day from which dates are counted."""
        properties = self.workbook.find("{*}workbookPr")
        is_1904 = properties is not None and is_true(properties.get("date1904"))
        return Epoch.OF_1904 if is_1904 else Epoch.OF_1900

    def _part_of_kind(self, kind: str) -> str:
        return next((r.part for r in self._relations.values() if r.kind == kind), "")

    def shared_strings(self) -> list[str]:
        """The texts that cells name by number."""
        part = self._part_of_kind("sharedStrings")
        if not self.has(part):
            return []
        with self.open(part) as source:
            return [rich_text(item) for item in stream_xml(source, ["si"], KIND)]

    def styles(self) -> Styles:
        """The cell styles; none where they are missing or damaged."""
        root = self.parse_if_sound(self._part_of_kind("styles"))
        return Styles() if root is None else _styles(root)

    def title(self) -> str:
        """The title in the properties of the file."""
        root = self.parse_if_sound("docProps/core.xml")
        return "" if root is None else (root.findtext("{*}title") or "").strip()


def is_true(value: str | None) -> bool:
    """Whether an attribute says yes."""
    return value in _TRUE


def rich_text(item: Element) -> str:
    """The text of a shared or inline string, in all its fonts; readings above it are left out."""
    parts: list[str] = []
    for child in item:
        if child.tag.endswith("}t"):
            parts.append(child.text or "")
        elif child.tag.endswith("}r"):
            parts += [inner.text or "" for inner in child if inner.tag.endswith("}t")]
    return unescaped("".join(parts))


def unescaped(text: str) -> str:
    """Characters that XML cannot hold stand as _x000D_ in the file."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def _styles(root: Element) -> Styles:
    stated = {
        item.get("numFmtId", ""): item.get("formatCode", "")
        for item in root.iterfind("{*}numFmts/{*}numFmt")
    }
    bold = {
        str(place)
        for place, font in enumerate(root.iterfind("{*}fonts/{*}font"))
        if (mark := font.find("{*}b")) is not None and is_true(mark.get("val", "1"))
    }
    filled = {
        str(place)
        for place, fill in enumerate(root.iterfind("{*}fills/{*}fill/{*}patternFill"))
        if fill.get("patternType") == "solid"
    }
    codes: list[str] = []
    emphasised: set[int] = set()
    for place, style in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        codes.append(_code(style.get("numFmtId", "0"), stated))
        if style.get("fontId") in bold or style.get("fillId") in filled:
            emphasised.add(place)
    return Styles(tuple(codes), frozenset(emphasised))


def _code(number: str, stated: Mapping[str, str]) -> str:
    if number in stated:
        return stated[number]
    return BUILTIN_FORMATS.get(int(number), GENERAL) if number.isdecimal() else GENERAL
