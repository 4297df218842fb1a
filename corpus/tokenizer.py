"""The one tokenizer: the words of a text as the index and the query see them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.jieba_dictionary import create_segmenter
from corpus.normalize import search_form
from corpus.numbered_parts import NumberedPart, find_parts
from corpus.numerals import NumberMention, find_numbers

if TYPE_CHECKING:
    from corpus.name_sounds import NameSounds

# Words that stand in nearly every question or sentence and tell no passage from
# another. Left out on both sides; kept short, since 不, 无 or 新 do tell.
_STOP_LIST = """
的 了 是 在 和 与 及 或 也 都 就 着 吗 呢 吧 啊 么 之 其 于 以 而
什么 哪些 哪个 哪 哪里 怎么 怎样 怎么样 如何 为什么 为何 多少 几 谁 是否 请问
一个 这个 那个 这 那 我们 你们 他们
a an the of to in on at for and or is are was were be by with what which who how does do did
"""
STOP_WORDS = frozenset(_STOP_LIST.split())

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇々"
_NOT_HAN = re.compile(f"[^{_HAN}]")
_OTHER_LETTERS = rf"[^\W_{_HAN}]+"
_OTHER_WORD = re.compile(
    rf"{_OTHER_LETTERS}(?:[.\-_/+#&@:'?=%~]{{1,3}}{_OTHER_LETTERS})*(?:\+\+|#)?"
)
_PART = re.compile(r"\d+|[^\W\d_]+")
_NUMERAL_ONLY = re.compile(r"[\d.\-/:%]+")
_STANDARD = re.compile(
    r"(?<![a-z0-9/])(?P<letters>[a-z]{1,6}(?:/[a-z]{1,3})?)[ -]?(?P<number>\d{2,9}(?:\.\d{1,4})*)"
    r"(?:[-–—:](?P<year>\d{4}))?(?![a-z0-9])"
)
_DOCUMENT_NUMBER = re.compile(
    r"(?:[〔\[(【] ?(?P<year>\d{4}) ?[〕\])】]|(?<!\d)(?P<plain_year>\d{4}) ?年)"
    r" ?第? ?(?P<number>\d{1,5}) ?号"
)
_READ_BY_DIGITS = re.compile("[〇零○0一二三四五六七八九]{3,}")

_LONGEST_TOKEN = 64
_MOST_REMEMBERED = 200_000

Placed = tuple[int, str]


class Tokenizer:
    """Cuts texts into jieba's words for search, numbers and names of other scripts.

    Each number is given in its canonical form (see `numerals`) and so is each article
    (see `numbered_parts`), each compound such as "GB/T 19001-2016" whole beside its
    parts. Words unknown to jieba stay single characters: its guesses (HMM) depend on
    the neighbouring words, so that a question and a passage may be guessed apart;
    without them the right passage came first in 86.0 instead of 85.2 of 100 questions
    (3,000 of CMRC and DRCD, BM25) and cutting is a quarter faster.

    `extra_words` are kept whole besides their parts. Safe to share by threads.
    """

    def __init__(self, extra_words: Iterable[str] = (), cache_dir: Path | None = None) -> None:
        plain = create_segmenter(cache_dir)
        forms = sorted({search_form(word.strip()) for word in extra_words} - {""})
        parts = {form: tuple(plain.cut(form, HMM=False)) for form in forms}
        # What jieba keeps whole anyway must not gain weight against its neighbours.
        self._parts = {word: pieces for word, pieces in parts.items() if len(pieces) > 1}
        self._segmenter = create_segmenter(cache_dir, tuple(self._parts))
        self._known: dict[str, tuple[str, ...]] = {}

    def tokens(self, text: str) -> list[str]:
        """The tokens of `text`, in its order; equal for every spelling of one search form."""
        return self._tokens_of(text, [])

    def indexed_tokens(self, text: str) -> list[str]:
        """`tokens`, and behind them how the names in `text` sound (see `name_sounds`)."""
        words: list[str] = []
        tokens = self._tokens_of(text, words)
        tokens.extend(self._sounds.tokens(words))
        return tokens

    @cached_property
    def _sounds(self) -> NameSounds:
        # Imports pypinyin with its dictionary, which no query needs.
        from corpus.name_sounds import NameSounds  # noqa: PLC0415

        return NameSounds()

    def _tokens_of(self, text: str, words: list[str]) -> list[str]:
        """The tokens of `text`; the Chinese words that it was cut into go to `words`."""
        form = search_form(text)
        parts = find_parts(form)
        numbers = _without_parts(find_numbers(text), parts)
        placed = [(number.start, number.canonical[:_LONGEST_TOKEN]) for number in numbers]
        placed += [(part.start, token) for part in parts for token in part.tokens]
        placed += _document_numbers(form)
        form = _blanked(form, [(part.start, part.end) for part in parts])
        placed += self._han_words(form, numbers, words)
        placed += _other_words(form, numbers)
        placed.sort(key=itemgetter(0))
        return [token for _, token in placed]

    def _han_words(
        self, form: str, numbers: list[NumberMention], words: list[str]
    ) -> Iterator[Placed]:
        known, position = self._known, 0
        for word in self._segmenter.cut(_only_han(form, numbers), HMM=False):
            words.append(word)
            if word != " ":
                tokens = known.get(word)
                if tokens is None:
                    tokens = self._remember(word)
                for token in tokens:
                    yield position, token
            position += len(word)

    def _remember(self, word: str) -> tuple[str, ...]:
        if len(self._known) >= _MOST_REMEMBERED:
            self._known = {}
        tokens = tuple(dict.fromkeys(self._expand(word)))
        self._known[word] = tokens
        return tokens

    def _expand(self, word: str) -> Iterator[str]:
        """`word` and the shorter words in it, as jieba's search mode gives them."""
        frequencies = self._segmenter.FREQ
        for part in self._parts.get(word, ()):
            if part != word:
                yield from self._expand(part)
        for length in (2, 3):
            if len(word) > length:
                pieces = (word[i : i + length] for i in range(len(word) - length + 1))
                yield from (piece for piece in pieces if frequencies.get(piece))
        if word not in STOP_WORDS:
            yield word[:_LONGEST_TOKEN]


