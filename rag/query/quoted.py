"""The phrases that a question puts in quotation marks."""

from __future__ import annotations

import re

_LONGEST = 80
_MOST = 8
# Typed quotation marks are often mixed up, “so“ or "so”: any of a family may open or close.
_QUOTED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[“”\"＂„‟]([^“”\"＂„‟\n]{{1,{_LONGEST}}})[“”\"＂„‟]",
        rf"「([^「」\n]{{1,{_LONGEST}}})」",
        rf"『([^『』\n]{{1,{_LONGEST}}})』",
        rf"《([^《》\n]{{1,{_LONGEST}}})》",
        rf"〈([^〈〉\n]{{1,{_LONGEST}}})〉",
        rf"‘([^‘’\n]{{1,{_LONGEST}}})’",
    )
)

Span = tuple[int, int]


def find_quoted(text: str) -> tuple[Span, ...]:
    """Where the words inside quotation marks lie, by start; one may lie in another."""
    spans = {match.span(1) for pattern in _QUOTED for match in pattern.finditer(text)}
    worded = (span for span in spans if any(map(str.isalnum, text[slice(*span)])))
    return tuple(sorted(worded)[:_MOST])


def quoted_phrases(text: str) -> tuple[str, ...]:
    """The different phrases in quotation marks, as written, the first eight at most."""
    phrases = (text[start:end].strip() for start, end in find_quoted(text))
    return tuple(dict.fromkeys(phrases))
