"""Reads the reader that is shipped back into the network, to go on training it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from rag.readers.reading_model import GRAPH_FILE, PIECES_FILE
from rag.training.network import ReaderNetwork

Floats = NDArray[np.float32]

_LAYER = "encoder.encoder.layer.{}."
_PRODUCTS = {
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
_ATTENTION = ("query", "key", "value")
_HEADS = ("span", "relevance")


def kept_of(folder: Path, pieces: list[str]) -> NDArray[np.int64]:
    """The ids among `pieces` of the word pieces that the reader in `folder` keeps."""
    rows = {piece: row for row, piece in reversed(list(enumerate(pieces)))}
    kept = (folder / PIECES_FILE).read_text(encoding="utf-8").split("\n")
    return np.array([rows[piece] for piece in kept], dtype=np.int64)


def load_shipped(network: ReaderNetwork, folder: Path) -> None:
    """Puts the weights in `folder` into `network`; those in int8 come back a little rounded.

    Word rows, positions and the norm over them are never trained, so they stay as they are.
    """
    model = onnx.load(str(folder / GRAPH_FILE))
    constants = {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}

    def weights(name: str) -> Floats:
        """The matrix (out, in)."""
        numbers = constants[f"{name}.w"].astype(np.float32)
        if f"{name}.scale" in constants:
            numbers = numbers * constants[f"{name}.scale"]
        return numbers.T

    state: dict[str, Floats] = {}
    layers = sum(name.endswith(".qkv.w") for name in constants)
    for number in range(layers):
        prefix, theirs = _LAYER.format(number), f"l{number}."
        joined = np.split(weights(f"{theirs}qkv"), 3), np.split(constants[f"{theirs}qkv.b"], 3)
        for part, matrix, bias in zip(_ATTENTION, *joined, strict=True):
            state[f"{prefix}attention.self.{part}.weight"] = matrix
            state[f"{prefix}attention.self.{part}.bias"] = bias
        for short, long in _PRODUCTS.items():
            state[f"{prefix}{long}.weight"] = weights(f"{theirs}{short}")
            state[f"{prefix}{long}.bias"] = constants[f"{theirs}{short}.b"]
        for short, long in _NORMS.items():
            state[f"{prefix}{long}.weight"] = constants[f"{theirs}{short}.w"]
            state[f"{prefix}{long}.bias"] = constants[f"{theirs}{short}.b"]
    for head in _HEADS:
        state[f"{head}.weight"] = weights(head)
        state[f"{head}.bias"] = constants[f"{head}.b"]
    tensors = {name: torch.tensor(np.ascontiguousarray(part)) for name, part in state.items()}
    left_out = network.load_state_dict(tensors, strict=False).missing_keys
    assert all(name.startswith("encoder.embeddings.") for name in left_out), left_out
