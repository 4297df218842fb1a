"""Two things that a question sets against each other without their being of a known kind."""

from __future__ import annotations

import re

# Words that hold one of the characters that join.
_AND = re.compile(
    "以及"
    "|(?<![共饱温柔缓总附平协谐调中讲求谦随太人永仁祥义呼])和(?![平谐解睦尚服田县约声美硕林龙静气顺好局面牌弦音歌浩])"
    "|(?<![参给赠授])与(?![会否其])|(?<!高)跟(?![踪进随班着])"
    "|(?<![涉普以埃顾提波危触遍])及(?![格时其])|、"
)
_VAGUE = re.compile("^(?:其他|其它|别的|另|以往|以前|过去|现在|[这此该它他她其]|他们|我们?|你)|等$")
_LONGEST, _SHORTEST = 25, 2
_MOST_ITEMS = 5
_ENGLISH_AND = re.compile(r",? (?:and|with|to|versus|vs\.?) ")
_HEAD = re.compile(r"^(?P<head>.* (?:of|in|for|at|by|on) )(?:the )?\S+(?: \S+)?$")


def compared(pair: str, form: str) -> tuple[str, ...]:
    """The items of `pair` (search form: `form`), each whole; empty where that is not sure.

    "自愿性认证与强制性认证的程序" are 自愿性认证的程序 and 强制性认证的程序.
    """
    cuts = [match.span() for match in _AND.finditer(form)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(pair)]
    items = [pair[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    if not 2 <= len(items) <= _MOST_ITEMS or not all(map(_is_item, items)):
        return ()
    return _completed(items) if len(items) == 2 else _of_a_list(items)


def compared_in_english(pair: str) -> tuple[str, ...]:
    """As `compared`: "the rules for lifts and escalators" are of two things, both with a head."""
    items = _ENGLISH_AND.split(pair)
    if len(items) != 2 or not all(items):
        return ()
    first, second = items
    head = _HEAD.match(first)
    is_bare = head is not None and not re.search(r"\b(?:of|in|for|at|by|on)\b", second)
    return (first, f"{head['head']}{second}" if head and is_bare else second)


def _is_item(item: str) -> bool:
    return _SHORTEST <= len(item) <= _LONGEST and not _VAGUE.search(item)


def _of_a_list(items: list[str]) -> tuple[str, ...]:
    has_parts = any("的" in item for item in items)
    return () if has_parts or max(map(len, items)) > 3 * min(map(len, items)) else tuple(items)


def _completed(items: list[str]) -> tuple[str, ...]:
    """Two items, the first with what only the second says of both."""
    first, second = items
    _, has_first, tail_of_first = first.partition("的")
    _, has_second, tail_of_second = second.partition("的")
    if has_first and not tail_of_first and has_second:  # 陆上的和海边的寮屋
        return (first + tail_of_second, second)
    if has_first and has_second:
        return (first, second) if first.rpartition("的")[2] == second.rpartition("的")[2] else ()
    if has_second:
        return (f"{first}的{tail_of_second}", second)
    if has_first:
        return ()
    return _with_shared_ending(first, second)


def _with_shared_ending(first: str, second: str) -> tuple[str, ...]:
    """雄性和雌性德州珊瑚蛇: the first with the rest of the second, where the two run alike."""
    rest = second[len(first) :]
    if rest and second[len(first) - 1] == first[-1]:
        return (first + rest, second)
    is_even = max(len(first), len(second)) <= 3 * min(len(first), len(second))
    return (first, second) if is_even else ()
