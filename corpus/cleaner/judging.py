"""One line at a time: is it clutter of a web page, of what kind, and how surely?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from corpus.cleaner import vocabulary as v
from corpus.cleaner.lines import CORE_SIZE, NUMBERED, STRUCTURE, is_core
from corpus.types import RemovalReason

LONGEST_BAR = 160
LONGEST_FOOTER = 300
LONGEST_SHORT_NOTICE = 60
MIN_LEGAL_PHRASES = 2
SENTENCE_MARKS = re.compile("[。！？]")
MIN_LINK_ITEMS = 3
LONGEST_LINK_ITEM = 10
WEAK_PHRASES_FOR_BAR = 3


class Certainty(Enum):
    """`SURE` clutter goes; `LIKELY` clutter goes where sure clutter proves a web page."""

    SURE = "sure"
    LIKELY = "likely"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A line is clutter for `reason`."""

    reason: RemovalReason
    certainty: Certainty


SURE_NAVIGATION = Verdict(RemovalReason.NAVIGATION, Certainty.SURE)
LIKELY_NAVIGATION = Verdict(RemovalReason.NAVIGATION, Certainty.LIKELY)
SURE_LEGAL = Verdict(RemovalReason.LEGAL_NOTICE, Certainty.SURE)
LIKELY_LIST = Verdict(RemovalReason.NEWS_LIST, Certainty.LIKELY)
SURE_EDITOR = Verdict(RemovalReason.EDITOR_LINE, Certainty.SURE)


def is_protected(line: str) -> bool:
    """Whether `line` belongs to the structure of a document and is never removed."""
    return STRUCTURE.match(line) is not None


def judge(line: str) -> Verdict | None:
    """The verdict on a stripped line outside the body; None for what must stay."""
    if is_protected(line):
        return None
    if is_legal_notice(line):
        return SURE_LEGAL
    if NUMBERED.match(line) or len(line) > LONGEST_FOOTER:
        return None
    return next((verdict for rule in RULES if (verdict := rule(line))), None)


def is_legal_notice(line: str) -> bool:
    """Whether `line` is a web site's declaration on copyright and liability.

    At least half of its sentences must read like one, so that a declaration
    glued behind a long body does not condemn the body.
    """
    if len(line) <= LONGEST_SHORT_NOTICE and v.SHORT_NOTICE.fullmatch(line):
        return True
    of_site = v.SITE_ITSELF.search(line) or v.DECLARATION.match(line)
    if not of_site or legal_phrases(line) < MIN_LEGAL_PHRASES:
        return False
    sentences = [sentence for sentence in SENTENCE_MARKS.split(line) if sentence.strip()]
    legal = sum(legal_phrases(sentence) > 0 for sentence in sentences)
    return 2 * legal >= len(sentences)


def legal_phrases(line: str) -> int:
    """How many kinds of phrases of such declarations stand in `line`."""
    return sum(phrase.search(line) is not None for phrase in v.LEGAL_PHRASES)


def _judge_footer(line: str) -> Verdict | None:
    if is_core(line, CORE_SIZE):
        return None
    fields = {match[0] for match in v.FOOTER_FIELDS.finditer(line)}
    page_footer = len(fields) > 1 and v.WEB_FOOTER.search(line) and not line.endswith("。")
    if v.COPYRIGHT.search(line) or v.FILING.search(line) or page_footer:
        return SURE_LEGAL
    return None


def _judge_trail(line: str) -> Verdict | None:
    if len(line) > LONGEST_BAR:
        return None
    markup = "<" in line  # the ends of tags are no arrows of a trail
    if v.BREADCRUMB.match(line) or (v.TRAIL.fullmatch(line) and not markup):
        return SURE_NAVIGATION
    if v.PAGER.fullmatch(line) and v.PAGER_WORD.search(line):
        return SURE_NAVIGATION
    return SURE_NAVIGATION if v.NEIGHBOUR.fullmatch(line) else None


def _judge_bar(line: str) -> Verdict | None:
    """A line that holds nothing but phrases of share, print and navigation bars."""
    if len(line) > LONGEST_BAR:
        return None
    rest, shares = v.SHARE_PHRASES.subn(" ", line)
    rest, links = v.NAVIGATION_PHRASES.subn(" ", rest)
    rest, weak_links = v.WEAK_NAVIGATION_PHRASES.subn(" ", rest)
    rest, weak_shares = v.WEAK_SHARE_PHRASES.subn(" ", rest)
    if v.BAR_MARKS.sub("", rest):
        return _judge_link_list(line, links)
    if links + shares == 0 and weak_links + weak_shares < WEAK_PHRASES_FOR_BAR:
        return None
    if links == 1 and shares + weak_links + weak_shares == 0:
        return None  # one menu entry alone may as well be the title
    reason = RemovalReason.NAVIGATION if links > shares else RemovalReason.SHARE_BAR
    sure = (
        links + shares > 1
        or weak_links + weak_shares > WEAK_PHRASES_FOR_BAR
        or v.CERTAIN_SHARE_PHRASES.search(line)
    )
    return Verdict(reason, Certainty.SURE if sure else Certainty.LIKELY)


def _judge_link_list(line: str, links: int) -> Verdict | None:
    """Items between bars: two links that every site has, or the home page before three others."""
    items = [item for item in v.SEPARATED_ITEMS.split(line) if item]
    short = all(len(item) <= LONGEST_LINK_ITEM for item in items)
    if not short or len(items) < MIN_LINK_ITEMS or line.startswith("|"):
        return None
    menu = len(items) > MIN_LINK_ITEMS and v.HOME_PAGE.fullmatch(items[0])
    return SURE_NAVIGATION if links > 1 or menu else None


def _judge_editor(line: str) -> Verdict | None:
    return SURE_EDITOR if v.EDITOR.fullmatch(line) else None


def _judge_list_header(line: str) -> Verdict | None:
    if (
        v.LIST_HEADER.fullmatch(line)
        or v.RANKING_HEADER.fullmatch(line)
        or v.EMPTY_LIST.fullmatch(line)
    ):
        return LIKELY_LIST
    return None


def _judge_site_phone(line: str) -> Verdict | None:
    return LIKELY_NAVIGATION if v.SITE_PHONE.fullmatch(line) else None


RULES: tuple[Callable[[str], Verdict | None], ...] = (
    _judge_trail,
    _judge_footer,
    _judge_editor,
    _judge_list_header,
    _judge_bar,
    _judge_site_phone,
)
