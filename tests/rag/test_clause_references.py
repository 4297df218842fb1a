from __future__ import annotations

import pytest

from corpus.normalize import search_form
from rag.readers.clause_references import ClauseReference, find_references


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("第十二条规定了什么？", [ClauseReference(article=12)]),
        ("第 12 条第（三）项", [ClauseReference(article=12, item=3)]),
        ("第12條第2款第3項", [ClauseReference(article=12, paragraph=2, item=3)]),
        ("第十二条的第三项", [ClauseReference(article=12, item=3)]),
        ("第四条之一第二款", [ClauseReference(article=4, insertion=1, paragraph=2)]),
        ("第三章讲什么", [ClauseReference(("章:3",))]),
        ("第三章第二节第九条", [ClauseReference(("章:3", "节:2"), article=9)]),
        ("第三章和第四章", [ClauseReference(("章:3",)), ClauseReference(("章:4",))]),
        (
            "第九条、第十条第二款",
            [ClauseReference(article=9), ClauseReference(article=10, paragraph=2)],
        ),
        ("第九条至第十一条", [ClauseReference(article=number) for number in (9, 10, 11)]),
    ],
)
def test_clauses_are_read(question: str, expected: list[ClauseReference]) -> None:
    named = find_references(search_form(question))
    assert named is not None
    assert list(named.references) == expected


@pytest.mark.parametrize(
    "question",
    [
        "第一条件是什么",
        "第三章程",
        "第三节课讲什么",
        "第三方检测",
        "第四次会议",
        "第九条与其他规定以及第十条",
        "第九条到第五百条",
    ],
)
def test_what_names_no_clause_or_several_apart_is_left(question: str) -> None:
    assert find_references(search_form(question)) is None
