"""The parts of a Word file and how they refer to one another."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass

from corpus.errors import ParseError
from corpus.parsers.base import UnsafeFileError
from corpus.parsers.containers.safe_xml import Element, parse_xml
from corpus.parsers.containers.zip_files import open_zip, read_member
from corpus.parsers.containers.zip_recovery import recovered_archive, start_of_file

KIND = "Word document"
MAIN_PART = "word/document.xml"
# XML takes up to ten times its size in memory; a thousand pages have about 10 MB.
MAX_PART_BYTES = 100 * 1024 * 1024
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: the last word of its type ("footnotes") and the name of the part."""

    kind: str
    target: str


class DocxPackage:
    """A Word file, opened; `losses` grows by every part that is damaged.

    Raises:
        ParseError: it is damaged.
        UnsafeFileError: it is a bomb.
    """

    def __init__(self, data: bytes) -> None:
        self.losses: list[str] = []
        self.main_part = MAIN_PART
        self._data = data
        self._archive = self._opened(data)
        self._names = _names_of(self._archive)
        self.main_part = self._main_part()
        self.relations = self.relations_of(self.main_part)

    def document(self) -> Element:
        """The root of the main part.

        Raises:
            ParseError: it is missing or holds nothing that can be read.
        """
        if _folded(self.main_part) not in self._names:
            raise ParseError(
                f"The {KIND} has no text: its part {self.main_part!r} is missing.",
                remedy="Open it in Word or WPS, save it again, or get an intact copy.",
            )
        return self._tree(self.main_part)

    def related(self, kind: str) -> Element | None:
        """The part that the main part refers to as `kind`; None if it is missing or lost."""
        name = next((each.target for each in self.relations.values() if each.kind == kind), "")
        return self.part(name or posixpath.join(posixpath.dirname(self.main_part), f"{kind}.xml"))

    def part(self, name: str) -> Element | None:
        """The root of a part that the text does not depend on; a damaged one is a loss."""
        if _folded(name) not in self._names:
            return None
        try:
            return self._tree(name)
        except UnsafeFileError:
            raise
        except ParseError:
            self.losses.append(f"The part {name} is damaged and was not read.")
            return None

    def relations_of(self, part: str) -> dict[str, Relation]:
        """What a part refers to, by the ids that it uses; links to other files are left out."""
        folder, name = posixpath.split(part)
        root = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, Relation] = {}
        for each in () if root is None else root.iter(_RELATIONSHIP):
            if each.get("TargetMode") != "External":
                target = posixpath.join("/", folder, each.get("Target", "").replace("\\", "/"))
                kind = each.get("Type", "").rpartition("/")[2]
                found[each.get("Id", "")] = Relation(kind, posixpath.normpath(target).lstrip("/"))
        return found

    def close(self) -> None:
        """Closes the archive."""
        self._archive.close()

    def _opened(self, data: bytes) -> zipfile.ZipFile:
        """The package; of one that breaks off what is there, if that is the text."""
        try:
            return open_zip(data, KIND)
        except UnsafeFileError:
            raise
        except ParseError:
            found = recovered_archive(data)
            archive = None if found is None else open_zip(found, KIND)
            if archive is None or _folded(MAIN_PART) not in _names_of(archive):
                raise
            self.losses.append("The file is damaged; what was found of it was read.")
            return archive

    def _main_part(self) -> str:
        if _folded(MAIN_PART) in self._names:
            return MAIN_PART
        stated = self.relations_of("").values()
        return next((each.target for each in stated if each.kind == "officeDocument"), MAIN_PART)

    def _tree(self, name: str) -> Element:
        data = self._bytes(name)
        try:
            return parse_xml(data, KIND)
        except UnsafeFileError:
            raise
        except ParseError:
            root = parse_xml(data, KIND, recover=True)
            self._lose(name)
            return root

    def _bytes(self, name: str) -> bytes:
        member = self._names[_folded(name)]
        size = self._archive.getinfo(member).file_size
        if size > MAX_PART_BYTES:
            raise UnsafeFileError(
                f"The part {name!r} of the {KIND} has {size:,} bytes; "
                f"at most {MAX_PART_BYTES:,} are read.",
                remedy="If it is genuine, split it into several documents.",
            )
        try:
            return read_member(self._archive, member, KIND)
        except ParseError:
            start = start_of_file(self._data, self._archive.getinfo(member))
            if not start:
                raise
            self._lose(name)
            return start

    def _lose(self, name: str) -> None:
        what = "The text" if name == self.main_part else f"The part {name}"
        loss = f"{what} is damaged; it was read as far as it goes."
        if loss not in self.losses:
            self.losses.append(loss)


def _names_of(archive: zipfile.ZipFile) -> dict[str, str]:
    return {_folded(name): name for name in archive.namelist()}


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
