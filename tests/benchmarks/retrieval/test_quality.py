"""Toy pipelines judged: their measures, ours beside the best peer, and the report of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from benchmarks.retrieval.contestants import CONTESTANTS
from benchmarks.retrieval.measures import ARTICLE_MEASURES, PASSAGE_MEASURES
from benchmarks.retrieval.plots import draw_latency, draw_quality
from benchmarks.retrieval.quality import Comparison, Scores, SetResult, judge, measures_of
from benchmarks.retrieval.report import quality_section, speed_section
from benchmarks.retrieval.runs import Absence
from benchmarks.retrieval.speed import IndexingSpeed, QuestionSpeed
from benchmarks.retrieval.types import Found, GoldQuestion, QuestionSet, Span

MAIN = PASSAGE_MEASURES[0].name
LARGEST_PICTURE = 100_000
SIZES = (1_000, 10_000, 70_000)
TITLES = {"ours": "Wenyuan", "weak": "A weak peer", "strong": "A strong peer"}


def values(hits: int, misses: int) -> dict[str, NDArray[np.float64]]:
    outcome = np.repeat([1.0, 0.0], [hits, misses])
    return {measure.name: outcome for measure in PASSAGE_MEASURES}


def result(*scores: Scores, name: str = "town") -> SetResult:
    questions = tuple(GoldQuestion(str(n), "?", (Span("a", 0, 1),)) for n in range(100))
    return SetResult(QuestionSet(name, "town", questions), 1234, PASSAGE_MEASURES, scores)


OURS = Scores("ours", "Wenyuan", 10, values(90, 10))
WEAK = Scores("weak", "A weak peer", 20, values(40, 60))
STRONG = Scores("strong", "A strong peer", 30, values(80, 20))


def compared(one: SetResult) -> Comparison:
    comparison = one.comparison()
    assert comparison is not None
    return comparison


def test_questions_are_judged_in_the_order_of_the_set() -> None:
    questions = [GoldQuestion(name, "?", (Span(name, 5, 9),)) for name in ("one", "two", "three")]
    found = [
        Found("three", (Span("three", 0, 9),), 1.0),
        Found("one", (Span("two", 0, 9), Span("one", 0, 9)), 1.0),
        Found("two", (), 1.0),
    ]
    scores = judge(questions, found, PASSAGE_MEASURES)
    assert scores["evidence@1500"].tolist() == [1.0, 0.0, 1.0]
    assert scores["hit@1"].tolist() == [0.0, 0.0, 1.0]
    assert scores["MRR@10"].tolist() == [0.5, 0.0, 1.0]


def test_a_question_that_was_not_asked_is_no_miss_but_an_error() -> None:
    with pytest.raises(KeyError):
        judge([GoldQuestion("one", "?", ())], [], PASSAGE_MEASURES)


def test_ours_is_compared_with_the_best_peer() -> None:
    comparison = compared(result(WEAK, OURS, STRONG))
    assert comparison.peer is STRONG
    assert (comparison.misses, comparison.peer_misses, comparison.ratio) == (10, 20, 0.5)
    assert comparison.difference.mean == pytest.approx(0.1)
    assert comparison.difference.excludes_zero


def test_ratios_without_misses() -> None:
    perfect = Scores("perfect", "Perfect", 1, values(100, 0))
    assert compared(result(OURS, perfect)).ratio == float("inf")
    ours = Scores("ours", "Wenyuan", 1, values(100, 0))
    assert compared(result(ours, perfect)).ratio == 1.0


def test_nothing_is_compared_without_ours_or_without_peers() -> None:
    assert result(OURS).comparison() is None
    assert result(WEAK, STRONG).comparison() is None


def test_laws_are_judged_by_articles() -> None:
    assert measures_of(QuestionSet("stard", "stard", ())) == ARTICLE_MEASURES
    assert measures_of(QuestionSet("cmrc", "cmrc", ())) == PASSAGE_MEASURES


def test_the_report_states_figures_interval_and_who_was_absent() -> None:
    absent = Absence("A missing peer", "There is no environment.\nRun: make bench-peers")
    text = quality_section([result(WEAK, OURS, STRONG)], [], [absent], ["picture.png"])
    (row,) = (line for line in text.splitlines() if line.startswith("| town (100)"))
    assert row.startswith("| town (100) | evidence@1500 | 10 | 20 | 0.50 | +0.100 [+0.0")
    assert row.endswith("| A strong peer |")
    assert "### town: 100 questions over 1,234 texts" in text
    assert "| Wenyuan | 10 | 0.900 | 0.900 | 0.900 | 0.900 | 0.900 |" in text
    assert "![](picture.png)" in text
    assert "- A missing peer: There is no environment. Run: make bench-peers" in text


def test_a_difference_that_may_be_chance_is_marked() -> None:
    near = Scores("near", "A near peer", 1, values(90, 10))
    assert "[+0.000, +0.000], may be chance" in quality_section([result(OURS, near)], [], [])


def test_the_report_of_speed_compares_the_best_rounds() -> None:
    rounds = {
        "ours": [IndexingSpeed(9000, 30, 3.0), IndexingSpeed(9000, 30, 2.0)],
        "weak": [IndexingSpeed(9000, 20, 6.0), IndexingSpeed(9000, 20, 9.0)],
    }
    asked = {"weak": [QuestionSpeed(1000, 9.5, (20.0, 30.0), (90.5, 120.0), 800.0, 12.4)]}
    text = speed_section(rounds, asked, TITLES, [])
    assert "| Wenyuan | 30 | 4,500 | 3,750 | 1.00 |" in text
    assert "| A weak peer | 20 | 1,500 | 1,250 | 3.00 |" in text
    assert "| A weak peer | 1,000 | 20.0 | 30.0 | 90.5 | 120.0 | 9.5 | 800 | 12 |" in text


def test_pictures_of_all_pipelines_are_small_and_whole(tmp_path: Path) -> None:
    titles = {each.name: each.title for each in CONTESTANTS}
    scores = [
        Scores(name, title, 1, values(n, 100 - n)) for n, (name, title) in enumerate(titles.items())
    ]
    draw_quality([result(*scores, name=f"set {n}") for n in range(6)], titles, tmp_path / "a.png")
    latency = {
        name: [QuestionSpeed(n, 1.0, (place + n / 50, 99.0), (1.0, 2.0), 1.0, 1.0) for n in SIZES]
        for place, name in enumerate(titles)
    }
    draw_latency(latency, titles, tmp_path / "b.png")
    for path in tmp_path.iterdir():
        assert path.stat().st_size <= LARGEST_PICTURE
        with Image.open(path) as picture:
            assert picture.width > 600
            assert len(set(picture.convert("L").tobytes())) > 10
