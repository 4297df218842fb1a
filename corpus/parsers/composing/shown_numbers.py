"""Numbers of lists and headings as programs show them: 3, c, III, 三, 叁, ③, 丙."""

from __future__ import annotations

from collections.abc import Callable, Sequence

HANZI_DIGITS, HANZI_UNITS = "零一二三四五六七八九", ("", "十", "百", "千")
CHEQUE_DIGITS, CHEQUE_UNITS = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟")
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
CIRCLED = "".join(
    chr(code) for code in (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))
)
BLACK_CIRCLED = "❶❷❸❹❺❻❼❽❾❿⓫⓬⓭⓮⓯⓰⓱⓲⓳⓴"
WIDE_MARKS = ("、", "．", "）", "：", "。", "】", "〕", "\u3000", " ")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MAX_ROMAN, _MAX_LETTERS, _MAX_HANZI = 4999, 26 * 27, 9999

Shown = Callable[[int], str]


def numbered(number: str, words: str) -> str:
    """`words` behind their number; full-width marks need no blank."""
    if not number:
        return words
    return f"{number}{'' if number.endswith(WIDE_MARKS) else ' '}{words}"


def roman(number: int) -> str:
    """4 → "iv"."""
    if not 0 < number <= _MAX_ROMAN:
        return str(number)
    parts: list[str] = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        parts.append(letters * count)
    return "".join(parts)


def letters(number: int) -> str:
    """3 → "c", 27 → "aa", 28 → "ab"."""
    if not 0 < number <= _MAX_LETTERS:
        return str(number)
    high, low = divmod(number - 1, 26)
    return (chr(ord("a") + high - 1) if high else "") + chr(ord("a") + low)


def hanzi(number: int) -> str:
    """12 → "十二", 105 → "一百零五"."""
    shown = _with_units(number, HANZI_DIGITS, HANZI_UNITS)
    return shown[1:] if shown.startswith("一十") else shown


def cheque_hanzi(number: int) -> str:
    """12 → "壹拾贰", as on cheques."""
    return _with_units(number, CHEQUE_DIGITS, CHEQUE_UNITS)


def full_width(number: int) -> str:
    """12 → "１２"."""
    return str(number).translate(_FULL_WIDTH)


def one_of(signs: Sequence[str]) -> Shown:
    """Counts through `signs`, and goes on with figures."""
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


def upper(shown: Shown) -> Shown:
    """`shown` in capitals."""
    return lambda number: shown(number).upper()


def _with_units(number: int, digits: str, units: Sequence[str]) -> str:
    if not 0 < number <= _MAX_HANZI:
        return digits[0] if number == 0 else str(number)
    figures = str(number)
    parts: list[str] = []
    for place, figure in enumerate(figures):
        unit = units[len(figures) - 1 - place]
        if figure != "0":
            parts.append(digits[int(figure)] + unit)
        elif figures[place:].strip("0") and parts[-1] != digits[0]:
            parts.append(digits[0])
    return "".join(parts)