def _without_parts(numbers: list[NumberMention], parts: list[NumberedPart]) -> list[NumberMention]:
    """`numbers` without those inside 第十二条第二款, but for the first of each."""
    if not parts:
        return numbers
    inside = {place for part in parts for place in range(part.start + 1, part.end)}
    return [number for number in numbers if number.start not in inside]


def _only_han(form: str, numbers: list[NumberMention]) -> str:
    """`form` with a space for all that jieba need not see, of equal length."""
    spans, position = [], 0
    for number in numbers:
        digits = _READ_BY_DIGITS.match(form, number.start, number.end)
        if digits and digits.start() >= position:
            spans.append(digits.span())
            position = digits.end()
    return _NOT_HAN.sub(" ", _blanked(form, spans))


def _blanked(form: str, spans: list[tuple[int, int]]) -> str:
    """`form` with spaces in `spans`, which are in order and do not overlap."""
    pieces, position = [], 0
    for start, end in spans:
        pieces += [form[position:start], " " * (end - start)]
        position = end
    return "".join((*pieces, form[position:]))


def _other_words(form: str, numbers: list[NumberMention]) -> Iterator[Placed]:
    """Words of other scripts and numbers of standards."""
    counted = bytearray(len(form) + 1)
    for number in numbers:
        counted[number.start : number.end] = b"\1" * (number.end - number.start)
    for match in _OTHER_WORD.finditer(form):
        if not (counted[match.start()] and _NUMERAL_ONLY.fullmatch(match[0])):
            yield from _word_tokens(match, counted)
    for match in _STANDARD.finditer(form):
        name = match["letters"] + match["number"]
        if name != match[0]:
            yield match.start(), name
        if match["year"]:
            yield match.start(), f"{name}-{match['year']}"


def _document_numbers(form: str) -> Iterator[Placed]:
    for match in _DOCUMENT_NUMBER.finditer(form):
        year = match["year"] or match["plain_year"]
        yield match.start(), f"docno:{year}-{int(match['number'])}"


def _word_tokens(match: re.Match[str], counted: bytearray) -> Iterator[Placed]:
    """A word whole and, where it is a compound, its parts; numbers were given before."""
    start, word = match.start(), match[0]
    parts = [
        (start + part.start(), _stem(part[0]))
        for part in _PART.finditer(word)
        if not (part[0].isdecimal() and counted[start + part.start()])
    ]
    if not word.isalpha():
        yield start, word[:_LONGEST_TOKEN]
    yield from (placed for placed in parts if placed[1] not in STOP_WORDS)


def _stem(word: str) -> str:
    """`word` without an English plural ending.

    The s-stemmer of D. Harman, "How effective is suffixing?", JASIS 42 (1991).
    """
    word = word[:_LONGEST_TOKEN]
    if len(word) <= 3 or not word.isascii() or not word.endswith("s"):
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    return word if word.endswith(("us", "ss")) else word[:-1]
