"""What was found for a set, judged: each pipeline's measures, and ours beside the best peer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.retrieval.bootstrap import Interval, paired_interval
from benchmarks.retrieval.contestants import OURS, Contestant
from benchmarks.retrieval.measures import ARTICLE_MEASURES, PASSAGE_MEASURES, Measure
from benchmarks.retrieval.runs import Crowd, QualityRun
from benchmarks.retrieval.types import Found, GoldQuestion, QuestionSet

# Sets whose gold spans are whole articles.
_OF_ARTICLES = frozenset({"stard", "stard-train"})


@dataclass(frozen=True, slots=True)
class Scores:
    """One pipeline on one set.

    Attributes:
        name, title: of the pipeline.
        passages: that it cut the texts into.
        by_measure: name of a measure → its values (questions,), in the set's order.
    """

    name: str
    title: str
    passages: int
    by_measure: Mapping[str, NDArray[np.float64]]

    def mean(self, measure: str) -> float:
        """The mean over all questions."""
        return float(self.by_measure[measure].mean())

    def misses(self, measure: str) -> float:
        """How many questions, or which share of gold texts summed up, the pipeline missed."""
        return float((1 - self.by_measure[measure]).sum())


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ours beside the peer that is best by the main measure."""

    peer: Scores
    misses: float
    peer_misses: float
    difference: Interval

    @property
    def ratio(self) -> float:
        """Our misses / the peer's; infinite where only the peer misses none, 1 where both do."""
        if self.peer_misses:
            return self.misses / self.peer_misses
        return float("inf") if self.misses else 1.0


@dataclass(frozen=True, slots=True)
class SetResult:
    """All pipelines on one set; the first measure is the main one."""

    asked: QuestionSet
    texts: int
    measures: tuple[Measure, ...]
    scores: tuple[Scores, ...]

    @property
    def main(self) -> str:
        """Name of the main measure."""
        return self.measures[0].name

    def comparison(self) -> Comparison | None:
        """None unless ours and some peer were measured."""
        ours = next((each for each in self.scores if each.name == OURS), None)
        peers = [each for each in self.scores if each.name != OURS]
        if ours is None or not peers:
            return None
        best = max(peers, key=lambda each: each.mean(self.main))
        return Comparison(
            best,
            ours.misses(self.main),
            best.misses(self.main),
            paired_interval(ours.by_measure[self.main], best.by_measure[self.main]),
        )


def judged(run: QualityRun, crowd: Crowd, contestants: Sequence[Contestant]) -> list[SetResult]:
    """The sets of a crowd, with those pipelines that have answered them."""
    results = []
    for asked in crowd.sets:
        measures = measures_of(asked)
        scores = [
            Scores(
                contestant.name,
                contestant.title,
                run.passages(contestant, crowd),
                judge(asked.questions, found, measures),
            )
            for contestant in contestants
            if (found := run.found(contestant, crowd, asked)) is not None
        ]
        results.append(SetResult(asked, len(crowd.texts), measures, tuple(scores)))
    return results


def measures_of(asked: QuestionSet) -> tuple[Measure, ...]:
    """How a set is judged: by passages, or by whole articles."""
    return ARTICLE_MEASURES if asked.name in _OF_ARTICLES else PASSAGE_MEASURES


def judge(
    questions: Sequence[GoldQuestion], found: Sequence[Found], measures: Sequence[Measure]
) -> dict[str, NDArray[np.float64]]:
    """Values (questions,) of each measure, in the order of `questions`.

    Raises:
        KeyError: a question was not asked.
    """
    passages = {each.question_id: each.passages for each in found}
    return {
        measure.name: np.array(
            [measure.judge(each.spans, passages[each.question_id]) for each in questions]
        )
        for measure in measures
    }
