"""Answers to "哪三点", "包括哪些": the items of an enumeration, each word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.structure.enumerations import Enumeration, find_enumerations
from corpus.types import Passage
from rag.question import Question
from rag.readers.base import Evidence, Library, Statement
from rag.readers.sentences import ReadPassage, ReadSentence
from rag.readers.topic import Topic

MAX_ITEMS = 20
# Set on the questions about the sample corpus, where shared words chose the right
# enumeration more often than the trained model did.
MINIMUM_WORTH = 0.3
_COUNT_MATCH = 0.5
_COUNT_MISMATCH = -0.5
_SERIES = re.compile(r"[^，。；：、！？,;:]+(?:、[^，。；：、！？,;:]+)+")
_SERIES_JOINT = re.compile("、|(?<=[^，。；：、])[和与及](?=[^，。；：、])")


@dataclass(frozen=True, slots=True)
class ListReading:
    """The items of an enumeration, and how sure it is, in [0, 1], that they are asked for."""

    items: tuple[Statement, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A list that may answer: how it is introduced, under which context, of how many items."""

    context: str
    lead: str
    count: int
    items: tuple[Statement, ...]


def read_list(
    question: Question,
    topic: Topic,
    read: Sequence[ReadPassage],
    best: ReadSentence,
    library: Library,
) -> ListReading | None:
    """The items of the enumeration that the question asks for.

    None if no enumeration fits, or if the sentence `best` names the items itself and
    fits better. They are judged by the words they share with the question and by their
    count. Every statement is the item's own heading clause or phrase, in the document's
    order.
    """
    rivals = [*_candidates(read, library), *_as_candidate(best)]
    worths = [_worth(question, rival, _shared_words(topic, rival, library)) for rival in rivals]
    order = sorted(range(len(rivals)), key=worths.__getitem__, reverse=True)
    if not order or worths[order[0]] < MINIMUM_WORTH or not rivals[order[0]].items:
        return None
    return ListReading(rivals[order[0]].items, min(worths[order[0]], 1.0))


def _candidates(read: Sequence[ReadPassage], library: Library) -> Iterator[_Candidate]:
    """Every enumeration that touches a passage that was read, once."""
    seen: set[tuple[str, int, int]] = set()
    for entry in read:
        passage = entry.passage
        text = library.text_of(passage)
        for enumeration in _enumerations_of(text):
            key = (passage.text_hash, enumeration.start, enumeration.end)
            start = min(enumeration.start, enumeration.lead_start)
            if key not in seen and start < passage.end and enumeration.end > passage.start:
                seen.add(key)
                yield _candidate(enumeration, text, library.passages_of(passage), entry.probability)


def _candidate(
    enumeration: Enumeration, text: str, passages: Sequence[Passage], score: float
) -> _Candidate:
    items = []
    for item in enumeration.items[:MAX_ITEMS]:
        quote = text[item.head_start : item.head_end]
        passage = _passage_at(passages, item.head_start)
        evidence = Evidence(passage, item.head_start, item.head_end, quote, score)
        items.append(Statement(quote, (evidence,)))
    return _Candidate(
        context=_passage_at(passages, enumeration.start).context,
        lead=text[enumeration.lead_start : enumeration.lead_end],
        count=len(enumeration.items),
        items=tuple(items),
    )


def _as_candidate(sentence: ReadSentence) -> Iterator[_Candidate]:
    """The sentence itself, where it names several things: "A、B和C"."""
    series = max(_SERIES.findall(sentence.text), key=len, default="")
    if series:
        count = len(_SERIES_JOINT.findall(series)) + 1
        yield _Candidate(sentence.source.passage.context, sentence.text, count, ())


@lru_cache(maxsize=64)
def _enumerations_of(text: str) -> tuple[Enumeration, ...]:
    """Found once for the documents that are asked about again and again."""
    return tuple(find_enumerations(text))


def _shared_words(topic: Topic, candidate: _Candidate, library: Library) -> float:
    """Shares of the topic that the lead, and the lead with the headings above it, hold; 0 to 2."""
    lead = set(library.tokens(candidate.lead))
    above = lead | set(library.tokens(candidate.context))
    return topic.covered_by(lead) + topic.covered_by(above)


def _worth(question: Question, candidate: _Candidate, shared: float) -> float:
    """Shared words, and the count where the words alone do not rule the candidate out."""
    if not question.count or shared < MINIMUM_WORTH:
        return shared
    return shared + (_COUNT_MATCH if question.count == candidate.count else _COUNT_MISMATCH)


def _passage_at(passages: Sequence[Passage], offset: int) -> Passage:
    """The passage that holds an offset of the stored text, else the last one before it."""
    before = [passage for passage in passages if passage.start <= offset]
    return before[-1] if before else passages[0]
