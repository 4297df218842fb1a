"""Drawings of Word: text boxes, charts, diagrams; pictures are counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from corpus.parsers.composing.blocks import Block
from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.docx_parts.findings import Finding, Findings
from corpus.parsers.docx_parts.names import inner, name_of, relation, texts
from corpus.parsers.pptx_parts.graphics import chart, diagram

_DEEPEST = 40
# What makes a branch of alternatives worth reading.
_CONTENT = frozenset(
    {"w:t", "w:txbxContent", "a:t", "m:t", "pic:pic", "c:chart", "cx:chart", "dgm:relIds"}
)


@dataclass(slots=True)
class Drawing:
    """What stands in a drawing.

    Attributes:
        boxes: the contents of its text boxes.
        lines: words that are drawn.
        graphics: ids of the relationships to charts and diagrams.
    """

    boxes: list[Element] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    graphics: list[str] = field(default_factory=list)


def branch_of(alternatives: Element) -> Element:
    """The one branch of `mc:AlternateContent` to read: the first with content."""
    for branch in alternatives:
        if any(name_of(part) in _CONTENT for part in branch.iter()):
            return branch
    return next(iter(alternatives), alternatives)


def read_drawing(element: Element, findings: Findings) -> Drawing:
    """The contents of `w:drawing`, `w:pict` or `w:object`."""
    drawing = Drawing()
    has_preview = next(inner(element, "o:OLEObject"), None) is not None
    _collect(element, drawing, Counter() if has_preview else findings, 0)
    for embedded in inner(element, "o:OLEObject"):
        is_formula = embedded.get("ProgID", "").startswith("Equation")
        findings[Finding.FORMULA if is_formula else Finding.EMBEDDED] += 1
    return drawing


def _collect(element: Element, drawing: Drawing, findings: Findings, depth: int) -> None:
    for part in element:
        name = name_of(part)
        if name == "w:txbxContent":
            drawing.boxes.append(part)
        elif name == "a:txBody":
            drawing.lines += ["".join(texts(paragraph)) for paragraph in inner(part, "a:p")]
        elif name == "v:textpath":
            drawing.lines.append(part.get("string", ""))
        elif name == "c:chart":
            drawing.graphics.append(relation(part, "id"))
        elif name == "dgm:relIds":
            drawing.graphics.append(relation(part, "dm"))
        elif name in {"pic:pic", "cx:chart", "v:imagedata"}:
            findings[Finding.PICTURE] += 1  # the picture of an embedded file counts as that file
        elif depth < _DEEPEST:
            inside = branch_of(part) if name == "mc:AlternateContent" else part
            _collect(inside, drawing, findings, depth + 1)


def graphic_blocks(root: Element) -> list[Block]:
    """The words of a chart or a diagram, by the root of its part."""
    return list(chart(root) if name_of(root) == "c:chartSpace" else diagram(root))
