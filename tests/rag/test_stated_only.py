"""Sums, advice, opinions and forecasts are given only where a sentence states them."""

from __future__ import annotations

import pytest

from tests.composition_kit import SURE, ask, document, texts_of

ROW = {"kind": "row", "sheet": "企业", "row": 3}


@pytest.mark.parametrize(
    ("question", "text", "pointed"),
    [
        ("一共检查了多少家企业？", "去年共检查企业120家，责令整改9家。", "120家"),
        ("全国质检系统一共有多少干部职工？", "全国质检系统有22万干部职工，分布各地。", "22万"),
        ("平均等待时间是多少分钟？", "窗口的平均等待时间为13.9分钟。", "13.9分钟"),
        ("明年安排多少场讲座？", "明年计划安排讲座120场，面向老年读者。", "120场"),
        ("企业应不应该停止销售？", "企业应当立即停止销售该批产品。", "立即停止销售"),
        ("这项改造值得吗？", "专家认为这项改造值得推广。", "值得推广"),
        ("How many visitors came in total?", "A total of 620 visitors came last year.", "620"),
    ],
)
def test_what_a_sentence_states_is_said(question: str, text: str, pointed: str) -> None:
    assert texts_of(ask(question, [document(text)], {pointed: SURE})) == [text]


@pytest.mark.parametrize(
    ("question", "text", "pointed"),
    [
        ("一共检查了多少家企业？", "3月，检查企业40家，责令整改2家。", "40家"),
        ("一共检查了多少家企业？", "一季度检查企业40家，责令整改2家。", "40家"),
        ("平均等待时间是多少分钟？", "王先生的等待时间为35分钟。", "35分钟"),
        ("明年安排多少场讲座？", "去年举办讲座85场，听众九千人。", "85场"),
        ("将来电梯会更安全吗？", "电梯安全的责任由使用单位承担。", "使用单位"),
        ("这项改造值得吗？", "这项改造花费38万元，用时两年。", "38万元"),
        ("哪个食堂更好？", "第一食堂有十个窗口，第二食堂有八个。", "第一食堂"),
        ("你觉得新跑道好不好？", "新跑道比旧的好，学生不再滑倒。", "比旧的好"),
        ("您推荐哪本书？", "馆员推荐《草原上的小屋》一书。", "《草原上的小屋》"),
        ("What do you think of the track?", "The new track is good and does not slip.", "good"),
    ],
)
def test_what_no_sentence_states_is_refused(question: str, text: str, pointed: str) -> None:
    reading = ask(question, [document(text)], {pointed: SURE})
    assert reading.statements == ()
    assert reading.confidence == 0.0


def test_one_of_several_like_figures_is_no_total() -> None:
    texts = [
        f"{county}检查企业{count}家，责令整改若干。"
        for county, count in (("东陵", 40), ("望山", 52))
    ]
    documents = [document(text) for text in texts]
    pointed = {"40家": SURE, "52家": SURE}
    assert ask("总共检查了多少家企业？", documents, pointed).statements == ()
    assert ask("东陵检查了多少家企业？", documents, pointed).short_answer == "40家"


def test_a_row_of_a_table_is_a_total_only_if_it_says_so() -> None:
    rows = "县 | 检查家数\n东陵 | 40\n望山 | 52"
    asked = "一共检查多少家？"
    assert ask(asked, [document(rows)], {"| 52": SURE}).statements == ()
    summed = document(f"{rows}\n合计 | 92")
    assert texts_of(ask(asked, [summed], {"| 92": SURE}))[-1] == "合计 | 92"


def test_a_row_of_a_sheet_counts_only_what_it_numbers() -> None:
    row = document("名称: 气相色谱仪；保管人: 阮青禾", locator=ROW)
    counted = document("名称: 气相色谱仪；数量: 3", locator=ROW)
    assert ask("气相色谱仪有几台？", [row], {"阮青禾": SURE}).statements == ()
    assert texts_of(ask("气相色谱仪有几台？", [counted], {"3": SURE})) == [counted.text]
