"""Words that the tokenizer learns from the library and from the user's dictionary."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from corpus.errors import IndexDamagedError, SettingsError
from corpus.types import short_hash
from rag.disk import write_atomically

USER_DICTIONARY_FILE = "user_dictionary.txt"
TERMS_FILE = "terms.txt"

_COMMENT = "#"


def read_user_dictionary(data_dir: Path) -> tuple[str, ...]:
    """The words of the user's dictionary, one a line; what follows a blank or # is left out.

    Raises:
        SettingsError: the file is there but cannot be read as UTF-8.
    """
    path = data_dir / USER_DICTIONARY_FILE
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as exc:
        raise SettingsError(
            f"The user dictionary {path} cannot be read ({exc}).",
            remedy="Save it as UTF-8, one word a line.",
        ) from exc
    first_words = (line.split(maxsplit=1) for line in text.splitlines())
    words = (parts[0] for parts in first_words if parts)
    return tuple(dict.fromkeys(word for word in words if not word.startswith(_COMMENT)))


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
