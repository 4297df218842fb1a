"""Answers beside references, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.reading.measures import (
    exact_match,
    risk_and_coverage,
    run_f1,
    unit_f1,
    units_of,
)
from benchmarks.reading.tables import recall_at


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("二零零七年。", ["二", "零", "零", "七", "年"]),
        ("WTO 成员国", ["wto", "成", "员", "国"]),
        ("《光荣》与ω-force", ["光", "荣", "与", "ω", "force"]),
        ("2007年5月", ["2007", "年", "5", "月"]),
        ("，。", []),
    ],
)
def test_units(text: str, units: list[str]) -> None:
    assert units_of(text) == units


@pytest.mark.parametrize(
    ("given", "references", "exact", "overlap"),
    [
        ("李明", ["李明"], 1.0, 1.0),
        ("《李明》。", ["李明"], 1.0, 1.0),
        ("所长李明", ["李明"], 0.0, 2 * 2 / (4 + 2)),
        ("李明", ["王芳", "李明先生", "所长李明"], 0.0, 2 * 2 / (2 + 4)),
        ("李明", ["王芳", "李明"], 1.0, 1.0),
        ("", ["李明"], 0.0, 0.0),
        ("李明", [], 0.0, 0.0),
        # Two runs of one character: only the longest run counts.
        ("李某明", ["李明"], 0.0, 2 * 1 / (3 + 2)),
        ("The WTO", ["wto"], 0.0, 2 * 1 / (2 + 1)),
    ],
)
def test_exact_match_and_f1(
    given: str, references: list[str], exact: float, overlap: float
) -> None:
    assert exact_match(given, references) == exact
    assert run_f1(given, references) == pytest.approx(overlap)


def test_f1_in_any_order() -> None:
    assert unit_f1("李某明", ["李明"]) == pytest.approx(2 * 2 / (3 + 2))
    assert unit_f1("王芳", ["李明"]) == 0


def test_risk_and_coverage_by_hand() -> None:
    risk, coverage = risk_and_coverage([0.2, 0.9, 0.6, 0.4], [True, True, False, True])
    assert np.allclose(risk, [0, 1 / 2, 1 / 3, 1 / 4])
    assert np.allclose(coverage, [0.25, 0.5, 0.75, 1])


def test_recall_at_a_precision_by_hand() -> None:
    sure, right = [0.9, 0.8, 0.7, 0.6], [True, True, False, True]
    assert recall_at(0.9, sure, right, answerable=4) == 2 / 4
    assert recall_at(0.7, sure, right, answerable=4) == 3 / 4
    assert recall_at(0.9, [0.9], [False], answerable=4) == 0
