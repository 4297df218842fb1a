"""The forms that a document can be written in, each with what is to be read from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Flag, auto

from playwright.sync_api import Browser

from corpus.parsers.composing.composer import record_line
from tests.document_kit import fixed_pages, mail, office, opendocument, plain, rtf, web
from tests.document_kit.documents import OfficeDocument, Table


class Carries(Flag):
    """What of a document a form has a way to say, besides its words."""

    TITLE = auto()
    HEADINGS = auto()
    TABLES = auto()
    PROSE = TITLE | HEADINGS
    ALL = TITLE | HEADINGS | TABLES


def _all_rows(document: OfficeDocument) -> Iterator[tuple[str, ...]]:
    for table in document.tables:
        yield from table.lines


def _rows_below_headers(document: OfficeDocument) -> Iterator[tuple[str, ...]]:
    for table in document.tables:
        yield from table.rows


def _rows_of_first(document: OfficeDocument) -> Iterator[tuple[str, ...]]:
    yield from _first_table(document).rows


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write documents.

    Attributes:
        name: of the form.
        suffix: of the file, with its dot.
        write: gives the bytes, or None where the form cannot hold this document.
        lines: what is to be read, line by line.
        carries: what of the structure is to be read.
        member: the file inside the file that is meant.
        rows: of tables, that are to be read.
    """

    name: str
    suffix: str
    write: Callable[[OfficeDocument], bytes | None]
    lines: Callable[[OfficeDocument], Iterator[str]] = OfficeDocument.lines
    carries: Carries = Carries.ALL
    member: str = ""
    rows: Callable[[OfficeDocument], Iterator[tuple[str, ...]]] = _all_rows


@dataclass(frozen=True, slots=True)
class _Encoded:
    """Writes a text in an encoding."""

    text_of: Callable[[OfficeDocument], str]
    encoding: str = "utf-8"

    def __call__(self, document: OfficeDocument) -> bytes | None:
        try:
            return self.text_of(document).encode(self.encoding)
        except UnicodeEncodeError:
            return None


@dataclass(frozen=True, slots=True)
class _Printed:
    """Lets a browser print."""

    browser: Browser = field(repr=False)

    def __call__(self, document: OfficeDocument) -> bytes:
        return fixed_pages.pdf_of(document, self.browser)


def _first_table(document: OfficeDocument) -> Table:
    return document.tables[0]


def _delimited(delimiter: str) -> Callable[[OfficeDocument], str]:
    return lambda document: plain.table_text(_first_table(document), delimiter)


def _json_lines(document: OfficeDocument) -> str:
    table = _first_table(document)
    records = (dict(zip(table.header, row, strict=True)) for row in table.rows)
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def _records(table: Table) -> Iterator[str]:
    return (record_line(table.header, row) for row in table.rows)


def _records_of_first(document: OfficeDocument) -> Iterator[str]:
    return _records(_first_table(document))


def _records_of_all(document: OfficeDocument) -> Iterator[str]:
    for table in document.tables:
        yield opendocument.sheet_name(table)
        yield from _records(table)


def _lines_of_page(document: OfficeDocument) -> Iterator[str]:
    title, *others = document.lines()
    yield from (title, web.BYLINE, *others)


def _lines_of_mail(document: OfficeDocument) -> Iterator[str]:
    _, *others = document.lines()
    yield from (*mail.head_of_mail(document), *others)


def _lines_of_mail_with_attachment(document: OfficeDocument) -> Iterator[str]:
    _, *others = document.lines()
    yield from (*mail.head_of_mail(document), f"附件: {mail.ATTACHMENT}", *others)


_TEXTS = (
    Form("txt, UTF-8", ".txt", _Encoded(plain.text_of), carries=Carries.PROSE),
    Form("txt, GB18030", ".txt", _Encoded(plain.text_of, "gb18030"), carries=Carries.PROSE),
    Form("txt, Big5", ".txt", _Encoded(plain.text_of, "big5hkscs"), carries=Carries.PROSE),
    Form("txt, UTF-16", ".txt", _Encoded(plain.text_of, "utf-16"), carries=Carries.PROSE),
    Form("txt, lines cut", ".txt", _Encoded(plain.wrapped_text_of), carries=Carries.PROSE),
    Form("markdown", ".md", _Encoded(plain.markdown_of)),
    Form("html", ".html", web.page_of, _lines_of_page),
    Form("html, GB2312", ".htm", lambda document: web.page_of(document, "gb2312"), _lines_of_page),
    Form("xml", ".xml", web.xml_of),
    Form("rtf", ".rtf", rtf.rtf_of),
)
_PACKAGES = (
    Form("epub", ".epub", web.epub_of),
    Form("odt", ".odt", opendocument.odt_of),
    Form("odp", ".odp", opendocument.odp_of),
    Form("docx", ".docx", office.docx_of),
    Form("pptx", ".pptx", office.pptx_of),
    Form("ofd", ".ofd", fixed_pages.ofd_of),
)
_SHEETS = (
    *(
        Form(name, suffix, write, _records_of_first, Carries.TABLES, rows=_rows_of_first)
        for name, suffix, write in (
            ("csv", ".csv", _Encoded(_delimited(","), "utf-8-sig")),
            ("csv, GB18030", ".csv", _Encoded(_delimited(","), "gb18030")),
            ("tsv", ".tsv", _Encoded(_delimited("\t"))),
            ("jsonl", ".jsonl", _Encoded(_json_lines)),
        )
    ),
    *(
        Form(name, f".{name}", write, _records_of_all, Carries.TABLES, rows=_rows_below_headers)
        for name, write in (("xlsx", office.xlsx_of), ("ods", opendocument.ods_of))
    ),
)
_CONTAINERS = (
    Form("eml, text", ".eml", mail.text_mail_of, _lines_of_mail, Carries.PROSE),
    Form("eml, HTML", ".eml", mail.html_mail_of, _lines_of_mail_with_attachment),
    Form("eml, attachment", ".eml", mail.html_mail_of, member=mail.ATTACHMENT),
    Form("zip", ".zip", mail.zip_of, member=mail.MEMBER),
)
FORMS = (*_TEXTS, *_PACKAGES, *_SHEETS, *_CONTAINERS)


def printed_form(browser: Browser) -> Form:
    """PDF, which only a browser writes."""
    return Form("pdf", ".pdf", _Printed(browser))
