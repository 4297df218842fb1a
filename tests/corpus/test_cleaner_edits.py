from __future__ import annotations

import random

import pytest

from corpus.cleaner import clean
from corpus.cleaner.edits import EditedText
from corpus.types import Cut, RemovalReason, undo_edits

BODY = (
    "清河县去年秋天修好了三十二公里的水渠，灌溉面积增加了四千多亩，沿线的群众都说这件事办得好。",
    "合作社还添置了两台烘干机和一辆运粮车，今年水稻亩产达到六百二十公斤，比去年多了五十公斤。",
    "第三条 用水单位应当按照核定的水量取水，不得擅自改动闸门，违反规定的由水务局责令改正。",
)
PIECES = (
    *BODY,
    "首页 > 新闻中心 > 正文",
    "您当前位置: 县情>>《清河水务》>>",
    "Copyright © 2011 清河网 All Rights Reserved",
    "(责任编辑:)",
    "相关新闻",
    "• 渠首闸门更换完成 ...",
    "本网注明“来源：清河网”的作品，版权均属于清河网，未经本网授权不得转载。",
    "作者:佚名 来源:清河网 发布时间:2011年3月5日 点击数:33",
    "質(zhì)量與標(biāo)準(zhǔn)",
    "通\u3000知",
    "一、总体要求",
    "| 项目 | 数量 |",
    "\x1b[31m红\x1b[0m\u200b字\u00ad",
    "The canal was repaired last autumn.",
    "- 3 -",
    " |",
    "",
)
GLUE = ("\n", "\r\n", "\r", "\n\n\n", " ", "\u3000\u3000", "\t", "\u2028", "\xa0", "")


def test_undoing_the_edits_gives_back_every_mixture() -> None:
    chance = random.Random(20)
    for _ in range(400):
        text = "".join(
            chance.choice(PIECES) + chance.choice(GLUE) for _ in range(chance.randint(0, 14))
        )
        cleaned = clean(text)
        assert undo_edits(cleaned.text, cleaned.edits) == text


def test_edits_are_ordered_and_hold_what_stood_in_the_text_as_read() -> None:
    chance = random.Random(21)
    for _ in range(200):
        text = "\r\n".join(chance.choice(PIECES) for _ in range(12))
        position = 0
        for edit in clean(text).edits:
            assert position <= edit.start < edit.end
            assert text[edit.start : edit.end] == edit.removed
            position = edit.end


def test_undoing_the_edits_gives_back_noise() -> None:
    chance = random.Random(22)
    alphabet = "\n\r \u3000\x00\x1b[]()（）质zhì。，“”|©:：一二。\u200b\xa0>a1"
    for _ in range(300):
        text = "".join(chance.choice(alphabet) for _ in range(chance.randint(0, 80)))
        cleaned = clean(text)
        assert undo_edits(cleaned.text, cleaned.edits) == text


def test_cleaning_again_changes_nothing_in_a_cleaned_page() -> None:
    page = "\n\n".join((PIECES[3], "水渠修好了", *BODY, PIECES[5], PIECES[6]))
    once = clean(page).text
    assert clean(once).text == once


def test_a_later_cut_swallows_an_earlier_one_inside_it() -> None:
    edited = EditedText("abcdef").apply([Cut(2, 3, RemovalReason.CONTROL)])
    edited = edited.apply([Cut(1, 4, RemovalReason.NAVIGATION)])
    assert edited.text == "af"
    assert [(e.start, e.end, e.removed, e.reason) for e in edited.edits] == [
        (1, 5, "bcde", RemovalReason.NAVIGATION)
    ]


def test_blanks_cut_around_a_removal_leave_its_reason() -> None:
    edited = EditedText("a\nXY\n\nb").apply([Cut(2, 5, RemovalReason.NEWS_LIST)])
    edited = edited.apply([Cut(1, 3, RemovalReason.SPACING, " ")])
    assert edited.text == "a b"
    assert [(e.removed, e.reason) for e in edited.edits] == [
        ("\n", RemovalReason.SPACING),
        ("XY\n", RemovalReason.NEWS_LIST),
        ("\n", RemovalReason.SPACING),
    ]
    assert undo_edits(edited.text, edited.edits) == "a\nXY\n\nb"


@pytest.mark.parametrize("text", ["", " ", "\n", "\r\n\u3000", "\u200b"])
def test_a_text_of_blanks_becomes_empty(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.text == ""
    assert undo_edits(cleaned.text, cleaned.edits) == text
