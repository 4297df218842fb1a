"""How, why and what in all: up to five sentences, in order, none twice."""

from __future__ import annotations

import pytest

from rag.question import parse_question
from rag.readers.explanations import MOST_SENTENCES, wants_explanation
from rag.readers.statements import MAX_ANSWER_LENGTH
from tests.composition_kit import LIKELY, SURE, ask, check_verbatim, document, texts_of

CRACKS = "旧跑道裂缝很多。"
SLIPS = "雨后积水不退，学生常常滑倒。"
DUST = "煤渣跑道扬尘很大。"
BUDGET = "跑道的经费由学校承担。"
SCHOOL = document(f"{CRACKS}{BUDGET}{SLIPS}", title="换跑道的说明")
PARENTS = document(f"家长反映跑道问题。{DUST}{SLIPS}", title="家长来信")
WHY = "为什么要换掉跑道？"


def test_reasons_of_two_documents_come_in_order_and_none_twice() -> None:
    pointed = {"裂缝很多": SURE, "常常滑倒": SURE, "扬尘很大": SURE}
    reading = ask(WHY, [SCHOOL, PARENTS], pointed)
    assert texts_of(reading) == [CRACKS, SLIPS, DUST]
    assert reading.short_answer is None
    check_verbatim(reading)


def test_every_sentence_has_its_own_evidence() -> None:
    pointed = {"裂缝很多": SURE, "扬尘很大": SURE}
    reading = ask(WHY, [SCHOOL, PARENTS], pointed)
    places = [place for statement in reading.statements for place in statement.evidence]
    assert [place.quote for place in places] == [CRACKS, DUST]
    assert [place.passage for place in places] == [SCHOOL, PARENTS]


def test_what_answers_much_less_is_left_out() -> None:
    pointed = {"裂缝很多": SURE, "学校承担": LIKELY}
    assert texts_of(ask(WHY, [SCHOOL], pointed)) == [CRACKS]


def test_another_document_must_speak_of_what_is_asked() -> None:
    other = document("食堂的窗口太少，中午排队很久。", title="食堂")
    pointed = {"裂缝很多": SURE, "排队很久": SURE}
    assert texts_of(ask(WHY, [SCHOOL, other], pointed)) == [CRACKS]


def test_steps_follow_the_first_one() -> None:
    steps = ["首先在网上填写申请表。", "其次到窗口递交材料。", "最后领取证书。"]
    text = document("".join(["办理时间是工作日。", *steps, "窗口中午不休息。"]))
    reading = ask("证书怎么办理？", [text], {"在网上填写申请表": SURE})
    assert texts_of(reading) == steps


def test_a_later_step_alone_is_not_followed_by_the_next() -> None:
    text = document("三是畅通渠道，及时调整不称职的人。四是加大交流力度，促进轮岗。")
    reading = ask("不称职的人怎么处理？", [text], {"及时调整": SURE})
    assert texts_of(reading) == ["三是畅通渠道，及时调整不称职的人。"]


def test_at_most_five_sentences_are_said() -> None:
    grounds = [
        f"跑道{ground}。" for ground in ("太硬", "太滑", "开裂", "扬尘", "积水", "褪色", "不平")
    ]
    reading = ask(WHY, [document("".join(grounds))], {ground[2:-1]: SURE for ground in grounds})
    assert texts_of(reading) == grounds[:MOST_SENTENCES]


def test_they_fit_into_an_answer() -> None:
    grounds = [f"跑道{'很' * 60}{ground}。" for ground in ("硬", "滑", "旧", "脏", "窄")]
    reading = ask(WHY, [document("".join(grounds))], {ground[-2]: SURE for ground in grounds})
    texts = texts_of(reading)
    assert len(texts) >= 1
    assert sum(map(len, texts)) <= MAX_ANSWER_LENGTH


def test_a_fact_takes_one_sentence() -> None:
    pointed = {"裂缝很多": SURE, "学校": SURE}
    assert texts_of(ask("经费由谁承担？", [SCHOOL], {"学校": SURE, **pointed})) == [BUDGET]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("为什么要换跑道？", True),
        ("如何申请复检", True),
        ("电梯困人怎么办", True),
        ("這份通知講了什麼？", True),
        ("那次会议的主要内容", True),
        ("复检的流程", True),
        ("Why is it closed?", True),
        ("Give a summary of the notice.", True),
        ("What does the notice say about lifts?", True),
        ("复检流程由谁制定？", False),
        ("手续费是多少？", False),
        ("抽查的经费", False),
        ("How many steps are there?", False),
    ],
)
def test_which_questions_want_an_explanation(*, question: str, expected: bool) -> None:
    assert wants_explanation(parse_question(question)) is expected
