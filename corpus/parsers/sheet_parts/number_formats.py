"""Numbers as a spreadsheet shows them: by the format codes of Excel, "#,##0.00" or "0.0%".

Codes: ECMA-376 part 1, 18.8.31 (numFmts). Colours, widths and fill characters are not shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import TypeAlias

from corpus.parsers.sheet_parts.date_formats import Epoch, date_of_serial, is_date_code, show_date

Show: TypeAlias = Callable[[float], str]

GENERAL = "General"
_DIGITS_SHOWN = 10
_EXACT_DIGITS = 15
_MOST_DIGITS = 21
_BASE = 10
_MOST_DECIMALS = 30
_KNOWN_CODES = 4096
_GENERAL_NAMES = frozenset({"", "general", "g/通用格式", "g/標準", "standard", "@"})

# Excel of mainland China shows 14, 22 and 27 to 58 so; 5 to 8, 42 and 44 carry the currency of
# the reader's own system, which no file states: it is left out.
BUILTIN_FORMATS: Mapping[int, str] = MappingProxyType(
    {
        0: GENERAL,
        1: "0",
        2: "0.00",
        3: "#,##0",
        4: "#,##0.00",
        **dict.fromkeys((5, 6, 37, 38, 41, 42), "#,##0"),
        **dict.fromkeys((7, 8, 39, 40, 43, 44), "#,##0.00"),
        9: "0%",
        10: "0.00%",
        11: "0.00E+00",
        12: "# ?/?",
        13: "# ??/??",
        14: "yyyy/m/d",
        15: "d-mmm-yy",
        16: "d-mmm",
        17: "mmm-yy",
        18: "h:mm AM/PM",
        19: "h:mm:ss AM/PM",
        20: "h:mm",
        21: "h:mm:ss",
        22: "yyyy/m/d h:mm",
        **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
        **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
        30: "m-d-yy",
        31: 'yyyy"年"m"月"d"日"',
        32: 'h"时"mm"分"',
        33: 'h"时"mm"分"ss"秒"',
        34: '上午/下午h"时"mm"分"',
        35: '上午/下午h"时"mm"分"ss"秒"',
        45: "mm:ss",
        46: "[h]:mm:ss",
        47: "mm:ss.0",
        48: "##0.0E+0",
        49: "@",
        55: '上午/下午h"时"mm"分"',
        56: '上午/下午h"时"mm"分"ss"秒"',
    }
)

_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)"
    r"|(?P<exponent>E[+-]0+)|(?P<place>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)"
    r"|(?P<slash>/\s*(?P<denominator>\d+|[?#0]+))|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_SIMPLE = re.compile(r"(?:0|#,##0)(?:\.0+)?(?P<percent>%?)(?:_.)*")
_LARGEST_EXACT, _NEAR_TIE = 1e13, 0.01
_SECTION = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[_*].|[^;"\\])*', re.DOTALL)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]")
_CURRENCY = re.compile(r"\$([^-]*)")
_COMPARE: Mapping[str, Callable[[float, float], bool]] = MappingProxyType(
    {
        "<": lambda a, b: a < b,
        ">": lambda a, b: a > b,
        "<=": lambda a, b: a <= b,
        ">=": lambda a, b: a >= b,
        "=": lambda a, b: a == b,
        "<>": lambda a, b: a != b,
    }
)


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the parts of a code between semicolons, its places counted.

    `pieces` are literals and one sign for each place: "0", "#" and "?" before the point, "." for
    the point with all places behind it, "E" for the exponent, "G" for a general number.
    """

    pieces: tuple[tuple[str, str], ...]
    decimals: str
    scale: int
    is_grouped: bool
    exponent_digits: int
    denominator: str


def show_general(value: float) -> str:
    """A number without a format: all digits of a whole number, ten of another."""
    if value == int(value) and abs(value) < 10**_MOST_DIGITS:
        return str(int(Decimal(f"{value:.{_EXACT_DIGITS}g}")))
    return f"{value:.{_DIGITS_SHOWN}g}".upper()


@lru_cache(maxsize=_KNOWN_CODES)
def formatter_of(code: str, epoch: Epoch) -> Show:
    """What shows numbers by `code`; one that cannot be understood shows them without a format."""
    if code.strip().lower() in _GENERAL_NAMES:
        return show_general
    sections = _SECTION.findall(code)[::2] if ";" in code else [code]
    shows = [_section_formatter(section, epoch) for section in sections[:3]]
    conditions = [_CONDITION.search(section) for section in sections[:3]]
    if any(conditions):
        tests = [(match[1], float(match[2])) if match else ("", 0.0) for match in conditions]
        return lambda value: _shown_on_condition(value, tests, shows)
    return lambda value: _shown_by_sign(value, shows)


def _shown_by_sign(value: float, shows: list[Show]) -> str:
    if value < 0 and len(shows) > 1:
        return shows[1](-value)
    if value == 0 and len(shows) > 2:
        return shows[2](value)
    return shows[0](value)


def _shown_on_condition(value: float, tests: list[tuple[str, float]], shows: list[Show]) -> str:
    for (sign, bound), show in zip(tests, shows, strict=True):
        if not sign or _COMPARE[sign](value, bound):
            return show(value)
    return show_general(value)


def _section_formatter(section: str, epoch: Epoch) -> Show:
    if is_date_code(section):

        def dated(value: float) -> str:
            moment = date_of_serial(value, epoch)
            return show_general(value) if moment is None else show_date(moment, section)

        return dated
    parsed = _parse_section(section)
    simple = _SIMPLE.fullmatch(section)
    if simple is None or parsed.exponent_digits or parsed.denominator:
        return lambda value: _shown_number(value, parsed)
    decimals, factor = len(parsed.decimals), 10.0**parsed.scale
    pattern = f"{{:{',' if parsed.is_grouped else ''}.{decimals}f}}{simple['percent']}"
    return lambda value: _shown_quickly(value, pattern, decimals, factor, parsed)


