"""Builds presentations for tests, by python-pptx and by changing their XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.util import Inches

from corpus.parsers.registry import parse_raw
from corpus.types import ParsedFile, RawFile

TITLE_SLIDE, TITLE_AND_BODY, ONLY_TITLE, BLANK = 0, 1, 5, 6
DRAWING = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def new_deck() -> Any:
    return Presentation()


def add_slide(deck: Any, layout: int = BLANK, title: str = "") -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    if title:
        slide.shapes.title.text = title
    return slide


def add_box(shapes: Any, words: str, top: float = 1, left: float = 1, height: float = 0.5) -> Any:
    box = shapes.add_textbox(Inches(left), Inches(top), Inches(2), Inches(height))
    box.text_frame.text = words
    return box


def deck_bytes(deck: Any) -> bytes:
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def read_deck(deck: Any, name: str = "报告.pptx") -> ParsedFile:
    return parse_raw(RawFile(name, deck_bytes(deck)))


def changed_parts(data: bytes, change: Callable[[str, str], str]) -> bytes:
    """The package with every XML part as `change(name, part)` gives it."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            is_xml = name.endswith((".xml", ".rels"))
            new.writestr(name, change(name, part.decode()) if is_xml else part)
    return file.getvalue()


def set_paragraphs(shape: Any, *paragraphs: str) -> None:
    """Replaces the paragraphs of a shape by XML: "properties|words"."""
    body = shape.text_frame._txBody
    for old in body.findall("{*}p"):
        body.remove(old)
    for paragraph in paragraphs:
        properties, _, words = paragraph.partition("|")
        runs = f"<a:r><a:t>{words}</a:t></a:r>" if words else ""
        body.append(etree.fromstring(f"<a:p {DRAWING}>{properties}{runs}</a:p>"))
