"""Headings are found in every usual shape; lists, bylines and plain sentences are not headings."""

from __future__ import annotations

from itertools import pairwise

import pytest

from corpus.structure.headings import find_headings

BODY = "本馆坚持开放办馆，服务读者，全年接待读者三十万人次，借出图书五十万册，深受各界欢迎和好评。"
LONG_BODY = BODY * 2


def outline(text: str) -> list[tuple[int, str]]:
    return [(heading.level, heading.text) for heading in find_headings(text)]


def test_numbered_headings_nest() -> None:
    lines = [
        "馆务报告",
        "一、总体情况",
        "（一）馆藏",
        "1. 图书",
        "2. 报刊",
        "（二）读者",
        "二、打算",
    ]
    text = "\n".join(f"{line}\n{BODY}" for line in lines)
    assert outline(text) == [
        (1, "一、总体情况"),
        (2, "（一）馆藏"),
        (3, "1. 图书"),
        (3, "2. 报刊"),
        (2, "（二）读者"),
        (1, "二、打算"),
    ]


def test_decimal_headings_nest() -> None:
    text = "\n".join(
        f"{line}\n{BODY}" for line in ["规范", "1 范围", "1.1 对象", "1.1.1 图书", "2 要求"]
    )
    assert outline(text) == [(1, "1 范围"), (2, "1.1 对象"), (3, "1.1.1 图书"), (1, "2 要求")]


def test_markdown_headings_keep_their_marks_in_the_span_only() -> None:
    text = f"# 馆务\n\n## 开放 ##\n{BODY}\n\n### **时间**\n{BODY}\n\n#不是标题\n"
    assert outline(text) == [(1, "馆务"), (2, "开放"), (3, "时间")]
    first = find_headings(text)[1]
    assert text[first.start : first.end] == "## 开放 ##"


def test_an_article_is_headed_by_its_label_alone() -> None:
    text = (
        f"读者规则\n第一章 总则\n第一条 {BODY}\n第二条　根据第一条的规定，{BODY}\n"
        f"第二章 借阅\n第三条之一 {BODY}\n第一条规定的证件由本馆发放。"
    )
    assert outline(text) == [
        (1, "第一章 总则"),
        (2, "第一条"),
        (2, "第二条"),
        (1, "第二章 借阅"),
        (2, "第三条之一"),
    ]


def test_chapters_and_articles_are_found_in_one_line() -> None:
    text = (
        f"读者规则。 第一章 总则 第一条 {LONG_BODY} 第二条 {LONG_BODY} "
        f"第二章 借阅 第三条 {LONG_BODY}"
    )
    assert outline(text) == [
        (1, "第一章 总则"),
        (2, "第一条"),
        (2, "第二条"),
        (1, "第二章 借阅"),
        (2, "第三条"),
    ]


def test_a_heading_in_a_one_line_text_ends_at_the_space() -> None:
    text = (
        f"{LONG_BODY} 一、依托总馆,加强“流动书车”建设 {LONG_BODY} "
        f"二、 以“灯塔”为名,办好“听、说、读、写”活动 {LONG_BODY}"
    )
    assert outline(text) == [
        (1, "一、依托总馆,加强“流动书车”建设"),
        (1, "二、 以“灯塔”为名,办好“听、说、读、写”活动"),
    ]


def test_a_numbered_sentence_before_a_long_paragraph_is_a_heading() -> None:
    text = f"报告\n（一）延长开放时间。{LONG_BODY}\n（二）方便老年读者。{LONG_BODY}\n{BODY}"
    assert outline(text) == [(1, "（一）延长开放时间"), (1, "（二）方便老年读者")]
    first = find_headings(text)[0]
    assert text[first.start : first.end] == "（一）延长开放时间。"


@pytest.mark.parametrize(
    "lines",
    [
        ["（一）带证入馆。不得转借。", "（二）保持安静。不得喧哗。"],
        ["一、读者证", "二、身份证", "三、押金"],
        ["1. 提前预约；", "2. 带好证件；", "3. 按时归还。"],
        ["1、图书", "2、报刊"],
        ["姓名: 张三", "部门: 借阅部"],
        ["- 图书", "- 报刊"],
        ["| 图书 | 报刊 |", "|---|---|", "| 3 | 4 |"],
    ],
)
def test_lists_and_tables_are_no_headings(lines: list[str]) -> None:
    text = "\n".join(["读者须知", BODY, *lines, BODY])
    assert outline(text) == []


def test_short_lines_between_paragraphs_are_headings() -> None:
    text = f"灯塔书屋纪事\n\n{BODY}\n\n  “两点”发力\n\n{BODY}\n\n走进社区\n\n{BODY}\n"
    assert outline(text) == [(1, "“两点”发力"), (1, "走进社区")]


