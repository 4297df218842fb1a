"""What every embedder promises, and the part of it that all of them share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from corpus.errors import ModelError, UsageError

Vectors = NDArray[np.float32]


_UNRELATED = (
    "食品生产企业应当建立进货查验记录制度。",
    "昨天夜里下了一场大雪，路上结了冰。",
    "The committee meets on the first Monday of every month.",
    "他在大学里学的是法国文学。",
    "本公司第三季度的营业收入同比增长百分之八。",
    "蝙蝠利用回声来辨别方向。",
    "How do I reset the password of my account?",
    "电梯每年检验一次，由检验机构出具报告。",
    "这支球队在加时赛中以一球取胜。",
    "把面团揉好以后放在温暖的地方发酵。",
    "The bridge was built of granite in the nineteenth century.",
    "申请人应当在十五日内补正材料。",
    "恒星的颜色取决于它表面的温度。",
    "图书馆周一闭馆整理书籍。",
    "Vaccines train the immune system to recognise a pathogen.",
    "小区的停车费从下个月起调整。",
)
_LEAST_SPREAD = 1e-3


class TextRole(StrEnum):
    """Which side of a search a text stands on; many models prefix the two differently."""

    QUERY = "query"
    PASSAGE = "passage"


class Embedder(Embeddings, ABC):
    """Turns texts into vectors of length 1, so that a dot product is the cosine.

    An implementation provides `dimension`, `fingerprint` and the hook `_encode`.
    Every public method may be called from several threads at once.
    """

    batch_size = 32

    @property
    @abstractmethod
    def dimension(self) -> int:
        """Number of components of a vector."""

    @property
    @abstractmethod
    def fingerprint(self) -> str:
        """Differs whenever the vectors of the same texts would differ."""

    @cached_property
    def cosine_spread(self) -> float:
        """Standard deviation of the cosines between passages that have nothing in common.

        Models differ in it by much; what is to be weighed against a cosine is counted in spreads.
        """
        vectors = self.embed_passages(_UNRELATED)
        above_diagonal = np.triu_indices(len(vectors), 1)
        return max(float((vectors @ vectors.T)[above_diagonal].std()), _LEAST_SPREAD)

    @abstractmethod
    def _encode(self, texts: list[str], role: TextRole) -> Vectors:
        """Vectors (n, dimension) of one batch, 1 ≤ n ≤ `batch_size`, of any length but zero."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors (n, dimension), float32, of texts that are to be found."""
        return self._embed(texts, TextRole.PASSAGE)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors (n, dimension), float32, of questions or search words."""
        return self._embed(texts, TextRole.QUERY)

    def embed_query_vector(self, text: str) -> Vectors:
        """Vector (dimension,), float32, of one question."""
        vector: Vectors = self._embed([text], TextRole.QUERY)[0]
        return vector

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's name for `embed_passages`, as lists."""
        rows: list[list[float]] = self.embed_passages(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """LangChain's name for `embed_query_vector`, as a list."""
        numbers: list[float] = self.embed_query_vector(text).tolist()
        return numbers

    def _embed(self, texts: Sequence[str], role: TextRole) -> Vectors:
        checked = _checked_texts(texts)
        vectors = np.empty((len(checked), self.dimension), dtype=np.float32)
        for positions in batches_by_length(checked, self.batch_size):
            encoded = self._encode([checked[position] for position in positions], role)
            vectors[positions] = _unit_rows(encoded, (len(positions), self.dimension))
        return vectors


def batches_by_length(texts: Sequence[str], batch_size: int) -> list[list[int]]:
    """Positions of `texts` in batches of similar length, longest first, so that little is padded.

    Longest first also means that memory runs out at the start or not at all.
    """
    by_length = sorted(range(len(texts)), key=lambda position: -len(texts[position]))
    return [by_length[start : start + batch_size] for start in range(0, len(by_length), batch_size)]


def l2_normalized(vectors: Vectors) -> Vectors:
    """Each row of (n, dimension) divided by its Euclidean length, which must not be zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    rows: Vectors = (vectors / lengths).astype(np.float32)
    return rows


def _checked_texts(texts: Sequence[str]) -> list[str]:
    """`texts` as a list of strings that can be written as UTF-8."""
    if isinstance(texts, str):
        raise UsageError(
            f"Texts to embed must be a sequence of strings, but got one string: {texts[:40]!r}.",
            remedy="Put a single text into a list.",
        )
    for position, text in enumerate(texts):
        if not isinstance(text, str):
            raise UsageError(
                f"Text {position} to embed is a {type(text).__name__}; a str was expected.",
                remedy="Pass the text itself, decoded.",
            )
    return [_without_lone_surrogates(text) for text in texts]


def _without_lone_surrogates(text: str) -> str:
    """Half a surrogate pair (JSON can carry one) becomes U+FFFD: tokenizers only take UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _unit_rows(encoded: Vectors, shape: tuple[int, int]) -> Vectors:
    """Rows of length 1, after a check that the model gave what it promises."""
    if encoded.shape != shape:
        raise ModelError(
            f"The embedding model gave vectors of shape {encoded.shape}; {shape} was expected.",
            remedy="Choose another model, or install its files anew.",
        )
    if not np.isfinite(encoded).all() or not encoded.any(axis=1).all():
        raise ModelError(
            "The embedding model gave a vector that is zero or not finite.",
            remedy="Its files are probably damaged: install them anew.",
        )
    return l2_normalized(encoded)
