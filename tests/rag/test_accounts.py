"""Documents that say the same are cited together; those that contradict are shown side by side."""

from __future__ import annotations

import pytest

from rag.readers.composition import SUREST, confirmed
from rag.readers.sentence_likeness import (
    ALIKE,
    frame_likeness,
    likeness,
    numbers_differ,
    value_of,
)
from tests.composition_kit import LIKELY, SURE, UNLIKELY, ask, check_verbatim, document, texts_of

QUESTION = "夜间值守延长到几点？"
NOTICE = document(
    "会议决定，自4月1日起夜间值守延长至22时。", title="办公会议纪要", date="2024-03-15"
)
COPY = document("会议决定，4月1日起夜间值守延长至22时。", title="情况通报", date="2024-03-20")
RETOLD = document(
    "热线的同事以后下班更晚，因为夜间接听电话要到22时才结束。", title="小记", date="2024-05-01"
)
LATER = document(
    "会议决定，自6月1日起夜间值守延长至24时。", title="又一次会议纪要", date="2024-06-02"
)


def test_the_same_sentence_is_said_once_and_cites_both_documents() -> None:
    reading = ask(QUESTION, [NOTICE, COPY], {"22时": SURE})
    assert texts_of(reading) == [NOTICE.text]
    assert [place.passage for place in reading.statements[0].evidence] == [NOTICE, COPY]
    assert reading.short_answer == "22时"
    check_verbatim(reading)


def test_a_further_document_that_says_it_in_other_words_raises_the_confidence() -> None:
    pointed = {"22时": LIKELY}
    alone = ask(QUESTION, [NOTICE], pointed)
    confirmed_by_other = ask(QUESTION, [NOTICE, RETOLD], pointed)
    assert texts_of(confirmed_by_other) == texts_of(alone) == [NOTICE.text]
    assert alone.confidence < confirmed_by_other.confidence <= SUREST


def test_a_copied_passage_is_no_second_witness() -> None:
    pointed = {"22时": LIKELY}
    alone = ask(QUESTION, [NOTICE], pointed)
    assert ask(QUESTION, [NOTICE, COPY], pointed).confidence == alone.confidence


def test_witnesses_raise_a_confidence_up_to_a_bound_and_never_lower_it() -> None:
    assert confirmed(0.6, []) == 0.6
    assert confirmed(0.6, [0.6]) == pytest.approx(0.72)
    assert confirmed(0.6, [0.9] * 20) == SUREST
    assert confirmed(0.99, [0.9]) == 0.99


def test_two_values_are_both_shown_the_newest_first_without_a_short_answer() -> None:
    pointed = {"22时": SURE, "24时": LIKELY}
    reading = ask(QUESTION, [NOTICE, LATER, COPY], pointed)
    assert texts_of(reading) == [LATER.text, NOTICE.text]
    assert [place.passage for place in reading.statements[1].evidence] == [NOTICE, COPY]
    assert reading.short_answer is None
    check_verbatim(reading)


def test_two_names_contradict_each_other_too() -> None:
    old = document("审查会由7名专家组成专家组，由严松年任组长。", date="2022-08-22")
    new = document("审查会由7名专家组成专家组，由白一帆任组长。", date="2023-08-22")
    pointed = {"严松年": SURE, "白一帆": SURE}
    reading = ask("专家组组长是谁？", [old, new], pointed)
    assert texts_of(reading) == [new.text, old.text]
    assert reading.short_answer is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("全年抽查了多少批次？", ["2023", "2022"]),
        ("2022年全年抽查了多少批次？", ["2022"]),
        ("二〇二三年全年抽查了多少批次？", ["2023"]),
    ],
)
def test_a_question_that_names_the_year_gets_its_value_alone(
    question: str, expected: list[str]
) -> None:
    texts = {
        "2022": "2022年全年抽查产品2040批次，结果已经公布。",
        "2023": "2023年全年抽查产品2156批次，结果已经公布。",
    }
    documents = [document(text, title=f"{year}年总结") for year, text in texts.items()]
    reading = ask(question, documents, {"2040批次": SURE, "2156批次": SURE})
    assert texts_of(reading) == [texts[year] for year in expected]
    assert (reading.short_answer is None) == (len(expected) > 1)


def test_a_question_that_names_the_document_gets_its_value_alone() -> None:
    first = document("图书馆现有馆藏图书3万册，期刊齐全。", title="东陵县图书馆简介")
    second = document("图书馆现有馆藏图书5万册，期刊齐全。", title="望山县图书馆简介")
    pointed = {"3万册": SURE, "5万册": LIKELY}
    reading = ask("东陵县图书馆有多少册图书？", [first, second], pointed)
    assert texts_of(reading) == [first.text]
    assert reading.short_answer == "3万册"


def test_what_hardly_answers_contradicts_nothing() -> None:
    reading = ask(QUESTION, [NOTICE, LATER], {"22时": SURE, "24时": UNLIKELY})
    assert texts_of(reading) == [NOTICE.text]


def test_rivals_together_are_no_longer_than_an_answer_may_be() -> None:
    tail = "，其余事项按照原来的安排办理，各科室应当提前通知值班人员并且做好交接记录" * 4
    old = document(f"夜间值守延长至22时{tail}。", date="2023-01-01")
    new = document(f"夜间值守延长至24时{tail}。", date="2024-01-01")
    reading = ask(QUESTION, [old, new], {"22时": SURE, "24时": SURE})
    assert len(reading.statements) == 2
    assert "24时" in reading.statements[0].text
    assert sum(map(len, texts_of(reading))) <= 200
    check_verbatim(reading)


@pytest.mark.parametrize(
    ("ours", "theirs", "agree"),
    [
        ("2,040批次", "２０４０批次", True),
        ("110学时", "不少于110学时", True),
        ("2024年3月", "2024年3月15日", True),
        ("严松年", "研究员严松年", True),
        ("3个月", "3天", False),
        ("22时", "24时", False),
        ("严松年", "白一帆", False),
        ("严松年", "7人", False),
    ],
)
def test_which_values_agree(*, ours: str, theirs: str, agree: bool) -> None:
    assert value_of(ours).agrees_with(value_of(theirs)) is agree


def test_numbers_and_values_do_not_count_for_likeness() -> None:
    first, second = "第三条 全年抽查2040批次。", "第九条 全年抽查2156批次。"
    assert likeness(first, second) == 1.0
    assert numbers_differ(first, second)
    assert not numbers_differ(first, "第九条 2022年全年抽查2040批次。")
    names = "组长由严松年担任。", "组长由白一帆担任。"
    assert likeness(*names) < ALIKE
    assert frame_likeness(names[0], "严松年", names[1], "白一帆") == 1.0
