"""How the names in a Chinese text sound: who writes them in Latin letters finds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pypinyin import lazy_pinyin

from corpus.jieba_dictionary import load_names
from corpus.pinyin_syllables import pair_tokens, sound_tokens

_MOST_REMEMBERED = 100_000


class NameSounds:
    """Words of a text → tokens of the sounds of its names, as `romanized_names` gives them.

    Names are the words that jieba's dictionary calls so (people, places, bodies), and what it
    does not know: runs of single characters, in which most people's names come apart.
    """

    def __init__(self) -> None:
        self._names = load_names()
        self._known: dict[str, tuple[str, ...]] = {}

    def tokens(self, words: Iterable[str]) -> Iterator[str]:
        """The tokens of `words`, which stand in a text's order, " " for what is not Chinese."""
        run = ""
        for word in words:
            if len(word) == 1 and word != " ":
                run += word
                continue
            yield from _of_run(run)
            run = ""
            if word in self._names:
                yield from self._of_name(word)
        yield from _of_run(run)

    def _of_name(self, name: str) -> tuple[str, ...]:
        tokens = self._known.get(name)
        if tokens is None:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known = {}
            tokens = self._known[name] = tuple(sound_tokens(_syllables(name)))
        return tokens


def _of_run(characters: str) -> Iterable[str]:
    return pair_tokens(_syllables(characters)) if len(characters) > 1 else ()


def _syllables(characters: str) -> list[str]:
    """One for each character; of several readings the one in its word, else the commonest."""
    return list(lazy_pinyin(characters, errors="ignore"))