@pytest.mark.parametrize(
    "line",
    [
        "作者：李四",
        "记者 李四 通讯员 王五",
        "2021年3月4日",
        "（2021年第3期）",
        "馆发〔2021〕3号",
        "——记灯塔书屋",
        "□ 李四",
        "各分馆：",
        "这是一句话。",
        "另外，",
        "http://lib.example.cn",
        "附件",
        "12345",
    ],
)
def test_bylines_dates_and_sentences_are_no_headings(line: str) -> None:
    assert outline(f"灯塔书屋纪事\n\n{BODY}\n\n{line}\n\n{BODY}") == []


def test_below_a_table_a_blank_line_sets_a_heading_off() -> None:
    above = f"灯塔书屋纪事\n\n{BODY}\n城南\t45册\n城北\t120册\n"
    assert outline(f"{above}\n走进社区\n\n{BODY}") == [(1, "走进社区")]
    assert outline(f"{above}走进社区\n{BODY}") == []


def test_title_subtitle_and_author_above_the_text_are_no_headings() -> None:
    assert outline(f"灯塔书屋\n城南分馆纪事\n李四\n{BODY}") == []
    assert outline(f"灯塔书屋\n\n李四\n\n{BODY}") == []
    assert outline(f"灯塔书屋\n\n背景\n\n{BODY}") == [(1, "背景")]


def test_sentences_that_open_paragraphs_alike_are_headings() -> None:
    text = (
        f"灯塔书屋\n\n{BODY}\n\n延长开放时间，方便上班读者。{BODY}\n\n改善阅览环境，吸引青年读者。{BODY}\n\n"
        f"送书下乡进村，服务乡村读者。{BODY}\n\n总之，{BODY}"
    )
    headings = find_headings(text)
    assert [heading.text for heading in headings] == [
        "延长开放时间，方便上班读者",
        "改善阅览环境，吸引青年读者",
        "送书下乡进村，服务乡村读者",
    ]
    assert text[headings[2].section_end :].strip() == f"总之，{BODY}"


def test_words_in_common_make_openings_alike() -> None:
    text = "\n".join(
        ["纪事", *(f"用“心”的{word}。{LONG_BODY}" for word in ("态度待人", "方法办事", "标准自律"))]
    )
    assert [text for _, text in outline(text)] == [
        "用“心”的态度待人",
        "用“心”的方法办事",
        "用“心”的标准自律",
    ]


def test_unlike_openings_are_no_headings() -> None:
    text = f"纪事\n天亮了。{BODY}\n会议指出，要重视读者。{BODY}\n书香满城，人人读书。{BODY}"
    assert outline(text) == []


def test_a_sentence_said_twice_is_no_heading() -> None:
    assert outline(f"纪事\n读书之家，人人读书。{BODY}\n读书之家，人人读书。{BODY}") == []


def test_opening_sentences_stand_under_the_heading_above() -> None:
    openings = "\n".join(f"{words}。{LONG_BODY}" for words in ("抓好重点", "突破难点", "抓住热点"))
    text = f"纪事\n{BODY}\n“两点”发力\n{openings}\n走进社区\n{BODY}"
    assert outline(text) == [
        (1, "“两点”发力"),
        (2, "抓好重点"),
        (2, "突破难点"),
        (2, "抓住热点"),
        (1, "走进社区"),
    ]


def test_questions_above_answers_are_headings() -> None:
    text = (
        "办事问答\n\n**问：怎样办证？**\n\n答：带身份证到总台。\n\n"
        "问：可以代办吗？\n答：可以。\n问：没有回答？\n完。"
    )
    assert [text for _, text in outline(text)] == ["问：怎样办证？", "问：可以代办吗？"]


def test_english_headings() -> None:
    body = "The library is open every day, and reading is free for everyone who comes to visit us."
    text = f"Visitor guide\n\nAbout us\n{body}\n\nOpening hours and address\n{body}\n"
    assert outline(text) == [(1, "About us"), (1, "Opening hours and address")]


def test_traditional_text_is_read_alike_and_quoted_as_it_is() -> None:
    text = f"報告\n記者 李四\n{BODY}\n\n二、館務說明\n{BODY}\n\n記者 李四\n{BODY}"
    assert outline(text) == [(1, "二、館務說明")]


@pytest.mark.parametrize(
    "piece", ["# a\n", "一、甲\n", "1. a\n", "第一条 ", "**a**\n", "短行\n", " ", "# "]
)
def test_long_runs_are_read_in_order(piece: str) -> None:
    text = piece * 2_000
    headings = find_headings(text)
    assert all(a.end <= b.start for a, b in pairwise(headings))
    assert all(h.start < h.end <= h.section_end <= len(text) for h in headings)


def test_entries_of_a_list_of_attachments_are_no_headings() -> None:
    text = (
        "关于规范摊点的通知\n各科室：\n现就规范校园周边摊点的有关事项通知如下，请认真执行。\n"
        "一、落实责任\n各科室要明确专人，每周巡查两次，做好记录并按月上报，不得迟报漏报。\n"
        "附件：1.摊点名册\n2.巡查记录表\n清河县市场监督管理局\n2024年3月1日\n"
    )
    assert "2.巡查记录表" not in [heading.text for heading in find_headings(text)]
