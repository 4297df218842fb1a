"""A folder of many small files of all forms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

from tests.document_kit.documents import OfficeDocument
from tests.document_kit.fixed_pages import printed_pages
from tests.document_kit.forms import FORMS
from tests.document_kit.generating import document_of_length

_LENGTH = 300
_AT_ONCE = 50
_FOLDER = 100


def write_mixed_files(root: Path, count: int, browser: Browser) -> None:
    """Writes `count` different files, a hundred to a folder; PDF is as frequent as any form."""
    pages = _pages(browser)
    number = written = 0
    while written < count:
        form = (*FORMS, None)[number % (len(FORMS) + 1)]
        data = next(pages) if form is None else form.write(_document(number))
        number += 1
        if data is None:  # the form has no such characters
            continue
        folder = root / f"卷{written // _FOLDER + 1:03}"
        folder.mkdir(parents=True, exist_ok=True)
        suffix = ".pdf" if form is None else form.suffix
        (folder / f"文件{written + 1:05}{suffix}").write_bytes(data)
        written += 1


def _document(number: int) -> OfficeDocument:
    return document_of_length(number, _LENGTH)


def _pages(browser: Browser) -> Iterator[bytes]:
    """Printed pages without end."""
    number = 1_000_000
    while True:
        documents = [_document(number + place) for place in range(_AT_ONCE)]
        yield from printed_pages(documents, browser)
        number += _AT_ONCE
