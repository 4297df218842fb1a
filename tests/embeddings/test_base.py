from __future__ import annotations

import numpy as np
import pytest

from corpus.errors import ModelError, UsageError
from embeddings.base import TextRole, Vectors, batches_by_length, l2_normalized
from tests.stub_embedder import HashEmbedder


class ScriptedEmbedder(HashEmbedder):
    """Gives what it was told to, and remembers what it was asked."""

    batch_size = 2

    def __init__(self, answer: Vectors | None = None) -> None:
        super().__init__(dimension=8)
        self.answer = answer
        self.batches: list[tuple[TextRole, list[str]]] = []

    def _encode(self, texts: list[str], role: TextRole) -> Vectors:
        self.batches.append((role, texts))
        return super()._encode(texts, role) if self.answer is None else self.answer


def test_batches_hold_texts_of_similar_length_longest_first() -> None:
    embedder = ScriptedEmbedder()

    embedder.embed_passages(["a", "bbbbb", "cc", "dddd", "eee"])

    assert embedder.batches == [
        (TextRole.PASSAGE, ["bbbbb", "dddd"]),
        (TextRole.PASSAGE, ["eee", "cc"]),
        (TextRole.PASSAGE, ["a"]),
    ]


def test_rows_come_back_in_the_order_of_the_texts() -> None:
    texts = ["短", "一段比较长的文字", "中等长度", "最长的一段文字放在最后面"]

    together = ScriptedEmbedder().embed_passages(texts)

    for row, text in zip(together, texts, strict=True):
        np.testing.assert_array_equal(row, ScriptedEmbedder().embed_passages([text])[0])


def test_batches_by_length_of_nothing_is_nothing() -> None:
    assert batches_by_length([], 4) == []


def test_queries_and_passages_are_told_apart() -> None:
    embedder = ScriptedEmbedder()

    embedder.embed_query("问")
    embedder.embed_documents(["文"])

    assert [role for role, _ in embedder.batches] == [TextRole.QUERY, TextRole.PASSAGE]


def test_l2_normalized_divides_by_the_euclidean_length() -> None:
    rows = l2_normalized(np.array([[3, 4], [0, -2]], dtype=np.float32))

    np.testing.assert_allclose(rows, np.array([[0.6, 0.8], [0, -1]]), rtol=1e-6)


@pytest.mark.parametrize("texts", ["one string", [b"bytes"], ["fine", None], [3]])
def test_other_things_than_texts_are_refused(texts: object) -> None:
    with pytest.raises(UsageError) as error:
        ScriptedEmbedder().embed_passages(texts)  # type: ignore[arg-type]

    assert error.value.remedy


@pytest.mark.parametrize(
    "answer",
    [np.zeros((1, 8)), np.full((1, 8), np.nan), np.ones((2, 8)), np.ones((1, 7)), np.ones(8)],
)
def test_a_model_that_gives_no_proper_vector_is_an_error(answer: Vectors) -> None:
    with pytest.raises(ModelError):
        ScriptedEmbedder(answer).embed_passages(["文"])


def test_half_a_surrogate_pair_counts_as_a_replacement_character() -> None:
    embedder = ScriptedEmbedder()

    embedder.embed_passages(["好\ud83d的", "\U0001f600"])

    assert embedder.batches == [(TextRole.PASSAGE, ["好\ufffd的", "\U0001f600"])]
