"""Whether two questions ask the same thing in nearly the same words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.normalize import search_form
from corpus.numerals import find_numbers
from rag.question import QuestionKind, parse_question
from rag.readers.base import Library
from rag.readers.yes_no import CHOICE, YES_OR_NO

# Fewer letters than this name no subject: 为什么？ is asked of everything.
SHORTEST_CORE = 2
# Shorter ones must be the same: a single other letter makes them another question.
_SHORTEST_ALIKE = 4

# Shares of the pairs of characters of one question that the other must hold. What a posed
# question says and the asked one leaves out may tell two cases apart, so less is forgiven.
_ASKED_SHARE = 0.6
_POSED_SHARE = 0.8

_LABEL = re.compile(
    r"^[\s#*>•·-]*(?:(?:第?[一二三四五六七八九十\d]{1,3}[、.．)）:：条章节]|[（(][一二三四五六七八九十\d]{1,3}[)）])"
    r"\s*)?[*\s]*(?:(?:问题?|q|question)\s*[一二三四五六七八九十\d]{0,3}\s*[:：.、])?"
)
# Words that may differ: how one asks, not what one asks about. On the search form.
_ASKING = re.compile(
    r"请问|想问一?下?|什么时候|什么时间|什么地方|何时|何处|多长时间|多久|为什么|为何|为啥|什么|啥"
    r"|怎么办|怎么样?|怎样|如何|咋办?|哪[些个种家位里儿]?|谁|几[个天]?|多少天?|是否|是不是|能不能|能否"
    r"|可不可以|可否|可以|要不要|需不需要|需要|有没有|应该|应当|我们?|你们?|您|该|吗|呢|吧|啊|呀"
    r"|了|的|打算|准备|是|有|在|到|去|[以之]?后|就|都|要|会|能|一下"
    r"|\b(?:what|which|who|when|where|why|how|is|are|was|were|do|does|did|can|could|should|must"
    r"|may|will|the|a|an|of|to|i|my|we|you|your|please|there|in|on|at|for)\b"
)
_NEGATION = re.compile(r"[不没未无非勿禁前]|\b(?:not|no|never|without|before)\b|n't")
_AMOUNT = re.compile("多少|(?<!哪)几(?![点号时])|多[长久大高远重]")
_THINGS = frozenset({QuestionKind.LIST, QuestionKind.OTHER, QuestionKind.TITLE, QuestionKind.NAME})


@dataclass(frozen=True, slots=True)
class Wording:
    """A question taken apart for comparison.

    `core` is its search form without label, asking words and punctuation; `pairs` are
    the pairs of neighbouring characters of it.
    """

    form: str
    core: str
    pairs: frozenset[str]


def wording_of(text: str) -> Wording:
    """Takes a question, or a line that poses one, apart."""
    form = search_form(text).strip()
    form = _LABEL.sub("", form, count=1)
    core = _letters(_ASKING.sub(" ", form))
    return Wording(form, core, frozenset(core[i : i + 2] for i in range(len(core) - 1)))


def agreement(asked: Wording, posed: Wording, around: str, library: Library) -> float:
    """How far two questions are the same, in [0, 1]; 0 where they ask different things.

    They must hold nearly the same words in both directions, the same numbers, negations
    and kind of question. A word that only `asked` has must stand in `around`, the text
    the posed question belongs to; a word put in place of another makes it another
    question.
    """
    if min(len(asked.core), len(posed.core)) < SHORTEST_CORE:
        return 0.0
    if _letters(asked.form) == _letters(posed.form):
        return 1.0
    shared = len(asked.pairs & posed.pairs)
    of_asked, of_posed = shared / len(asked.pairs), shared / len(posed.pairs)
    is_short = min(len(asked.core), len(posed.core)) < _SHORTEST_ALIKE
    is_near = min(of_asked, of_posed) >= (1 if is_short else _ASKED_SHARE)
    if not is_near or not _ask_alike(asked.form, posed.form):
        return 0.0
    added = _words_missing(asked.form, posed.form, library)
    left_out = _words_missing(posed.form, asked.form, library)
    if (added and left_out) or not all(word in around for word in added):
        return 0.0
    if of_posed < _POSED_SHARE and not _is_contracted(left_out, asked.form, library):
        return 0.0
    return min(of_asked, of_posed)


def _ask_alike(asked: str, posed: str) -> bool:
    return (
        _numbers(asked) == _numbers(posed)
        and _negations(asked) == _negations(posed)
        and _sought(asked) == _sought(posed)
    )


def _numbers(form: str) -> set[str]:
    return {number.canonical for number in find_numbers(form)}


def _negations(form: str) -> list[str]:
    return sorted(_NEGATION.findall(CHOICE.sub(" ", form)))


def _sought(form: str) -> str:
    """The kind of answer: yes or no, a thing of any kind, a number, a place."""
    if YES_OR_NO.search(form):
        return "yes or no"
    if _AMOUNT.search(form):
        return QuestionKind.NUMBER.value
    kind = parse_question(form).kind
    return "thing" if kind in _THINGS else kind.value


def _words_missing(form: str, other: str, library: Library) -> set[str]:
    """Words of `form` that `other` lacks, asking words and numbers apart."""
    bare = _letters(other)
    others = set(library.tokens(other))
    return {
        word
        for word in library.tokens(_ASKING.sub(" ", form))
        if word not in others
        and word not in bare
        and not _ASKING.fullmatch(word)
        and not any(character.isdecimal() for character in word)
    }


def _is_contracted(left_out: set[str], form: str, library: Library) -> bool:
    """Whether `form` holds every word left out in a shorter shape: 困 for 被困, 办 for 办理."""
    held = library.tokens(form)
    return all(len(word) == 1 or any(part in word for part in held) for word in left_out)


def _letters(form: str) -> str:
    return "".join(filter(str.isalnum, form))
