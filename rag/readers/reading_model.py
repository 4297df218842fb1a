"""The trained reader on ONNX Runtime: which passage answers, and with which words."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from embeddings.onnx_session import open_session
from embeddings.unigram import UnigramTokenizer
from rag.readers.pair_encoding import MAX_TOKENS, PairEncoder

Floats = NDArray[np.float32]

MODEL_FOLDER = Path(__file__).with_name("model")
GRAPH_FILE, WEIGHTS_FILE = "reader.onnx", "reader.weights"
PIECES_FILE, SCORES_FILE = "pieces.txt", "scores.npy"
_LONGEST_ANSWER = 60
RESTORE = (
    "It belongs to Wenyuan: restore it with `git checkout -- rag/readers/model`. Until then "
    "`wenyuan --reader sentences` answers without it."
)


@dataclass(frozen=True, slots=True)
class PassageReading:
    """What the model says of one passage.

    `relevance` is a logit. `starts` and `ends` (n,) are the probabilities that the answer
    starts and ends with each of the n tokens; `offsets` are the tokens' places in the text.
    """

    relevance: float
    starts: Floats
    ends: Floats
    offsets: tuple[tuple[int, int], ...]

    def share_of(self, start: int, end: int) -> float:
        """Probability that the answer lies in `[start, end)` of the text, in [0, 1]."""
        inside = np.array([start <= place[0] < end for place in self.offsets], dtype=bool)
        return float(self.starts[inside].sum() + self.ends[inside].sum()) / 2

    def best_span(self, start: int, end: int) -> tuple[int, int] | None:
        """The likeliest answer within `[start, end)` of the text; None if no token lies there."""
        rows = [row for row, place in enumerate(self.offsets) if start <= place[0] < end]
        if not rows:
            return None
        first, stop = rows[0], rows[-1] + 1
        pairs = np.triu(np.outer(self.starts[first:stop], self.ends[first:stop]))
        pairs -= np.triu(pairs, _LONGEST_ANSWER)
        begin, last = np.unravel_index(int(pairs.argmax()), pairs.shape)
        return self.offsets[first + int(begin)][0], self.offsets[first + int(last)][1]


class ReadingModel:
    """Reads (question, context, passage) pairs; may be shared by threads.

    Raises:
        ModelError: the model's files are missing or cannot be loaded.
    """

    def __init__(self, folder: Path = MODEL_FOLDER) -> None:
        pieces, scores = _read_pieces(folder)
        self._session = open_session(folder / GRAPH_FILE, RESTORE)
        self.encoder = PairEncoder(UnigramTokenizer(pieces, scores, MAX_TOKENS))
        self._threads = len(os.sched_getaffinity(0))

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[PassageReading]:
        """One reading for each (context, text)."""
        if not passages:
            return []
        with ThreadPoolExecutor(min(self._threads, len(passages))) as pool:
            return list(pool.map(lambda passage: self._read_one(question, *passage), passages))

    def _read_one(self, question: str, context: str, text: str) -> PassageReading:
        pair = self.encoder.encode(question, context, text)
        spans, relevance = self._session.run(None, {"ids": np.array([pair.ids], dtype=np.int64)})
        logits = spans[0, pair.first : pair.first + len(pair.offsets)]
        return PassageReading(
            relevance=float(relevance[0, 0, 0]),
            starts=_softmax(logits[:, 0]),
            ends=_softmax(logits[:, 1]),
            offsets=tuple(pair.offsets),
        )


def _read_pieces(folder: Path) -> tuple[list[str], list[float]]:
    """The word pieces and their scores."""
    try:
        pieces = (folder / PIECES_FILE).read_text(encoding="utf-8").split("\n")
        scores = np.load(folder / SCORES_FILE).tolist()
    except (OSError, ValueError, EOFError) as exc:
        reason = str(exc)
    else:
        if len(pieces) == len(scores):
            return pieces, scores
        reason = f"{len(pieces)} pieces, but {len(scores)} scores"
    raise ModelError(
        f"The word pieces of the reader in {folder} cannot be read ({reason}).", remedy=RESTORE
    )


def _softmax(logits: Floats) -> Floats:
    if not len(logits):
        return logits
    powers = np.exp(logits - logits.max())
    shares: Floats = powers / powers.sum()
    return shares
