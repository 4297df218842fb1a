"""The marks that a browser shows before the items of lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from corpus.parsers.composing import shown_numbers
from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.html_parts.tree import local_name

BULLET_MARK = "- "
LARGEST_START = 100_000
LISTS = frozenset(("ol", "ul", "menu", "dir"))

_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_FIGURES: Mapping[str, shown_numbers.Shown] = {
    "a": shown_numbers.letters,
    "A": shown_numbers.upper(shown_numbers.letters),
    "i": shown_numbers.roman,
    "I": shown_numbers.upper(shown_numbers.roman),
    "lower-alpha": shown_numbers.letters,
    "upper-alpha": shown_numbers.upper(shown_numbers.letters),
    "lower-roman": shown_numbers.roman,
    "upper-roman": shown_numbers.upper(shown_numbers.roman),
}
_HANZI_STYLES = frozenset(
    ("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal", "cjk-decimal")
)
# An item that brings its own number or mark needs no other.
_OWN_MARK = re.compile(
    r"[（(\[【]?(?:\d{1,3}|[一二三四五六七八九十百]{1,4}|[a-zA-Z]|[ivxIVX]{1,4})[)）\]】.．、:：]"
    r"|第\S{1,5}[章节條条款项部分]|[-*•·●○◆■□▪►①-⑳]"
)


@dataclass(frozen=True, slots=True)
class _List:
    numbered: bool
    style: str
    number: int
    step: int


class ListMarks:
    """Follows a walk through lists and tells the mark of each item once."""

    def __init__(self) -> None:
        self._lists: list[_List] = []
        self._pending = ""

    def enter(self, element: Element, name: str) -> None:
        """The walk comes into an element."""
        if name in LISTS:
            self._lists.append(_list_of(element, name))
        elif name == "li":
            self._pending = self._mark_of(element)

    def leave(self, name: str) -> None:
        """The walk comes out of an element."""
        if name in LISTS and self._lists:
            self._lists.pop()
        elif name == "li":
            self._pending = ""

    def take(self, words: str) -> str:
        """`words` with the mark of the item that they begin, if they do."""
        mark, self._pending = self._pending, ""
        return words if not mark or _OWN_MARK.match(words) else mark + words

    def _mark_of(self, item: Element) -> str:
        if not self._lists:
            return BULLET_MARK
        current = self._lists[-1]
        if not current.numbered:
            return "" if current.style == "none" else BULLET_MARK
        number = _number(item.get("value"), current.number)
        self._lists[-1] = replace(current, number=number + current.step)
        style = _style_of(item) or current.style
        if style == "none":
            return ""
        if style in _HANZI_STYLES:
            return f"{shown_numbers.hanzi(number)}、"
        return f"{_FIGURES.get(style, str)(number)}. "


def _list_of(element: Element, name: str) -> _List:
    step = -1 if element.get("reversed") is not None else 1
    first = sum(local_name(child) == "li" for child in element) if step < 0 else 1
    number = _number(element.get("start"), first)
    return _List(name == "ol", _style_of(element), number, step)


def _style_of(element: Element) -> str:
    match = _STYLE.search(element.get("style", ""))
    return match[1].lower() if match else (element.get("type") or "").strip()


def _number(stated: str | None, otherwise: int) -> int:
    try:
        number = int(stated or "")
    except ValueError:
        return otherwise
    return number if abs(number) <= LARGEST_START else otherwise
