"""The measures of retrieval, by hand, by an oracle and by chance."""

from __future__ import annotations

import math
import random

import pytest

from benchmarks.retrieval.measures import (
    ARTICLE_MEASURES,
    PASSAGE_MEASURES,
    Measure,
    article_ndcg,
    article_recall,
    articles,
    evidence_recall,
    first_characters,
    hit_within,
    joined,
    reciprocal_rank,
)
from benchmarks.retrieval.types import Span

GOLD = [Span("a", 100, 110)]


def passages(*bounds: tuple[str, int, int]) -> list[Span]:
    return [Span(*each) for each in bounds]


@pytest.mark.parametrize("measure", [*PASSAGE_MEASURES, *ARTICLE_MEASURES], ids=lambda m: m.name)
def test_who_returns_the_gold_span_first_scores_one(measure: Measure) -> None:
    assert measure.judge(GOLD, [*GOLD, Span("b", 0, 400)]) == 1.0


@pytest.mark.parametrize("measure", [*PASSAGE_MEASURES, *ARTICLE_MEASURES], ids=lambda m: m.name)
def test_who_returns_nothing_scores_zero(measure: Measure) -> None:
    assert measure.judge(GOLD, []) == 0.0


def test_who_draws_at_random_scores_about_chance() -> None:
    crowd = [Span("text", place * 300, (place + 1) * 300) for place in range(100)]
    generator = random.Random(1)
    trials = 4_000
    means = dict.fromkeys((measure.name for measure in PASSAGE_MEASURES), 0.0)
    for _ in range(trials):
        wanted = generator.choice(crowd)
        gold = [Span("text", wanted.start + 10, wanted.start + 20)]
        found = generator.sample(crowd, 20)
        for measure in PASSAGE_MEASURES:
            means[measure.name] += measure.judge(gold, found) / trials
    assert means["evidence@1500"] == pytest.approx(5 / 100, abs=0.01)
    assert means["hit@1"] == pytest.approx(1 / 100, abs=0.005)
    assert means["hit@5"] == pytest.approx(5 / 100, abs=0.01)
    assert means["hit@20"] == pytest.approx(20 / 100, abs=0.02)
    assert means["MRR@10"] == pytest.approx(sum(1 / r for r in range(1, 11)) / 100, abs=0.01)


def test_toy_case_by_hand() -> None:
    found = passages(("b", 0, 500), ("a", 0, 105), ("a", 90, 400), ("c", 0, 500))
    assert evidence_recall(GOLD, found) == 1.0
    assert [hit_within(rank)(GOLD, found) for rank in (1, 2, 3, 20)] == [0.0, 0.0, 1.0, 1.0]
    assert reciprocal_rank(GOLD, found) == pytest.approx(1 / 3)


def test_any_gold_span_is_enough() -> None:
    assert evidence_recall([Span("z", 0, 5), *GOLD], passages(("a", 90, 120))) == 1.0


def test_a_span_across_two_passages_that_touch_is_evidence_but_in_neither_passage() -> None:
    found = passages(("a", 0, 105), ("b", 0, 10), ("a", 105, 200))
    assert evidence_recall(GOLD, found) == 1.0
    assert hit_within(20)(GOLD, found) == 0.0


def test_a_gap_of_one_character_parts_passages() -> None:
    assert evidence_recall(GOLD, passages(("a", 0, 105), ("a", 106, 200))) == 0.0


@pytest.mark.parametrize(("before", "expected"), [(1390, 1.0), (1391, 0.0)])
def test_the_last_passage_is_cut_where_the_characters_end(before: int, expected: float) -> None:
    assert evidence_recall(GOLD, passages(("b", 0, before), ("a", 0, 500))) == expected


def test_what_is_returned_twice_is_counted_twice() -> None:
    same = ("b", 0, 700)
    assert evidence_recall(GOLD, passages(same, ("a", 0, 500))) == 1.0
    assert evidence_recall(GOLD, passages(same, same, ("a", 0, 500))) == 0.0


def test_offsets_of_another_text_are_no_evidence() -> None:
    assert evidence_recall(GOLD, passages(("b", 0, 500))) == 0.0
    assert hit_within(1)(GOLD, passages(("b", 0, 500))) == 0.0


def test_reciprocal_rank_ends_at_ten() -> None:
    nothing = passages(*(("b", 0, 1) for _ in range(9)))
    assert reciprocal_rank(GOLD, [*nothing, *GOLD]) == pytest.approx(1 / 10)
    assert reciprocal_rank(GOLD, [*nothing, Span("b", 0, 1), *GOLD]) == 0.0


def test_several_passages_of_one_article_count_once() -> None:
    found = passages(("b", 0, 9), ("b", 9, 20), ("a", 0, 9), ("b", 20, 30), ("c", 0, 9))
    assert articles(found) == ["b", "a", "c"]


def test_articles_are_judged_whatever_part_of_them_was_found() -> None:
    gold = passages(("a", 0, 50), ("c", 0, 50), ("d", 0, 50))
    found = passages(("b", 0, 9), ("a", 40, 45), ("b", 9, 20), ("c", 0, 9))
    assert article_recall(gold, found) == pytest.approx(2 / 3)
    best = 1 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    assert article_ndcg(gold, found) == pytest.approx((1 / math.log2(3) + 1 / math.log2(4)) / best)


def test_articles_beyond_rank_ten_do_not_count() -> None:
    others = [Span(f"other {number}", 0, 9) for number in range(10)]
    assert article_recall(GOLD, [*others, *GOLD]) == 0.0
    assert article_ndcg(GOLD, [*others, *GOLD]) == 0.0


def test_first_characters_stop_at_the_limit() -> None:
    found = passages(("a", 0, 30), ("b", 50, 90), ("c", 0, 5))
    assert first_characters(found, 40) == passages(("a", 0, 30), ("b", 50, 60))
    assert first_characters(found, 30) == passages(("a", 0, 30))


def test_joined_spans_are_their_union() -> None:
    spans = passages(("a", 5, 9), ("b", 0, 3), ("a", 0, 5), ("a", 6, 7), ("a", 10, 12))
    assert joined(spans) == passages(("a", 0, 9), ("a", 10, 12), ("b", 0, 3))
