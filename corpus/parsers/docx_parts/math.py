"""Formulas of Word on one line: fractions as a/b, powers as x², roots as √(x)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from corpus.parsers.containers.safe_xml import Element
from corpus.parsers.docx_parts.names import child, children, inner, name_of
from corpus.parsers.docx_parts.symbols import raised

_DEEPEST = 40


def formula_words(element: Element, depth: int = 0) -> str:
    """What a formula (`m:oMath` or a part of it) says."""
    if depth > _DEEPEST:
        return "".join(part.text or "" for part in inner(element, "m:t"))
    name = name_of(element)
    if name in {"m:t", "w:t"}:
        return element.text or ""
    if name in _SHAPES:
        return _SHAPES[name](element, depth + 1)
    if name.endswith("Pr"):
        return ""
    return "".join(formula_words(part, depth + 1) for part in element)


def _part(element: Element, name: str, depth: int) -> str:
    part = child(element, name)
    return "" if part is None else formula_words(part, depth).strip()


def _fraction(element: Element, depth: int) -> str:
    return f"{_grouped(_part(element, 'm:num', depth))}/{_grouped(_part(element, 'm:den', depth))}"


def _scripts(element: Element, depth: int) -> str:
    return f"{_part(element, 'm:e', depth)}{_limits(element, depth)}"


def _limits(element: Element, depth: int) -> str:
    return _lower(_part(element, "m:sub", depth)) + _upper(_part(element, "m:sup", depth))


def _root(element: Element, depth: int) -> str:
    return f"{raised(_part(element, 'm:deg', depth))}√{_grouped(_part(element, 'm:e', depth))}"


def _sum(element: Element, depth: int) -> str:
    sign = _value(element, "m:naryPr", "m:chr", "∫")
    limits = _limits(element, depth)
    return f"{sign}{limits}{' ' if limits else ''}{_part(element, 'm:e', depth)}"


def _brackets(element: Element, depth: int) -> str:
    opener = _value(element, "m:dPr", "m:begChr", "(")
    closer = _value(element, "m:dPr", "m:endChr", ")")
    inside = ", ".join(formula_words(each, depth) for each in children(element, "m:e"))
    return f"{opener}{inside}{closer}"


def _value(element: Element, properties: str, name: str, usual: str) -> str:
    stated = child(element, properties, name)
    if stated is None:
        return usual
    return next((str(v) for k, v in stated.items() if str(k).endswith("}val")), usual)


def _grouped(words: str) -> str:
    return words if len(words) == 1 or words.isalnum() else f"({words})"


def _upper(words: str) -> str:
    if not words:
        return ""
    figures = raised(words)
    return figures if figures != words else f"^{_grouped(words)}"


def _lower(words: str) -> str:
    return f"_{_grouped(words)}" if words else ""


_SHAPES: Mapping[str, Callable[[Element, int], str]] = MappingProxyType(
    {
        "m:f": _fraction,
        "m:sSup": _scripts,
        "m:sSub": _scripts,
        "m:sSubSup": _scripts,
        "m:rad": _root,
        "m:nary": _sum,
        "m:d": _brackets,
    }
)
