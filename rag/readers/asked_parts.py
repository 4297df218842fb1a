"""A question over several things, answered thing by thing: 比较A和B, A和B分别是多少."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.normalize import search_form
from corpus.types import Passage
from rag.query.asking_words import without_politeness
from rag.query.comparisons import compared
from rag.query.parts import split_into_parts
from rag.question import Question, parse_question
from rag.readers.base import Library, Reading, Statement
from rag.readers.statements import MAX_ANSWER_LENGTH
from rag.types import ScoredPassage

# A part is said if it is at least as likely right as wrong.
FAIR = 0.5
# A passage speaks of a part if it holds more than this share, by rarity, of its own words.
_OWN_SHARE = 0.5
_OPENING = 600
_RESPECTIVELY = re.compile("分别|各自|各(?=[是有为占达建])")
_HAN = re.compile("[\u3400-\u9fff]")

Read = Callable[[Question, Sequence[ScoredPassage], int], Reading]


def parts_of(question: Question) -> list[Question]:
    """A question for each thing that `question` asks after side by side; [] for one thing."""
    parts = split_into_parts(question.text)
    parts = parts if len(parts) > 1 else _respectively(without_politeness(question.text))
    return [parse_question(part) for part in parts]


def _respectively(core: str) -> tuple[str, ...]:
    """A和B分别建于哪一年, whatever A and B are; () for other questions, or where unsure."""
    form = search_form(core)
    match = _RESPECTIVELY.search(form)
    if match is None:
        return ()
    start = form.rfind(",", 0, match.start()) + 1
    items = compared(core[start : match.start()], form[start : match.start()])
    return tuple(f"{core[:start]}{item}{core[match.end() :]}" for item in items)


def read_parts(
    parts: Sequence[Question],
    whole: Reading,
    passages: Sequence[ScoredPassage],
    read: Read,
    library: Library,
) -> Reading:
    """What answers all parts at once (`whole`), else what answers each of them, in turn.

    `read` answers a part from passages that speak of it, in a number of characters. A part
    without any is left out: what is said of another thing is no answer to it. There is no
    short answer to several things.
    """
    own_words = _own_words(parts, library)
    said = "\n".join(f"{s.evidence[0].passage.context}\n{s.text}" for s in whole.statements)
    if whole.confidence >= FAIR and all(_speaks_of(said, own, library) for own in own_words):
        return replace(whole, short_answer=None)
    room = MAX_ANSWER_LENGTH // len(parts)
    seen = [(scored, _seen(scored.passage, library)) for scored in passages]
    abouts = [[s for s, words in seen if _speaks_of(words, own, library)] for own in own_words]
    readings = [read(part, about, room) for part, about in zip(parts, abouts, strict=True) if about]
    fair = [reading for reading in readings if reading.confidence >= FAIR]
    if fair:
        return Reading(_joined(fair), min(reading.confidence for reading in fair))
    cited = {place.passage.passage_id for s in whole.statements for place in s.evidence}
    if any(scored.passage.passage_id in cited for about in abouts for scored in about):
        readings.append(whole)
    best = max(readings, key=lambda reading: reading.confidence, default=Reading((), 0.0))
    return replace(best, short_answer=None)


def _own_words(parts: Sequence[Question], library: Library) -> list[set[str]]:
    """The words of each part that the others lack."""
    words = [set(library.tokens(part.text)) for part in parts]
    return [
        own.difference(*(others for place, others in enumerate(words) if place != at))
        for at, own in enumerate(words)
    ]


def _seen(passage: Passage, library: Library) -> str:
    """A passage with what tells whose it is."""
    opening = library.text_of(passage)[:_OPENING]
    return f"{passage.source}\n{passage.context}\n{passage.date}\n{passage.text}\n{opening}"


def _speaks_of(seen: str, own: set[str], library: Library) -> bool:
    """Whether a text holds most of a part's own words; those of another script prove nothing."""
    if not own or bool(_HAN.search("".join(own))) != bool(_HAN.search(seen)):
        return True
    held = own & set(library.tokens(seen))
    weights = {word: library.rarity(word) for word in own}
    return sum(weights[word] for word in held) > _OWN_SHARE * sum(weights.values())


def _joined(readings: Sequence[Reading]) -> tuple[Statement, ...]:
    """The statements of all readings; what several of them say is said once."""
    said = {
        (place.passage.text_hash, place.start, place.end): statement
        for reading in reversed(readings)
        for statement in reversed(reading.statements)
        for place in statement.evidence[:1]
    }
    return tuple(reversed(said.values()))
