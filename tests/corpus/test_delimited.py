"""Tables in plain text: delimiters, quotation, ragged records, encodings."""

from __future__ import annotations

import time

import pytest

from corpus.errors import ParseError
from corpus.parsers import EmptyFileError
from tests.sheet_kit import lines, parse, places

ROWS = [("姓名", "部门", "工龄"), ("张三", "办公室", "3"), ("李四", "财务处", "12")]
SHOWN = ["姓名: 张三；部门: 办公室；工龄: 3", "姓名: 李四；部门: 财务处；工龄: 12"]


def table(delimiter: str) -> str:
    return "\n".join(delimiter.join(row) for row in ROWS)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "，"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_the_delimiter_is_found(delimiter: str, name: str) -> None:
    parsed = parse(table(delimiter).encode(), name)
    assert lines(parsed) == SHOWN
    assert places(parsed) == {SHOWN[0]: 2, SHOWN[1]: 3}
    assert parsed.regions[0].locator == {"kind": "row", "sheet": "", "row": 2}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "big5"])
def test_the_encoding_is_found(encoding: str) -> None:
    text = "姓名,部門,備註\n張三,辦公室,這是一個好人\n李四,財務處,他們都來了\n"
    assert lines(parse(text.encode(encoding), "a.csv")) == [
        "姓名: 張三；部門: 辦公室；備註: 這是一個好人",
        "姓名: 李四；部門: 財務處；備註: 他們都來了",
    ]


def test_a_stated_delimiter_is_taken_and_is_no_record() -> None:
    parsed = parse("sep=;\n名目;数量\n沙袋,大;3\n".encode(), "a.csv")
    assert places(parsed) == {"名目: 沙袋,大；数量: 3": 2}


def test_quoted_fields_hold_delimiters_quotes_and_line_ends() -> None:
    text = '名目,说明,数量\n沙袋,"大的,\n结实的""好""袋",3\n雨衣,蓝,5\n'
    parsed = parse(text.encode(), "a.csv")
    assert places(parsed) == {
        '名目: 沙袋；说明: 大的, 结实的"好"袋；数量: 3': 2,
        "名目: 雨衣；说明: 蓝；数量: 5": 3,
    }


def test_ragged_records_lose_nothing() -> None:
    text = "名目,数量\n沙袋,3,多出来的\n雨衣\n\n绳子,7\n"
    parsed = parse(text.encode(), "a.csv")
    assert places(parsed) == {
        "名目: 沙袋；数量: 3；多出来的": 2,
        "名目: 雨衣": 3,
        "名目: 绳子；数量: 7": 5,
    }


def test_a_table_without_a_header_has_values_alone() -> None:
    assert lines(parse(b"1,2,3\n4,5,6\n", "a.csv")) == ["1；2；3", "4；5；6"]


def test_a_title_and_headers_of_groups_are_recognised() -> None:
    text = "年度表,,,\n,2019年,,2020年,\n地区,数量,金额,数量,金额\n东区,1,2,3,4\n"
    assert lines(parse(text.encode(), "a.csv")) == [
        "### 年度表",
        "地区: 东区；2019年 数量: 1；2019年 金额: 2；2020年 数量: 3；2020年 金额: 4",
    ]


def test_an_empty_column_parts_no_table() -> None:
    text = "名目,,产地\n沙袋,,东山\n雨衣,,西山\n"
    assert lines(parse(text.encode(), "a.csv"))[0] == "名目: 沙袋；产地: 东山"


def test_a_text_without_delimiters_stays_its_lines() -> None:
    text = "今天，天气很好。\n我们都去了山上，看见了很多人，很高兴。\n"
    assert lines(parse(text.encode(), "a.csv")) == text.split("\n")[:2]


def test_a_quotation_mark_that_is_never_closed_swallows_nothing() -> None:
    rows = "".join(f"袋{number},{number}\n" for number in range(90))
    parsed = parse(f'名目,数量\n"坏,1\n{rows}'.encode(), "a.csv")
    assert len(parsed.regions) == 91
    assert lines(parsed)[-1] == "名目: 袋89；数量: 89"
    assert parsed.facts.warnings == (
        "A quotation mark is not closed: the quotation marks were read as text.",
    )


def test_tabs_under_the_suffix_of_an_old_workbook_are_read() -> None:
    assert lines(parse(table("\t").encode("gb18030"), "a.xls")) == SHOWN


def test_a_damaged_place_is_told() -> None:
    parsed = parse("名目,数量\n沙袋防汛物资仓库,3\n".encode() + b"\xff,4\n", "a.csv")
    assert parsed.losses == ("1 place could not be decoded as utf-8.",)


def test_empty_and_binary_files_are_refused() -> None:
    with pytest.raises(EmptyFileError, match=r"a\.csv is empty"):
        parse(b",,\n,,\n", "a.csv")
    with pytest.raises(ParseError, match="PNG image"):
        parse(b"\x89PNG\r\n\x1a\n" + bytes(50), "a.csv")


def test_many_records_take_little_time() -> None:
    rows = "".join(f"{n},第{n}号,2020-01-01,备注{n}\n" for n in range(20_000))
    started = time.process_time()
    parsed = parse(f"序号,名称,日期,备注\n{rows}".encode(), "a.csv")
    assert len(parsed.regions) == 20_000
    assert time.process_time() - started < 5