def _shown_quickly(
    value: float, pattern: str, decimals: int, factor: float, section: _Section
) -> str:
    """Plain codes by Python's own format, but where the last digit hangs by a thread."""
    number = value * factor
    scaled = abs(number) * 10.0**decimals
    if scaled >= _LARGEST_EXACT or scaled < 1 or abs(scaled % 1 - 0.5) < _NEAR_TIE:
        return _shown_number(value, section)
    return pattern.format(number)


def _parse_section(section: str) -> _Section:
    pieces: list[tuple[str, str]] = []
    decimals, denominator = "", ""
    scale = exponent_digits = commas = 0
    is_grouped = has_point = has_place = False
    for match in _PIECE.finditer(section):
        kind = match.lastgroup
        kind = "slash" if match["slash"] else kind
        if kind == "place":
            is_grouped |= bool(commas) and not has_point
            commas = 0
            has_place = True
            if has_point:
                decimals += match[0]
            else:
                pieces.append(("place", match[0]))
        elif kind == "comma" and has_place:
            commas += 1
        elif kind == "point" and not has_point:
            has_point = True
            pieces.append(("point", "."))
        elif kind == "exponent":
            exponent_digits = match[0].count("0")
            pieces.append(("exponent", match[0][1]))
        elif kind == "slash" and has_place:
            denominator = match["denominator"]
        elif kind == "general":
            pieces.append(("general", ""))
        else:
            scale += 2 * (kind == "percent")
            pieces.append(("literal", _literal(match, kind)))
    return _Section(
        tuple(pieces),
        decimals[:_MOST_DECIMALS],
        scale - 3 * commas,
        is_grouped,
        exponent_digits,
        denominator,
    )


def _literal(match: re.Match[str], kind: str | None) -> str:
    if kind == "bracket":
        currency = _CURRENCY.match(match["bracket"])
        return currency[1] if currency else ""
    return match[kind] if kind else ""


def _shown_number(value: float, section: _Section) -> str:
    number = Decimal(f"{value:.{_EXACT_DIGITS}g}").scaleb(section.scale)
    sign = "-" if number < 0 else ""
    number = abs(number)
    if section.denominator:
        shown = _shown_fraction(number, section)
        return shown if shown == "0" else sign + shown
    exponent = 0
    if section.exponent_digits and number:
        exponent = number.adjusted()
        number = number.scaleb(-exponent)
    rounded = number.quantize(Decimal(1).scaleb(-len(section.decimals)), ROUND_HALF_UP)
    if section.exponent_digits and rounded >= _BASE:
        rounded, exponent = rounded / _BASE, exponent + 1
    if not rounded and not section.exponent_digits:
        sign = ""
    whole, _, behind = f"{rounded:f}".partition(".")
    shown = _filled(section, "" if whole == "0" else whole, behind, exponent, value)
    return (sign + shown).strip()


def _filled(section: _Section, whole: str, behind: str, exponent: int, value: float) -> str:
    """The pieces of a section with the digits in their places, the last places first."""
    places = sum(kind == "place" for kind, _ in section.pieces)
    rest = whole
    used = 0
    shown: list[str] = []
    for kind, sign in reversed(section.pieces):
        if kind == "place":
            used += 1
            # What is left over stands in the first place.
            taken = rest if used == places else rest[-1:]
            rest = rest[: len(rest) - len(taken)]
            digits = taken or ("0" if sign == "0" else "")
            shown.append(_grouped(digits, used) if section.is_grouped else digits)
        elif kind == "point":
            shown.append(_decimals(behind, section.decimals))
            shown += [rest] if not places else []
        elif kind == "exponent":
            mark = "-" if exponent < 0 else "+" if sign == "+" else ""
            shown.append(f"E{mark}{abs(exponent):0{section.exponent_digits}d}")
        elif kind == "general":
            shown.append(show_general(abs(value)))
        else:
            shown.append(sign)
    return "".join(reversed(shown))


def _grouped(digits: str, place: int) -> str:
    """`digits` whose last stands in `place` (from 1, counted from the point), with commas."""
    parts: list[str] = []
    for offset, digit in enumerate(reversed(digits)):
        position = place + offset
        parts.append(f"{digit}," if position % 3 == 1 and position > 1 else digit)
    return "".join(reversed(parts))


def _decimals(digits: str, places: str) -> str:
    """The point and the digits behind it; "#" and "?" show no trailing zeros."""
    while digits and digits[-1] == "0" and places[len(digits) - 1] != "0":
        digits = digits[:-1]
    return f".{digits}" if digits or not places else ""


def _shown_fraction(number: Decimal, section: _Section) -> str:
    """A whole number and a fraction ("1 1/2"), or a fraction alone where the code has one place."""
    stated = section.denominator
    if stated.isdigit() and int(stated):
        below = int(stated)
        above = round(Fraction(number) * below)
    else:
        part = Fraction(number).limit_denominator(10 ** min(len(stated), 4) - 1)
        above, below = part.numerator, part.denominator
    if not any(kind == "literal" and text.isspace() for kind, text in section.pieces):
        return f"{above}/{below}"
    whole, above = divmod(above, below)
    shown = (str(whole) if whole or not above else "", f"{above}/{below}" if above else "")
    return " ".join(filter(None, shown))
