"""Times told in words, from today, by a plan or in English, written as dates: 去年 → 2025年."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from corpus.chinese_numerals import value_of
from corpus.number_patterns import MEASURE

# 比上年 compares with the year before a report's; 之后年 is no 后年.
_APART = "(?<![比较之以今当往历大])"
_NOT_COMPARED = "(?!同期|底?相比)"
_YEARS_AWAY = (
    ("今年|本年度?|this year", 0),
    ("去年|昨年|上一?年度?|last year", -1),
    ("大前年", -3),
    ("前年", -2),
    ("明年|来年|下一?年度?|next year", 1),
    ("后年", 2),
)
_MONTHS_AWAY = (
    ("本月|这个?月|this month", 0),
    ("上个?月|last month", -1),
    ("下个?月|next month", 1),
)
# 今天 and 明日 mostly mean no day.
_DAYS_AWAY = (("昨[天日]|yesterday", -1), ("前天", -2))

_PLAN = re.compile(
    "[“\"‘'「]?(?:(?P<long>十[一二三四五])五(?![年月日号一二三四五六七八九十])"
    "|(?P<short>[八九十])五(?=[”\"’'」]|期间|时期|规划|计划))[”\"’'」]?"
)
_FIRST_YEARS = {
    numeral: 1991 + 5 * place
    for place, numeral in enumerate(["八", "九", "十", "十一", "十二", "十三", "十四", "十五"])
}
_REPUBLIC = re.compile("民国 ?(?P<year>\\d{1,3}|[一二三四五六七八九十百零〇]{1,6}|元) ?年")
_BEFORE_REPUBLIC = 1911
_DECADE = re.compile(r"(?P<decade>(?:1[5-9]|20)\d)0 ?年代")
# 20年 is a year before a quarter or month, and behind the name of an office or at the beginning,
# unless a length of time is meant: 20年以上.
_SHORT_YEAR = re.compile(
    r"(?<![\d.第])(?P<early>0\d) ?年(?!级)"
    r"|(?<![\d.第])(?P<parted>\d\d) ?年(?=度|第?[一二三四1-4]季度|[上下]半年|\d{1,2}月)"
    r"|(?:^|(?<=[,。;问局厅委院所会司校站馆水省市县区]))(?P<placed>\d\d) ?年"
    r"(?![以之内来前后间左多的不未]|期限|规划)"
)

_NAMES = (
    *("jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?"),
    *("aug(?:ust)?", "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?"),
)
_MONTH = rf"\b(?P<month>{'|'.join(_NAMES)})\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_ENGLISH_DAYS = (
    re.compile(rf"{_MONTH} {_DAY},? {_YEAR}"),
    re.compile(rf"\b{_DAY} (?:of )?{_MONTH},? {_YEAR}"),
)
_ENGLISH_MONTH = re.compile(rf"{_MONTH},? (?:of )?{_YEAR}")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_ENGLISH_QUARTER = re.compile(
    rf"\b(?:q(?P<number>[1-4])|(?:the )?(?P<ordinal>{'|'.join(_ORDINALS)}) quarter)"
    rf",? (?:of )?{_YEAR}"
)
_BARE_SPAN = re.compile(
    r"(?<![\d./-])(?P<first>(?:19|20)\d\d) ?年?度? ?(?:至|到|-|—|–|~| to | until )+ ?"
    r"(?P<last>(?:19|20)\d\d)(?: ?年|(?![\d年/.-]))"
)
_LIKELY = r"(?:19[5-9]|20[0-4])\d"
_BARE_YEAR = re.compile(
    rf"(?<![\d.,a-z/〔\[(第-])(?<![a-z] )(?P<year>{_LIKELY})"
    r"(?![\d年%〕\])/]|[.,:-]\d| ?[年万亿千百余多几])"
    r"|\b(?:in|of|for|during|since|until|by|from|to|and|the|year|compare|between) "
    rf"(?P<english>{_LIKELY})\b(?![./-]\d)"
)

Rewrite = Callable[[str, date], str]


def with_written_dates(form: str, today: date) -> str:
    """A question in search form with such times in Chinese written form; lengths may change."""
    for rewrite in _REWRITES:
        form = rewrite(form, today)
    return form


def _relative(form: str, today: date) -> str:
    for words, away in _YEARS_AWAY:
        form = re.sub(rf"{_APART}(?:{words}){_NOT_COMPARED}", f"{today.year + away}年", form)
    for words, away in _MONTHS_AWAY:
        month = today.year * 12 + today.month - 1 + away
        form = re.sub(
            rf"{_APART}(?:{words}){_NOT_COMPARED}", f"{month // 12}年{month % 12 + 1}月", form
        )
    for words, away in _DAYS_AWAY:
        day = today + timedelta(days=away)
        form = re.sub(words, f"{day.year}年{day.month}月{day.day}日", form)
    return form


def _plans(form: str, _: date) -> str:
    def years(match: re.Match[str]) -> str:
        first = _FIRST_YEARS[match["long"] or match["short"]]
        return f"{first}年至{first + 4}年"

    return _PLAN.sub(years, form)


def _republic(form: str, _: date) -> str:
    def year(match: re.Match[str]) -> str:
        numeral = match["year"].replace("元", "1")
        value = int(numeral) if numeral.isdecimal() else value_of(numeral)
        return f"{value + _BEFORE_REPUBLIC}年" if value else match[0]

    return _REPUBLIC.sub(year, form)


def _english(form: str, _: date) -> str:
    def month_of(match: re.Match[str]) -> int:
        name = match["month"]
        return 1 + next(i for i, pattern in enumerate(_NAMES) if re.fullmatch(pattern, name))

    for pattern in _ENGLISH_DAYS:
        form = pattern.sub(lambda m: f"{m['year']}年{month_of(m)}月{m['day']}日", form)
    form = _ENGLISH_MONTH.sub(lambda m: f"{m['year']}年{month_of(m)}月", form)
    return _ENGLISH_QUARTER.sub(
        lambda m: f"{m['year']}年第{m['number'] or _ORDINALS[m['ordinal']]}季度", form
    )


def _short(form: str, today: date) -> str:
    def year(match: re.Match[str]) -> str:
        value = 2000 + int(match["early"] or match["parted"] or match["placed"])
        return f"{value}年" if value <= today.year + 1 else match[0]

    return _SHORT_YEAR.sub(year, form)


def _bare(form: str, _: date) -> str:
    """2019工作总结, 1970年代 and "in 2019": a number of that form, if it counts nothing."""

    def year(match: re.Match[str]) -> str:
        if MEASURE.match(form_of_spans, match.end()):
            return match[0]
        return f" {match['year'] or match['english']}年 "

    form = _DECADE.sub(lambda m: f"{m['decade']}0年至{m['decade']}9年", form)
    form_of_spans = _BARE_SPAN.sub(lambda m: f"{m['first']}年至{m['last']}年", form)
    return _BARE_YEAR.sub(year, form_of_spans)


_REWRITES: tuple[Rewrite, ...] = (_relative, _plans, _republic, _english, _short, _bare)
