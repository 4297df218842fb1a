"""Untrusted text made safe to look at, on terminals and pages alike.

A control character in document text, a title or a file name could move a terminal's
cursor, a bidi override could turn a line around: both are written out instead.
"""

from __future__ import annotations

import re
import unicodedata

QUOTE_LENGTH = 120

# Invisible, but unable to move the cursor or to reorder a line; emoji and many scripts need them.
_HARMLESS_FORMATS = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_ESCAPED_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_MAY_NEED_ESCAPING = re.compile(r"[^\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")
_BLANKS = re.compile(r"\s+")


def printable(text: str) -> str:
    r"""`text` with everything that could steer a terminal written out, as `\x1b` or `\u202e`.

    Line ends and tabs stay; use `one_line` where a line must stay one line.
    """
    return _MAY_NEED_ESCAPING.sub(lambda match: _escaped(match[0], keep="\n\t"), text)


def one_line(text: str) -> str:
    """As `printable`, on one line: each run of blanks and line ends is one space."""
    return printable(_BLANKS.sub(" ", text)).strip()


def visible(text: str) -> str:
    r"""`text` with every invisible character written out, line ends as `\n`, end blanks as `␣`."""
    inner = text.strip(" ")
    before = text.index(inner) if inner else len(text)
    after = len(text) - before - len(inner)
    return "␣" * before + "".join(map(_made_visible, inner)) + "␣" * after


def shortened(text: str, length: int = QUOTE_LENGTH) -> str:
    """`text`, or its beginning and its end around " … " when it is longer than `length`."""
    if len(text) <= length:
        return text
    kept = length - len(" … ")
    return f"{text[: kept - kept // 2]} … {text[-(kept // 2) :]}"


def beginning(text: str, length: int) -> str:
    """`text`, or its first `length` characters and "…"."""
    return text if len(text) <= length else f"{text[:length]}…"


def _escaped(character: str, keep: str) -> str:
    if character in keep or character in _HARMLESS_FORMATS:
        return character
    if unicodedata.category(character) in _ESCAPED_CATEGORIES:
        return character.encode("unicode_escape").decode("ascii")
    return character


def _made_visible(character: str) -> str:
    is_blank = character != " " and unicodedata.category(character) == "Zs"
    if is_blank or character in _HARMLESS_FORMATS:
        return character.encode("unicode_escape").decode("ascii")
    return _escaped(character, keep="")
