"""What stands in a document and is not read: counted while reading, told in the report."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum


class Unread(StrEnum):
    """Kinds of what is not read; the value is the word of the report."""

    PICTURE = "Pictures"
    OBJECT = "Embedded objects"
    CHART = "Charts of an unknown kind"
    DIAGRAM = "Diagrams without their texts"
    HIDDEN = "Hidden texts"
    COMMENT = "Comments"


def unread_warnings(unread: Counter[Unread]) -> tuple[str, ...]:
    """A sentence on every kind that occurs."""
    return tuple(
        f"{kind} that are not read: {unread[kind]}." for kind in Unread if unread[kind] > 0
    )
