"""Romanised names in a query, and how the same names sound in a text."""

from __future__ import annotations

import pytest

from corpus.pinyin_syllables import SYLLABLES, romanized_names, syllables_of
from corpus.tokenizer import Tokenizer


def test_syllables_are_those_of_pinyin() -> None:
    assert {"zhuang", "er", "lv", "nve", "xiong", "a"} <= SYLLABLES
    assert not {"v", "bong", "fi", "jang", "ing"} & SYLLABLES


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("guangzhou", ("guang", "zhou")),
        ("xian", ("xian",)),
        ("among", ()),
        ("snowman", ()),
        ("chengzi", ("cheng", "zi")),
        ("", ()),
    ],
)
def test_a_word_falls_into_the_fewest_syllables_or_none(
    word: str, syllables: tuple[str, ...]
) -> None:
    assert syllables_of(word) == syllables


@pytest.mark.parametrize(
    ("query", "tokens"),
    [
        ("Where is Guangzhou?", ("py:guangzhou",)),
        ("Who was Shi Hui?", ("py:shihui",)),
        ("the capital Xi'an", ("py:xian",)),
        ("Lü Bu fought", ("py:lvbu",)),
        ("Did Lian Po know Sun Tzu?", ("py:lianpo",)),
        ("women can run, sun and die", ()),
        ("《论语》是谁写的", ()),
    ],
)
def test_capitalised_pinyin_is_a_name_and_other_words_are_not(
    query: str, tokens: tuple[str, ...]
) -> None:
    assert romanized_names(query) == tokens


def test_a_full_name_has_tokens_as_a_whole_for_its_words_and_its_pairs() -> None:
    assert set(romanized_names("Zhao Zhenji")) == {"py:zhaozhenji", "py:zhenji", "py:zhaozhen"}


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("明朝时赵贞吉任职", "Zhao Zhenji"),
        ("他在廣州任職", "Guangzhou"),
        ("诸葛亮出山", "Zhuge Liang"),
        ("呂布守城", "Lü Bu"),
    ],
)
def test_a_name_in_chinese_sounds_like_its_romanised_form(text: str, query: str) -> None:
    tokenizer = Tokenizer()
    sounds = set(tokenizer.indexed_tokens(text)) - set(tokenizer.tokens(text))
    assert sounds & set(romanized_names(query))


def test_words_that_are_no_names_have_no_sounds() -> None:
    tokenizer = Tokenizer()
    assert tokenizer.indexed_tokens("我们认真检验产品") == tokenizer.tokens("我们认真检验产品")
