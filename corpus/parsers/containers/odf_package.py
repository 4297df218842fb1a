"""OpenDocument files: a package of XML parts, or all of them in one flat XML file."""

from __future__ import annotations

import codecs
import zipfile
from dataclasses import dataclass

from corpus.errors import ParseError
from corpus.parsers.base import EncryptedFileError, UnsafeFileError
from corpus.parsers.containers.safe_xml import Element, parse_xml
from corpus.parsers.containers.zip_files import open_zip, read_member

KIND = "OpenDocument file"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
PRESENTATION = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"

CONTENT_PART, STYLES_PART, META_PART = "content.xml", "styles.xml", "meta.xml"
MANIFEST_PART = "META-INF/manifest.xml"


@dataclass(frozen=True, slots=True)
class OdfPackage:
    """The parts of an OpenDocument file; in a flat file all three are the same element.

    `styles` and `meta` are None where the file has none or only damaged ones.
    """

    content: Element
    styles: Element | None
    meta: Element | None

    def body(self, kind: str) -> Element:
        """The element that holds the content: `kind` is "text", "spreadsheet", "presentation".

        Raises:
            ParseError: the file holds another kind of document.
        """
        body = self.content.find(f"{OFFICE}body/{OFFICE}{kind}")
        if body is None:
            found = [child.tag for child in self.content.iterfind(f"{OFFICE}body/*")]
            names = ", ".join(str(tag).rpartition("}")[2] for tag in found) or "nothing"
            raise ParseError(
                f"The {KIND} holds no {kind}, but {names}.",
                remedy="Save it again in the program that made it.",
            )
        return body

    def stated(self, tag: str) -> str:
        """What the file says of itself under `tag`, such as `DUBLIN_CORE + "title"`."""
        if self.meta is None:
            return ""
        return (self.meta.findtext(f"{OFFICE}meta/{tag}") or "").strip()


def open_odf(data: bytes) -> OdfPackage:
    """The parts of the OpenDocument file in `data`, package or flat.

    Raises:
        EncryptedFileError: it is encrypted; its passwords are not tried.
        ParseError: it is damaged, or its content is missing.
        UnsafeFileError: it is a bomb.
    """
    if data.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"<":
        root = parse_xml(data, KIND)
        return OdfPackage(root, root, root)
    with open_zip(data, KIND) as archive:
        refuse_encrypted(archive)
        content = parse_xml(read_member(archive, CONTENT_PART, KIND), KIND)
        return OdfPackage(
            content, optional_part(archive, STYLES_PART), optional_part(archive, META_PART)
        )


def refuse_encrypted(archive: zipfile.ZipFile) -> None:
    """Looks for encrypted parts.

    Raises:
        EncryptedFileError: there are some; passwords are not tried.
    """
    manifest = optional_part(archive, MANIFEST_PART)
    marks = () if manifest is None else manifest.iter(f"{MANIFEST}encryption-data")
    if next(iter(marks), None) is not None:
        error = EncryptedFileError(KIND, tried=False)
        error.remedy = "Save it without a password; passwords of the settings do not open it."
        raise error


def optional_part(archive: zipfile.ZipFile, name: str) -> Element | None:
    """A part that the text does not depend on, or None."""
    try:
        return parse_xml(read_member(archive, name, KIND), KIND)
    except UnsafeFileError:
        raise
    except ParseError:
        return None
