"""How sure the reader is that its best sentence answers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.numerals import NumberKind, find_numbers
from rag.question import Question
from rag.readers.base import Library
from rag.readers.sentences import ReadSentence

CONFIDENCE_FEATURES = ("relevance", "share", "dates_missing")

# Characters at the start of a document, where reports say of which year and body they are.
_OPENING = 600
_TELLING = frozenset(
    {
        NumberKind.YEAR,
        NumberKind.MONTH,
        NumberKind.DAY,
        NumberKind.DATE,
        NumberKind.ORDINAL,
        NumberKind.PERCENT,
    }
)


def confidence_features(
    question: Question, sentences: Sequence[ReadSentence], library: Library
) -> NDArray[np.float64]:
    """Features (len(CONFIDENCE_FEATURES),) of the best of `sentences` (not empty).

    `relevance`: logit of its passage; `share`: log of the probability that the answer
    lies in it, given that the passage answers; `dates_missing`: share of the question's
    years, dates, articles and percentages that its passage, the context of that and the
    document's opening lack.
    """
    best = sentences[0]
    passage = best.source.passage
    share = best.probability / max(best.source.probability, 1e-9)
    seen = f"{passage.context}\n{passage.text}\n{library.text_of(passage)[:_OPENING]}"
    asked = _dates_in(question.topic)
    missing = len(asked - _dates_in(seen)) / len(asked) if asked else 0.0
    return np.array([best.source.reading.relevance, np.log(max(share, 1e-4)), missing])


def _dates_in(text: str) -> set[str]:
    """Canonical numbers of the kinds that tell one fact from another; counts do not."""
    return {number.canonical for number in find_numbers(text) if number.kind in _TELLING}
