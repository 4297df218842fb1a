"""jieba's word list, loaded quietly and kept in a private place."""

from __future__ import annotations

import importlib
import logging
import marshal
import os
import sys
import tempfile
import warnings
from functools import cache
from pathlib import Path
from typing import Any

Frequencies = tuple[dict[str, int], int]

_CACHE_NAME = "words-{jieba}-{python}.marshal"
_NAME_TAGS = ("nr", "ns", "nt", "nz")
_loaded: list[Frequencies] = []


@cache
def _jieba() -> Any:
    """The package jieba, imported without the warnings of its old code.

    Its sources hold invalid escapes, which Python reports when it compiles them,
    and it asks for pkg_resources where an old setuptools still has it.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*invalid escape sequence")
        warnings.filterwarnings("ignore", message=".*pkg_resources")
        package = importlib.import_module("jieba")
    logging.getLogger("jieba").setLevel(logging.WARNING)
    return package


def load_frequencies(cache_dir: Path | None = None) -> Frequencies:
    """The frequency of every word and prefix of jieba's dictionary, and their sum.

    With `cache_dir` the parsed dictionary is kept there (0.1 s instead of 0.4 s);
    jieba itself would keep it in the folder that all users of a machine share.
    The result is the same wherever it is kept: it is loaded once in a process and shared, so
    copy it before changing it.
    """
    if not _loaded:
        _loaded.append(_parse() if cache_dir is None else _kept_in(cache_dir))
    return _loaded[0]


def _kept_in(cache_dir: Path) -> Frequencies:
    cached = cache_dir / _CACHE_NAME.format(
        jieba=_jieba().__version__, python=sys.implementation.cache_tag
    )
    try:
        return _checked(marshal.loads(cached.read_bytes()))  # noqa: S302 - a private folder
    except (OSError, EOFError, ValueError, TypeError):
        frequencies = _parse()  # missing or damaged: it can always be made again
    _write(cached, marshal.dumps(frequencies))
    return frequencies


def _parse() -> Frequencies:
    blank = _jieba().Tokenizer()
    frequencies: Frequencies = blank.gen_pfdict(blank.get_dict_file())
    return frequencies


def _checked(loaded: object) -> Frequencies:
    match loaded:
        case (dict() as words, int() as total) if words:
            return words, total
    raise ValueError("the cached word list has another shape")


def _write(path: Path, data: bytes) -> None:
    """Write beside and rename, so that no other process reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(beside).replace(path)


@cache
def load_names() -> frozenset[str]:
    """The words of two characters and more that jieba's dictionary tags as names.

    Those of people (nr), places (ns), bodies (nt) and other things (nz).
    """
    with _jieba().Tokenizer().get_dict_file() as file:
        entries = (line.decode("utf-8").split() for line in file)
        return frozenset(
            entry[0]
            for entry in entries
            if len(entry) == 3 and len(entry[0]) > 1 and entry[2].startswith(_NAME_TAGS)
        )


def create_segmenter(cache_dir: Path | None, extra_words: tuple[str, ...] = ()) -> Any:
    """A `jieba.Tokenizer` of its own that also knows `extra_words`."""
    words, total = load_frequencies(cache_dir)
    segmenter = _jieba().Tokenizer()
    segmenter.FREQ = dict(words) if extra_words else words
    segmenter.total = total
    segmenter.initialized = True
    for word in extra_words:
        segmenter.add_word(word)
    return segmenter
