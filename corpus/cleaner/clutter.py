"""Lines that a web page has put before and behind an article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise, takewhile
from typing import TypeAlias

from corpus.cleaner import vocabulary as v
from corpus.cleaner.judging import (
    LIKELY_LIST,
    LIKELY_NAVIGATION,
    SURE_LEGAL,
    SURE_NAVIGATION,
    Certainty,
    Verdict,
    is_legal_notice,
    is_protected,
    judge,
    legal_phrases,
)
from corpus.cleaner.lines import NUMBERED, Line, find_zones
from corpus.types import Cut, RemovalReason

LONGEST_LIST_ITEM = 60
MENU_LINES = 4
LIKELY_LINES_THAT_PROVE = 3
LONGEST_BYLINE = 200
ENDS_AS_SENTENCE = re.compile(r"[。！？!?；;：:]$")
LABELLED = re.compile(r"^[^:：]{1,12}[:：]")


Verdicts: TypeAlias = Mapping[Line, Verdict]


def clutter_lines(text: str) -> Iterator[Cut]:
    """Whole lines of clutter before and behind the body.

    What is only likely to be clutter goes when something sure proves a copied
    web page. In a text without a body only sure clutter goes, and never all.
    """
    zones = find_zones(text, is_legal_notice)
    before = _judge_before(zones.before)
    behind, items = _judge_behind(zones.behind)
    verdicts = {**before, **behind}
    if not _is_web_page(verdicts):
        return
    removed = {**verdicts, **items} if zones.body else _sure(verdicts)
    if not zones.body and len(removed) == len(zones.before):
        return
    for line in sorted(removed, key=lambda line: line.start):
        yield Cut(line.start, min(line.end + 1, len(text)), removed[line].reason)


def _is_web_page(verdicts: Verdicts) -> bool:
    """Whether this is a copied web page beyond doubt."""
    return bool(_sure(verdicts)) or len(verdicts) >= LIKELY_LINES_THAT_PROVE


def _sure(verdicts: Verdicts) -> dict[Line, Verdict]:
    return {
        line: verdict for line, verdict in verdicts.items() if verdict.certainty is Certainty.SURE
    }


def _judge_before(lines: Sequence[Line]) -> dict[Line, Verdict]:
    judged = ((line, judge(line.text)) for line in lines)
    verdicts = {
        line: verdict
        for line, verdict in judged
        if verdict and (verdict is not LIKELY_LIST or v.EMPTY_LIST.fullmatch(line.text))
    }
    verdicts |= dict.fromkeys(_menu(lines), SURE_NAVIGATION)
    site = [
        line
        for line, following in pairwise(lines)
        if verdicts.get(following) is SURE_NAVIGATION and v.SITE_NAME.fullmatch(line.text)
    ]
    return verdicts | dict.fromkeys((*site, *_page_title(lines)), LIKELY_NAVIGATION)


def _page_title(lines: Sequence[Line]) -> Sequence[Line]:
    """The first line when it is the title with the site's name, and the title follows alone."""
    match = v.PAGE_TITLE.fullmatch(lines[0].text) if lines else None
    texts = {_without_blanks(line.text) for line in lines[1:]}
    return lines[:1] if match and _without_blanks(match["title"]) in texts else ()


def _without_blanks(text: str) -> str:
    return "".join(text.split())


def _menu(lines: Sequence[Line]) -> list[Line]:
    """Runs of lines that are one menu entry each, with two that every site has."""
    menu: list[Line] = []
    for is_entry, group in groupby(lines, key=lambda line: _is_menu_entry(line.text)):
        run = list(group)
        links = sum(v.NAVIGATION_PHRASES.fullmatch(line.text) is not None for line in run)
        if is_entry and len(run) >= MENU_LINES and links > 1:
            menu += run
    return menu


def _is_menu_entry(line: str) -> bool:
    patterns = (v.NAVIGATION_PHRASES, v.WEAK_NAVIGATION_PHRASES)
    return any(pattern.fullmatch(line) for pattern in patterns)


def _judge_behind(lines: Sequence[Line]) -> tuple[dict[Line, Verdict], dict[Line, Verdict]]:
    """Verdicts, and apart from them the entries of lists, which prove nothing."""
    verdicts = dict.fromkeys(_menu(lines), SURE_NAVIGATION)
    items: dict[Line, Verdict] = {}
    index = 0
    while index < len(lines):
        line, following = lines[index], lines[index + 1 :]
        index += 1
        verdict = judge(line.text)
        if verdict is not None:
            verdicts[line] = verdict
        if verdict is LIKELY_LIST:
            entries = _list_items(following)
            items |= dict.fromkeys(entries, LIKELY_LIST)
            index += len(entries)
        elif verdict is None and v.DECLARATION.fullmatch(line.text):
            notices = _legal_run(following)
            verdicts |= dict.fromkeys((line, *notices) if notices else (), SURE_LEGAL)
            index += len(notices)
    return verdicts, items


def _list_items(lines: Sequence[Line]) -> list[Line]:
    """The entries of a list at the start of `lines`; anything that may be body ends it."""

    def is_item(line: Line) -> bool:
        return judge(line.text) is None and _is_list_item(line.text)

    return list(takewhile(is_item, lines))


def _is_list_item(line: str) -> bool:
    if len(line) > LONGEST_LIST_ITEM or ENDS_AS_SENTENCE.search(line) or is_protected(line):
        return False
    marked = v.LIST_ITEM_START.match(line) or NUMBERED.match(line)
    return bool(marked) or not (LABELLED.match(line) or v.DECLARATION.match(line))


def _legal_run(lines: Sequence[Line]) -> list[Line]:
    """The lines at the start of `lines` that read like parts of a web site's declaration."""
    run = []
    for line in lines:
        if is_protected(line.text) or not legal_phrases(line.text):
            break
        run.append(line)
    return run if any(is_legal_notice(line.text) for line in run) else []


def page_numbers(text: str) -> Iterator[Cut]:
    """Lines that hold a page number only (`- 3 -`, `第 3 页 共 9 页`)."""
    for match in v.PAGE_NUMBER.finditer(text):
        yield Cut(*match.span(), RemovalReason.NAVIGATION)


def bars_in_bylines(text: str) -> Iterator[Cut]:
    """Click counts, font sizes and print buttons within a line that names author or date."""
    zones = find_zones(text, is_legal_notice)
    for line in (*zones.before, *zones.behind):
        if len(line.text) > LONGEST_BYLINE or not v.BYLINE.search(line.text):
            continue
        for match in v.BYLINE_BAR.finditer(text, line.start, line.end):
            yield Cut(*match.span(), RemovalReason.SHARE_BAR)
