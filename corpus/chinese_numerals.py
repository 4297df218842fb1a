"""Values of numbers written in Chinese characters (in their search form)."""

from __future__ import annotations

import re

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "0": 0, "两": 2}
LONGEST_NUMERAL = 24

_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_ZERO = str.maketrans("〇○0", "零零零")
_UNITS = {"千": 1000, "百": 100, "十": 10}
_SECTION = re.compile(
    r"(?:(?P<千>[一二两三四五六七八九])千)?"
    r"(?:零?(?P<百>[一二两三四五六七八九])百)?"
    r"(?:零?(?P<十>[一二三四五六七八九]?)十)?"
    r"(?P<zero>零?)(?P<one>[一二两三四五六七八九]?)"
)


def chinese_numeral(value: int) -> str:
    """`value` as a numeral, 12 → "十二"; from 100 on in Arabic digits."""
    if not 0 < value < 100:
        return str(value)
    tens, ones = divmod(value, 10)
    numerals = "零一二三四五六七八九"
    ten = ("" if tens == 1 else numerals[tens]) + "十" if tens else ""
    return ten + (numerals[ones] if ones else "")


def plain_numeral(numeral: str) -> str:
    """`numeral` with the characters of cheques (壹贰叁) as everyday ones."""
    return numeral.translate(_FORMAL)


def digits_of(numeral: str) -> str:
    """The Arabic digits of a numeral read digit by digit: 二〇〇四 → "2004"."""
    return "".join(str(DIGITS[character]) for character in numeral)


def value_of(numeral: str) -> int | None:
    """The value of a numeral with units (三千五百 → 3500); None where it has none.

    No value: 一二十 and other rough figures, 万一, 十二五.
    """
    if not numeral or len(numeral) > LONGEST_NUMERAL:
        return None
    for mark, factor in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = numeral.rpartition(mark)
        if found:
            return _around(head, tail, factor)
    return _section_value(numeral.translate(_ZERO))


def _around(head: str, tail: str, factor: int) -> int | None:
    """Value of `head` times `factor` plus `tail`; in 三万五 the tail counts tenths."""
    high = value_of(head)
    if not high:
        return None
    if not tail:
        return high * factor
    low = DIGITS[tail] * factor // 10 if tail in DIGITS else value_of(tail)
    return None if low is None else high * factor + low


def _section_value(numeral: str) -> int | None:
    match = _SECTION.fullmatch(numeral)
    if match is None:
        return None
    value, smallest = 0, 1
    for unit, size in _UNITS.items():
        count = match[unit]
        if count is not None:
            value += (DIGITS[count] if count else 1) * size
            smallest = size
    last = DIGITS[match["one"]] if match["one"] else 0
    is_short_form = smallest >= 100 and not match["zero"]
    return value + last * (smallest // 10 if is_short_form else 1)
