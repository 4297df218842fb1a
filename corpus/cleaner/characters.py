"""Characters that no reader sees: foreign line ends, control codes, hidden marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.types import Cut, RemovalReason

# U+0085 and U+2028/2029 are line ends of other systems, VT and FF those of printers.
FOREIGN_LINE_END = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
TERMINAL_SEQUENCE = r"\x1b\[[0-?]*[ -/]*[@-~]"
CONTROL_CODES = r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
# Soft hyphen, zero-width space, word joiner and its invisible kin, byte order mark,
# direction marks and overrides (they make a text look other than it reads), marks of notes and
# of objects that stood there, tag characters.
HIDDEN_MARKS = (
    "[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc"
    "\U000e0001-\U000e007f]"
)
# Joiners build emoji and the letters of some scripts; beside hanzi and ASCII they are debris.
STRAY_JOINERS = (
    "(?<![^\x00-\x7f\u3000-\u9fff])[\u200c\u200d]+|[\u200c\u200d]+(?=[\x00-\x7f\u3000-\u9fff])"
)
# A soft hyphen shows at the end of a line: the word goes on in the next one.
DIVIDED_WORD = re.compile("(?<=[A-Za-z\u00c0-\u024f])\u00ad[ \t]*\n[ \t]*(?=[a-z\u00df-\u024f])")
INVISIBLE = re.compile(f"(?:{TERMINAL_SEQUENCE}|{CONTROL_CODES}|{HIDDEN_MARKS}|{STRAY_JOINERS})+")


def line_ends(text: str) -> Iterator[Cut]:
    r"""Every line end becomes `\n`."""
    for match in FOREIGN_LINE_END.finditer(text):
        start, end = match.span()
        if match[0] == "\r\n":
            yield Cut(start, start + 1, RemovalReason.LINE_BREAK)
        else:
            yield Cut(start, end, RemovalReason.LINE_BREAK, "\n")


def divided_words(text: str) -> Iterator[Cut]:
    """Words that a soft hyphen divides over two lines are put together."""
    for match in DIVIDED_WORD.finditer(text):
        yield Cut(*match.span(), RemovalReason.LINE_BREAK)


def invisible_characters(text: str) -> Iterator[Cut]:
    """Control codes, terminal colours and invisible marks go."""
    for match in INVISIBLE.finditer(text):
        yield Cut(*match.span(), RemovalReason.CONTROL)
