"""What the styles of an OpenDocument file say of a paragraph: title, hidden, without a number."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.parsers.containers.odf_package import OFFICE, PRESENTATION, STYLE, TEXT, OdfPackage
from corpus.parsers.containers.safe_xml import Element

TITLE_NAMES = frozenset({"title", "标题", "標題", "文档标题", "文章标题", "公文标题", "大标题"})
PARAGRAPH, CHARACTERS, SLIDE = "paragraph", "text", "drawing-page"
_LONGEST_CHAIN = 50


class OdfStyles:
    """The styles that the content can use, by family and name."""

    def __init__(self, package: OdfPackage) -> None:
        # Automatic styles of styles.xml are those of headers and masters; their names clash.
        holders = package.content.findall(f"{OFFICE}automatic-styles")
        if package.styles is not None:
            holders += package.styles.findall(f"{OFFICE}styles")
        self._styles: dict[tuple[str, str], Element] = {}
        self.lists: dict[str, Element] = {}
        self.outline: Element | None = None
        for holder in holders:
            self._collect(holder)

    def _collect(self, holder: Element) -> None:
        for style in holder:
            name = style.get(f"{STYLE}name", "")
            if style.tag == f"{STYLE}style":
                self._styles.setdefault((style.get(f"{STYLE}family", ""), name), style)
            elif style.tag == f"{TEXT}list-style":
                self.lists.setdefault(name, style)
            elif style.tag == f"{TEXT}outline-style":
                self.outline = style

    def is_title(self, name: str) -> bool:
        """Whether a paragraph style is that of the title of the document."""
        names = (
            style.get(f"{STYLE}{key}", "").lower()
            for style in self._chain(PARAGRAPH, name)
            for key in ("display-name", "name")
        )
        return any(known in TITLE_NAMES for known in names)

    def is_hidden(self, family: str, name: str) -> bool:
        """Whether words in a style are not shown."""
        return self._property(family, name, f"{STYLE}text-properties", f"{TEXT}display") == "none"

    def is_hidden_slide(self, name: str) -> bool:
        """Whether a slide in a style is left out of the show."""
        properties = f"{STYLE}drawing-page-properties"
        return self._property(SLIDE, name, properties, f"{PRESENTATION}visibility") == "hidden"

    def is_unnumbered(self, name: str) -> bool:
        """Whether a paragraph style takes the mark or number of a list away."""
        properties = f"{STYLE}paragraph-properties"
        return self._property(PARAGRAPH, name, properties, f"{TEXT}enable-numbering") == "false"

    def leaves_outline(self, name: str) -> bool:
        """Whether headings in a style have no number of the outline."""
        key = f"{STYLE}list-style-name"
        named = (style.get(key) for style in self._chain(PARAGRAPH, name))
        return next((value for value in named if value is not None), None) == ""

    def _property(self, family: str, name: str, properties: str, key: str) -> str:
        for style in self._chain(family, name):
            for holder in style.iterfind(properties):
                value = holder.get(key)
                if value is not None:
                    return value
        return ""

    def _chain(self, family: str, name: str) -> Iterator[Element]:
        """The style and those it is derived from; a circle of them ends."""
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get((family, name))
            if style is None:
                return
            yield style
            name = style.get(f"{STYLE}parent-style-name", "")
