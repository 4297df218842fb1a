"""Packages of Office Open XML: their parts, and how the parts refer to each other."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from corpus.errors import ParseError
from corpus.parsers.base import UnsafeFileError
from corpus.parsers.containers.safe_xml import Element, parse_xml
from corpus.parsers.containers.zip_files import read_member

MAIN_PART = "officeDocument"


@dataclass(frozen=True, slots=True)
class Relation:
    """One part named in another; `kind` is the last word of its type: "slide", "chart"."""

    identity: str
    kind: str
    part: str


@dataclass(frozen=True, slots=True)
class OfficePackage:
    """An opened package; `kind` names it in errors."""

    archive: zipfile.ZipFile
    kind: str

    def part(self, name: str) -> Element:
        """The root of a part.

        Raises:
            ParseError: it is missing or damaged.
        """
        return parse_xml(read_member(self.archive, name, self.kind), self.kind)

    def part_if_any(self, name: str) -> Element | None:
        """The root of a part that may be missing or damaged."""
        try:
            return self.part(name)
        except UnsafeFileError:
            raise
        except ParseError:
            return None

    def relations(self, part: str) -> tuple[Relation, ...]:
        """What `part` refers to inside the package; the package itself is the part ""."""
        folder, name = posixpath.split(part)
        root = self.part_if_any(posixpath.join(folder, "_rels", f"{name}.rels"))
        return () if root is None else tuple(_relations(root, folder))

    def main_part(self, default: str) -> str:
        """The name of the part that holds the document."""
        named = (relation.part for relation in self.relations("") if relation.kind == MAIN_PART)
        return next(named, default)


def _relations(root: Element, folder: str) -> Iterator[Relation]:
    for relation in root.iterfind("{*}Relationship"):
        target = relation.get("Target", "")
        if relation.get("TargetMode") != "External" and target:
            absolute = posixpath.join("/", folder, unquote(target))
            kind = relation.get("Type", "").rpartition("/")[2]
            yield Relation(relation.get("Id", ""), kind, posixpath.normpath(absolute).lstrip("/"))
