"""Tokens are equal for every spelling, and hold words, numbers and compounds."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.jieba_dictionary import load_frequencies
from corpus.tokenizer import STOP_WORDS, Tokenizer


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer()


def test_long_words_are_given_with_the_words_in_them(tokenizer: Tokenizer) -> None:
    tokens = tokenizer.tokens("中华人民共和国")
    assert {"中华", "人民", "共和国", "中华人民共和国"} <= set(tokens)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("圖書館開放時間", "图书馆开放时间"),
        ("ＩＳＯ９００１標準", "iso9001标准"),
        ("二〇〇四年", "2004年"),
        ("services", "Service"),
        ("cities", "CITY"),
    ],
)
def test_spellings_give_equal_tokens(tokenizer: Tokenizer, one: str, other: str) -> None:
    assert tokenizer.tokens(one) == tokenizer.tokens(other)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("依据GB/T 19001-2016", {"gb/t19001-2016", "gb/t19001", "gb", "19001", "2016"}),
        ("ISO 9001：2015", {"iso9001-2015", "iso9001", "iso"}),
        ("ISO9000要求", {"iso9000", "iso"}),
        ("市馆发〔2010〕12号", {"docno:2010-12"}),
        ("市馆发[2010]第12号", {"docno:2010-12"}),
        ("市馆公告2010年第12号", {"docno:2010-12", "号:12"}),
        ("邮箱reader-1@lib.example.cn", {"reader-1@lib.example.cn", "reader", "lib"}),
        ("网址http://lib.example.cn/a", {"http://lib.example.cn/a", "example"}),
        ("电话010-62345678", {"010-62345678"}),
        ("占百分之八十七点五", {"87.5%", "87.5"}),
        ("2010年11月05日", {"date:2010-11-05", "date:2010-11", "2010"}),
        ("5G手机", {"5g", "5"}),
        ("C++语言", {"c++"}),
        ("Привет カタカナ 한국어", {"привет", "カタカナ", "한국어"}),
    ],
)
def test_compounds_and_numbers_are_tokens(
    tokenizer: Tokenizer, text: str, tokens: set[str]
) -> None:
    assert tokens <= set(tokenizer.tokens(text))


@pytest.mark.parametrize(
    ("named", "token"),
    [
        ("第十二条第二款第（三）项", "条:12"),
        ("第12条", "条:12"),
        ("第 12 條", "条:12"),
        ("第一百零三条", "条:103"),
        ("第一〇三条", "条:103"),
        ("第十二条之一", "条:12-1"),
        ("第三章", "章:3"),
        ("前条第二款", "款:2"),
        ("第（三）项", "项:3"),
        ("县政府令第12号", "号:12"),
    ],
)
def test_parts_of_laws_have_one_token_however_they_are_written(
    tokenizer: Tokenizer, named: str, token: str
) -> None:
    assert token in tokenizer.tokens(named)


def test_the_paragraph_of_an_article_asks_for_the_article(tokenizer: Tokenizer) -> None:
    assert tokenizer.tokens("第十二条第二款") == tokenizer.tokens("第12条")


@pytest.mark.parametrize("text", ["第一条件", "第三项目", "第一二条", "第三产业"])
def test_words_that_begin_like_a_part_are_words(tokenizer: Tokenizer, text: str) -> None:
    assert not [token for token in tokenizer.tokens(text) if ":" in token]


def test_thousands_and_digits_read_one_by_one_leave_no_fragments(tokenizer: Tokenizer) -> None:
    assert tokenizer.tokens("3,500") == ["3500"]
    assert tokenizer.tokens("二〇〇四") == ["2004"]


def test_punctuation_and_function_words_are_dropped(tokenizer: Tokenizer) -> None:
    assert tokenizer.tokens("什么是“图书”的，……！？——") == ["图书"]
    assert tokenizer.tokens("  。\n") == []
    assert "什么" in STOP_WORDS


def test_single_characters_are_kept(tokenizer: Tokenizer) -> None:
    assert "不" in tokenizer.tokens("不借")


def test_extra_words_are_whole_and_keep_their_parts(tokenizer: Tokenizer) -> None:
    with_terms = Tokenizer(["灯塔书屋", "燈塔書屋", " "])
    assert "灯塔书屋" not in tokenizer.tokens("灯塔书屋的读者")
    tokens = with_terms.tokens("燈塔書屋的讀者")
    assert "灯塔书屋" in tokens
    assert set(tokenizer.tokens("灯塔书屋的读者")) <= set(tokens)


def test_one_tokenizer_does_not_change_another(tokenizer: Tokenizer) -> None:
    before = tokenizer.tokens("蓝鲸阅读节")
    Tokenizer(["蓝鲸阅读节"])
    assert tokenizer.tokens("蓝鲸阅读节") == before


def test_threads_share_a_tokenizer() -> None:
    texts = [f"第{n}阅览室的借阅规则与开放时间" for n in range(200)]
    expected = [Tokenizer().tokens(text) for text in texts[:20]]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(Tokenizer().tokens, texts))[:20] == expected


def test_the_dictionary_is_kept_in_the_given_folder_and_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def loaded_anew() -> object:
        monkeypatch.setattr("corpus.jieba_dictionary._loaded", [])
        return load_frequencies(folder)

    folder = tmp_path / "cache"
    first = loaded_anew()
    (kept,) = folder.iterdir()
    assert loaded_anew() == first
    kept.write_bytes(b"damaged")
    assert loaded_anew() == first
    assert kept.stat().st_size > 1_000_000
    assert [path.name for path in folder.iterdir()] == [kept.name]


def test_fresh_import_is_silent_and_leaves_the_shared_temporary_folder_alone(
    tmp_path: Path,
) -> None:
    # The prefix makes Python compile jieba anew, which is when its old code would warn.
    program = "import corpus.tokenizer as t; print(*t.Tokenizer().tokens('图书馆'))"
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env={
            "PYTHONPYCACHEPREFIX": str(tmp_path / "pyc"),
            "TMPDIR": str(tmp_path),
            "PYTHONUTF8": "1",
            "PYTHONPATH": str(Path(__file__).parent.parent.parent),
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (result.returncode, result.stdout.split(), result.stderr) == (
        0,
        ["图书", "书馆", "图书馆"],
        "",
    )
    assert not list(tmp_path.glob("*.cache"))


@pytest.mark.parametrize(
    "piece", ["a", "a-", "1", "[", "gb/t", "二〇〇四年", "\ud800", "\0", "a b "]
)
def test_long_runs_are_cut_without_error(tokenizer: Tokenizer, piece: str) -> None:
    assert all(0 < len(token) <= 64 for token in tokenizer.tokens(piece * 5_000))
