"""Writes a trained reader as the ONNX files that the product loads.

    python -m rag.training.export --work FOLDER [--output FOLDER]

The encoder is written like that of the embedding model: products in int8, word rows in
the 4-bit blocks they came in. Outputs: `spans` (texts, tokens, 2), start and end logits,
and `relevance` (texts, 1, 1).
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
import torch
from numpy.typing import NDArray

from embeddings import prepared_model
from embeddings.onnx_graph import OnnxGraph, add_encoder
from embeddings.preparation import source_file
from embeddings.quantized_blocks import BLOCK_SIZE, BlockFile
from embeddings.transformer_folder import tensor_names
from rag.readers.reading_model import (
    GRAPH_FILE,
    MODEL_FOLDER,
    PIECES_FILE,
    SCORES_FILE,
    WEIGHTS_FILE,
)
from rag.training.train import read_pieces

Floats = NDArray[np.float32]


class TrainedSource:
    """Trained weights under the names of the block file they started from."""

    def __init__(
        self, state: dict[str, torch.Tensor], start: BlockFile, kept: NDArray[Any]
    ) -> None:
        self.shape = replace(start.shape, vocabulary=len(kept))
        self._state: dict[str, Floats] = {
            name: tensor.float().numpy() for name, tensor in state.items()
        }
        self._names = {name: bert for name, (bert, _) in tensor_names(start.shape).items()}
        per_row = start.shape.hidden // BLOCK_SIZE
        self._words: NDArray[Any] = start.blocks("emb.word").reshape(-1, per_row)[kept].reshape(-1)

    def floats(self, name: str) -> Floats:
        """All weights of a tensor (elements,)."""
        weights: Floats = self._state[f"encoder.{self._names[name]}"].reshape(-1)
        return weights

    def blocks(self, name: str) -> NDArray[Any]:
        """The 4-bit blocks of the kept word rows, which training leaves as they are."""
        assert name == "emb.word"
        return self._words

    def head(self, name: str) -> tuple[Floats, Floats]:
        """Weights (outputs, hidden) and bias (outputs,) of a head."""
        return self._state[f"{name}.weight"], self._state[f"{name}.bias"]


def export(work: Path, cache_dir: Path, output: Path) -> None:
    """Writes graph, weights and word pieces of the checkpoint in `work` into `output`."""
    state = torch.load(work / "checkpoint.pt", map_location="cpu")["network"]
    kept = np.load(work / "kept.npy")
    source = TrainedSource(state, BlockFile(source_file()), kept)
    output.mkdir(parents=True, exist_ok=True)
    with (output / WEIGHTS_FILE).open("wb") as weights_file:
        graph = OnnxGraph(source.shape.layer_norm_epsilon, weights_file)
        hidden = add_encoder(graph, source)
        _add_heads(graph, source, hidden)
    outputs: dict[str, tuple[str | int, ...]] = {
        "spans": ("texts", "tokens", 2),
        "relevance": ("texts", 1, 1),
    }
    graph.save(output / GRAPH_FILE, "wenyuan-reader", outputs)
    pieces, scores = read_pieces(cache_dir / prepared_model.FOLDER_NAME)
    text = "\n".join(pieces[row] for row in kept)
    (output / PIECES_FILE).write_text(text, encoding="utf-8")
    np.save(output / SCORES_FILE, scores[kept].astype(np.float32))


def _add_heads(graph: OnnxGraph, source: TrainedSource, hidden: str) -> None:
    for name, states in (("span", hidden), ("relevance", _first_token(graph, hidden))):
        weights, bias = source.head(name)
        product = graph.node(
            "MatMul", [states, graph.constant(f"{name}.w", weights.T)], f"{name}.product"
        )
        output = "spans" if name == "span" else name
        graph.node("Add", [product, graph.constant(f"{name}.b", bias)], output)


def _first_token(graph: OnnxGraph, hidden: str) -> str:
    position = graph.constant("first_token", np.array([0]))
    return graph.node("Gather", [hidden, position], "first", axis=1)


def main() -> int:
    """Runs the export; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", type=Path, required=True, help="folder of the checkpoint")
    parser.add_argument("--output", type=Path, default=MODEL_FOLDER)
    parser.add_argument("--cache-dir", type=Path, default=platformdirs.user_cache_path("wenyuan"))
    options = parser.parse_args()
    export(options.work, options.cache_dir, options.output)
    for path in sorted(options.output.iterdir()):
        print(f"{path.name} {path.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
