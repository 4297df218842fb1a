"""How sure the reader is that its best sentence answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.normalize import search_form
from corpus.numerals import NumberKind, find_numbers
from rag.question import Question, QuestionKind
from rag.readers.base import Library
from rag.readers.sentences import ReadSentence

CONFIDENCE_FEATURES = ("relevance", "share", "dates_missing", "words_missing", "value_missing")

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
_OF_TIME = frozenset({NumberKind.YEAR, NumberKind.MONTH, NumberKind.DAY, NumberKind.DATE})
_OF_YEARS = _OF_TIME - {NumberKind.DAY}
_HAN = re.compile("[\u3400-\u9fff]")
# A time that no number tells: 当天, 每周, 次日起, "on Monday", 9:30.
_TIME_IN_WORDS = re.compile(
    r"[今明昨当次前后]天|[本次翌]日|当[日年月]|[每上下本]周|周[一二三四五六日]|星期|[上下中]午|[早晚]上"
    r"|[年月季周]底|年[初末中]|\d[:：]\d\d|[\d一二三四五六七八九十两]\s*[点时天年月周日]"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|\bmay\b|june|july"
    r"|august|september|october|november|december|\b(?:day|week|month|year|hour)s?\b"
)
_NUMBER_IN_WORDS = re.compile(
    r"[\d一二三四五六七八九十百千万亿两半零]"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|dozen|none|no)\b"
)


_ITEM_MARK = re.compile(r"^[\s#*|>·-]*[(（]?第?[\d一二三四五六七八九十]{1,3}[)）、.．条]\s*")


def confidence_features(
    question: Question, sentences: Sequence[ReadSentence], library: Library
) -> NDArray[np.float64]:
    """Features (len(CONFIDENCE_FEATURES),) of the best of `sentences` (not empty).

    `relevance`: logit of its passage. `share`: log of the probability that the answer lies in
    it, given that the passage answers. `dates_missing`: share of the question's years, dates,
    articles and percentages that its passage, the context of that and the document's opening
    lack. `words_missing`: share of the question's words that passage and context lack, each
    counting as much as it is rare; 0 across languages. `value_missing`: 1 if the question wants
    a time or a number, and the sentence has none.
    """
    best = sentences[0]
    passage = best.source.passage
    share = best.probability / max(best.source.probability, 1e-9)
    read = f"{passage.context}\n{passage.text}"
    asked = _dates_in(question.topic)
    seen = _dates_in(f"{read}\n{library.text_of(passage)[:_OPENING]}") if asked else set()
    return np.array(
        [
            best.source.reading.relevance,
            np.log(max(share, 1e-4)),
            len(asked - seen) / len(asked) if asked else 0.0,
            _words_missing(question.topic, search_form(read), library),
            float(_lacks_value(question, search_form(best.text))),
        ]
    )


def _dates_in(text: str) -> set[str]:
    """Canonical numbers of the kinds that tell one fact from another; counts do not."""
    return {number.canonical for number in find_numbers(text) if number.kind in _TELLING}


def _words_missing(topic: str, read: str, library: Library) -> float:
    if bool(_HAN.search(topic)) != bool(_HAN.search(read)):
        return 0.0
    weights = {word: library.rarity(word) for word in set(library.tokens(topic))}
    total = sum(weights.values())
    missing = sum(weight for word, weight in weights.items() if word not in read)
    return missing / total if total else 0.0


def _lacks_value(question: Question, sentence: str) -> bool:
    sentence = _ITEM_MARK.sub("", sentence)
    if question.kind is QuestionKind.DATE:
        is_told = any(number.kind in _OF_TIME for number in find_numbers(sentence))
        return not is_told and _TIME_IN_WORDS.search(sentence) is None
    if question.kind is QuestionKind.NUMBER:
        return _NUMBER_IN_WORDS.search(_without_times(sentence)) is None
    return False


def _without_times(sentence: str) -> str:
    """The sentence without its years and dates, which are no amounts."""
    kept, at = "", 0
    for number in sorted(find_numbers(sentence), key=lambda number: number.start):
        if number.kind in _OF_YEARS and number.start >= at:
            kept += sentence[at : number.start]
            at = number.end
    return kept + sentence[at:]
