"""A conversation as a Word document (Office Open XML)."""

from __future__ import annotations

import io
import re

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from ui.history.texts import HistoryTexts
from ui.history.transcript import Marker, Transcript, WrittenSource, WrittenTurn

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_LATIN_FONT = "Times New Roman"
_CHINESE_FONT = "宋体"
_HEADING_FONT = "黑体"
_SOFT = RGBColor(0x5B, 0x66, 0x75)
_LINK = RGBColor(0x1F, 0x5F, 0xA8)
# Characters that XML 1.0 cannot hold.
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def word_document(written: Transcript, texts: HistoryTexts) -> bytes:
    """The file. Its [n] are links to the sources."""
    document = docx.Document()
    _set_fonts(document)
    document.core_properties.title = _clean(written.title)
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.add_heading(_clean(written.title), level=1)
    _small(document, texts.made_of(len(written.turns), written.count))
    for turn in written.turns:
        _add_turn(document, turn, texts)
    if not written.turns:
        document.add_paragraph(texts.empty)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_fonts(document: Document) -> None:
    for name, chinese in (
        ("Normal", _CHINESE_FONT),
        ("Heading 1", _HEADING_FONT),
        ("Heading 2", _HEADING_FONT),
    ):
        style = document.styles[name]
        style.font.name = _LATIN_FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), chinese)
        style.font.color.rgb = RGBColor(0, 0, 0)
    document.styles["Normal"].font.size = Pt(11)


def _add_turn(document: Document, turn: WrittenTurn, texts: HistoryTexts) -> None:
    document.add_heading(_clean(f"{texts.question}：{turn.question}"), level=2)
    _small(document, turn.asked)
    if turn.understood_as:
        _small(document, f"{texts.understood_as}{turn.understood_as}")
    if not turn.lines:
        document.add_paragraph(texts.not_found)
    if turn.headline:
        document.add_paragraph().add_run(_clean(turn.headline)).bold = True
    for line in turn.lines:
        paragraph = document.add_paragraph()
        for piece in line:
            if isinstance(piece, Marker):
                _add_link(paragraph, piece)
            else:
                paragraph.add_run(_clean(piece))
    if turn.sources:
        document.add_paragraph().add_run(texts.sources).bold = True
    for source in turn.sources:
        _add_source(document, source)


def _add_source(document: Document, source: WrittenSource) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent = Pt(22)
    paragraph.paragraph_format.first_line_indent = Pt(-22)
    _add_link(paragraph, source.marker)
    paragraph.add_run(_clean(f" {source.title}"))
    _make_small(paragraph.add_run(_clean(f" · {source.place}")))
    paragraph.add_run().add_break()
    paragraph.add_run(_clean(f"“{source.quote}”"))


def _small(document: Document, text: str) -> None:
    _make_small(document.add_paragraph().add_run(_clean(text)))


def _make_small(run: Run) -> None:
    run.font.size = Pt(9)
    run.font.color.rgb = _SOFT


def _add_link(paragraph: Paragraph, marker: Marker) -> None:
    """An [n] that opens its source (ECMA-376, 17.16.22)."""
    relation = paragraph.part.relate_to(
        marker.address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = paragraph.add_run(f"[{marker.number}]")
    run.font.color.rgb = _LINK
    link.append(run._r)  # noqa: SLF001 - python-docx has no links of its own
    paragraph._p.append(link)  # noqa: SLF001


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)
