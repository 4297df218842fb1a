"""The calibration's regressions: balanced, and settled where answering pays most."""

from __future__ import annotations

import numpy as np
import pytest

from rag.readers.linear_model import LinearModel
from rag.training.askings import Way
from rag.training.regression import Rows

_AS_IT_IS = LinearModel(("relevance",), (1.0,), 0.0)


def rows_of(*entries: tuple[float, Way, bool]) -> Rows:
    rows = Rows()
    for relevance, way, right in entries:
        rows.add(np.array([relevance]), way, right=right)
    return rows


def test_balance_does_not_heed_how_many_cannot_be_answered() -> None:
    chance = np.random.default_rng(5)
    entries = [
        (float(relevance), way, right)
        for way, right in (
            (Way.ANSWER_IN, True),
            (Way.ANSWER_OUT, False),
            (Way.OFFICE_ANSWER_IN, True),
            (Way.OFFICE_ANSWER_OUT, False),
        )
        for relevance in chance.normal(1.0 if right else -1.0, 2.0, size=500)
    ]
    wrong = [entry for entry in entries if not entry[2]]
    few, many = rows_of(*entries), rows_of(*entries, *wrong * 9)
    fair = few.fit(("relevance",), balanced=True).bias
    assert many.fit(("relevance",), balanced=True).bias == pytest.approx(fair, abs=0.02)
    assert many.fit(("relevance",)).bias < fair - 1


def test_settled_gives_most_right_answers_and_refuses_most_others() -> None:
    rows = rows_of(
        (-1.0, Way.OFFICE_ANSWER_IN, True),
        (3.0, Way.OFFICE_ANSWER_IN, True),
        (-3.0, Way.OFFICE_ANSWER_OUT, False),
        (-2.0, Way.OFFICE_ANSWER_OUT, False),
        # Other documents have no say in it.
        (-9.0, Way.ANSWER_IN, True),
        (9.0, Way.ANSWER_OUT, False),
    )
    model = rows.settled(_AS_IT_IS)
    assert model.weights == _AS_IT_IS.weights
    assert [model.probability(np.array([x])) > 0.5 for x in (-2.0, -1.0)] == [False, True]
    assert model.logit(np.array([-1.5])) == pytest.approx(0.0)


def test_a_wrong_sentence_is_no_gain() -> None:
    rows = rows_of(
        (0.0, Way.OFFICE_ANSWER_IN, False),
        (1.0, Way.OFFICE_ANSWER_OUT, False),
        (2.0, Way.OFFICE_ANSWER_IN, True),
    )
    assert rows.settled(_AS_IT_IS).logit(np.array([1.5])) == pytest.approx(0.0)
