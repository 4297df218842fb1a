"""Passages: about 250 characters, whole sentences, one heading, and nothing lost."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.splitter import split
from corpus.types import PassageSpan

SENTENCE = "灯塔书屋坚持天天开放，全年接待读者三十万人次，借出图书五十万册，深受读者的欢迎和好评。"
PARAGRAPH = SENTENCE * 3
SAMPLES = Path(__file__).parent.parent.parent / "corpus" / "documents"


def cut(text: str, title: str = "") -> list[tuple[str, str]]:
    return [(span.section, text[span.start : span.end]) for span in split(text, title)]


def assert_nothing_is_lost(text: str, spans: list[PassageSpan]) -> None:
    assert all(a.end <= b.start for a, b in pairwise(spans))
    pieces = [text[span.start : span.end] for span in spans]
    assert all(piece and piece == piece.strip() for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_passage_never_goes_on_behind_a_heading() -> None:
    text = (
        f"馆务报告\n办公室\n{SENTENCE}\n一、馆藏\n{SENTENCE}\n（一）图书\n{SENTENCE}\n"
        f"二、读者\n{SENTENCE}"
    )
    assert cut(text, "馆务报告") == [
        ("", f"馆务报告\n办公室\n{SENTENCE}"),
        ("一、馆藏", f"一、馆藏\n{SENTENCE}"),
        ("一、馆藏 / （一）图书", f"（一）图书\n{SENTENCE}"),
        ("二、读者", f"二、读者\n{SENTENCE}"),
    ]


def test_headings_and_bylines_without_text_stand_before_the_first_passage_below() -> None:
    text = (
        "# 馆务报告\n\n办公室\n\n## 一、馆藏\n\n"
        f"### （一）图书\n\n{SENTENCE}\n\n### （二）报刊\n\n{SENTENCE}"
    )
    assert cut(text, "馆务报告") == [
        ("一、馆藏 / （一）图书", text[: text.index("\n\n### （二）")]),
        ("一、馆藏 / （二）报刊", f"### （二）报刊\n\n{SENTENCE}"),
    ]


def test_the_title_is_not_repeated_in_the_section() -> None:
    text = f"导读\n\n{SENTENCE}\n\n## 館務 報告\n\n{SENTENCE}\n\n### 馆藏\n\n{SENTENCE}"
    assert [section for section, _ in cut(text, "馆务报告")] == ["", "", "馆藏"]


def test_articles_are_passages_of_their_own() -> None:
    text = (
        f"规则\n第一章 总则\n第一条 {SENTENCE}\n第二条 {SENTENCE}\n第二章 借阅\n第三条 {SENTENCE}"
    )
    assert [section for section, _ in cut(text, "规则")] == [
        "第一章 总则 / 第一条",
        "第一章 总则 / 第二条",
        "第二章 借阅 / 第三条",
    ]


def test_short_paragraphs_are_joined_and_long_ones_cut_at_sentence_ends() -> None:
    short = "\n".join(["纪事", *[SENTENCE] * 12])
    long = "纪事\n" + SENTENCE * 12
    for text in (short, long):
        passages = [words for _, words in cut(text)]
        assert all(words.endswith("。") for words in passages)
        assert all(150 <= len(words) <= 350 for words in passages)


def test_an_enumeration_that_fits_stays_whole_with_its_lead() -> None:
    items = "".join(f"{number}是{SENTENCE}" for number in "一二三四五六")
    text = f"纪事\n{PARAGRAPH}\n我们的做法有六条。{items}\n{PARAGRAPH}"
    assert f"我们的做法有六条。{items}" in "|".join(words for _, words in cut(text))


def test_an_enumeration_that_is_too_large_is_cut_between_its_items() -> None:
    items = [f"{number}是做好服务。{SENTENCE * 4}" for number in "一二三四五六"]
    text = "纪事\n我们的做法有六条。" + "".join(items)
    passages = [words for _, words in cut(text)]
    assert len(passages) > 2
    assert all(words.startswith(tuple("一二三四五六纪")) for words in passages)
    assert passages[0].startswith("纪事\n我们的做法有六条。一是做好服务。灯塔")


def test_a_one_line_text_is_cut_at_its_headings() -> None:
    text = f"{PARAGRAPH} 一、开放办馆，服务读者 {PARAGRAPH} {PARAGRAPH} 二、送书下乡 {PARAGRAPH}"
    sections = [section for section, _ in cut(text)]
    assert sections == ["", "一、开放办馆，服务读者", "二、送书下乡"]


def test_what_follows_the_last_opening_sentence_is_not_under_it() -> None:
    openings = ("延长开放时间，方便上班读者。", "改善阅览环境，吸引青年读者。")
    body = "\n".join(f"{opening}{PARAGRAPH}" for opening in openings)
    text = f"纪事\n{PARAGRAPH}\n{body}\n总之，{PARAGRAPH}\n李四"
    passages = cut(text)
    assert passages[-1] == ("", f"总之，{PARAGRAPH}\n李四")


def test_a_signature_stays_with_the_last_section() -> None:
    openings = ("延长开放时间，方便上班读者。", "改善阅览环境，吸引青年读者。")
    body = "\n".join(f"{opening}{PARAGRAPH}" for opening in openings)
    text = f"纪事\n{PARAGRAPH}\n{body}\n\n灯塔书屋\n2021年3月4日"
    assert cut(text)[-1][1].endswith("2021年3月4日")


def test_a_table_keeps_its_head_and_its_rows() -> None:
    rows = [f"| 第{n}分馆 | {n}00 | {n}000 |" for n in range(1, 60)]
    text = "\n".join(["纪事", SENTENCE, "| 馆名 | 藏书 | 读者 |", "|---|---|---|", *rows])
    passages = [words for _, words in cut(text)]
    assert "| 馆名 | 藏书 | 读者 |\n|---|---|---|\n| 第1分馆" in "\n\n".join(passages)
    assert all(words.endswith(("|", "。")) for words in passages)


def test_questions_stay_with_their_answers() -> None:
    text = "问答\n\n" + "\n\n".join(f"**问：第{n}个怎么办？**\n\n答：{SENTENCE}" for n in range(3))
    assert [section for section, _ in cut(text, "问答")] == [
        "问：第0个怎么办？",
        "问：第1个怎么办？",
        "问：第2个怎么办？",
    ]


def test_texts_in_an_alphabet_get_longer_passages() -> None:
    sentence = "The library is open every day, and reading is free for everyone who visits us. "
    lengths = [span.end - span.start for span in split("Visitor guide\n" + sentence * 40, "")]
    assert all(450 <= length <= 850 for length in lengths)


@pytest.mark.parametrize("text", ["", "   \n\t\n　"])
def test_nothing_has_no_passages(text: str) -> None:
    assert split(text, "标题") == []


@pytest.mark.parametrize(
    ("piece", "longest"),
    [
        ("a", 1250),
        ("书", 500),
        ("。", 500),
        ("书，", 500),
        ("书；", 500),
        ("书 ", 500),
        ("a" + " " * 50, 1250),
        ("列名: 值\n", 450),
        ("# a\n", 1250),
        ("一、甲\n", 450),
        ("第一条 ", 1250),
        ("一是甲乙，二是丙丁。\n", 450),
        ("读者。 ", 450),
        ("\ud800", 1250),
    ],
)
def test_texts_without_structure_are_cut_and_nothing_is_lost(piece: str, longest: int) -> None:
    text = piece * (20_000 // len(piece))
    spans = split(text, "标题")
    assert_nothing_is_lost(text, spans)
    assert max(span.end - span.start for span in spans) <= longest


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.md")), ids=lambda path: path.stem)
def test_sample_documents_are_cut_whole(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    spans = split(text, path.stem)
    assert_nothing_is_lost(text, spans)
    assert max(span.end - span.start for span in spans) <= 450


def test_target_can_be_chosen() -> None:
    text = "纪事\n" + SENTENCE * 40
    counts = [len(split(text, "", target=target)) for target in (120, 250, 500)]
    assert counts[0] > counts[1] > counts[2]


def with_rows(*parts: str | tuple[str]) -> tuple[str, list[tuple[int, int]]]:
    """A text of lines; those in brackets are rows of tables."""
    text, rows = "", []
    for part in parts:
        line = part if isinstance(part, str) else part[0]
        if not isinstance(part, str):
            rows.append((len(text), len(text) + len(line)))
        text += line + "\n"
    return text, rows


def cut_rows(text: str, rows: list[tuple[int, int]], title: str = "") -> list[tuple[str, str]]:
    spans = split(text, title, rows=rows)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    return [(span.section, text[span.start : span.end]) for span in spans]


def test_each_row_of_a_table_is_a_passage_under_the_headings_above_it() -> None:
    text, rows = with_rows(
        "## 台账", "", ("名目: 沙袋",), ("名目: 雨衣",), "", "### 旧表", "", ("名目: 绳子",), "",
        "## 台账二", "", ("第一条: 内容",), ("1、第二章 总则",),
    )  # fmt: skip
    assert cut_rows(text, rows, "台账二") == [
        ("台账", "名目: 沙袋"),
        ("台账", "名目: 雨衣"),
        ("台账 / 旧表", "名目: 绳子"),
        ("", "第一条: 内容"),
        ("", "1、第二章 总则"),
    ]


def test_paragraphs_between_rows_are_passages_with_their_headings() -> None:
    text, rows = with_rows(
        "# 年报", "", SENTENCE, ("名目: 沙袋",), SENTENCE, SENTENCE, "## 二", "", ("名目: 雨衣",),
        "## 三", "", f"一、馆藏\n{SENTENCE}", "", "## 末",
    )  # fmt: skip
    assert cut_rows(text, rows, "年报") == [
        ("", f"# 年报\n\n{SENTENCE}"),
        ("", "名目: 沙袋"),
        ("", f"{SENTENCE}\n{SENTENCE}"),
        ("二", "名目: 雨衣"),
        ("三 / 一、馆藏", f"## 三\n\n一、馆藏\n{SENTENCE}"),
        ("末", "## 末"),
    ]


def test_only_a_row_that_is_far_too_long_is_cut_between_its_fields() -> None:
    field = "说明: " + "很长的内容" * 12
    long, longer = "；".join([field] * 6), "；".join([field] * 30)
    text, rows = with_rows((long,), (longer,))
    passages = [words for _, words in cut_rows(text, rows)]
    assert passages[0] == long
    assert "".join(passages[1:]) == longer
    assert len(passages) > 5
    assert all(len(words) <= 500 and words.startswith("说明") for words in passages)


def test_very_many_rows_are_cut_quickly() -> None:
    text, rows = with_rows(
        *[(f"{number}、名目: 第一条；一、数量: {number}",) for number in range(9000)]
    )
    started = time.process_time()
    assert len(split(text, "", rows=rows)) == 9000
    assert time.process_time() - started < 2
