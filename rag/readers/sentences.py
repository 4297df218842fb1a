"""The sentences of retrieved passages that can answer, with the probability that they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.sentences import split_sentences
from corpus.types import Passage
from rag.readers.reading_model import PassageReading, probability_of
from rag.types import ScoredPassage

_MINIMUM_LENGTH = 4

# How much the model's relevance and the retriever's rank count when passages are weighed
# against each other. Chosen on the 44 answerable questions about the sample corpus, with an
# earlier checkpoint. With the shipped one, nothing refused: right document first and expected
# words are 32 and 26 by relevance alone, 41 and 31 by rank alone, 40 and 32 by both.
_RELEVANCE_WEIGHT = 0.4
_RANK_WEIGHT = 2.0
_RANK_OFFSET = 1.0


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A retrieved passage and what the model read in it."""

    passage: Passage
    rank: int
    reading: PassageReading

    @property
    def probability(self) -> float:
        """That the passage answers, by the model and by its rank, uncalibrated, in (0, 1)."""
        return probability_of(
            _RELEVANCE_WEIGHT * self.reading.relevance + _RANK_WEIGHT / self.rank - _RANK_OFFSET
        )

    def share_of(self, start: int, end: int) -> float:
        """Probability that the answer lies in `[start, end)` of the stored text."""
        offset = self.passage.start
        return self.probability * self.reading.share_of(start - offset, end - offset)


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence, `[start, end)` of the stored text, and the probability that it answers."""

    source: ReadPassage
    start: int
    end: int
    text: str
    probability: float


def read_sentences(passages: Sequence[ReadPassage]) -> list[ReadSentence]:
    """The sentences that can answer, most probable first; each span once.

    Headings and questions (of a FAQ, say) are no answers.
    """
    found: dict[tuple[str, int], ReadSentence] = {}
    for entry in passages:
        passage = entry.passage
        for start, end in split_sentences(passage.text):
            text = passage.text[start:end]
            key = (passage.text_hash, passage.start + start)
            if key in found or not _can_answer(passage, text):
                continue
            place = passage.start + start, passage.start + end
            found[key] = ReadSentence(entry, *place, text, entry.share_of(*place))
    return sorted(found.values(), key=lambda sentence: -sentence.probability)


def pair_with(
    passages: Sequence[ScoredPassage], readings: Sequence[PassageReading]
) -> list[ReadPassage]:
    """Passages with their readings, the most probable first."""
    pairs = [
        ReadPassage(scored.passage, scored.rank, reading)
        for scored, reading in zip(passages, readings, strict=True)
    ]
    return sorted(pairs, key=lambda pair: -pair.probability)


def _can_answer(passage: Passage, sentence: str) -> bool:
    bare = sentence.lstrip("#").strip()
    headings = (passage.title, *passage.section.split(" / "))
    return len(bare) >= _MINIMUM_LENGTH and not bare.endswith(("?", "？")) and bare not in headings
