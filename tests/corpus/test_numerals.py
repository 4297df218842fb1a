"""Numbers and dates are found in whatever way they are written, and words are left alone."""

from __future__ import annotations

import pytest

from corpus.numerals import NumberKind, NumberMention, find_numbers


def canonical(text: str) -> list[str]:
    return [mention.canonical for mention in find_numbers(text)]


@pytest.mark.parametrize(
    ("spellings", "number"),
    [
        ("2004年|２００４年|二〇〇四年|二○○四年|二零零四年|二00四年|2004 年", "2004"),
        ("12|十二|第十二条|第12条|１２", "12"),
        ("3500|3,500|3500.0|三千五百|三千五|叁仟伍佰", "3500"),
        ("220000|22万|22 万|二十二万|220,000|２２万|22萬", "220000"),
        ("350000000|3.5亿|三亿五千万|三点五亿|3億5千萬", "350000000"),
        ("1200000000000|1.2万亿|一万二千亿", "1200000000000"),
        ("35000|3万5千|三万五|三万五千", "35000"),
        ("108|一百零八|一百〇八", "108"),
        ("2/3|三分之二", "2/3"),
    ],
)
def test_spellings_of_one_number_agree(spellings: str, number: str) -> None:
    for spelling in spellings.split("|"):
        if "/" not in spelling:
            assert number in canonical(f"共计{spelling}"), spelling


@pytest.mark.parametrize("text", ["87.5%", "87.5％", "百分之八十七点五", "87.50 %", "百分之87.5"])
def test_percentages_agree_and_carry_their_bare_number(text: str) -> None:
    assert canonical(text) == ["87.5%", "87.5"]


@pytest.mark.parametrize(
    ("text", "expected"), [("百分之百", "100%"), ("千分之五", "0.5%"), ("万分之三", "0.03%")]
)
def test_shares_of_other_bases_are_percentages(text: str, expected: str) -> None:
    assert canonical(text)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "2010年11月05日",
        "2010-11-5",
        "2010.11.5",
        "2010/11/05",
        "二〇一〇年十一月五日",
        "2010年11月5号",
    ],
)
def test_dates_agree_and_carry_month_day_and_year(text: str) -> None:
    found = set(canonical(f"定于{text}。"))
    assert found == {"date:2010-11-05", "date:2010-11", "date:11-05", "2010", "11", "5"}


@pytest.mark.parametrize("text", ["2010年11月", "2010-11", "二〇一〇年十一月"])
def test_months_agree(text: str) -> None:
    assert {"date:2010-11", "2010", "11"} == set(canonical(text))


def test_a_day_without_year_is_a_day_of_any_year() -> None:
    assert canonical("五月一日") == canonical("5月1日") == ["date:05-01", "5", "1"]


WORDS = """
一是 一些 十分重要 万一 统一 唯一 一个 一种 每一名 两会 三农 十二五规划 “三个代表” 三三两两 一二十
数十人 几十万 二十余万 千方百计 百姓 亿万 一五一十 下午三点五十 有三点一是 192.168.1.1 1.2.3 零售 第
"""


@pytest.mark.parametrize("text", WORDS.split())
def test_words_are_no_numbers(text: str) -> None:
    assert canonical(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三项", "3"),
        ("十分钟", "10"),
        ("两个", "2"),
        ("三位", "3"),
        ("三点五倍", "3.5"),
        ("一年", "1"),
        ("第一，", "1"),
        ("十九届", "19"),
        ("二十四小时", "24"),
    ],
)
def test_a_measure_word_makes_a_short_numeral_a_number(text: str, expected: str) -> None:
    assert canonical(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3，500", ["3", "500"]),
        ("5千克", ["5"]),
        ("100万千瓦", ["1000000"]),
        ("010-62345678", ["010-62345678"]),
        ("编号007", ["007"]),
        ("05", ["5"]),
        ("1,234,567.80元", ["1234567.8"]),
    ],
)
def test_units_codes_and_commas(text: str, expected: list[str]) -> None:
    assert canonical(text) == expected


def test_offsets_and_kinds_are_those_of_the_given_text() -> None:
    text = "館於２００４年開放，第三層藏書22萬冊，佔87.5％"
    mentions = find_numbers(text)
    assert [(text[m.start : m.end], m.kind) for m in mentions] == [
        ("２００４年", NumberKind.YEAR),
        ("第三", NumberKind.ORDINAL),
        ("22萬", NumberKind.NUMBER),
        ("87.5％", NumberKind.PERCENT),
        ("87.5", NumberKind.NUMBER),
    ]
    assert mentions[0] == NumberMention(2, 7, "2004", NumberKind.YEAR)


@pytest.mark.parametrize(
    "piece", ["1", "1,234", ",234", "一", "十", "2010-", "百分之", "1万1", "第", "一点", "零"]
)
def test_long_runs_are_read_without_error(piece: str) -> None:
    text = piece * 20_000
    for mention in find_numbers(text):
        assert 0 <= mention.start < mention.end <= len(text)
