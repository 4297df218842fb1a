"""One behaviour for every embedder."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from corpus.errors import UsageError
from embeddings.base import Embedder
from embeddings.factory import create_embedder
from tests.stub_embedder import HashEmbedder

TEXTS = ["电梯检验", "a b", "", "电梯由检验机构定期检验。" * 5, "電梯 a", "梯"] * 9


@pytest.fixture(params=["bundled", "sentence-transformers", "hash"], scope="module")
def any_embedder(request: pytest.FixtureRequest, tiny_folder: Path) -> Embedder:
    if request.param == "bundled":
        real: Embedder = request.getfixturevalue("embedder")
        return real
    if request.param == "hash":
        return HashEmbedder()
    return create_embedder(str(tiny_folder), tiny_folder)


def test_vectors_are_float32_rows_of_length_one(any_embedder: Embedder) -> None:
    for vectors in (any_embedder.embed_passages(TEXTS), any_embedder.embed_queries(TEXTS)):
        assert vectors.shape == (len(TEXTS), any_embedder.dimension)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_rows(any_embedder: Embedder) -> None:
    assert any_embedder.embed_passages([]).shape == (0, any_embedder.dimension)
    assert any_embedder.embed_queries([]).shape == (0, any_embedder.dimension)
    assert any_embedder.embed_documents([]) == []


def test_each_row_is_the_vector_of_its_text(any_embedder: Embedder) -> None:
    together = any_embedder.embed_passages(TEXTS)

    for row, text in zip(together[:6], TEXTS[:6], strict=True):
        np.testing.assert_allclose(row, any_embedder.embed_passages([text])[0], atol=1e-5)


def test_the_same_text_has_the_same_vector_each_time(any_embedder: Embedder) -> None:
    first, second = (any_embedder.embed_passages(TEXTS[:6]) for _ in range(2))

    np.testing.assert_array_equal(first, second)


def test_all_doors_for_one_question_agree(any_embedder: Embedder) -> None:
    vector = any_embedder.embed_query_vector("电梯")

    assert vector.shape == (any_embedder.dimension,)
    assert any_embedder.embed_query("电梯") == vector.tolist()
    np.testing.assert_array_equal(any_embedder.embed_queries(["电梯"])[0], vector)


def test_it_serves_as_embeddings_of_langchain(any_embedder: Embedder) -> None:
    assert isinstance(any_embedder, Embeddings)
    rows = any_embedder.embed_documents(["电梯", "检验"])
    assert rows == any_embedder.embed_passages(["电梯", "检验"]).tolist()
    assert asyncio.run(any_embedder.aembed_query("电梯")) == any_embedder.embed_query("电梯")


def test_several_threads_may_embed_at_once(any_embedder: Embedder) -> None:
    expected = [any_embedder.embed_query(text) for text in TEXTS[:6]]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(any_embedder.embed_query, TEXTS[:6] * 4))

    np.testing.assert_allclose(found, expected * 4, atol=1e-5)


def test_the_fingerprint_is_one_plain_word(any_embedder: Embedder) -> None:
    assert any_embedder.fingerprint
    assert any_embedder.fingerprint == any_embedder.fingerprint.strip()
    assert any_embedder.fingerprint.isascii()


def test_half_a_surrogate_pair_does_no_harm(any_embedder: Embedder) -> None:
    broken, mended = any_embedder.embed_passages(["电\ud83d梯", "电\ufffd梯"])

    np.testing.assert_allclose(broken, mended, atol=1e-5)


def test_a_single_string_or_bytes_are_refused(any_embedder: Embedder) -> None:
    for wrong in ("one text", [b"bytes"]):
        with pytest.raises(UsageError):
            any_embedder.embed_passages(wrong)  # type: ignore[arg-type]
