"""The times that a question speaks of, as spans of days."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from corpus.normalize import search_form
from corpus.numerals import NumberKind, find_numbers
from rag.query.spoken_dates import with_written_dates

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_PART = re.compile(r" ?度? ?(?:第? ?(?P<quarter>[一二三四1-4]) ?季度?|(?P<half>[上下]) ?半 ?年)")
_UNTIL = re.compile(r" ?度? ?(?:至|到|-|—|–|~)+ ?")
_QUARTERS = {numeral: place // 2 for place, numeral in enumerate("一1二2三3四4")}
_DATED = frozenset({NumberKind.YEAR, NumberKind.MONTH, NumberKind.DATE})


@dataclass(frozen=True, slots=True, order=True)
class AskedDate:
    """A time that a question names, both days included: a day, a month, a year, some years."""

    first: date
    last: date

    @property
    def years(self) -> frozenset[int]:
        """The years that it touches."""
        return frozenset(range(self.first.year, self.last.year + 1))

    def holds(self, iso_date: str) -> bool:
        """Whether an ISO date ("2010-11-05", "2010-11", "2010") lies in it, at least in part.

        What is no date, as an empty string, does not.
        """
        other = _date_of(iso_date)
        return other is not None and other.first <= self.last and self.first <= other.last


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    asked: AskedDate


def find_dates(text: str, today: date) -> tuple[AskedDate, ...]:
    """The different times that a question names, in its order.

    Besides dates in all the forms of `corpus.numerals`: quarters and halves of years, spans
    (2008年至2010年), five-year plans (“十二五”), years of the Republic of China (民國113年),
    times told from `today` (去年, 上个月, last year) and those of English texts.
    """
    form = with_written_dates(search_form(text), today)
    mentions: dict[int, _Mention] = {}
    for number in find_numbers(form):
        # The longest comes first of those that begin at one place: a day before its month.
        if number.kind in _DATED and number.start not in mentions:
            asked = _date_of(number.canonical.removeprefix("date:"))
            if asked is not None:
                mentions[number.start] = _narrowed(_Mention(number.start, number.end, asked), form)
    return tuple(dict.fromkeys(mention.asked for mention in _joined(list(mentions.values()), form)))


def _date_of(iso_date: str) -> AskedDate | None:
    match = _ISO.fullmatch(iso_date)
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        if day:
            return AskedDate(date(year, month, day), date(year, month, day))
        return _months(year, month, month) if month else _months(year, 1, 12)
    except ValueError:  # no such month or day
        return None


def _months(year: int, first: int, last: int) -> AskedDate:
    return AskedDate(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _narrowed(mention: _Mention, form: str) -> _Mention:
    """A year narrowed to the quarter or half that is named behind it."""
    part = _PART.match(form, mention.end)
    if part is None or mention.asked.first.month == mention.asked.last.month:
        return mention
    length = 3 if part["quarter"] else 6
    place = _QUARTERS[part["quarter"]] if part["quarter"] else "上下".index(part["half"])
    year, begin = mention.asked.first.year, place * length + 1
    return _Mention(mention.start, part.end(), _months(year, begin, begin + length - 1))


def _joined(mentions: list[_Mention], form: str) -> list[_Mention]:
    """The mentions, two with 至 between them made one."""
    spans = [
        _Mention(one.start, two.end, AskedDate(one.asked.first, two.asked.last))
        for one, two in pairwise(mentions)
        if one.asked < two.asked and _UNTIL.fullmatch(form, one.end, two.start)
    ]
    ends = {place for span in spans for place in (span.start, span.end)}
    alone = [each for each in mentions if not {each.start, each.end} & ends]
    return sorted([*alone, *spans], key=lambda mention: mention.start)
