"""Word documents: headings, numbers as shown, tables, notes, text boxes, changes as accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpus.errors import ParseError
from corpus.parsers.base import EmptyFileError
from corpus.parsers.composing.blocks import Block, write_blocks
from corpus.parsers.composing.composer import Composer
from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.docx_parts.blocks import StoryReader, Surroundings
from corpus.parsers.docx_parts.contents import ContentsEntry, DocxBlock, with_heads_of_contents
from corpus.parsers.docx_parts.drawings import graphic_blocks
from corpus.parsers.docx_parts.findings import Finding, Findings, losses, warnings
from corpus.parsers.docx_parts.names import attribute, child, children
from corpus.parsers.docx_parts.numbering import Numbering
from corpus.parsers.docx_parts.package import KIND, DocxPackage
from corpus.parsers.docx_parts.runs import NoteMark
from corpus.parsers.docx_parts.styles import Styles
from corpus.parsers.docx_parts.titles import stated_metadata, title_of, with_title
from corpus.types import Cut, ParsedFile, RawFile, ReadingFacts, RemovalReason, TextLayout

PROPERTIES_PART = "docProps/core.xml"
NOTE_PARTS = (("footnotes", "w:footnote"), ("endnotes", "w:endnote"))


def parse_docx(raw: RawFile) -> ParsedFile:
    """Read a Word document; notes stand behind the paragraph or table that refers to them."""
    findings: Findings = Counter()
    package = DocxPackage(raw.data)
    try:
        blocks = with_title(with_heads_of_contents(_read(package, findings)))
        properties = package.part(PROPERTIES_PART)
    finally:
        package.close()
    composer, cuts = _written(blocks)
    if not composer.text.strip():
        raise _empty(findings)
    return ParsedFile(
        text=composer.text,
        metadata=stated_metadata(properties, title_of(blocks), composer.text),
        losses=(*package.losses, *losses(findings)),
        layout=TextLayout.STRUCTURED,
        cuts=tuple(cuts),
        facts=ReadingFacts(warnings=warnings(findings)),
    )


def _read(package: DocxPackage, findings: Findings) -> list[DocxBlock]:
    document = package.document()
    body = child(document, "w:body")
    if body is None:
        raise ParseError(
            f"The {KIND} has no text: its part {package.main_part!r} holds no body.",
            remedy="Open it in Word or WPS, save it again, or get an intact copy.",
        )
    styles = Styles(package.related("styles"))
    around = Surroundings(
        styles=styles,
        numbering=Numbering(package.related("numbering"), styles),
        notes=_notes(package),
        note_counts=Counter(),
        graphics=lambda identity: _graphic(package, identity),
        findings=findings,
    )
    findings[Finding.COMMENT] += _comments(package)
    return list(StoryReader(around).blocks(body))


def _notes(package: DocxPackage) -> dict[NoteMark, Element]:
    notes: dict[NoteMark, Element] = {}
    for kind, name in NOTE_PARTS:
        root = package.related(kind)
        for note in () if root is None else children(root, name):
            if attribute(note, "type") in {"", "normal"}:  # the others are rules between notes
                notes[NoteMark(kind, attribute(note, "id"))] = note
    return notes


def _graphic(package: DocxPackage, identity: str) -> list[Block]:
    relation = package.relations.get(identity)
    root = None if relation is None else package.part(relation.target)
    return [] if root is None else graphic_blocks(root)


def _comments(package: DocxPackage) -> int:
    root = package.related("comments")
    return 0 if root is None else sum(1 for _ in children(root, "w:comment"))


def _written(blocks: Sequence[DocxBlock]) -> tuple[Composer, list[Cut]]:
    """The text, and where tables of contents stand in it."""
    composer = Composer()
    cuts: list[Cut] = []
    for block in blocks:
        if not isinstance(block, ContentsEntry):
            write_blocks(composer, [block])
            continue
        start = len(composer)
        composer.line(block.words)
        if len(composer) > start:
            cuts.append(Cut(start, len(composer), RemovalReason.NAVIGATION))
    return composer, cuts


def _empty(findings: Findings) -> EmptyFileError:
    if findings[Finding.PICTURE]:
        return EmptyFileError(
            f"The {KIND} is empty: it holds only pictures ({findings[Finding.PICTURE]}), "
            "which are not read.",
            remedy="If the pictures show text, save the document as PDF.",
        )
    return EmptyFileError(
        f"The {KIND} is empty: it holds no readable character.",
        remedy="Remove the file or put text into it.",
    )
