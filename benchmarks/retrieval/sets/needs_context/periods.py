"""Times that documents are about: neighbouring ones, which are easily taken for one another."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_NUMERALS = "〇一二三四五六七八九十"
_FIRST_YEARS = (2013, 2021)


@dataclass(frozen=True, slots=True)
class Period:
    """A time: as the title has it, as people call it, and when a document on it is issued.

    Days that are to come lie in the months `soon`, the first and the last.
    """

    written: str
    called: tuple[str, ...]
    issued: str
    soon: str


def draw_periods(kind: str, issued: str, source: random.Random) -> tuple[Period, ...]:
    """Three periods close to each other."""
    return _KINDS[kind](issued, source)


def _years(issued: str, source: random.Random) -> tuple[Period, ...]:
    first = source.randint(*_FIRST_YEARS)
    return tuple(_year(year, issued, source) for year in (first, first + 1, first + 2))


def _year(year: int, issued: str, source: random.Random) -> Period:
    often = (f"{year}年",) * 5
    rarely = (f"{year}年度", f"{str(year).translate(_DIGITS)}年", f"{year % 100}年")
    month, day = source.randint(1, 3), source.randint(5, 28)
    issue_year = year + 1 if issued == "after" else year
    return Period(f"{year}年", often + rarely, _date(issue_year, month, day), _soon(month))


def _quarters(_: str, source: random.Random) -> tuple[Period, ...]:
    year, quarter = source.randint(*_FIRST_YEARS), source.randint(1, 3)
    places = ((year, quarter), (year, quarter + 1), (year + 1, quarter))
    return tuple(_quarter(*place, source.randint(5, 28)) for place in places)


def _quarter(year: int, quarter: int, day: int) -> Period:
    numeral = _NUMERALS[quarter]
    written = f"{year}年第{numeral}季度"
    spoken = f"{year}年{numeral}季度"
    called = (written, written, spoken, spoken, f"{year % 100}年{numeral}季度")
    issue_year, month = divmod(year * 12 + quarter * 3, 12)
    return Period(written, called, _date(issue_year, month + 1, day), _soon(month + 1))


def _meetings(_: str, source: random.Random) -> tuple[Period, ...]:
    year, number = source.randint(*_FIRST_YEARS), source.randint(2, 9)
    places = ((year, number), (year, number + 1), (year + 1, number))
    return tuple(_meeting(*place, source.randint(5, 28)) for place in places)


def _meeting(year: int, number: int, day: int) -> Period:
    written = f"{year}年第{number}次"
    called = (written, written, f"{year}年第{_NUMERALS[number]}次")
    return Period(written, called, _date(year, number + 1, day), _soon(number + 1))


def _date(year: int, month: int, day: int) -> str:
    return f"{year}年{month}月{day}日"


def _soon(month: int) -> str:
    return f"{month + 1} {min(month + 2, 12)}"


_KINDS: dict[str, Callable[[str, random.Random], tuple[Period, ...]]] = {
    "year": _years,
    "quarter": _quarters,
    "meeting": _meetings,
}
