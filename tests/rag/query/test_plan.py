"""All that a question tells the search, together."""

from __future__ import annotations

from datetime import date

import pytest

from rag.query.dates import AskedDate
from rag.query.plan import QueryPlan, plan_query

TODAY = date(2026, 11, 26)


def test_a_plan_holds_words_phrases_dates_and_parts() -> None:
    text = "请问去年“五型”服务在云江市和白河市分别有哪些措施？"
    assert plan_query(text, TODAY) == QueryPlan(
        text=text,
        word_text="去年“五型”服务在云江市和白河市 有 措施？",
        phrases=("五型",),
        dates=(AskedDate(date(2025, 1, 1), date(2025, 12, 31)),),
        parts=("去年“五型”服务在云江市有哪些措施", "去年“五型”服务在白河市有哪些措施"),
    )


def test_the_parts_of_a_comparison_are_questions_to_plan_again() -> None:
    plan = plan_query("比较2019年和2020年的抽检批次", TODAY)
    planned = [plan_query(part, TODAY) for part in plan.parts]
    assert [part.text for part in planned] == ["2019年的抽检批次", "2020年的抽检批次"]
    assert [part.dates[0].years for part in planned] == [{2019}, {2020}]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "？",
        "的",
        "a",
        "🙂🙂",
        "什么" * 500,
        "“" * 1000,
        "《" * 500 + "》" * 500,
        "\ud800",
        "和" * 1000,
        "2019年" * 200,
        "2019年和" * 200,
        "云江市、" * 250 + "有什么区别",
        "compare " * 120,
        "請問" * 500,
        "1" * 1000,
        "你好" * 300,
        "十" * 1000,
    ],
)
def test_odd_texts_are_planned_at_once_and_never_lost(text: str) -> None:
    plan = plan_query(text, TODAY)
    assert plan.text == text
    assert plan.parts
    assert all(plan.parts) or not text
    assert plan.word_text or not text.strip()
