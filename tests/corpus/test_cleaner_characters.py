from __future__ import annotations

import subprocess
import sys

import pytest

from corpus.cleaner import clean
from corpus.types import RemovalReason


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\u2029", "\x85", "\v", "\f", "\n"])
def test_every_line_end_becomes_one_newline(end: str) -> None:
    assert clean(f"甲{end}乙").text == "甲\n乙"


@pytest.mark.parametrize(
    "hidden",
    [
        *("\x00", "\x07", "\x1b", "\x1b[31m", "\x1b[0;1m", "\x7f", "\x9b", "\u00ad", "\u200b"),
        *("\u200e", "\u202e", "\u2060", "\u2066", "\ufeff", "\u200d", "\U000e0041"),
        *("\ufffc", "\ufff9"),
    ],
)
def test_invisible_characters_go_as_control_characters(hidden: str) -> None:
    cleaned = clean(f"水{hidden}渠")
    assert cleaned.text == "水渠"
    assert [edit.reason for edit in cleaned.edits] == [RemovalReason.CONTROL]


@pytest.mark.parametrize("text", ["👩\u200d🌾", "葛\U000e0100", "क्\u200dष", "甲\t乙", "\ue000"])
def test_marks_that_build_characters_stay(text: str) -> None:
    assert clean(text).text == text


@pytest.mark.parametrize(
    ("noted", "plain"),
    [
        ("質(zhì)量", "質量"),
        ("標（biāo）準(zhǔn)", "標準"),
        ("关(guān)系", "关系"),
        ("关(guan)系", "关系"),
        ("关(guan1)系", "关系"),
        ("关（ ɡuān ）系", "关系"),
        ("長(zhǎng)大，長(cháng)短", "長大，長短"),
        ("綠(lǜ)色", "綠色"),
        ("綠(lü)色", "綠色"),
        ("綠(lv)色", "綠色"),
        ("衆(zhòng)人", "衆人"),
        ("金陸(liù)", "金陸"),
        ("研究(jiù)", "研究"),
        ("質(zhi\u0300)量", "質量"),
    ],
)
def test_a_note_that_is_a_reading_of_its_character_goes(noted: str, plain: str) -> None:
    cleaned = clean(noted)
    assert cleaned.text == plain
    assert {edit.reason for edit in cleaned.edits} == {RemovalReason.PINYIN}


@pytest.mark.parametrize(
    "text",
    [
        "标准(biāo)",
        "水务局(GB)",
        "张三(zhang san)",
        "总额(e)",
        "吉(JI)林",
        "长度(m)",
        "甲(A)乙(B)",
        "(zhì)开头",
        "量 (liàng)",
        "英文(en)",
        "ABC(a)",
        "水渠(shuǐ qú)",
        "数量(number)",
    ],
)
def test_a_bracket_that_is_no_reading_stays(text: str) -> None:
    assert clean(text).text == text


def test_the_pinyin_dictionary_is_loaded_only_for_texts_with_notes() -> None:
    code = (
        "import sys; from corpus.cleaner import clean\n"
        "clean('水渠（见图）'); assert 'pypinyin' not in sys.modules\n"
        "clean('水(shuǐ)渠'); assert 'pypinyin' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    "text", ["infor\u00ad\nmation", "infor\u00ad \r\n  mation", "in\u00adformation"]
)
def test_a_word_divided_by_a_soft_hyphen_is_put_together(text: str) -> None:
    assert clean(text).text == "information"


def test_a_soft_hyphen_does_not_join_lines_that_go_not_on() -> None:
    assert clean("canal\u00ad\nThe end\n水渠\u00ad\n加固").text == "canal\nThe end\n水渠\n加固"


@pytest.mark.parametrize(
    ("double", "plain"),
    [
        ("⼯作", "工作"),
        ("金\uf9d1", "金六"),
        ("\U0002f800", "丽"),
        ("⺠政局局⻓", "民政局局长"),
        (
            "⻔⻛⻅⻋⻢⻥⻦⻆⻚⻉⻁⻘⻝⻣⻤⻬⻮⻰⻳⺟⺎",
            "门风见车马鱼鸟角页贝虎青食骨鬼齐齿龙龟母兀",
        ),
    ],
)
def test_doubles_of_hanzi_become_plain_hanzi(double: str, plain: str) -> None:
    cleaned = clean(double)
    assert cleaned.text == plain
    assert {edit.reason for edit in cleaned.edits} == {RemovalReason.COMPATIBILITY_FORM}


@pytest.mark.parametrize("text", ["ＧＢ／Ｔ　１９００１", "⺡是偏旁", "①ﬁ㈱㎡", "\ufa0e"])
def test_other_forms_are_left_as_they_were_written(text: str) -> None:
    assert clean(text).text == text
