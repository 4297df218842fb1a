from __future__ import annotations

import textwrap

import pytest

from corpus.cleaner import clean
from corpus.types import RemovalReason

PARAGRAPHS = (
    "清河县去年秋天修好了三十二公里的水渠，灌溉面积增加了四千多亩，沿线的群众都说这件事办得好。"
    "合作社还添置了两台烘干机和一辆运粮车，今年水稻亩产达到六百二十公斤，比去年多了五十公斤。",
    "今年开春以后，县里又安排了一笔钱，用来加固上游的三座小水库，同时把旧闸门换成电动的，"
    "以后放水不用再靠人摇，值班的人在屋里按一下就行，既省力也安全，下雨天更是方便了许多。",
)
ENGLISH = (
    "The canal was repaired last autumn by the people of four villages who had waited for it. "
    "Since then the fields have had water through the dry months, and the harvest has been good.",
    "Visitors are welcome on weekdays between nine and five. They are asked to register at the "
    "front desk, where a badge is handed out, and to bring it back when they leave the building.",
)


@pytest.mark.parametrize(
    ("spaced", "plain"),
    [
        ("\u3000\u3000水渠", "水渠"),
        ("\xa0\xa0 水渠", "水渠"),
        ("  水渠", "水渠"),
        ("  “水渠”", "“水渠”"),
        ("水渠 \t\u3000\n田", "水渠\n田"),
        ("甲\n\n\n\n乙", "甲\n\n乙"),
        ("甲\n \n\u3000\n乙", "甲\n\n乙"),
        ("\n\n甲\n\n", "甲"),
        ("围绕“ 水渠”", "围绕“水渠”"),
        ("水渠 ，田 。", "水渠，田。"),
        ("三、 加强管理", "三、加强管理"),
        ("16\xa0km", "16 km"),
        ("通\u3000知", "通知"),
        ("会 议 纪 要", "会议纪要"),
        ("□ 张 三 本报记者 李四光", "□ 张三 本报记者 李四光"),
        ("作者：张 三　李 四", "作者：张三　李四"),
    ],
)
def test_odd_blanks_go(spaced: str, plain: str) -> None:
    cleaned = clean(spaced)
    assert cleaned.text == plain
    assert {edit.reason for edit in cleaned.edits} == {RemovalReason.SPACING}


@pytest.mark.parametrize(
    "text",
    [
        "修好水渠 造福乡里",
        "办得好。 二、收成",
        "使用 Python 3 编程",
        "- 甲\n  - 乙",
        "x = [\n    1,\n]",
        "姓名  性别  年龄",
        "是 否",
        "一 二 三 四 五",
        "张三 李四 王五 赵六 钱七 孙八 周九 吴十",
        "水渠\u3000田地",
        "甲\n\n乙",
    ],
)
def test_blanks_with_a_meaning_stay(text: str) -> None:
    assert clean(text).text == text


def test_a_sentence_torn_into_words_is_put_together() -> None:
    torn = (
        "清河 县 去年 秋天 修好 了 三十二 公里 的 水渠 ，灌溉 面积 增加 了 四千 多亩 ，"
        "沿线 的 群众 都 说 这件 事 办得 好 ，今年 收成 也 好 。"
    )
    assert clean(torn).text == torn.replace(" ", "")


def _wrapped(paragraphs: tuple[str, ...], width: int, indent: str, gap: str) -> str:
    return gap.join(
        "\n".join((indent + p)[i : i + width] for i in range(0, len(indent + p), width))
        for p in paragraphs
    )


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("width", [22, 30, 37])
def test_hard_wrapped_paragraphs_are_joined_without_blanks(width: int, gap: str) -> None:
    cleaned = clean(_wrapped(PARAGRAPHS, width, "\u3000\u3000", gap))
    assert cleaned.text == gap.join(PARAGRAPHS)
    assert RemovalReason.LINE_BREAK in {edit.reason for edit in cleaned.edits}


def test_hard_wrapped_english_is_joined_with_blanks() -> None:
    wrapped = "\n\n".join("\n".join(textwrap.wrap(p, 70)) for p in ENGLISH)
    assert clean(wrapped).text == "\n\n".join(ENGLISH)


@pytest.mark.parametrize("start", ["第五条 ", "（二）", "二、", "2. ", "• ", "附件：", "# "])
def test_a_line_that_starts_something_new_is_not_joined(start: str) -> None:
    wrapped = _wrapped((PARAGRAPHS[0],), 30, "", "\n")
    cut = wrapped[: wrapped.rindex("\n")]
    assert clean(f"{cut}\n{start}另外的事").text.split("\n")[-1] == f"{start}另外的事"


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(PARAGRAPHS),
        "床前一片白月光，好似地上霜\n抬头望见山间月，低头想故乡\n" * 4 + "完",
        "\n".join(
            f"{n}号渠\t{n * 12}公里\t{n * 30}亩\t已经完成加固和清淤工作\t良好" for n in range(9)
        ),
        "\n".join(
            f"关于做好第{n}批农田水利设施建设项目申报工作有关事项的通知" for n in range(10, 20)
        ),
    ],
)
def test_lines_that_were_not_wrapped_stay_apart(text: str) -> None:
    assert clean(text).text == text
