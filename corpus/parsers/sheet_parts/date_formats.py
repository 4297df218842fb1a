"""Dates and times as a spreadsheet shows them: serial days by the date codes of Excel."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from types import MappingProxyType


class Epoch(Enum):
    """The day that counts as 0 in a workbook."""

    OF_1900 = date(1899, 12, 31)
    OF_1904 = date(1904, 1, 1)


_LAST_SERIAL = 2_958_466
# Excel of 1900 knows a 29 February 1900, day 60.
_FALSE_LEAP_DAY = 60
_SECONDS_A_DAY = 86_400
_KNOWN_CODES = 1024
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.'
    r"|\[(?P<elapsed>h+|m+|s+)\]|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<half>AM/PM|A/P|上午/下午)|(?P<part>y+|m+|d+|h+|s+|e+|a{3,4})|(?P<fraction>\.0+)"
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_NO_DATE = re.compile(
    r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]|E[+-]|General', re.IGNORECASE
)
_DATE_LETTER = re.compile(r"[ymdhs]|\be{1,4}\b|a{3}", re.IGNORECASE)
_SYSTEM_LONG_DATE, _SYSTEM_TIME = "[$-f800]", "[$-f400]"
_CHINESE = re.compile(r"\[(?:DBNum\d|\$-(?:[\da-f]*0?804|404|C04|1004))", re.IGNORECASE)
_HAN_DIGITS = re.compile(r"\[DBNum1\]", re.IGNORECASE)
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_HAN_WEEKDAYS = "一二三四五六日"
_HAN_NUMERALS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Moment:
    """A serial day taken apart; `seconds` counts from midnight, `serial` is the value itself."""

    year: int
    month: int
    day: int
    weekday: int
    seconds: float
    serial: float


@dataclass(frozen=True, slots=True)
class _Style:
    """Whether hours go to twelve, and names of months and days are Chinese."""

    is_twelve: bool
    is_chinese: bool


def is_date_code(section: str) -> bool:
    """Whether a section of a format code shows dates or times."""
    return _DATE_LETTER.search(_NO_DATE.sub("", section)) is not None


def date_of_serial(value: float, epoch: Epoch) -> Moment | None:
    """The moment that a serial day means; None where the calendar has none."""
    if not 0 <= value < _LAST_SERIAL:
        return None
    days = int(value)
    seconds = round((value - days) * _SECONDS_A_DAY, 3)
    if seconds >= _SECONDS_A_DAY:
        days, seconds = days + 1, 0.0
    if epoch is Epoch.OF_1900 and days == _FALSE_LEAP_DAY:
        return Moment(1900, 2, 29, 2, seconds, value)
    shift = 1 if epoch is Epoch.OF_1900 and days > _FALSE_LEAP_DAY else 0
    try:
        day = epoch.value + timedelta(days - shift)
    except OverflowError:
        return None
    if epoch is Epoch.OF_1900 and days == 0:
        return Moment(1900, 1, 0, 5, seconds, value)
    return Moment(day.year, day.month, day.day, day.weekday(), seconds, value)


def show_date(moment: Moment, section: str) -> str:
    """`moment` as a section of a format code shows it."""
    tokens = _tokens(section)
    style = _Style(any(kind == "half" for kind, _ in tokens), _CHINESE.search(section) is not None)
    has_fraction = any(kind == "fraction" for kind, _ in tokens)
    moment = moment if has_fraction else _rounded(moment)
    shown = "".join(_shown(kind, word, moment, style) for kind, word in tokens)
    return _in_han(shown) if _HAN_DIGITS.search(section) else shown.strip()


def _rounded(moment: Moment) -> Moment:
    """To whole seconds; what would be midnight of the next day stays a second before."""
    seconds = min(int(moment.seconds + 0.5), _SECONDS_A_DAY - 1)
    return Moment(moment.year, moment.month, moment.day, moment.weekday, seconds, moment.serial)


@lru_cache(maxsize=_KNOWN_CODES)
def _tokens(section: str) -> tuple[tuple[str, str], ...]:
    """Kind and word of each part; an "m" beside hours or seconds is a minute."""
    lowered = section.lower()
    if _SYSTEM_LONG_DATE in lowered:
        section = 'yyyy"年"m"月"d"日"'
    elif _SYSTEM_TIME in lowered:
        section = "h:mm:ss"
    found = [
        (match.lastgroup or "", match[match.lastgroup] if match.lastgroup else "")
        for match in _TOKEN.finditer(section)
    ]
    found = [(kind, word) for kind, word in found if kind not in {"bracket", ""}]
    places = [index for index, (kind, _) in enumerate(found) if kind in {"part", "elapsed"}]
    for order, index in enumerate(places):
        kind, word = found[index]
        before = found[places[order - 1]][1][0].lower() if order else ""
        behind = found[places[order + 1]][1][0].lower() if order + 1 < len(places) else ""
        is_minute = len(word) <= 2 and (before == "h" or behind == "s")
        if kind == "part" and word[0] in "mM" and is_minute:
            found[index] = ("minute", word)
    return tuple(found)


def _shown(kind: str, word: str, moment: Moment, style: _Style) -> str:
    if kind == "part":
        return _PARTS[word[0].lower()](moment, len(word), style)
    return _OTHERS[kind](word, moment) if kind in _OTHERS else word


def _minute(word: str, moment: Moment) -> str:
    return f"{int(moment.seconds) // 60 % 60:0{len(word)}d}"


def _half_day(word: str, moment: Moment) -> str:
    first, second = word.split("/")
    return first if moment.seconds < _SECONDS_A_DAY // 2 else second


def _fraction(word: str, moment: Moment) -> str:
    return f"{moment.seconds % 1:.{min(len(word) - 1, 3)}f}"[1:]


def _elapsed(word: str, moment: Moment) -> str:
    seconds = round(moment.serial * _SECONDS_A_DAY)
    unit = {"h": 3600, "m": 60, "s": 1}[word[0].lower()]
    return f"{seconds // unit:0{len(word)}d}"


def _hour(moment: Moment, length: int, style: _Style) -> str:
    hour = int(moment.seconds) // 3600
    return f"{(hour % 12 or 12) if style.is_twelve else hour:0{length}d}"


def _year(moment: Moment, length: int, _: _Style) -> str:
    return f"{moment.year % 100:02d}" if length <= 2 else f"{moment.year:04d}"


def _month(moment: Moment, length: int, style: _Style) -> str:
    if length <= 2:
        return f"{moment.month:0{length}d}"
    if style.is_chinese:
        return f"{moment.month}月"
    name = _MONTHS[moment.month - 1]
    return {3: name[:3], 5: name[:1]}.get(length, name)


def _day(moment: Moment, length: int, style: _Style) -> str:
    if length <= 2:
        return f"{moment.day:0{length}d}"
    if style.is_chinese:
        return ("周" if length == 3 else "星期") + _HAN_WEEKDAYS[moment.weekday]
    name = _WEEKDAYS[moment.weekday]
    return name[:3] if length == 3 else name


def _han_weekday(moment: Moment, length: int, _: _Style) -> str:
    return ("星期" if length == 4 else "") + _HAN_WEEKDAYS[moment.weekday]


_PARTS: Mapping[str, Callable[[Moment, int, _Style], str]] = MappingProxyType(
    {
        "y": _year,
        "e": lambda moment, _length, _style: f"{moment.year:04d}",
        "m": _month,
        "d": _day,
        "a": _han_weekday,
        "h": _hour,
        "s": lambda moment, length, _style: f"{int(moment.seconds) % 60:0{min(length, 2)}d}",
    }
)


_OTHERS: Mapping[str, Callable[[str, Moment], str]] = MappingProxyType(
    {"minute": _minute, "half": _half_day, "fraction": _fraction, "elapsed": _elapsed}
)


def _in_han(shown: str) -> str:
    """Years digit by digit ("二〇一〇"), months and days as numbers ("十一")."""

    def numeral(match: re.Match[str]) -> str:
        digits = match[0]
        if len(digits) > 2:
            return "".join(_HAN_NUMERALS[int(digit)] for digit in digits)
        tens, ones = divmod(int(digits), 10)
        ten = ("" if tens == 1 else _HAN_NUMERALS[tens]) + "十" if tens else ""
        return ten + (_HAN_NUMERALS[ones] if ones or not tens else "")

    return re.sub(r"\d+", numeral, shown)
