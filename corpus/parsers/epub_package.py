"""The parts of an electronic book: which there are, in which order, under which headings."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote
from zipfile import ZipFile

from corpus.errors import ParseError
from corpus.parsers.base import EncryptedFileError
from corpus.parsers.containers.safe_xml import Element, parse_xml
from corpus.parsers.containers.zip_files import read_member
from corpus.parsers.html_parts.tree import local_name
from corpus.types import Metadata

KIND = "EPUB book"
CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"
TEXT_TYPES = frozenset(
    ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")
)
TEXT_SUFFIXES = (".xhtml", ".html", ".htm", ".xml")
# Fonts are scrambled by these; the text is not.
_FONT_SCRAMBLING = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc")


@dataclass(frozen=True, slots=True)
class Book:
    """Names of the documents of a book in reading order, their headings in its contents."""

    documents: tuple[str, ...]
    metadata: Metadata = field(default_factory=Metadata)
    headings: Mapping[str, str] = field(default_factory=dict)
    losses: tuple[str, ...] = ()


def read_book(archive: ZipFile) -> Book:
    """What the package says of itself; if it is damaged, all its documents by their names.

    Raises:
        EncryptedFileError: its text is protected against copying.
    """
    names = archive.namelist()
    scrambled = _scrambled(archive) if ENCRYPTION in names else frozenset()
    try:
        book = _book(archive)
    except ParseError as error:
        documents = tuple(sorted(name for name in names if name.lower().endswith(TEXT_SUFFIXES)))
        plain = tuple(name for name in documents if not name.startswith("META-INF/"))
        book = Book(plain, losses=(f"The order of the chapters is lost. {error.message}",))
    if scrambled & set(book.documents):
        protected = EncryptedFileError(KIND, tried=False)
        protected.message = "The EPUB book is protected against copying (DRM)."
        protected.remedy = "Get a copy without protection from its publisher."
        raise protected
    return book


def _scrambled(archive: ZipFile) -> frozenset[str]:
    root = parse_xml(read_member(archive, ENCRYPTION, KIND), KIND, recover=True)
    paths = []
    for entry in _named(root, "encrypteddata"):
        method = next(_named(entry, "encryptionmethod"), None)
        algorithm = "" if method is None else method.get("Algorithm", "")
        if not algorithm.startswith(_FONT_SCRAMBLING):
            paths += [unquote(e.get("URI", "")) for e in _named(entry, "cipherreference")]
    return frozenset(paths)


def _book(archive: ZipFile) -> Book:
    container = parse_xml(read_member(archive, CONTAINER, KIND), KIND, recover=True)
    package_name = next((e.get("full-path", "") for e in _named(container, "rootfile")), "")
    package = parse_xml(read_member(archive, package_name, KIND), KIND, recover=True)
    items = {item.get("id", ""): item for item in _named(package, "item")}
    documents, losses = [], []
    for reference in _named(package, "itemref"):
        item = items.get(reference.get("idref", ""))
        if item is None:
            losses.append(f"The part {reference.get('idref', '')!r} is missing from the book.")
        elif item.get("media-type", "") in TEXT_TYPES and "nav" not in _properties(item):
            documents.append(_path(package_name, item.get("href", "")))
    if not documents:
        raise ParseError("The package names no chapters.")
    contents = (item for item in items.values() if _is_contents(item))
    headings: dict[str, str] = {}
    for item in contents:
        name = _path(package_name, item.get("href", ""))
        headings |= _headings(archive, name)
    return Book(tuple(dict.fromkeys(documents)), _metadata(package), headings, tuple(losses))


def _properties(item: Element) -> list[str]:
    return item.get("properties", "").split()


def _is_contents(item: Element) -> bool:
    return item.get("media-type") == "application/x-dtbncx+xml" or "nav" in _properties(item)


def _headings(archive: ZipFile, name: str) -> Mapping[str, str]:
    """The headings that a table of contents gives to whole documents; none if it is damaged."""
    try:
        root = parse_xml(read_member(archive, name, KIND), KIND, recover=True)
    except ParseError:
        return {}
    headings: dict[str, str] = {}
    for point in _named(root, "navpoint"):
        label = next(_named(point, "text"), None)
        content = next(_named(point, "content"), None)
        if label is not None and content is not None:
            _add_heading(headings, _path(name, content.get("src", "")), label)
    for link in _named(root, "a"):
        _add_heading(headings, _path(name, link.get("href", "")), link)
    return headings


def _add_heading(headings: dict[str, str], document: str, label: Element) -> None:
    words = " ".join("".join(map(str, label.itertext())).split())
    headings.setdefault(document, words)


def _metadata(package: Element) -> Metadata:
    def values(name: str) -> list[str]:
        texts = (" ".join("".join(map(str, e.itertext())).split()) for e in _named(package, name))
        return [text for text in texts if text]

    dates = [date for date in values("date") if len(date) >= len("2023-01")]
    return Metadata(
        title=next(iter(values("title")), ""),
        author="、".join(dict.fromkeys(values("creator"))),
        date=dates[0][: len("2023-01-01")] if dates else "",
    )


def _named(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter("*") if local_name(element) == name)


def _path(base: str, reference: str) -> str:
    """The name of the member that `reference` in the member `base` means."""
    file = unquote(reference.partition("#")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), file))
