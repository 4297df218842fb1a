"""Any sentence-transformers CrossEncoder as a reranker, from a folder or the local model cache.

Importing this module imports torch: `rag.reranker` does so only when such a model is asked
for. Nothing is ever fetched from the network.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from sentence_transformers import CrossEncoder
from torch.nn import Sigmoid
from transformers.utils.logging import disable_progress_bar

from corpus.errors import ModelError
from corpus.store_records import embedded_text
from embeddings.local_models import LOADING_ERRORS, MODULES_FILE, WantedModel, local_folder
from rag.question import Question
from rag.reranker import in_order_of
from rag.types import ScoredPassage

DEPTH = 30

_BATCH = 8
_WANTED = WantedModel(
    "reranker", "cross-encoder", 'set reranker (WENYUAN_RERANKER) to "none"', "CrossEncoder"
)
_COPY_AGAIN = "Copy the whole folder of a CrossEncoder there once more."
_TYPE_FILE = "config_sentence_transformers.json"
_ARCHITECTURES = ("ForSequenceClassification", "ForCausalLM")


class CrossEncoderReranker:
    """Reads the question together with each of the `depth` best passages.

    Safe to call from several threads.
    """

    def __init__(self, model: CrossEncoder, depth: int = DEPTH) -> None:
        self._model = model
        self._depth = depth
        self._one_at_a_time = Lock()  # a fast tokenizer may not be used by two threads

    @property
    def depth(self) -> int:
        """How many passages are read; the others keep their order behind them."""
        return self._depth

    def rerank(self, question: Question, passages: Sequence[ScoredPassage]) -> list[ScoredPassage]:
        """`passages` by the model's score, in [0, 1]; passages beyond `depth` follow."""
        return in_order_of(passages, self._scores(question.text, passages[: self._depth]))

    def _scores(self, question: str, passages: Sequence[ScoredPassage]) -> list[float]:
        """The logistic function of the model's logits, whatever its own activation would be."""
        if not passages:
            return []
        pairs = [
            (question, embedded_text(found.passage.context, found.passage.text))
            for found in passages
        ]
        with self._one_at_a_time:
            scores = self._model.predict(
                pairs, batch_size=_BATCH, activation_fn=Sigmoid(), show_progress_bar=False
            )
        return [float(score) for score in scores]


def load(name: str, notify: Callable[[str], None]) -> CrossEncoderReranker:
    """The model in the folder `name`, or in the local Hugging Face cache under that name.

    Raises:
        ModelError: there is none, it cannot be loaded, or it does not give one score a pair.
    """
    folder = local_folder(name, _WANTED)
    _check_kind(folder)
    notify(f"Loading the reranker {name}.")
    disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model = CrossEncoder(str(folder), device="cpu", local_files_only=True)
    except LOADING_ERRORS as exc:
        raise ModelError(
            f"The reranker in {folder} cannot be loaded: {exc}.",
            remedy=_COPY_AGAIN,
        ) from exc
    if model.num_labels != 1:
        raise ModelError(
            f"The model in {folder} gives {model.num_labels} scores for a question and a passage; "
            "one was expected.",
            remedy="Give a CrossEncoder that was trained to rank passages, with one label.",
        )
    return CrossEncoderReranker(model)


def _check_kind(folder: Path) -> None:
    """Refuses what would be loaded with a head of random weights, as an embedding model would."""
    if (folder / MODULES_FILE).is_file():
        kinds = [_described(folder / _TYPE_FILE).get("model_type", "unknown")]
        is_right = kinds == [_WANTED.saved_by]
    else:
        kinds = _described(folder / "config.json").get("architectures") or ["unknown"]
        is_right = any(str(kind).endswith(_ARCHITECTURES) for kind in kinds)
    if not is_right:
        raise ModelError(
            f"The model in {folder} is of type {', '.join(map(str, kinds))}; "
            "a CrossEncoder was expected, which reads question and passage together.",
            remedy="Give the folder that CrossEncoder.save wrote; a model that embeds texts "
            "belongs into the setting embedding_model.",
        )


def _described(path: Path) -> dict[str, Any]:
    """What a JSON file of a model's folder says of it."""
    try:
        description = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise ModelError(f"{path} cannot be read: {exc}.", remedy=_COPY_AGAIN) from exc
    if not isinstance(description, dict):
        raise ModelError(f"{path} holds no JSON object.", remedy=_COPY_AGAIN)
    return description
