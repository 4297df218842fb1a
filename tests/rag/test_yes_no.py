"""Yes-or-no questions are answered by a sentence about what they ask, and by no other."""

from __future__ import annotations

import pytest

from rag.question import parse_question
from rag.readers.yes_no import asks_yes_or_no
from tests.composition_kit import SURE, ask, check_verbatim, document, texts_of

DESK = document("阅览室寒假期间照常开放。期刊只能在馆内阅览，不得外借。", title="图书馆服务")
OPEN, LENT = "阅览室寒假期间照常开放。", "期刊只能在馆内阅览，不得外借。"
VISIT = document("Visitors may not take photos in the laboratory. Lunch is at noon.")


@pytest.mark.parametrize(
    ("question", "pointed", "expected"),
    [
        ("寒假期间阅览室开放吗？", "照常开放", OPEN),
        ("寒假期間閱覽室開不開放", "照常开放", OPEN),
        ("期刊能不能外借？", "不得外借", LENT),
        ("期刊是否可以外借", "不得外借", LENT),
        ("Can visitors take photos in the laboratory?", "may not", VISIT.text.split(" L")[0]),
    ],
)
def test_the_sentence_is_the_answer(question: str, pointed: str, expected: str) -> None:
    reading = ask(question, [DESK, VISIT], {pointed: SURE})
    assert texts_of(reading) == [expected]
    assert reading.short_answer is None
    check_verbatim(reading)


@pytest.mark.parametrize(
    ("question", "pointed"),
    [
        ("阅览室有停车场吗？", "照常开放"),
        ("期刊可以复印吗？", "不得外借"),
        ("馆长是严松年吗？", "照常开放"),
        ("Can visitors bring pets into the garden?", "may not"),
    ],
)
def test_a_sentence_about_something_else_does_not_answer(question: str, pointed: str) -> None:
    text = DESK if pointed in DESK.text else VISIT
    assert ask(question, [text], {pointed: SURE}).statements == ()


def test_a_less_likely_sentence_about_it_makes_a_less_sure_answer() -> None:
    pointed = {"照常开放": SURE, "不得外借": SURE - 1}
    reading = ask("阅览室的期刊能外借吗？", [DESK], pointed)
    assert texts_of(reading) == [LENT]
    assert reading.confidence < ask("期刊能外借吗？", [DESK], {"不得外借": SURE}).confidence


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("复检费用由申请人先行垫付吗？", True),
        ("跑道烫不烫", True),
        ("是否需要预约", True),
        ("Is the library open?", True),
        ("你知道局长是谁吗？", False),
        ("能不能告诉我复检怎么申请", False),
        ("Can you tell me who leads the team?", False),
        ("抽查的经费", False),
    ],
)
def test_which_questions_ask_yes_or_no(*, question: str, expected: bool) -> None:
    assert asks_yes_or_no(parse_question(question)) is expected
