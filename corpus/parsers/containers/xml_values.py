"""Values that attributes of XML elements hold."""

from __future__ import annotations

from corpus.parsers.containers.safe_xml import Element

LONGEST_NUMBER = 9


def whole_number(element: Element | None, key: str, default: int = 0) -> int:
    """The whole number in an attribute, not below zero; `default` where there is none."""
    value = "" if element is None else element.get(key, "")
    return int(value) if value.isdecimal() and len(value) <= LONGEST_NUMBER else default
