"""Numbers and dates in a text, however written, each in one canonical form.

２００４, 2004年 and 二〇〇四年 are all "2004"; 22万, 220,000 and 二十二万 are
"220000"; 87.5％ and 百分之八十七点五 are "87.5%"; 2010年11月5日, 2010-11-05 and
二〇一〇年十一月五日 also carry "date:2010-11-05".
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from corpus.chinese_numerals import DIGITS, LONGEST_NUMERAL, digits_of, plain_numeral, value_of
from corpus.normalize import search_form
from corpus.number_patterns import (
    ARABIC_NUMBER,
    BEFORE_NO_ONE,
    CHEQUE,
    CHINESE_DATE,
    CHINESE_NUMBER,
    DAY_OF_ANY_YEAR,
    FRACTION,
    MEASURE,
    MEASURE_OF_ONE,
    NUMERIC_DATE,
    PERCENT,
    PIECE,
    ROUGH_AFTER,
    ROUGH_BEFORE,
    SLOGAN_OPENERS,
    TELEPHONE,
    UNIT_OF_DECIMAL,
)


class NumberKind(StrEnum):
    """What a number stands for."""

    NUMBER = "number"
    ORDINAL = "ordinal"
    PERCENT = "percent"
    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number at `[start, end)`.

    The span holds 第, %, 百分之, 年, 月 and 日 where they belong to the number,
    but no other measure word. Canonical forms: "2004", "87.5%", "2/3",
    "date:2010-11-05", "date:2010-11" (month) and "date:11-05" (day of any year).
    """

    start: int
    end: int
    canonical: str
    kind: NumberKind = NumberKind.NUMBER


_FACTORS = {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}
_LONGEST_ARABIC = 30


def find_numbers(text: str) -> list[NumberMention]:
    """All numbers of `text`, by start, the longer first; offsets in `text`.

    A date also yields its month, its day and its year and a percentage its bare
    number, so mentions may overlap.
    """
    # The Chinese comma does not group thousands; its search form could not be told apart.
    form = search_form(text.replace("，", "、"))
    found: list[NumberMention] = []
    taken = bytearray(len(form))
    for finder in _FINDERS:
        fresh = [mention for mention in finder(form) if not taken[mention.start]]
        for mention in fresh:
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
        found += fresh
    return sorted(found, key=lambda mention: (mention.start, -mention.end))


def _canonical_arabic(number: str) -> str:
    """`number` without grouping commas and idle zeros; long codes keep their zeros."""
    whole, point, decimals = number.replace(",", "").partition(".")
    if point or len(whole) <= 2:
        whole = whole.lstrip("0") or "0"
    decimals = decimals.rstrip("0")
    return f"{whole}.{decimals}" if decimals else whole


def _scaled(number: str, factor: int | Decimal) -> str:
    """`number` times `factor`, without exponent and idle zeros."""
    if len(number) > _LONGEST_ARABIC:
        return number
    return _canonical_arabic(format(Decimal(number) * factor, "f"))


def _small(numeral: str) -> int:
    """Value of a month or day, Arabic or Chinese."""
    return int(numeral) if numeral.isdecimal() else value_of(numeral) or 0


def _date_parts(match: re.Match[str], month: str, day: str) -> Iterator[NumberMention]:
    """Date, month and day of the year, then the bare numbers."""
    year_text = match["year"]
    year = year_text if year_text.isdecimal() else digits_of(year_text)
    start, month_value = match.start(), _small(match[month])
    month_end = match.end(month) + (match.string[match.end(month) :][:1] == "月")
    yield NumberMention(start, month_end, f"date:{year}-{month_value:02}", NumberKind.MONTH)
    yield NumberMention(*match.span(month), str(month_value))
    if day:
        yield NumberMention(
            start,
            match.end(),
            f"date:{year}-{month_value:02}-{_small(match[day]):02}",
            NumberKind.DATE,
        )
        yield from _day_parts(match, month, day)


def _day_parts(match: re.Match[str], month: str, day: str) -> Iterator[NumberMention]:
    canonical = f"date:{_small(match[month]):02}-{_small(match[day]):02}"
    yield NumberMention(match.start(month), match.end(), canonical, NumberKind.DAY)
    yield NumberMention(*match.span(day), str(_small(match[day])))


def _chinese_dates(form: str) -> Iterator[NumberMention]:
    for match in CHINESE_DATE.finditer(form):
        year = match["year"]
        year_end = form.index("年", match.end("year")) + 1
        canonical = year if year.isdecimal() else digits_of(year)
        yield NumberMention(match.start(), year_end, canonical, NumberKind.YEAR)
        if match["month"]:
            yield from _date_parts(match, "month", "day" if match["day"] else "")


def _days(form: str) -> Iterator[NumberMention]:
    for match in DAY_OF_ANY_YEAR.finditer(form):
        yield from _day_parts(match, "month", "day")
        yield NumberMention(*match.span("month"), str(_small(match["month"])))


def _numeric_dates(form: str) -> Iterator[NumberMention]:
    for match in NUMERIC_DATE.finditer(form):
        yield NumberMention(*match.span("year"), match["year"], NumberKind.YEAR)
        is_day = match["day"] is not None
        yield from _date_parts(match, "month" if is_day else "only_month", "day" if is_day else "")


