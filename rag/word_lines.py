"""Files of words that users write by hand: one entry a line, and all broken lines told at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from corpus.errors import SettingsError

LONGEST_WORD = 64

_LARGEST = 32_000_000
_MOST_TOLD = 10
_MOST_SHOWN = 30
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_COMMENT = re.compile(r"(?:^|\s)[#＃].*")
# Cc: control characters; Cf: what is there but cannot be seen, like zero-width blanks.
_UNSEEN = frozenset({"Cc", "Cf"})

Entry = TypeVar("Entry")


def read_words(path: Path, what: str, remedy: str) -> str:
    """The text of a UTF-8 file of words, without a byte order mark.

    Raises:
        FileNotFoundError: there is no such file.
        SettingsError: it cannot be read, is no UTF-8 or larger than 32 MB; `what` names it.
    """
    try:
        if path.exists() and not path.is_file():
            raise SettingsError(f"{what} {path} is no file.", remedy=remedy)
        size = path.stat().st_size
        if size > _LARGEST:
            raise SettingsError(
                f"{what} {path} has {size:,} bytes; at most {_LARGEST:,} are read.", remedy=remedy
            )
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise
    except OSError as exc:
        message = f"{what} {path} cannot be read: {exc.strerror}."
        raise SettingsError(message, remedy=remedy) from exc
    except UnicodeDecodeError as exc:
        message = f"{what} {path} cannot be read as UTF-8: byte {exc.start} is wrong."
        raise SettingsError(message, remedy=remedy) from exc


def parse_lines(
    text: str, name: str, remedy: str, parse: Callable[[str], Entry]
) -> list[tuple[int, Entry]]:
    """(line number from 1, entry) for each line but blank ones and comments.

    A comment begins with # at the start of a line or after a blank. `parse` raises ValueError
    with what is wrong with a line.

    Raises:
        SettingsError: lines are broken; the first ten are named with number, content and reason.
    """
    entries: list[tuple[int, Entry]] = []
    broken: list[str] = []
    for number, line in enumerate(_LINE_ENDS.split(text), start=1):
        content = _COMMENT.sub("", line, count=1).strip()
        if not content:
            continue
        try:
            _check_seen(content)
            entries.append((number, parse(content)))
        except ValueError as exc:
            broken.append(f"line {number} ({_shown(content)}): {exc}")
    if broken:
        raise SettingsError(_told(name, broken), remedy=remedy)
    return entries


def check_word(word: str) -> None:
    """Raises ValueError unless `word` has a letter and at most 64 characters."""
    if len(word) > LONGEST_WORD:
        raise ValueError(f"a word has {len(word)} characters; at most {LONGEST_WORD} are allowed")
    if not any(character.isalpha() for character in word):
        raise ValueError(f"{_shown(word)} holds no letter")


def _check_seen(content: str) -> None:
    for character in content:
        if unicodedata.category(character) in _UNSEEN and character != "\t":
            raise ValueError(f"it holds the control character U+{ord(character):04X}")


def _told(name: str, broken: list[str]) -> str:
    more = len(broken) - _MOST_TOLD
    lines = "; ".join(broken[:_MOST_TOLD]) + (f"; and {more} more" if more > 0 else "")
    return f"{name} cannot be used as it stands. Broken: {lines}."


def _shown(content: str) -> str:
    return repr(content if len(content) <= _MOST_SHOWN else content[:_MOST_SHOWN] + "…")
