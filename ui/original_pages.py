"""Which documents have an original file and pictures of their pages, and getting them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.store import LibraryStore
from corpus.types import HASH_LENGTH, Document
from rag.passwords import passwords_for
from ui.originals import Original, has_original, read_original
from ui.pdf_pages import NoPictureError, PagePicture, PdfPages

_LONGEST_NUMBER = 6


@dataclass(frozen=True, slots=True)
class OfferedOriginal:
    """What can be had beside the text of a document.

    Attributes:
        is_offered: whether the file may be downloaded.
        pages: how many of its pages can be looked at; 0: none.
    """

    is_offered: bool = False
    pages: int = 0


NOTHING_OFFERED = OfferedOriginal()


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page of an original, which of how many, and the version of the file that it is of."""

    number: int
    pages: int
    picture: PagePicture
    version: str


class OriginalPages:
    """Originals and their pages.

    Args:
        downloads: whether files may be downloaded.
        passwords: of encrypted files, as in the settings.
    """

    def __init__(self, *, downloads: bool, passwords: Mapping[str, str]) -> None:
        self._downloads = downloads
        self._passwords = passwords
        self._pictures = PdfPages()

    def offered(self, store: LibraryStore, document: Document) -> OfferedOriginal:
        """What the page of a document offers."""
        if not has_original(store, document.source):
            return NOTHING_OFFERED
        pages = document.facts.pages if document.source.lower().endswith(".pdf") else 0
        return OfferedOriginal(is_offered=self._downloads, pages=pages)

    def original(self, store: LibraryStore, document: Document) -> Original:
        """The file; raises as `read_original`."""
        return read_original(store, document.source)

    def picture(self, store: LibraryStore, document: Document, page: str) -> DrawnPage:
        """A page, whose number is as an address states it.

        Raises:
            NoPictureError: there is no such page, or none at all.
            OriginalGoneError: the file is not there any more.
            OriginalChangedError: it has changed since it was read.
        """
        number = _page_number(page)
        pages = self.offered(store, document).pages
        if number is None or not 1 <= number <= pages:
            raise NoPictureError(
                f"There is no picture of page {page[:20]!r} of {document.source}; it has "
                f"{pages:,} pages that can be shown.",
                remedy="Read the text of the document.",
            )
        file = read_original(store, document.source)
        words = passwords_for(document.source, self._passwords)
        picture = self._pictures.draw(file, number, words)
        return DrawnPage(number, pages, picture, file.sha256[:HASH_LENGTH])


def _page_number(stated: str) -> int | None:
    """The number of a page in an address; None when it is none."""
    is_number = stated.isascii() and stated.isdigit() and len(stated) <= _LONGEST_NUMBER
    return int(stated) if is_number else None
