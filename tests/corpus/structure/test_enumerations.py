"""Enumerations are found whole, with each item's head word for word and what leads into them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from corpus.structure.enumerations import Enumeration, EnumerationKind, find_enumerations
from corpus.structure.headings import find_headings

BODY = "本馆坚持开放办馆，服务读者，全年接待读者三十万人次，借出图书五十万册，深受各界欢迎和好评。"


def heads(text: str, enumeration: Enumeration) -> list[str]:
    return [text[item.head_start : item.head_end] for item in enumeration.items]


def markers(enumeration: Enumeration) -> list[str]:
    return [item.marker for item in enumeration.items]


def lead(text: str, enumeration: Enumeration) -> str:
    return text[enumeration.lead_start : enumeration.lead_end]


def only(text: str, kind: EnumerationKind = EnumerationKind.NUMBERED) -> Enumeration:
    (enumeration,) = [found for found in find_enumerations(text) if found.kind is kind]
    return enumeration


# Text; then the markers and the heads that are expected, between bars.
SERIES = [
    (
        "开馆有三要。一是按时。提前到岗，做好准备。二是热情。笑脸相迎。三是细致。百问不厌。",
        "一是|二是|三是",
        "按时|热情|细致",
    ),
    (
        "我们推出三种送书办法,一是“接力式”送书,即由车站代收代发;二是“预约式”送书,即电话预约;"
        "三是“漂流式”送书,即读者之间传递。送书以来读者满意。",
        "一是|二是|三是",
        "“接力式”送书|“预约式”送书|“漂流式”送书",
    ),
    (
        "首先，馆长要到位。每周到分馆。其次，书要到位。每月更新。再次，人要到位。最后，钱要到位。",
        "首先，|其次，|再次，|最后，",
        "馆长要到位|书要到位|人要到位|钱要到位",
    ),
    (
        "首先是选书。要选好书。其次是荐书。再次是评书。",
        "首先是|其次是|再次是",
        "选书|荐书|评书",
    ),
    (
        "首先是建好制度,让人有章可循。其次,编好目录,把全馆藏书按学科编成一本新的目录,"
        "方便查找。第三,引进新的借阅系统,今年先在城南分馆试用三个月,再逐步推广到各分馆。",
        "首先是|其次,|第三,",
        "建好制度,让人有章可循|编好目录|引进新的借阅系统",
    ),
    (
        "读书会有两条规矩：第一，不迟到。第二，不空手。",
        "第一，|第二，",
        "不迟到|不空手",
    ),
    (
        "办证分三步。第一步：填表。第二步：拍照。第三步：领证。",
        "第一步：|第二步：|第三步：",
        "填表|拍照|领证",
    ),
    ("其一，书旧。其二，屋漏。", "其一，|其二，", "书旧|屋漏"),
    ("一要勤，勤于走动。二要细，细于观察。", "一要|二要", "勤，勤于走动|细，细于观察"),
    (
        "一方面，图书少，一年只进三百册；另一方面，读者多。",
        "一方面，|另一方面，",
        "图书少，一年只进三百册|读者多",
    ),
    ("包括：（1）图书；（2）报刊；（3）光盘。", "（1）|（2）|（3）", "图书|报刊|光盘"),
    ("包括(1)图书(含绘本)；(2)报刊。", "(1)|(2)", "图书(含绘本)|报刊"),
    ("包括①图书②报刊③光盘。", "①|②|③", "图书|报刊|光盘"),
    ("须知如下：\n1. 带证；\n2. 静音；\n3. 按时归还。", "1.|2.|3.", "带证|静音|按时归还"),
    ("须知如下：\n1、带证\n2、静音", "1、|2、", "带证|静音"),
    ("主要做法：一、早开门。二、晚关门。", "一、|二、", "早开门|晚关门"),
    ("有下列情形的：\n（一）破损的；\n（二）遗失的。", "（一）|（二）", "破损的|遗失的"),
    ("要求：\nA. 早到\nB. 晚走", "A.|B.", "早到|晚走"),
    ("4 要求\n4.1 纸张。用好纸。\n4.2 字体。用大字。", "4.1|4.2", "纸张|字体"),
    ("首先，選書。其次，薦書。最後，評書。", "首先，|其次，|最後，", "選書|薦書|評書"),
    ("坚持做到: {dy},围绕读者。第二,围绕馆员。", "{dy},|第二,", "围绕读者|围绕馆员"),
]


@pytest.mark.parametrize(("text", "expected_markers", "expected_heads"), SERIES)
def test_series_are_found_with_their_heads(
    text: str, expected_markers: str, expected_heads: str
) -> None:
    enumeration = only(text)
    assert markers(enumeration) == expected_markers.split("|")
    assert heads(text, enumeration) == expected_heads.split("|")


@pytest.mark.parametrize(
    "text",
    [
        "一是按时。其余都不重要。",
        "二是热情。三是细致。",
        "一是一，二是二，说话算数。",
        "统一是必要的。之二是续篇。",
        "首先要来。然后再说。",
        "依照第（一）项、第（二）项办理。",
        "见图（1）和图（2）。",
        "最后，祝大家快乐。",
        "共3.5万册，增长2.1倍。",
        "",
    ],
)
def test_lone_numbers_are_no_enumeration(text: str) -> None:
    assert find_enumerations(text) == []


def test_the_lead_is_the_sentence_or_clause_before() -> None:
    text = "去年开馆。今年我们推出三种办法，一是接力；二是预约；三是漂流。"
    assert lead(text, only(text)) == "今年我们推出三种办法"


def test_the_lead_is_the_sentence_above_when_items_are_lines() -> None:
    text = f"{BODY}从以下两个方面入手：\n\n一是早开门。{BODY}\n\n二是晚关门。{BODY}\n\n{BODY}"
    enumeration = only(text)
    assert lead(text, enumeration) == "从以下两个方面入手"
    assert text[enumeration.start : enumeration.end].count(BODY) == 2


def test_a_very_short_lead_takes_the_sentence_before_with_it() -> None:
    text = "我们调查了全部读者。会上决定，一是早开门；二是晚关门。"
    assert lead(text, only(text)) == "我们调查了全部读者。会上决定"


def test_items_may_hold_several_paragraphs() -> None:
    text = f"办法有二。\n一是早开门。{BODY}\n{BODY}\n二是晚关门。{BODY}"
    first, second = only(text).items
    assert text[first.start : first.end].count(BODY) == 2
    assert text[second.start : second.end].count(BODY) == 1


def test_the_last_item_ends_with_its_sentence_when_the_others_have_one_each() -> None:
    text = "办法有二，一是早开门；二是晚关门。实行以来，读者增加。"
    assert text[only(text).items[-1].start : only(text).end] == "二是晚关门。"


def test_a_series_inside_an_item_is_an_enumeration_of_its_own() -> None:
    text = "做了三件事。一是办展览。二是建三个角。一是亲子角。二是老人角。三是静读角。三是送书。"
    outer, inner = find_enumerations(text)
    assert heads(text, inner) == ["亲子角", "老人角", "静读角"]
    assert heads(text, outer) == ["办展览", "建三个角", "送书"]


def test_an_outer_series_goes_on_behind_an_inner_one() -> None:
    text = (
        "做了四件事。一是办展览。二是建角落。三是送好书，分两步：一是选书，二是上路。四是写总结。"
    )
    outer, inner = find_enumerations(text)
    assert heads(text, outer) == ["办展览", "建角落", "送好书，分两步", "写总结"]
    assert heads(text, inner) == ["选书", "上路"]
    assert text[inner.start : inner.end] == "一是选书，二是上路。"


def test_inner_series_in_other_words_belong_to_their_item() -> None:
    text = "一是抓人。首先，选人。其次，育人。二是抓书。首先，选书。其次，荐书。"
    kinds = [heads(text, enumeration) for enumeration in find_enumerations(text)]
    assert kinds == [["抓人", "抓书"], ["选人", "育人"], ["选书", "荐书"]]


def test_series_under_different_headings_do_not_mix() -> None:
    text = f"纪事\n一、读者\n{BODY}一是多。二是老。\n二、馆员\n{BODY}三是少。一是新。二是勤。"
    inner = [heads(text, found) for found in find_enumerations(text)[1:]]
    assert inner == [["多", "老"], ["新", "勤"]]


def test_numbered_headings_are_an_enumeration_of_their_sections() -> None:
    sections = f"一、馆藏\n{BODY}\n\n二、读者\n{BODY}\n{BODY}\n"
    text = f"馆务报告\n\n{BODY}现将有关情况报告如下。\n\n{sections}"
    enumeration = only(text)
    assert heads(text, enumeration) == ["馆藏", "读者"]
    assert lead(text, enumeration) == "现将有关情况报告如下"
    assert text[enumeration.items[1].start :].strip() == f"二、读者\n{BODY}\n{BODY}"


def test_numbered_headings_under_a_byline_are_led_by_the_title() -> None:
    text = f"# 馆务报告\n\n办公室 2021年3月\n\n## 一、馆藏\n\n{BODY}\n\n## 二、读者\n\n{BODY}\n"
    enumeration = only(text)
    assert lead(text, enumeration) == "馆务报告"
    assert text[: enumeration.items[0].end].endswith(BODY)


def test_unnumbered_sibling_headings_are_an_enumeration() -> None:
    text = f"纪事\n{BODY}\n“两点”发力\n抓好重点。{BODY}\n突破难点。{BODY}\n抓住热点。{BODY}"
    found = only(text, EnumerationKind.HEADINGS)
    assert heads(text, found) == ["抓好重点", "突破难点", "抓住热点"]
    assert lead(text, found) == "“两点”发力"


def test_bullets_are_an_enumeration() -> None:
    text = "可借：\n- 图书，包括绘本\n- 报刊\n\n不可借：\n* 善本\n"
    found = only(text, EnumerationKind.BULLETED)
    assert heads(text, found) == ["图书，包括绘本", "报刊"]
    assert lead(text, found) == "可借"


def test_terms_that_are_listed_and_then_explained() -> None:
    text = (
        "办馆的关键是做到真开、真借、真管。真开，就是要天天开门。真借，就是要证件简单。"
        "真管，就是要有人负责。此外别无他法。"
    )
    found = only(text, EnumerationKind.DEFINED)
    assert heads(text, found) == ["真开", "真借", "真管"]
    assert lead(text, found) == "办馆的关键是做到真开、真借、真管"
    assert text[: found.end].endswith("真管，就是要有人负责。")


def test_so_called_terms_that_are_explained() -> None:
    text = "馆训是“静听，深读”。所谓静听，是指专心。所谓深读，是指用心。"
    assert heads(text, only(text, EnumerationKind.DEFINED)) == ["静听", "深读"]


def test_single_definitions_are_no_enumeration() -> None:
    assert find_enumerations("阅读，就是与人对话。写作，就是与己对话。") == []


def test_parallel_sentences_in_a_paragraph() -> None:
    text = (
        "阅读推广要为乡村服务。乡村缺书。阅读推广要为老人服务。老人缺伴。"
        "阅读推广要为儿童服务。儿童缺人读。"
    )
    found = only(text, EnumerationKind.PARALLEL)
    assert heads(text, found) == [
        "阅读推广要为乡村服务",
        "阅读推广要为老人服务",
        "阅读推广要为儿童服务",
    ]
    assert text[found.items[0].start : found.items[0].end].endswith("乡村缺书。")


def test_paragraphs_whose_first_clauses_share_a_frame() -> None:
    text = (
        f"{BODY}\n灯塔书屋将阅读推广与社区服务相结合，{BODY}\n将阅读推广与学校教育相结合，{BODY}\n"
        f"将阅读推广与文化旅游相结合，{BODY}\n{BODY}"
    )
    found = only(text, EnumerationKind.PARALLEL)
    assert [item.start for item in found.items] == [
        text.index(words) for words in ("灯塔书屋将", "将阅读推广与学校", "将阅读推广与文化")
    ]


def test_clauses_behind_a_colon() -> None:
    text = "各室要求不同：借阅室要求快，当场办结；典藏室要求准（误差为零；有记录）；外借车要求稳。"
    found = only(text, EnumerationKind.CLAUSES)
    assert heads(text, found) == [
        "借阅室要求快，当场办结",
        "典藏室要求准（误差为零；有记录）",
        "外借车要求稳",
    ]
    assert lead(text, found) == "各室要求不同"


def test_headings_may_be_given() -> None:
    text = f"纪事\n一、读者\n{BODY}\n二、馆员\n{BODY}"
    assert find_enumerations(text, find_headings(text)) == find_enumerations(text)


def test_numbers_and_times_do_not_end_a_head() -> None:
    text = (
        "安排如下：\n1. 发放图书2,500册\n"
        "2. 上午9:00开门，全天开放，欢迎各界读者前来参观借阅和交流。"
    )
    assert heads(text, only(text)) == ["发放图书2,500册", "上午9:00开门"]


@pytest.mark.parametrize(
    "piece",
    ["一是", "一是甲，", "一、甲。", "①", "首先，", "（一）", "甲；", "“", "1. a\n", "- a\n"],
)
def test_long_runs_are_read_in_order(piece: str) -> None:
    text = piece * 3_000
    for found in find_enumerations(text):
        assert all(a.end <= b.start for a, b in pairwise(found.items))
        assert all(i.start <= i.head_start <= i.head_end <= i.end for i in found.items)
