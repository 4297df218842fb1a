"""The times that a question names."""

from __future__ import annotations

from datetime import date

import pytest

from rag.query.dates import AskedDate, find_dates

TODAY = date(2026, 11, 26)


def found(question: str, today: date = TODAY) -> list[str]:
    return [f"{asked.first:%Y%m%d}-{asked.last:%Y%m%d}" for asked in find_dates(question, today)]


def year(number: int) -> str:
    return f"{number}0101-{number}1231"


@pytest.mark.parametrize(
    ("question", "spans"),
    [
        ("2010年的工作报告", [year(2010)]),
        ("二〇一〇年的工作报告", [year(2010)]),
        ("２０１０年度工作报告", [year(2010)]),
        ("08年抽检了多少", [year(2008)]),
        ("云江市质监局19年抽检了多少", [year(2019)]),
        ("16年三季度云江市质监局", ["20160701-20160930"]),
        ("20年云江市市监局的人数", [year(2020)]),
        ("2019国家抽检的批次", [year(2019)]),
        ("2008年和2010年分别是多少", [year(2008), year(2010)]),
        ("2008年、2008年度", [year(2008)]),
        ("2010年11月的会议", ["20101101-20101130"]),
        ("二〇一〇年十一月五日的会议", ["20101105-20101105"]),
        ("2010-11-05发的文", ["20101105-20101105"]),
        ("2019年第三季度抽检", ["20190701-20190930"]),
        ("2019年3季度抽检", ["20190701-20190930"]),
        ("2019年上半年抽检", ["20190101-20190630"]),
        ("2019年下半年抽检", ["20190701-20191231"]),
        ("2008年至2010年的投入", ["20080101-20101231"]),
        ("2008-2010年的投入", ["20080101-20101231"]),
        ("2019年3月到2020年2月", ["20190301-20200229"]),
        ("“十一五”期间", ["20060101-20101231"]),
        ("十四五规划", ["20210101-20251231"]),
        ("十五时期的投入", ["20010101-20051231"]),
        ("1970年代和2007年", ["19700101-19791231", year(2007)]),
        ("民國113年的參訪", [year(2024)]),
        ("民国元年", [year(1912)]),
        ("2019年2月30日", ["20190201-20190228"]),
    ],
)
def test_times_in_chinese(question: str, spans: list[str]) -> None:
    assert found(question) == spans


@pytest.mark.parametrize(
    ("question", "spans"),
    [
        ("去年的抽检", [year(2025)]),
        ("今年與去年", [year(2026), year(2025)]),
        ("前年和大前年", [year(2024), year(2023)]),
        ("去年第三季度", ["20250701-20250930"]),
        ("今年3月5日", ["20260305-20260305"]),
        ("上个月的简报", ["20261001-20261031"]),
        ("昨天发的通知", ["20261125-20261125"]),
        ("how many were checked last year?", [year(2025)]),
    ],
)
def test_times_told_from_today(question: str, spans: list[str]) -> None:
    assert found(question) == spans


def test_the_month_before_january_is_december() -> None:
    assert found("上月的简报", date(2026, 1, 15)) == ["20251201-20251231"]


@pytest.mark.parametrize(
    ("question", "spans"),
    [
        ("What was checked in 2019?", [year(2019)]),
        ("the 2019 annual report", [year(2019)]),
        ("compare 2019 and 2020", [year(2019), year(2020)]),
        ("from 2008 to 2010", ["20080101-20101231"]),
        ("the meeting of March 2019", ["20190301-20190331"]),
        ("on March 5, 2019", ["20190305-20190305"]),
        ("on 5 Mar. 2019", ["20190305-20190305"]),
        ("in Sept. 2019", ["20190901-20190930"]),
        ("Q3 2019 results", ["20190701-20190930"]),
        ("the third quarter of 2019", ["20190701-20190930"]),
    ],
)
def test_times_in_english(question: str, spans: list[str]) -> None:
    assert found(question) == spans


@pytest.mark.parametrize(
    "question",
    [
        "比上年增长多少",
        "与去年相比有什么变化",
        "2019人参加了吗",
        "2019余台电梯",
        "GB/T 19001-2016的要求",
        "清市监特〔2024〕17号",
        "使用满15年的电梯",
        "十五台电梯",
        "十五个人",
        "今天的市区",
        "20年以上的电梯",
        "云江市15年以来的变化",
        "保存10年的档案",
        "云江市88年的变化",
        "the market 2019",
        "第2003页",
        "多年以后年检",
        "ISO 2019",
        "3月5日的会议",
    ],
)
def test_what_only_looks_like_a_time_is_none(question: str) -> None:
    assert found(question) == []


@pytest.mark.parametrize(
    ("iso_date", "is_held"),
    [
        ("2010-11-05", True),
        ("2010-12", True),
        ("2010", True),
        ("2010-10-31", False),
        ("2009", False),
        ("", False),
        ("2010-13", False),
    ],
)
def test_a_date_holds_what_lies_in_it_at_least_in_part(iso_date: str, *, is_held: bool) -> None:
    assert AskedDate(date(2010, 11, 1), date(2010, 12, 31)).holds(iso_date) is is_held


def test_the_years_of_a_span_are_all_that_it_touches() -> None:
    (asked,) = find_dates("2008年至2010年", TODAY)
    assert asked.years == {2008, 2009, 2010}
