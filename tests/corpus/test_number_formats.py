"""Numbers and days are shown as a spreadsheet program shows them."""

from __future__ import annotations

import pytest

from corpus.parsers.sheet_parts.date_formats import Epoch
from corpus.parsers.sheet_parts.number_formats import BUILTIN_FORMATS, formatter_of

DAY = 40487.75  # 5 November 2010, 18:00


def shown(value: float, code: str, epoch: Epoch = Epoch.OF_1900) -> str:
    return formatter_of(code, epoch)(value)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (12.0, "General", "12"),
        (0.1 + 0.2, "General", "0.3"),
        (123456.789012, "General", "123456.789"),
        (0.00001, "General", "1E-05"),
        (13812345678.0, "General", "13812345678"),
        (110101199001011234.0, "General", "110101199001011000"),
        (12.0, "G/通用格式", "12"),
        (3.0, 'General"元"', "3元"),
        (5.0, "@", "5"),
        (0.035, "0.0%", "3.5%"),
        (0.035, "0%", "4%"),
        (1234567.0, "#,##0", "1,234,567"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (0.125, "0.00", "0.13"),
        (2.5, "0", "3"),
        (1.005, "0.00", "1.01"),
        (0.0, "0.00", "0.00"),
        (0.5, "#.##", ".5"),
        (0.5, "#,##0.0#", "0.5"),
        (7.0, "0000", "0007"),
        (7.0, '"第"0"名"', "第7名"),
        (13812345678.0, "000-0000-0000", "138-1234-5678"),
        (1234.5, "¥#,##0.00", "¥1,234.50"),
        (1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
        (-5.0, "#,##0.00;[Red]-#,##0.00", "-5.00"),
        (-5.5, "0.0_);(0.0)", "(5.5)"),
        (-5.5, "0.0", "-5.5"),
        (0.0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"??_ ;_ @_ ', "-"),
        (99.0, ";;;", ""),
        (12345.0, '0.0,"千"', "12.3千"),
        (123456.0, "0.00E+00", "1.23E+05"),
        (1.5, "# ?/?", "1 1/2"),
        (2.25, "# ??/??", "2 1/4"),
        (150.0, '[>=100]"高"0;[<50]"低"0;0', "高150"),
        (20.0, '[>=100]"高"0;[<50]"低"0;0', "低20"),
        (60.0, '[>=100]"高"0;[<50]"低"0;0', "60"),
    ],
)
def test_numbers(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (DAY, 'yyyy"年"m"月"d"日"', "2010年11月5日"),
        (DAY, '[$-804]yyyy"年"m"月"d"日";@', "2010年11月5日"),
        (DAY, '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "二〇一〇年十一月五日"),
        (DAY, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2010年11月5日"),
        (DAY, "yyyy\\-mm\\-dd;@", "2010-11-05"),
        (DAY, "yyyy/m/d hh:mm", "2010/11/5 18:00"),
        (DAY, "h:mm AM/PM", "6:00 PM"),
        (DAY, '上午/下午h"时"mm"分"', "下午6时00分"),
        (DAY, "mmm-yy", "Nov-10"),
        (DAY, "[$-804]dddd", "星期五"),
        (DAY, "aaa", "五"),
        (DAY, "m/d", "11/5"),
        (1.5, "[h]:mm:ss", "36:00:00"),
        (0.5 + 5.25 / 86400, "mm:ss.00", "00:05.25"),
        (59.0, "yyyy/m/d", "1900/2/28"),
        (60.0, "yyyy/m/d", "1900/2/29"),
        (61.0, "yyyy/m/d", "1900/3/1"),
        (-1.0, "yyyy/m/d", "-1"),
        (1e10, "yyyy/m/d", "10000000000"),
    ],
)
def test_days_and_times(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_days_of_a_workbook_that_counts_from_1904() -> None:
    assert shown(39025.0, "yyyy-mm-dd", Epoch.OF_1904) == "2010-11-05"


def test_builtin_formats_show_days_as_in_mainland_china() -> None:
    assert [shown(DAY, BUILTIN_FORMATS[key]) for key in (14, 22, 31, 57)] == [
        "2010/11/5",
        "2010/11/5 18:00",
        "2010年11月5日",
        "2010年11月",
    ]
