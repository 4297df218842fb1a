"""Sentences and clauses: cut where a reader would cut, covering the whole text."""

from __future__ import annotations

from itertools import pairwise

import pytest

from corpus.sentences import split_clauses, split_sentences

# Each row is one text, its sentences between bars.
SENTENCES = """
今天闭馆。|明天开放吗？|后天开放！
“你来借书吗？”他问道。|然后走了。
“快来看！”大家喊。|“好！”|她笑了。
他说：“好。”|然后走了。
读过《谁来。看书》一书。|完。
（参见第一条。第二条。）完。|好。
（没有闭合。|下一句。
满意度升到3.5%.|投诉下降.
读者很多.|馆员很少.
数量是3.5万册，版本v1.2.3，网址www.lib.cn，都不断开
等等……的事不算。|他等了很久……|他走了。
真的？！|是。。。|好！！！
灯塔；书屋：读者，馆员
敢不敢读？”的问题
Mr. Smith reads at No. 5 Lake Road. |He paid 3.5 dollars. |J. K. Rowling came, e.g. twice.
See Fig. 3 and Vol. 2. |Open at 9 a.m. |The end.
He said "Yes." |Then he left. |Why?| Ok!
他说"好。"|她说"行。"
1. 总则
iv. 附则
读书……|读者……|都好
。
"""


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize("row", SENTENCES.strip().splitlines())
def test_sentences_end_where_they_should(row: str) -> None:
    assert pieces(row.replace("|", "")) == [piece.strip() for piece in row.split("|")]


def test_a_line_end_ends_a_sentence_and_space_around_is_left_out() -> None:
    text = "\n  第一行\r\n\n　第二行没有句号\n第三行。 第四句\t\n"
    assert pieces(text) == ["第一行", "第二行没有句号", "第三行。", "第四句"]


def test_further_breaks_can_be_given() -> None:
    text = "一、提高服务 我们做了很多事。后来更多。"
    assert [text[a:b] for a, b in split_sentences(text, [6])] == [
        "一、提高服务",
        "我们做了很多事。",
        "后来更多。",
    ]


def test_an_opener_that_is_closed_too_late_does_not_swallow_sentences() -> None:
    text = "（开头。" + "书" * 200 + "。）结尾。"
    assert pieces(text)[0] == "（开头。"


@pytest.mark.parametrize("text", ["", " \n\t　", "\u3000"])
def test_white_space_has_no_sentences(text: str) -> None:
    assert split_sentences(text) == []


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "。",
        "(",
        "（。",
        ".",
        "a. ",
        "？”",
        "？”他",
        '。"',
        "\n",
        "《",
        "…",
        "1. ",
        "好.",
        "\ud800",
    ],
)
def test_every_character_lies_in_one_sentence(piece: str) -> None:
    text = (piece * 3_000) + " 尾 " + (piece * 3)
    spans = split_sentences(text)
    assert all(a < b <= c < d for (a, b), (c, d) in pairwise(spans))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("甲类借书，乙类看报；丙类听讲。", ["甲类借书", "乙类看报", "丙类听讲"]),
        (
            "实行“一张证借书，一张卡看报”，减少3,500元",
            ["实行“一张证借书，一张卡看报”", "减少3,500元"],
        ),
        ("开放（周一，周二）,其余闭馆!", ["开放（周一，周二）", "其余闭馆"]),
        ("第一句。第二句，好", ["第一句", "第二句", "好"]),
        ("，，；。", []),
    ],
)
def test_clauses_are_cut_at_commas_outside_quotes(text: str, clauses: list[str]) -> None:
    framed = f"前文。{text}后文"
    start, end = 3, 3 + len(text)
    assert [framed[a:b] for a, b in split_clauses(framed, start, end)] == clauses
