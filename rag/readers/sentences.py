"""The sentences of retrieved passages that can answer, with the probability that they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.sentences import split_sentences
from corpus.types import Passage
from rag.readers.calibration import passage_features
from rag.readers.linear_model import LinearModel
from rag.readers.reading_model import PassageReading
from rag.types import ScoredPassage

_MINIMUM_LENGTH = 4


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A retrieved passage, what the model read in it, and the probability that it answers."""

    passage: Passage
    rank: int
    reading: PassageReading
    probability: float

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
    passages: Sequence[ScoredPassage], readings: Sequence[PassageReading], model: LinearModel
) -> list[ReadPassage]:
    """Passages with their readings, the most probable first; `model` over `PASSAGE_FEATURES`."""
    pairs = [
        ReadPassage(
            scored.passage,
            scored.rank,
            reading,
            model.probability(passage_features(reading.relevance, scored.rank)),
        )
        for scored, reading in zip(passages, readings, strict=True)
    ]
    return sorted(pairs, key=lambda pair: -pair.probability)


def _can_answer(passage: Passage, sentence: str) -> bool:
    bare = sentence.lstrip("#").strip()
    headings = (passage.title, *passage.section.split(" / "))
    return len(bare) >= _MINIMUM_LENGTH and not bare.endswith(("?", "？")) and bare not in headings
