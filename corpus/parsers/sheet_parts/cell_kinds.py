"""What a shown text of a cell is: a number, a day or words."""

from __future__ import annotations

import re
from enum import Enum


class CellKind(Enum):
    """What a cell shows."""

    NUMBER = "number"
    DATE = "date"
    TEXT = "text"


_NUMBER = re.compile(
    r"[(+\-]?(?:[¥￥$€£]|HK\$|US\$|RMB)?\s*[+\-]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:E[+-]?\d+)?"
    r"\s*(?:%|‰|[万亿千百]?[元人个户件吨米]?)?\)?",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\d{4}\s*[-/.年]\s*\d{1,2}\s*(?:[-/.月]\s*\d{1,2}\s*日?|月)?(?:[ T]+\d{1,2}:\d{2}.*)?"
    r"|\d{1,2}[-/]\d{1,2}[-/]\d{2,4}|\d{1,2}月\d{1,2}日|\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AP]M)?"
    r"|\d{1,2}-[A-Z][a-z]{2}(?:-\d{2,4})?"
)
_PERIOD = re.compile(
    r"(?:19|20)\d{2}\s*年?度?|(?:19|20)\d{2}\s*[-/.年]\s*(?:1[0-2]|0?[1-9])\s*月?|\d{1,2}\s*月份?"
    r"|Q[1-4]|第?[一二三四1-4]季度"
)
_LONGEST_VALUE = 40
_LONGEST_LABEL = 60
_NO_LABEL = re.compile(r"[。！？；]|https?://|\S@\S|\d{5}")


def kind_of(cell: str) -> CellKind:
    """What a shown text is."""
    shown = cell.strip()
    if len(shown) > _LONGEST_VALUE:
        return CellKind.TEXT
    if _NUMBER.fullmatch(shown):
        return CellKind.NUMBER
    return CellKind.DATE if _DATE.fullmatch(shown) else CellKind.TEXT


def is_period(cell: str) -> bool:
    """Whether a text names a year, a quarter or a month, as columns of figures are headed."""
    return _PERIOD.fullmatch(cell.strip()) is not None


def is_label(cell: str) -> bool:
    """Whether a text may name a column: short, no sentence, no long number, no address."""
    return len(cell) <= _LONGEST_LABEL and not _NO_LABEL.search(cell)


def may_name(cell: str) -> bool:
    """Whether a text looks like the name of a column: a label or a period, no figure."""
    return is_period(cell) or (kind_of(cell) is CellKind.TEXT and is_label(cell))
