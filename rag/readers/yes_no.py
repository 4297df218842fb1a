"""Questions to be answered with yes or no, and sentences that say what they ask."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.normalize import search_form
from rag.query.asking_words import without_politeness
from rag.question import Question, QuestionKind
from rag.readers.base import Library
from rag.readers.sentences import ReadSentence

# On search forms. 能不能, 是否: the words that leave the choice.
CHOICE = re.compile(r"(\w{1,2})不\1|能否|可否|是否|有没有")
YES_OR_NO = re.compile(
    r"吗|(?:是|能|可)否|(\w{1,2})不\1|有没有"
    r"|^(?:is|are|was|were|do|does|did|can|could|may|must|should|has|have|will)\b"
)
_OTHER_ASKING = re.compile("什么|啥|谁|哪|多少|几|怎么?样?|如何|为何|何时|何处")

# 能不能 asks as 能 does; 开不开放 asks of 开放.
_MODAL_CHOICE = re.compile(r"(可以?|能够?|会|要|该|应该?|需要?|是|行|对|准|许)不\1")
# Behind these stands what is asked of the subject: 可以复检, 是严松年.
_MODAL = re.compile(
    rf"(?:{_MODAL_CHOICE.pattern}(?:以|够|该|要)?|是否|能否|可否|有没有"
    "|可以|能够|需要|必须|应当|应该|允许|(?<![可不功智职只])能(?![力源效量耗])|会(?![议上场员后计展同])"
    "|(?<![主重需必只])要(?![求点件素闻])|(?<![还但只就总])是(?!不是|否)|(?<![只所没])有(?![效关限害机序无]))+"
)
_SAME_TWICE = re.compile(r"(\w{1,2})不(?=\1)")
_ENDING = re.compile(r"(?:了|的|过|呢|啊|呀)*吗?[?。!, ]*$")
_ENGLISH_AUXILIARY = re.compile(r"^[a-z]+(?:n't)? ")
_HAN = re.compile("[\u3400-\u9fff]")

# The least share of the predicate's pairs of characters, or words, that a sentence must hold.
_LEAST_SHARE = 0.5


def asks_yes_or_no(question: Question) -> bool:
    """Whether a question leaves nothing to answer but yes or no: 能不能复检？, Is it open?"""
    form = search_form(without_politeness(question.text))
    is_open = question.kind is QuestionKind.OTHER or form.endswith(("吗", "吗?"))
    return is_open and YES_OR_NO.search(form) is not None and not _OTHER_ASKING.search(form)


def about_predicate(
    question: Question, sentences: Sequence[ReadSentence], library: Library
) -> list[ReadSentence]:
    """The sentences that speak of what a yes-or-no question asks of its subject.

    All of them where question and sentence are not of one script: words cannot tell then.
    """
    form = search_form(without_politeness(question.text))
    if not _HAN.search(form):
        words = set(library.tokens(_ENGLISH_AUXILIARY.sub("", form)))
        return [s for s in sentences if _HAN.search(s.text) or _holds(words, s.text, library)]
    predicate = _predicate_of(form, library)
    return [s for s in sentences if not _HAN.search(s.text) or _says(predicate, s.text)]


def _predicate_of(form: str, library: Library) -> str:
    """What stands behind the last word that leaves the choice, else the last word: 开放."""
    bare = _ENDING.sub("", form)
    if not _MODAL_CHOICE.search(bare):
        bare = _SAME_TWICE.sub("", bare)
    behind = [bare[match.end() :] for match in _MODAL.finditer(bare)]
    letters = ["".join(filter(str.isalnum, words)) for words in behind]
    if letters and letters[-1]:
        return letters[-1]
    words = [token for token in library.tokens(_MODAL.sub(" ", bare)) if token.isalpha()]
    return words[-1] if words else ""


def _says(predicate: str, sentence: str) -> bool:
    letters = "".join(filter(str.isalnum, search_form(sentence)))
    if len(predicate) < 2:
        return predicate in letters
    pairs = {predicate[i : i + 2] for i in range(len(predicate) - 1)}
    return sum(pair in letters for pair in pairs) >= _LEAST_SHARE * len(pairs)


def _holds(words: set[str], sentence: str, library: Library) -> bool:
    held = words & set(library.tokens(sentence))
    weights = {word: library.rarity(word) for word in words}
    return sum(weights[word] for word in held) >= _LEAST_SHARE * sum(weights.values())
