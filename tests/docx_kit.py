"""Writes Word documents part by part: all that the format allows, also damaged ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from corpus.parsers.registry import parse_raw
from corpus.types import ParsedFile, RawFile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{OFFICE}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
CONTENT_TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    '+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
END_FIELD = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
# The parts that a document refers to, by the word that ends the type of the relationship.
RELATED = ("styles", "numbering", "footnotes", "endnotes", "comments")


def paragraph(words: str = "", properties: str = "", *, runs: str = "") -> str:
    """A paragraph of one run of `words`, or of `runs` as they are."""
    stated = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{stated}{runs or run(words)}</w:p>"


def run(words: str, properties: str = "") -> str:
    """A run of words."""
    stated = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{stated}<w:t xml:space="preserve">{words}</w:t></w:r>'


def styled(words: str, style: str) -> str:
    """A paragraph in a style."""
    return paragraph(words, f'<w:pStyle w:val="{style}"/>')


def item(words: str, list_id: int, level: int = 0) -> str:
    """A paragraph of a list."""
    numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(words, numbering)


def table(*rows: tuple[str, ...]) -> str:
    """A table; cells that start with "<" are their own XML."""
    return "<w:tbl>" + "".join(map(row_of, rows)) + "</w:tbl>"


def row_of(cells: tuple[str, ...], properties: str = "") -> str:
    """A row of a table."""
    inside = "".join(each if each.startswith("<w:tc>") else cell(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def cell(words: str, properties: str = "") -> str:
    """A cell of a table."""
    content = words if words.startswith("<") else paragraph(words)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def style(identity: str, name: str, properties: str = "", based_on: str = "") -> str:
    """A paragraph style."""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="{name}"/>{base}'
        f"<w:pPr>{properties}</w:pPr></w:style>"
    )


def level(place: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    """A level of a list."""
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*definitions: str, more: str = "") -> str:
    """Lists from 1 up, each with the levels given for it."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{place}">{levels}</w:abstractNum>'
        for place, levels in enumerate(definitions, 1)
    )
    numbers = "".join(
        f'<w:num w:numId="{place}"><w:abstractNumId w:val="{place}"/></w:num>'
        for place in range(1, len(definitions) + 1)
    )
    return abstract + numbers + more


def open_field(instruction: str) -> str:
    """The beginning of a field; its result follows."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def field(instruction: str, result: str) -> str:
    """A field and its result, over several runs."""
    return open_field(instruction) + (run(result) if result else "") + END_FIELD


def docx_parts(body: str, related: Mapping[str, str] | None = None) -> dict[str, bytes]:
    """The parts of a document; `related` gives the insides of styles, numbering and so on."""
    given = related or {}
    links = "".join(
        f'<Relationship Id="rId-{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>'
        for kind in RELATED
        if kind in given
    )
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": _relationships(
            f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relationships(links + given.get("links", "")),
    }
    for kind in RELATED:
        if kind in given:
            parts[f"word/{kind}.xml"] = f"<w:{kind} {NAMESPACES}>{given[kind]}</w:{kind}>"
    return {name: text.encode() for name, text in parts.items()}


def _relationships(links: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a package."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def parsed(body: str, **related: str) -> ParsedFile:
    """What is read from a document."""
    return parse_raw(RawFile("文件.docx", packed(docx_parts(body, related))))


def lines(body: str, **related: str) -> list[str]:
    """The lines that are read from a document, without the blank ones."""
    return [line for line in parsed(body, **related).text.splitlines() if line]
