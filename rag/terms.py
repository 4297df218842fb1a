"""Words that the tokenizer learns from the library and from the user's dictionary."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from corpus.errors import IndexDamagedError, SettingsError
from corpus.types import short_hash
from rag.disk import write_atomically
from rag.word_lines import check_word, parse_lines, read_words

USER_DICTIONARY_FILE = "user_dictionary.txt"
TERMS_FILE = "terms.txt"

# Count up with every change of the tokens that are indexed: the words are then made afresh.
_TOKENS_RECIPE = "tokens-3"

_DICTIONARY_REMEDY = (
    "Write one word a line, in UTF-8, if you like with frequency and tag as jieba has them: "
    "潮位预警牌 5 n"
)


def read_user_dictionary(data_dir: Path, named: Path | None = None) -> tuple[str, ...]:
    """The words of the file `named`, or, if None, of the one in the data folder, if it is there.

    Raises:
        SettingsError: the file named is missing; the file cannot be read as UTF-8; lines are
            broken, which are named by their numbers.
    """
    path = named or data_dir / USER_DICTIONARY_FILE
    try:
        text = read_words(path, "The user dictionary", _DICTIONARY_REMEDY)
    except FileNotFoundError as exc:
        if named is None:
            return ()
        raise SettingsError(
            f"There is no user dictionary {path}.",
            remedy="Correct the setting dictionary (WENYUAN_DICTIONARY), or remove it.",
        ) from exc
    return parse_dictionary(text, f"The user dictionary {path}")


def parse_dictionary(text: str, name: str) -> tuple[str, ...]:
    """The words of a dictionary, each once, in their order; `name` stands in errors.

    A line is a word, or "word frequency tag" of jieba's own format, the last two each optional;
    they are checked but not used: a word of the dictionary is always kept whole.

    Raises:
        SettingsError: lines are broken: a control character, a frequency that is no number, a
            word without letters or of more than 64 characters.
    """
    entries = parse_lines(text, name, _DICTIONARY_REMEDY, _parse_entry)
    return tuple(dict.fromkeys(word for _, word in entries))


def _parse_entry(line: str) -> str:
    word, *rest = line.split()
    check_word(word)
    tag = rest[-1:] if rest and _is_tag(rest[-1]) else []
    frequency = rest[: len(rest) - len(tag)]
    if len(frequency) > 1:
        raise ValueError("it has more than a word, a frequency and a tag")
    if frequency and not frequency[0].isdecimal():
        raise ValueError(f"the frequency {frequency[0]!r} is no whole number")
    return word


def _is_tag(text: str) -> bool:
    return text.isascii() and text.isalpha()


def dictionary_hash(words: Iterable[str]) -> str:
    """Differs when the user's dictionary does, or the way in which texts become tokens."""
    return short_hash(_TOKENS_RECIPE, *words)


def terms_hash(terms: Iterable[str]) -> str:
    """Differs when the list differs."""
    return short_hash("\n".join(terms))


def write_terms(folder: Path, terms: Iterable[str]) -> None:
    """Stores the list in a word index's folder."""
    write_atomically(folder / TERMS_FILE, "\n".join(terms).encode("utf-8"))


def read_terms(folder: Path) -> tuple[str, ...]:
    """The list that the word index in `folder` was made with.

    Raises:
        IndexDamagedError: it is missing or no text.
    """
    path = folder / TERMS_FILE
    try:
        return tuple(path.read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError) as exc:
        raise IndexDamagedError(
            f"The list of terms {path} cannot be read ({exc}).",
            remedy="It is made anew by: wenyuan index PATH",
        ) from exc