def _percents(form: str) -> Iterator[NumberMention]:
    for match in PERCENT.finditer(form):
        part = match["number"] or match["part"]
        number = _canonical_arabic(part) if part[0].isdecimal() else _percent_part(part)
        if not number:
            continue
        share = Decimal(100) / _FACTORS[match["base"]] if match["base"] else 1
        where = match.span("number" if match["number"] else "part")
        percent = f"{_scaled(number, share)}%"
        yield NumberMention(match.start(), match.end(), percent, NumberKind.PERCENT)
        yield NumberMention(*where, number)


def _percent_part(numeral: str) -> str:
    """The number behind 百分之, "" where it is none."""
    whole, _, decimals = numeral.partition("点")
    value = 100 if whole == "百" else value_of(whole)
    if value is None:
        return ""
    return f"{value}.{digits_of(decimals)}" if decimals else str(value)


def _fractions(form: str) -> Iterator[NumberMention]:
    for match in FRACTION.finditer(form):
        above, below = value_of(match["above"]), value_of(match["below"])
        if above and below:
            yield NumberMention(match.start(), match.end(), f"{above}/{below}")


def _telephones(form: str) -> Iterator[NumberMention]:
    return (NumberMention(m.start(), m.end(), m[0]) for m in TELEPHONE.finditer(form))


def _arabic_numbers(form: str) -> Iterator[NumberMention]:
    for match in ARABIC_NUMBER.finditer(form):
        canonical = _canonical_arabic(match["number"])
        if match["times"]:
            pieces = PIECE.findall(form, match.start("number"), match.end())
            canonical = _sum_of(pieces)
        kind = NumberKind.ORDINAL if match["ordinal"] else NumberKind.NUMBER
        yield NumberMention(match.start(), match.end(), canonical, kind)


def _sum_of(pieces: list[tuple[str, str]]) -> str:
    """3万5千, given as pairs of number and unit, as one number."""
    total = Decimal(0)
    for number, units in pieces:
        factor = math.prod(_FACTORS[unit] for unit in units)
        total += Decimal(number.replace(",", "")[:_LONGEST_ARABIC]) * factor
    return _canonical_arabic(format(total, "f"))


def _cheque_numbers(form: str) -> Iterator[NumberMention]:
    for match in CHEQUE.finditer(form):
        value = value_of(plain_numeral(match[0]))
        if value:
            yield NumberMention(match.start(), match.end(), str(value))


def _chinese_numbers(form: str) -> Iterator[NumberMention]:
    for match in CHINESE_NUMBER.finditer(form):
        run = match["run"]
        whole, point, decimals = run.partition("点")
        end = match.end("run")
        if point:
            canonical = _decimal(form, match, whole, decimals)
            end = match.end()
        elif all(character in DIGITS for character in run):
            canonical = _digit_run(form, match)
        else:
            canonical = _numeral_with_units(form, match)
        if canonical:
            kind = NumberKind.ORDINAL if match["ordinal"] else NumberKind.NUMBER
            yield NumberMention(match.start(), end, canonical, kind)


def _decimal(form: str, match: re.Match[str], whole: str, decimals: str) -> str:
    """三点五 before a unit; elsewhere (下午三点五十分) it is no decimal."""
    value = DIGITS.get(whole) if len(whole) == 1 else value_of(whole)
    has_unit = match["factor"] or UNIT_OF_DECIMAL.match(form, match.end())
    if value is None or not has_unit or len(decimals) > _LONGEST_ARABIC:
        return ""
    return _scaled(f"{value}.{digits_of(decimals)}", _FACTORS.get(match["factor"], 1))


def _digit_run(form: str, match: re.Match[str]) -> str:
    """A numeral without units: one digit before a measure word, or digits read one by one."""
    run, end = match["run"], match.end("run")
    if len(run) > 1:
        is_code = len(run) > 2 and any(DIGITS[character] == 0 for character in run)
        reads_as_digits = is_code or match["ordinal"] or form[end : end + 1] == "号"
        return digits_of(run) if reads_as_digits and len(run) <= LONGEST_NUMERAL else ""
    if DIGITS[run] == 0:
        return ""
    before = form[match.start() - 1 : match.start()]
    measure = MEASURE if run != "一" else MEASURE_OF_ONE
    is_phrase = before in SLOGAN_OPENERS or (run == "一" and before in BEFORE_NO_ONE)
    is_number = match["ordinal"] or (measure.match(form, end) and not (before and is_phrase))
    return str(DIGITS[run]) if is_number else ""


def _numeral_with_units(form: str, match: re.Match[str]) -> str:
    run, end = match["run"], match.end("run")
    before = form[match.start() - 1 : match.start()]
    if ROUGH_AFTER.match(form, end) or (before and before in ROUGH_BEFORE):
        return ""
    if len(run) == 1 and not (match["ordinal"] or MEASURE.match(form, end)):
        return ""
    value = value_of(run)
    return str(value) if value else ""


# In this order: what an earlier one has taken, a later one does not read again.
_FINDERS: tuple[Callable[[str], Iterator[NumberMention]], ...] = (
    _numeric_dates,
    _chinese_dates,
    _days,
    _percents,
    _fractions,
    _telephones,
    _arabic_numbers,
    _cheque_numbers,
    _chinese_numbers,
)
