"""Romanised Chinese names in a text of Latin letters: "Zhao Zhenji" as the tokens of its sounds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

# Initial → the finals that it goes with in Hanyu Pinyin (GB/T 16159); v stands for ü.
_FINALS = {
    "": "a ai an ang ao e ei en eng er o ou",
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo v ve",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan un uo v ve",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u ua uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "y": "a an ang ao e i in ing o ong ou u uan ue un",
    "w": "a ai an ang ao ei en eng o u",
}
SYLLABLES = frozenset(
    initial + final for initial, finals in _FINALS.items() for final in finals.split()
)
_LONGEST_SYLLABLE = 6
# Before a token: it is the sound of a name, not a word.
_SOUND = "py:"

_LATIN_WORD = re.compile(r"[A-Za-züÜ]+(?:['’][A-Za-züÜ]+)*")
_JOINS_NAMES = re.compile(r"[ \-]")
_APART = re.compile("['’]")

Syllables = tuple[str, ...]


def sound_tokens(syllables: Sequence[str]) -> Iterator[str]:
    """The tokens of a name of at least two syllables: as a whole, and each two neighbours."""
    if len(syllables) < 2:
        return
    yield _SOUND + "".join(syllables)
    if len(syllables) > 2:
        yield from pair_tokens(syllables)


def pair_tokens(syllables: Sequence[str]) -> Iterator[str]:
    """The tokens of each two neighbouring syllables."""
    yield from (_SOUND + first + second for first, second in pairwise(syllables))


def romanized_names(text: str) -> tuple[str, ...]:
    """Tokens of the names in `text` that may be Pinyin, each once.

    A name is a run of capitalised words (or parts behind a hyphen), all of which fall into
    syllables: "Tian Chengzi", "Guangzhou". Other words are no names: "sun" and "can" are
    syllables too.
    """
    tokens: dict[str, None] = {}
    for name in _names(text):
        for word in name:
            tokens |= dict.fromkeys(sound_tokens(word))
        tokens |= dict.fromkeys(sound_tokens([syllable for word in name for syllable in word]))
    return tuple(tokens)


def syllables_of(word: str) -> Syllables:
    """The fewest syllables that `word` falls into; () where it is no Pinyin."""
    best: dict[int, Syllables] = {0: ()}
    for start in range(len(word)):
        if start not in best:
            continue
        for end in range(start + 1, min(start + _LONGEST_SYLLABLE, len(word)) + 1):
            longer = (*best[start], word[start:end])
            if word[start:end] in SYLLABLES and len(longer) < len(best.get(end, (*longer, ""))):
                best[end] = longer
    return best.get(len(word), ())


def _names(text: str) -> Iterator[list[Syllables]]:
    name: list[Syllables] = []
    position = 0
    for match in _LATIN_WORD.finditer(text):
        between = text[position : match.start()]
        if not _JOINS_NAMES.fullmatch(between):
            yield from _ended(name)
        syllables = _syllables_of_name(match[0], continues=bool(name) and between == "-")
        if syllables:
            name.append(syllables)
        else:
            yield from _ended(name)
        position = match.end()
    yield from _ended(name)


def _ended(name: list[Syllables]) -> Iterable[list[Syllables]]:
    """The name that has come to its end, if there is one; `name` is empty then."""
    found = [name.copy()] if name else []
    name.clear()
    return found


def _syllables_of_name(word: str, *, continues: bool) -> Syllables:
    if not (word[0].isupper() or continues):
        return ()
    pieces = (syllables_of(piece.lower().replace("ü", "v")) for piece in _APART.split(word))
    together: list[str] = []
    for piece in pieces:
        if not piece:
            return ()
        together += piece
    return tuple(together)
