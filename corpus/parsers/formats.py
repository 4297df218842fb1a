"""The table of formats: what a file of each is called, and which parser reads it.

A new format is one parser file and one row. The parsers are named, not imported: they bring
large libraries along, which only the process that reads files needs (`corpus.parsers.registry`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Format:
    """One row of the table.

    Attributes:
        name: as it stands in reports.
        suffixes: of file names, lower case with their dot.
        parser: "module:function" of a `Parser`.
        version: to be raised when the parser gives another result; files of this format are
            then read anew.
        is_text: any text in a known encoding passes for it; else its content has a signature.
    """

    name: str
    suffixes: tuple[str, ...]
    parser: str
    version: int = 1
    is_text: bool = False


FORMATS: tuple[Format, ...] = (
    Format("text", (".txt", ".text"), "corpus.parsers.text:parse_text", is_text=True),
    Format(
        "markdown", (".md", ".markdown"), "corpus.parsers.markdown:parse_markdown", is_text=True
    ),
    Format(
        "html",
        (".html", ".htm", ".xhtml", ".shtml"),
        "corpus.parsers.html:parse_html",
        is_text=True,
    ),
    Format(
        "xml", (".xml", ".rss", ".atom"), "corpus.parsers.xml_text:parse_xml_text", is_text=True
    ),
    Format("epub", (".epub",), "corpus.parsers.epub:parse_epub"),
    Format("subtitles", (".srt", ".vtt"), "corpus.parsers.subtitles:parse_subtitles", is_text=True),
    Format("pdf", (".pdf",), "corpus.parsers.pdf:parse_pdf"),
    Format("ofd", (".ofd",), "corpus.parsers.ofd:parse_ofd"),
    Format("odt", (".odt", ".ott", ".fodt"), "corpus.parsers.odt:parse_odt"),
    Format("odp", (".odp", ".otp", ".fodp"), "corpus.parsers.odp:parse_odp"),
    Format("docx", (".docx", ".docm", ".dotx", ".dotm"), "corpus.parsers.docx:parse_docx"),
    Format(
        "pptx",
        (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"),
        "corpus.parsers.pptx:parse_pptx",
    ),
    Format("zip", (".zip",), "corpus.parsers.zip_archive:parse_zip"),
    Format("rtf", (".rtf",), "corpus.parsers.rtf:parse_rtf"),
    Format("xlsx", (".xlsx", ".xlsm", ".xltx", ".xltm"), "corpus.parsers.xlsx:parse_xlsx"),
    Format("xls", (".xls", ".xlt", ".et", ".ett"), "corpus.parsers.xls:parse_xls"),
    Format("ods", (".ods", ".ots"), "corpus.parsers.ods:parse_ods"),
    Format("csv", (".csv", ".tsv"), "corpus.parsers.delimited:parse_delimited", is_text=True),
    Format(
        "json", (".jsonl", ".ndjson", ".json"), "corpus.parsers.json_lines:parse_json", is_text=True
    ),
    Format("eml", (".eml", ".mht", ".mhtml"), "corpus.parsers.eml:parse_eml"),
    Format("msg", (".msg",), "corpus.parsers.msg:parse_msg"),
    Format("doc", (".doc", ".dot", ".wps", ".wpt"), "corpus.parsers.doc:parse_doc"),
    Format("ppt", (".ppt", ".pps", ".pot", ".dps"), "corpus.parsers.ppt:parse_ppt"),
)

FORMAT_BY_NAME: Mapping[str, Format] = MappingProxyType({row.name: row for row in FORMATS})
FORMAT_BY_SUFFIX: Mapping[str, Format] = MappingProxyType(
    {suffix: row for row in FORMATS for suffix in row.suffixes}
)


def supported_suffixes() -> frozenset[str]:
    """The suffixes that can be read, lower case with their dot."""
    return frozenset(FORMAT_BY_SUFFIX)
