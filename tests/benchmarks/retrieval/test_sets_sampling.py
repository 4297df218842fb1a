"""Samples are the same on every run, and hold what their questions need."""

from __future__ import annotations

from benchmarks.retrieval.sets.public_sets import AskedTexts
from benchmarks.retrieval.sets.sampling import Size, sample_by_question, sample_by_text
from benchmarks.retrieval.types import GoldQuestion, SourceText, Span

TEXTS = tuple(SourceText(f"t{row}", f"正文{row}") for row in range(40))
OTHERS = tuple(SourceText(f"n{row}", f"新闻{row}") for row in range(30))


def asking(*rows: int) -> GoldQuestion:
    name = "+".join(map(str, rows))
    return GoldQuestion(f"q{name}", "？", tuple(Span(f"t{row}", 0, 3) for row in rows))


ASKED = AskedTexts(TEXTS, tuple(asking(row) for row in range(40)))


def ids(texts: tuple[SourceText, ...]) -> list[str]:
    return [text.text_id for text in texts]


def test_a_sample_is_always_the_same() -> None:
    sample = sample_by_text(ASKED, OTHERS, Size(4, 2))

    assert ids(sample.texts) == ["t19", "t29", "t33", "t36", "n19", "n1"]


def test_a_sample_does_not_depend_on_the_order_of_texts() -> None:
    turned = AskedTexts(TEXTS[::-1], ASKED.questions)

    assert sample_by_text(turned, OTHERS[::-1], Size(4, 2)) == sample_by_text(
        ASKED, OTHERS, Size(4, 2)
    )


def test_a_smaller_sample_is_the_beginning_of_a_larger_one() -> None:
    small, large = (sample_by_text(ASKED, (), Size(count, 0)) for count in (5, 9))

    assert ids(small.texts) == ids(large.texts)[:5]


def test_texts_come_with_all_their_questions_and_no_others() -> None:
    sample = sample_by_text(ASKED, OTHERS, Size(6, 3))

    asked = {span.text_id for each in sample.questions for span in each.spans}
    assert asked == set(ids(sample.texts)[:6])


def test_questions_come_with_all_their_texts() -> None:
    asked = AskedTexts(TEXTS, tuple(asking(row, row + 20) for row in range(20)))

    sample = sample_by_question(asked, Size(3, 5))

    gold = {span.text_id for each in sample.questions for span in each.spans}
    assert len(sample.questions) == 3
    assert len(gold) == 6
    assert len(set(ids(sample.texts))) == 11
    assert gold < set(ids(sample.texts))


def test_a_size_beyond_what_there_is_takes_all() -> None:
    sample = sample_by_text(ASKED, OTHERS, Size(1000, 1000))

    assert set(sample.texts) == {*TEXTS, *OTHERS}
    assert sample.questions == ASKED.questions


def test_a_body_that_is_asked_about_is_not_repeated_in_the_crowd() -> None:
    twin = SourceText("n-twin", TEXTS[0].body)

    sample = sample_by_text(ASKED, (twin,), Size(1000, 1000))

    assert set(sample.texts) == set(TEXTS)
