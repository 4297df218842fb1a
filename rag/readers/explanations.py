"""Which sentences stand beside the best one: few for a fact, more where something is explained."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.normalize import search_form
from rag.question import Question, QuestionKind
from rag.readers.announcing import ends_with_colon
from rag.readers.base import Library
from rag.readers.sentence_likeness import ALIKE, likeness
from rag.readers.sentences import ReadSentence
from rag.readers.topic import Topic, read_topic

# How probable a further sentence must be, as a share of the best one; and one of another document.
COMPANION_SHARE = 0.35
_SHARE_ELSEWHERE = 0.5
MOST_SENTENCES = 5

# How many sentences of the best one's document are said at most; a fact needs one.
_SENTENCES = {QuestionKind.LIST: 3, QuestionKind.OTHER: 2}
_EXPLAINED = frozenset({QuestionKind.REASON, QuestionKind.METHOD})
_MAY_BE_EXPLAINED = frozenset({QuestionKind.LIST, QuestionKind.OTHER})
# Another document must be as much about the question as this share of the best one's is.
_TOPIC_SHARE = 0.5
# White space between two sentences that follow each other.
_GAP = 3

_SUMMARY = re.compile(
    "主要(?:内容|精神|意思|讲|说)|核心(?:内容|精神)|[讲说写谈](?:了|的是?)?(?:些)?(?:什么|啥)|关于(?:什么|啥)|大意|概括|概述|总结一下"
    "|流程|步骤|程序|手续|怎么办|咋办|怎样办|如何办"
    r"|\bsummar|\bmain (?:points?|contents?|ideas?)\b|\bprocess\b|\bprocedures?\b|\bsteps?\b"
    r"|\bwhat (?:does|do|did) .* (?:say|cover)\b|\boverview\b|\bwhat (?:is|was|are|were) .* about\b"
)
# 程序员 and 手续费 are something else, and so is a fact about a procedure.
_NO_SUMMARY = re.compile("程序员|手续费|小程序")
# Words with which a sentence goes on with what the one before it says.
_GOES_ON = re.compile(
    "(?:然后|接着|随后|同时|此外|另外|并且|而且|因此|所以|因而|由此|为此|这样一来|具体来说)"
    r"|(?:then|also|moreover|in addition|therefore|as a result)\b"
)
# Further steps or grounds belong to the first; a third by itself is followed by another matter.
_FIRST = re.compile(r"首先|[第其]一|一是|1[.、]|\bfirst")
_FURTHER = re.compile(
    r"(?:其次|再次|最后|[二三四五]是|[第其][二三四五]|[2-5][.、])|(?:next|finally|second|third)"
)


def wants_explanation(question: Question) -> bool:
    """Whether a question asks why, how, or for what something says as a whole."""
    if question.kind in _EXPLAINED:
        return True
    form = search_form(question.text)
    is_open = question.kind in _MAY_BE_EXPLAINED and not _NO_SUMMARY.search(form)
    return is_open and _SUMMARY.search(form) is not None


def companions_of(
    question: Question,
    said: Sequence[ReadSentence],
    sentences: Sequence[ReadSentence],
    library: Library,
    room: int,
) -> list[ReadSentence]:
    """What is to be said beside `said`, the most probable first.

    For explanations what follows from the best sentence, and its near equals of any document
    that is as much about the question; else its near equals of the same document. None of them
    only leads up to what follows it or repeats another one; they fit into `room` characters.
    """
    explained = wants_explanation(question)
    most = MOST_SENTENCES if explained else _SENTENCES.get(question.kind, 1)
    candidates = (
        [*_going_on(said[0], sentences), *_near_equals(question, said[0], sentences, library)]
        if explained
        else [s for s in _probable(said[0], sentences) if _is_of_same_text(s, said[0])]
    )
    chosen: list[ReadSentence] = []
    for sentence in candidates:
        known = [*said, *chosen]
        length = sum(len(each.text) for each in known) + len(sentence.text)
        if len(known) >= most:
            break
        repeats = any(_repeats(sentence, each) for each in known)
        if length <= room and not repeats and not ends_with_colon(sentence.text):
            chosen.append(sentence)
    return chosen


def in_document_order(sentences: Sequence[ReadSentence]) -> list[ReadSentence]:
    """By document, in the order in which these come first, and by place in it."""
    order: dict[str, int] = {}
    for sentence in sentences:
        order.setdefault(sentence.source.passage.text_hash, len(order))
    return sorted(sentences, key=lambda s: (order[s.source.passage.text_hash], s.start))


def _probable(best: ReadSentence, sentences: Sequence[ReadSentence]) -> list[ReadSentence]:
    least = COMPANION_SHARE * best.probability
    return [s for s in sentences if s is not best and s.probability >= least]


def _near_equals(
    question: Question, best: ReadSentence, sentences: Sequence[ReadSentence], library: Library
) -> list[ReadSentence]:
    topic = read_topic(question, library)
    least = _TOPIC_SHARE * _coverage(topic, best, library)
    return [
        sentence
        for sentence in _probable(best, sentences)
        if _is_of_same_text(sentence, best)
        or (
            sentence.probability >= _SHARE_ELSEWHERE * best.probability
            and _coverage(topic, sentence, library) >= least
        )
    ]


def _coverage(topic: Topic, sentence: ReadSentence, library: Library) -> float:
    """Share of the topic that a sentence, its passage and the headings above hold."""
    passage = sentence.source.passage
    return topic.covered_by(set(library.tokens(f"{passage.context}\n{passage.text}")))


def _going_on(best: ReadSentence, sentences: Sequence[ReadSentence]) -> Iterator[ReadSentence]:
    """The sentences right behind the best one that go on with what it says: 其次, 因此."""
    own = {s.start: s for s in sentences if _is_of_same_text(s, best)}
    has_first = _FIRST.search(search_form(best.text)) is not None
    last: ReadSentence | None = best
    while last is not None:
        starts = range(last.end, last.end + _GAP)
        last = next((own[start] for start in starts if start in own), None)
        form = search_form(last.text) if last else ""
        if last is None or not (_GOES_ON.match(form) or (has_first and _FURTHER.match(form))):
            return
        yield last


def _is_of_same_text(first: ReadSentence, second: ReadSentence) -> bool:
    return first.source.passage.text_hash == second.source.passage.text_hash


def _repeats(first: ReadSentence, second: ReadSentence) -> bool:
    """Whether two sentences are one, overlap, or say nearly the same."""
    overlap = first.start < second.end and second.start < first.end
    return (_is_of_same_text(first, second) and overlap) or likeness(
        first.text, second.text
    ) >= ALIKE
