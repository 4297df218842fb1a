"""What lies on an Excel sheet beside its cells: boxes with text, charts, pictures, comments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.parsers.xlsx_package import Relation, XlsxPackage

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OBJECT_KINDS = frozenset({"oleObject", "package", "control"})


@dataclass(slots=True)
class Drawings:
    """The texts of boxes, and how many things were left out, by what they are called."""

    texts: list[str] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)

    def count(self, name: str, number: int) -> None:
        """Adds things that are left out."""
        if number:
            self.left_out[name] = self.left_out.get(name, 0) + number


def read_drawings(package: XlsxPackage, relations: Mapping[str, Relation]) -> Drawings:
    """The drawings of the sheet with these relations."""
    found = Drawings()
    for relation in relations.values():
        if relation.kind == "drawing":
            _read_drawing(package, relation.part, found)
        elif relation.kind == "comments":
            root = package.parse_if_sound(relation.part)
            count = 0 if root is None else len(root.findall("{*}commentList/{*}comment"))
            found.count("comment", count)
        elif relation.kind in _OBJECT_KINDS:
            found.count("embedded object", 1)
    return found


def _read_drawing(package: XlsxPackage, part: str, found: Drawings) -> None:
    root = package.parse_if_sound(part)
    if root is None:
        return
    for shape in root.iter("{*}sp"):
        if not any(True for _ in shape.iterancestors(_FALLBACK)):
            for paragraph in shape.iter("{*}p"):
                words = "".join(text.text or "" for text in paragraph.iter("{*}t"))
                if words.strip():
                    found.texts.append(words)
    relations = package.relations(part).values()
    found.count("chart", sum(relation.kind in {"chart", "chartEx"} for relation in relations))
    found.count("picture", sum(1 for _ in root.iter("{*}pic")))
