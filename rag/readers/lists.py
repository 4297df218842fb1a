"""Answers to "哪三点", "包括哪些": the items of an enumeration, each word for word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.normalize import search_form
from corpus.structure.enumerations import Enumeration, find_enumerations
from corpus.structure.headings import find_headings
from corpus.types import Passage
from rag.question import Question
from rag.readers.announcing import announces, announces_count
from rag.readers.base import Evidence, Library, Statement
from rag.readers.sentences import ReadPassage, ReadSentence
from rag.readers.statements import passage_at
from rag.readers.topic import Topic

MAX_ITEMS = 20
# Set on the questions about the sample corpus, where shared words chose the right
# enumeration more often than the trained model did.
MINIMUM_WORTH = 0.3
_COUNT_MATCH = 0.5
_COUNT_MISMATCH = -0.5
_PARTS = re.compile(
    r"部分|方面|章|哪[几些\d一二三四五六七八九十]*节|目录|提纲|大纲|结构|标题|板块|\b(?:sections?|chapters?|parts?|outline|contents|headings?)\b"
)
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
    rivals = [*_candidates(question, topic, read, library), *_as_candidate(best)]
    worths = [_worth(question, rival, _shared_words(topic, rival, library)) for rival in rivals]
    order = sorted(range(len(rivals)), key=worths.__getitem__, reverse=True)
    if not order or worths[order[0]] < MINIMUM_WORTH or not rivals[order[0]].items:
        return None
    return ListReading(rivals[order[0]].items, min(worths[order[0]], 1.0))


def _candidates(
    question: Question, topic: Topic, read: Sequence[ReadPassage], library: Library
) -> Iterator[_Candidate]:
    """Every enumeration that touches a passage that was read, once.

    The main headings of a document are one only where its parts are asked for, others
    only where their lead tells them from the rest of the document.
    """
    wants_parts = _PARTS.search(search_form(question.text)) is not None
    seen: set[tuple[str, int, int]] = set()
    for entry in read:
        passage = entry.passage
        text = library.text_of(passage)
        for enumeration in enumerations_of(text):
            key = (passage.text_hash, enumeration.start, enumeration.end)
            start = min(enumeration.start, enumeration.lead_start)
            if key in seen or start >= passage.end or enumeration.end <= passage.start:
                continue
            seen.add(key)
            is_meant = (
                wants_parts
                if divides(enumeration, text)
                else _is_told_apart(enumeration, topic, passage, library)
            )
            if is_meant:
                yield _candidate(enumeration, text, library.passages_of(passage), entry.probability)


def _candidate(
    enumeration: Enumeration, text: str, passages: Sequence[Passage], score: float
) -> _Candidate:
    items = []
    for item in enumeration.items[:MAX_ITEMS]:
        quote = text[item.head_start : item.head_end]
        passage = passage_at(passages, item.head_start)
        evidence = Evidence(passage, item.head_start, item.head_end, quote, score)
        items.append(Statement(quote, (evidence,)))
    return _Candidate(
        context=passage_at(passages, enumeration.start).context,
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
def enumerations_of(text: str) -> tuple[Enumeration, ...]:
    """The enumerations of a text; found once for documents that are asked about often."""
    return tuple(find_enumerations(text))


@lru_cache(maxsize=64)
def division_of(text: str) -> frozenset[int]:
    """Where the headings start that divide the text as a whole: its parts or chapters.

    They are those of the highest level that has several.
    """
    headings = find_headings(text)
    counts = Counter(heading.level for heading in headings)
    level = min((level for level, count in counts.items() if count > 1), default=0)
    return frozenset(heading.start for heading in headings if heading.level == level)


def _is_told_apart(
    enumeration: Enumeration, topic: Topic, passage: Passage, library: Library
) -> bool:
    """Whether a sentence announces the items, or their heading says more than the title.

    What a heading shares with the title, every list of the document has in common.
    """
    lead = library.text_of(passage)[enumeration.lead_start : enumeration.lead_end]
    own = set(library.tokens(lead)) - set(library.tokens(passage.title))
    return announces(lead) or not own.isdisjoint(topic.words) or not passage.title


def divides(enumeration: Enumeration, text: str) -> bool:
    """Whether the items are the document's own main headings, which no sentence counts."""
    division = division_of(text)
    lead = text[enumeration.lead_start : enumeration.lead_end]
    heads = (text.rfind("\n", 0, item.head_start) + 1 for item in enumeration.items)
    are_headings = all(
        any(head <= start <= item.head_start for start in division)
        for head, item in zip(heads, enumeration.items, strict=True)
    )
    return are_headings and not announces_count(lead, len(enumeration.items))


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
