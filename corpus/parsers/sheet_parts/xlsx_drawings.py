"""What lies on an Excel sheet beside its cells: boxes with text, charts, pictures, comments."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.parsers.sheet_parts.spreadsheet_text import SheetContent
from corpus.parsers.sheet_parts.xlsx_package import Relation, XlsxPackage

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OBJECT_KINDS = frozenset({"oleObject", "package", "control"})
_CHART_KINDS = frozenset({"chart", "chartEx"})


def read_drawings(
    package: XlsxPackage, relations: Mapping[str, Relation], content: SheetContent
) -> list[str]:
    """The texts of boxes on the sheet with these relations; what is left out is counted."""
    texts: list[str] = []
    for relation in relations.values():
        if relation.kind == "drawing":
            texts += _read_drawing(package, relation.part, content)
        elif relation.kind == "comments":
            root = package.parse_if_sound(relation.part)
            if root is not None:
                content.count("comment", len(root.findall("{*}commentList/{*}comment")))
        elif relation.kind in _OBJECT_KINDS:
            content.count("embedded object")
    return texts


def _read_drawing(package: XlsxPackage, part: str, content: SheetContent) -> list[str]:
    root = package.parse_if_sound(part)
    if root is None:
        return []
    texts = [
        "".join(text.text or "" for text in paragraph.iter("{*}t"))
        for shape in root.iter("{*}sp")
        if next(shape.iterancestors(_FALLBACK), None) is None
        for paragraph in shape.iter("{*}p")
    ]
    charts = [r for r in package.relations(part).values() if r.kind in _CHART_KINDS]
    content.count("chart", len(charts))
    content.count("picture", sum(1 for _ in root.iter("{*}pic")))
    return [text for text in texts if text.strip()]
