"""Words that only announce: 有以下几点, 立了三条规矩, 如下：."""

from __future__ import annotations

import re

from corpus.chinese_numerals import value_of
from corpus.normalize import search_form

_MEASURE = "(?:大|个|项|点|种|类|条|方面|步|句|样|招|道|关|件|部分|阶段|原则|环节)"
# One thing is no enumeration: 这是一个老问题.
_COUNTED = re.compile(
    r"(?:有|为|成|到|出|好|住|了|是|是指|定|下|这|提|守|立|分|抓|做|共|等|做好)"
    rf"(?![一1](?![十\d]))(?P<count>[一二两三四五六七八九十几数\d]{{1,3}})个?{_MEASURE}"
)
# 35岁以下 is a limit.
_FOLLOWING = re.compile(r"如下|(?<![岁年级人个台件元日天月时%\d])以下|下列|下述")
_COLON = re.compile(r"[：:][”’」』\"')）*_\s]*$")
_ENGLISH = re.compile(r"\bfollowing\b|\bas follows\b|\b(?:two|three|four|five|six) [a-z]+\W*$")


def announces(sentence: str) -> bool:
    """Whether a sentence says that something follows, or how many things do."""
    form = search_form(sentence)
    patterns = (_COLON, _FOLLOWING, _COUNTED, _ENGLISH)
    return any(pattern.search(form) for pattern in patterns)


def announces_count(sentence: str, count: int) -> bool:
    """Whether a sentence says that just `count` things follow: 提出以下四点意见."""
    numerals = (match["count"] for match in _COUNTED.finditer(search_form(sentence)))
    return any((int(n) if n.isdecimal() else value_of(n)) == count for n in numerals)


def ends_with_colon(sentence: str) -> bool:
    """Whether what a sentence says is still to come."""
    return _COLON.search(sentence) is not None
