"""A question that may be suggested, and what its wording must be like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

LONGEST_QUESTION = 32
SHORTEST_QUESTION = 6

# Whatever else stands in a text (markup, addresses, marks that turn the line around) has no
# place in a question on a button.
_PLAIN = re.compile(
    r"(?:[\u3400-\u9fffA-Za-z0-9〇，、；：“”‘’《》（）—\-–.·%℃/+]"
    "|(?<=[A-Za-z0-9]) (?=[A-Za-z0-9]))+？"
)
_POINTS_BACK = re.compile(
    "^[其该此这那本]|^(?:送检|是否|上述|以上|以下|大家|有人)|(?<!其)[你您他她它]|[我咱]们|[这那][个些里种样]|上述|如下"
    "|该[局所院校市县区单部项企公]|本[市县区局院校省报刊网]|[呢吧啊呀]|[Xx×]{2}|某"
)
# What a reader may not know the subject of, without the page that it was taken from.
_VAGUE = re.compile(
    "^(?:[在到去]哪|怎么|多久|需要|能不能|为什么能)|(?:计划|名单|范围|作出决定|审查|答复|受理)？$|，该?找谁？$"
)
# What nobody wants to be greeted with, true as it may be.
_UNSEEMLY = re.compile(
    "出殡|葬|追悼|遗体|遇难|身亡|死亡|自杀|凶杀|杀人|强奸|猥亵|卖淫|嫖娼|色情|淫秽|裸|吸毒|贩毒"
)
_PAIRS = (("“", "”"), ("‘", "’"), ("《", "》"), ("（", "）"))


class Pattern(StrEnum):
    """How a question was made; a page should not show six of one pattern."""

    ASKED = "asked"
    CASES = "cases"
    CHANGE = "change"
    CORE = "core"
    COUNT = "count"
    DEADLINE = "deadline"
    DECISION = "decision"
    DONE = "done"
    FINE = "fine"
    HOW = "how"
    IN_FORCE = "in_force"
    KINDS = "kinds"
    LEADER = "leader"
    LIMIT = "limit"
    MEANING = "meaning"
    MOST = "most"
    NAME = "name"
    SECTION = "section"
    TERM = "term"
    WHEN = "when"
    WHERE = "where"
    WHO = "who"


@dataclass(frozen=True, slots=True)
class Draft:
    """A question as a pattern words it, before anything is asked of its wording."""

    question: str
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question whose answer should rest on `[start, end)` of one stored text.

    `score` tells how good a suggestion it would be, higher is better.
    """

    question: str
    pattern: Pattern
    text_hash: str
    start: int
    end: int
    score: float


_SCORES = {
    Pattern.ASKED: 6.0,
    Pattern.CASES: 4.5,
    Pattern.CHANGE: 4.5,
    Pattern.DECISION: 4.5,
    Pattern.FINE: 4.5,
    Pattern.DEADLINE: 4.0,
    Pattern.KINDS: 4.0,
    Pattern.LEADER: 4.0,
    Pattern.MOST: 4.0,
    Pattern.NAME: 4.0,
    Pattern.SECTION: 4.0,
    Pattern.TERM: 4.0,
    Pattern.COUNT: 3.5,
    Pattern.MEANING: 3.5,
    Pattern.WHEN: 3.5,
    Pattern.WHERE: 3.5,
    Pattern.CORE: 3.0,
    Pattern.DONE: 3.0,
    Pattern.IN_FORCE: 3.0,
    Pattern.LIMIT: 3.0,
    Pattern.WHO: 3.0,
    Pattern.HOW: 2.5,
}
_EASY_LENGTHS = range(12, 23)
_LONG = 26
_LEAST_SCORE = 2.5


def make_candidate(draft: Draft, text_hash: str, start: int, end: int) -> Candidate | None:
    """The candidate, or None where the wording is no clear, short and plain question."""
    if not is_presentable(draft.question):
        return None
    score = _score(draft)
    if score < _LEAST_SCORE:
        return None
    return Candidate(draft.question, draft.pattern, text_hash, start, end, score)


def is_presentable(question: str) -> bool:
    """Whether a question is short, plain, seemly, ends with ？ and names what it is about."""
    return (
        SHORTEST_QUESTION <= len(question) <= LONGEST_QUESTION
        and _PLAIN.fullmatch(question) is not None
        and _POINTS_BACK.search(question) is None
        and _UNSEEMLY.search(question) is None
        and all(question.count(opener) == question.count(closer) for opener, closer in _PAIRS)
    )


def _score(draft: Draft) -> float:
    score = _SCORES[draft.pattern]
    if len(draft.question) in _EASY_LENGTHS:
        score += 0.5
    elif len(draft.question) > _LONG:
        score -= 1.0
    return score - 1.5 if _VAGUE.search(draft.question) else score
