"""Which candidates are tried, in what order, and which of them are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from rag.suggestions.candidate import Candidate
from rag.types import Answer, AnswerStatus

WANTED = 6
MOST_TRIED = 24

# Below this number questions answered from another section of their document are shown too.
_FEW = 3
_REPEATED_PATTERN = 1.0
_FAILED_BEFORE = 0.75
_ALIKE = 0.6
_LONGEST_QUOTE = 200  # a longer one answers, but is no pleasure to read


class Verdict(StrEnum):
    """Where the answer to a candidate's question was found."""

    IN_PLACE = "in_place"
    IN_DOCUMENT = "in_document"
    ELSEWHERE = "elsewhere"


def judge(candidate: Candidate, answer: Answer) -> Verdict:
    """Whether the answer rests, first of all, on the text that the question was made from."""
    if answer.status is not AnswerStatus.ANSWERED or not answer.citations:
        return Verdict.ELSEWHERE
    first = answer.citations[0]
    if first.passage.text_hash != candidate.text_hash:
        return Verdict.ELSEWHERE
    is_in_place = first.start < candidate.end and candidate.start < first.end
    is_short = len(first.quote) <= _LONGEST_QUOTE
    return Verdict.IN_PLACE if is_in_place and is_short else Verdict.IN_DOCUMENT


class Selection:
    """Gives out candidates one by one, best first, until enough of them were good.

    A second question of one text, or one that sounds like an accepted one, is given out
    only when nothing else is left; patterns already accepted and texts whose questions
    failed come later.
    """

    def __init__(
        self, candidates: Iterable[Candidate], wanted: int = WANTED, most_tried: int = MOST_TRIED
    ) -> None:
        self._left = list(candidates)
        self._wanted = wanted
        self._tries_left = most_tried
        self._accepted: list[Candidate] = []
        self._reserve: list[Candidate] = []
        self._failures: Counter[str] = Counter()

    def next(self) -> Candidate | None:
        """The candidate to try now; None when there are enough, or none is left."""
        self._left = [one for one in self._left if not self._is_repetition(one)]
        if not self._left or not self._tries_left or len(self._accepted) >= self._wanted:
            return None
        best = min(self._left, key=self._order)
        self._left.remove(best)
        self._tries_left -= 1
        return best

    def tell(self, candidate: Candidate, verdict: Verdict) -> None:
        """What came of a candidate."""
        if verdict is Verdict.IN_PLACE:
            self._accepted.append(candidate)
            return
        self._failures[candidate.text_hash] += 1
        if verdict is Verdict.IN_DOCUMENT:
            self._reserve.append(candidate)

    def questions(self) -> tuple[str, ...]:
        """The questions to suggest, best first."""
        missing = max(0, _FEW - len(self._accepted))
        return tuple(one.question for one in (*self._accepted, *self._reserve[:missing]))

    def _order(self, candidate: Candidate) -> tuple[int, float, str, int, str]:
        of_text = sum(one.text_hash == candidate.text_hash for one in self._accepted)
        of_pattern = sum(one.pattern is candidate.pattern for one in self._accepted)
        worth = (
            candidate.score
            - _REPEATED_PATTERN * of_pattern
            - _FAILED_BEFORE * self._failures[candidate.text_hash]
        )
        return of_text, -worth, candidate.text_hash, candidate.start, candidate.question

    def _is_repetition(self, candidate: Candidate) -> bool:
        return any(_likeness(candidate.question, one.question) > _ALIKE for one in self._accepted)


def _likeness(first: str, second: str) -> float:
    """Jaccard index of the pairs of neighbouring characters, in [0, 1]."""
    a, b = ({text[index : index + 2] for index in range(len(text) - 1)} for text in (first, second))
    return len(a & b) / max(1, len(a | b))
