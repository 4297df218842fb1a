"""What the styles of a Word file say of a paragraph: heading, contents, number, hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.docx_parts.names import attribute, child, children, is_on, number

BODY_LEVEL = 9
TITLE_NAMES = frozenset({"title", "标题", "標題", "文档标题", "文章标题", "公文标题", "大标题"})

_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])")
_CONTENTS = re.compile(
    r"(?:toc|contents|目录|目錄|index)\s*\d"
    r"|(?:contents|toc|index) heading|toc标题|table of figures|图表目录"
)
_LONGEST_CHAIN = 50


@dataclass(frozen=True, slots=True)
class StyleFacts:
    """What a style means, with all that it takes from the styles it is based on.

    Attributes:
        level: of the outline, from 0; 9 is body text; None where the style says nothing.
        is_title: the style of the document's title.
        is_contents: entries and headings of a table of contents or an index.
        numbering: the id of its list; "" for none.
        list_level: the level in that list, from 0; None where the style does not say.
        is_hidden: its words are not shown.
    """

    level: int | None = None
    is_title: bool = False
    is_contents: bool = False
    numbering: str = ""
    list_level: int | None = None
    is_hidden: bool = False


PLAIN_STYLE = StyleFacts()


class Styles:
    """All styles of a file, looked up by their ids."""

    def __init__(self, root: Element | None) -> None:
        styles = () if root is None else tuple(children(root, "w:style"))
        self._elements = {attribute(style, "styleId"): style for style in styles}
        self._default = next((attribute(s, "styleId") for s in styles if _is_default(s)), "")
        self._facts: dict[str, StyleFacts] = {}

    def of(self, identity: str) -> StyleFacts:
        """The facts of a style; those of the default paragraph style for "" and unknown ids."""
        if identity not in self._facts:
            known = identity if identity in self._elements else self._default
            self._facts[identity] = self._resolved(known)
        return self._facts[identity]

    def is_hidden(self, identity: str) -> bool:
        """Whether words in a character style are not shown."""
        return identity in self._elements and self.of(identity).is_hidden

    def _resolved(self, identity: str) -> StyleFacts:
        facts = PLAIN_STYLE
        for style in reversed(list(self._chain(identity))):
            facts = _extended(facts, style)
        return facts

    def _chain(self, identity: str) -> Iterator[Element]:
        """The style and those it is based on; a circle of them ends."""
        seen: set[str] = set()
        while identity in self._elements and identity not in seen and len(seen) < _LONGEST_CHAIN:
            seen.add(identity)
            yield self._elements[identity]
            identity = attribute(child(self._elements[identity], "w:basedOn"), "val")


def _is_default(style: Element) -> bool:
    return attribute(style, "type") == "paragraph" and attribute(style, "default") in {"1", "true"}


def _extended(facts: StyleFacts, style: Element) -> StyleFacts:
    """`facts` of the style below, with what `style` itself says."""
    properties = child(style, "w:pPr")
    name = attribute(child(style, "w:name"), "val").strip().lower()
    heading = _HEADING.fullmatch(name)
    outline = number(child(properties, "w:outlineLvl"))
    if outline is None and heading:
        outline = int(heading[1]) - 1
    if outline is not None or heading or name in TITLE_NAMES or _CONTENTS.match(name):
        facts = replace(
            facts,
            level=facts.level if outline is None else outline,
            is_title=name in TITLE_NAMES,
            is_contents=bool(_CONTENTS.match(name)),
        )
    hidden = child(style, "w:rPr", "w:vanish")
    if hidden is not None:
        facts = replace(facts, is_hidden=is_on(hidden))
    numbering = child(properties, "w:numPr")
    if numbering is None:
        return facts
    return replace(
        facts,
        numbering=attribute(child(numbering, "w:numId"), "val") or facts.numbering,
        list_level=_first(number(child(numbering, "w:ilvl")), facts.list_level),
    )


def _first(value: int | None, fallback: int | None) -> int | None:
    return fallback if value is None else value
