from __future__ import annotations

import random
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from embeddings.base import Embedder
from embeddings.prepared_model import FOLDER_NAME
from embeddings.unigram import UnigramTokenizer, normalized
from tests import tiny_model as tiny

TEXTS = [
    "query: 电梯多久检验一次？",
    "passage: 清江市计量所 2024年 上半年工作总结（ＡＢＣ）",
    "ｆｕｌｌ　ｗｉｄｔｈ and half-width, mixed…  with   spaces ",
    "老舊電梯的安全評估由具備資質的機構承擔。",
    "第①条 ㈱ ㎡ ½ ﬁne Ⅷ ℃ ①②③",
    "emoji 😀👩‍👩‍👧 and rare 𠮷𡃁𪚥 characters \U0002ebf0",
    "línea uno\nline two\r\n\tthird\u3000line\u00a0end\u200b!",
    "control \x01\x02 characters \x7f vanish",
    "か\u3099ぎ と 한국어 и русский, العربية, हिन्दी",
    "▁ a lower block ▁▁ is a space",
    "http://example.org/a?b=c&d=%E4%B8%AD#top",
    "",
    "   ",
    "1234567890" * 30,
    "没有空格的很长的一句话" * 90,
]


@pytest.fixture(scope="module")
def reference(cache_dir: Path, embedder: Embedder) -> Tokenizer:
    """The same vocabulary in the package `tokenizers`; `embedder` has prepared it."""
    tokenizer: Tokenizer = Tokenizer.from_file(str(cache_dir / FOLDER_NAME / "tokenizer.json"))
    tokenizer.enable_truncation(512)
    return tokenizer


@pytest.fixture(scope="module")
def ours(cache_dir: Path, embedder: Embedder) -> UnigramTokenizer:
    from embeddings.bundled import _tokenizer  # noqa: PLC0415

    return _tokenizer(cache_dir / FOLDER_NAME / "onnx")


@pytest.mark.parametrize("text", TEXTS)
def test_ids_are_those_of_the_tokenizers_package(
    text: str, reference: Tokenizer, ours: UnigramTokenizer
) -> None:
    assert ours.encode(text) == reference.encode(text).ids


def test_random_mixtures_of_common_characters_agree_too(
    reference: Tokenizer, ours: UnigramTokenizer
) -> None:
    generator = random.Random(11)
    alphabet = [
        *map(chr, range(0x4E00, 0x9FA5)),
        *map(chr, range(0x20, 0x7F)),
        *"，。；：“”（）《》、 ",
    ]
    for _ in range(200):
        text = "".join(generator.choices(alphabet, k=60))
        if "<" not in text:  # "<s>" in a text is a control piece for the other one
            assert ours.encode(text) == reference.encode(text).ids, text


def tiny_tokenizer(max_tokens: int = 32) -> UnigramTokenizer:
    return UnigramTokenizer(tiny.PIECES, tiny.SCORES.tolist(), max_tokens)


def pieces(text: str) -> list[str]:
    return [tiny.PIECES[number] for number in tiny_tokenizer().encode(text)]


def test_the_most_probable_path_wins() -> None:
    # 电梯 costs 8, 电 + 梯 cost 14; 检验 costs 9, 检 + 验 cost 14; ab costs 8, ▁a + b cost 9.
    assert pieces("电梯检验") == ["<s>", "▁", "电梯", "检验", "</s>"]
    assert pieces("ab") == ["<s>", "▁a", "b", "</s>"]


def test_unknown_characters_side_by_side_are_one_piece() -> None:
    assert pieces("电xyz梯") == ["<s>", "▁", "电", "<unk>", "梯", "</s>"]


def test_special_pieces_in_a_text_are_plain_characters() -> None:
    assert pieces("a</s>b") == ["<s>", "▁a", "<unk>", "b", "</s>"]


def test_long_texts_are_cut_and_still_end_with_the_end_piece() -> None:
    ids = tiny_tokenizer(max_tokens=6).encode("电梯 " * 50)

    assert [tiny.PIECES[number] for number in ids] == ["<s>", "▁", "电梯", "▁", "电梯", "</s>"]


def test_a_long_run_of_spaces_hides_nothing() -> None:
    assert pieces(" " * 5000 + "电梯") == ["<s>", "▁", "电梯", "</s>"]


def test_normalized_folds_widths_and_drops_controls() -> None:
    assert normalized("Ａ\x01Ｂ\tＣ") == "AB C"
