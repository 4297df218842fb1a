"""A block file of a few kilobytes with random weights, and its exact values in NumPy."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

HIDDEN, LAYERS, HEADS, WIDE, POSITIONS = 64, 2, 2, 128, 32
EPSILON = 1e-12
PIECES = (
    "<s>",
    "<pad>",
    "</s>",
    "<unk>",
    "▁",
    "▁que",
    "ry",
    ":",
    "▁passage",
    "电",
    "梯",
    "电梯",
    "检验",
    "检",
    "验",
    "a",
    "▁a",
    "b",
    "ab",
    "<mask>",
)
SCORES = np.array(
    [0, 0, 0, 0, -2, -5, -6, -3, -5, -7, -7, -8, -9, -7, -7, -4, -4, -5, -8, 0], "<f4"
)


@dataclass(frozen=True, slots=True)
class TinyModel:
    """Where the file lies, and every tensor in it as the reader has to give it."""

    path: Path
    tensors: dict[str, Floats]

    def mean_vector(self, ids: list[int]) -> Floats:
        """Mean of the last layer (hidden,): a BERT written down once more, in float64."""
        t = {name: values.astype(np.float64) for name, values in self.tensors.items()}
        x = t["emb.word"][ids] + t["emb.pos"][: len(ids)] + t["emb.type"][0]
        x = _norm(x, t, "emb.ln")
        for layer in range(LAYERS):
            part = f"l{layer}."
            q, k, v = (_heads(_dense(x, t, part + name)) for name in "qkv")
            mixed = _softmax(q @ k.swapaxes(1, 2) / math.sqrt(HIDDEN // HEADS)) @ v
            joined = mixed.swapaxes(0, 1).reshape(len(ids), HIDDEN)
            x = _norm(x + _dense(joined, t, part + "ao"), t, part + "aln")
            wide = _dense(x, t, part + "fi")
            active = wide * 0.5 * (1 + np.vectorize(math.erf)(wide / math.sqrt(2)))
            x = _norm(x + _dense(active, t, part + "fo"), t, part + "oln")
        mean: Floats = x.mean(axis=0).astype(np.float32)
        return mean


def write_tiny_model(path: Path) -> TinyModel:
    """Write the file to `path`."""
    random = np.random.default_rng(7)
    stored: dict[str, tuple[int, bytes, Floats]] = {}
    for name, shape in _shapes().items():
        if name.endswith((".w", "word")) and "ln." not in name:
            stored[name] = (1, *_random_blocks(random, shape))
        else:
            values = random.normal(0, 0.2, shape).astype("<f4") + name.endswith("ln.w")
            stored[name] = (0, values.astype("<f4").tobytes(), values.astype("<f4"))
    path.write_bytes(_file_bytes(stored))
    return TinyModel(path, {name: values for name, (_, _, values) in stored.items()})


def _shapes() -> dict[str, tuple[int, ...]]:
    shapes: dict[str, tuple[int, ...]] = {
        "emb.word": (len(PIECES), HIDDEN),
        "emb.pos": (POSITIONS, HIDDEN),
        "emb.type": (2, HIDDEN),
        "emb.ln.w": (HIDDEN,),
        "emb.ln.b": (HIDDEN,),
    }
    sizes = {"fi": (WIDE, HIDDEN), "fo": (HIDDEN, WIDE), "aln": (HIDDEN,), "oln": (HIDDEN,)}
    for layer in range(LAYERS):
        for name in ("q", "k", "v", "ao", "aln", "fi", "fo", "oln"):
            size = sizes.get(name, (HIDDEN, HIDDEN))
            shapes[f"l{layer}.{name}.w"] = size
            shapes[f"l{layer}.{name}.b"] = size[:1]
    return shapes


def _random_blocks(random: np.random.Generator, shape: tuple[int, ...]) -> tuple[bytes, Floats]:
    """Bytes of 4-bit blocks, and the weights they stand for, one by one as the format says."""
    raw = bytearray()
    weights: list[float] = []
    for _ in range(math.prod(shape) // 32):
        scale = np.float16(random.uniform(0.01, 0.05))
        halves = random.integers(0, 256, 16).tolist()
        raw += scale.tobytes() + bytes(halves)
        numbers = [half & 15 for half in halves] + [half >> 4 for half in halves]
        weights += [(number - 8) * float(scale) for number in numbers]
    return bytes(raw), np.array(weights, dtype=np.float32).reshape(shape)


def _file_bytes(stored: dict[str, tuple[int, bytes, Floats]]) -> bytes:
    blob = [piece.encode() for piece in PIECES]
    ends = np.cumsum([0, *map(len, blob)]).astype("<u4")
    shape = (HIDDEN, LAYERS, HEADS, WIDE, len(PIECES), POSITIONS, 2)
    head = b"E5S1" + struct.pack("<I7ifi", 1, *shape, EPSILON, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, sum(map(len, blob)))
    head += ends.tobytes() + SCORES.tobytes() + b"".join(blob)
    head += struct.pack("<iI", 1, 6) + b"\x41\0\0\0\x01a" + struct.pack("<i", len(stored))
    position = len(head) + sum(2 + len(name) + 21 for name in stored)
    directory, content = b"", b""
    for name, (kind, raw, values) in stored.items():
        place = struct.pack("<BIQQ", kind, values.size, position + len(content), len(raw))
        directory += struct.pack("<H", len(name)) + name.encode() + place
        content += raw
    return head + directory + content


def _dense(x: NDArray[Any], t: dict[str, NDArray[Any]], name: str) -> NDArray[Any]:
    result: NDArray[Any] = x @ t[f"{name}.w"].T + t[f"{name}.b"]
    return result


def _norm(x: NDArray[Any], t: dict[str, NDArray[Any]], name: str) -> NDArray[Any]:
    centred = x - x.mean(axis=-1, keepdims=True)
    scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + EPSILON)
    result: NDArray[Any] = scaled * t[f"{name}.w"] + t[f"{name}.b"]
    return result


def _heads(x: NDArray[Any]) -> NDArray[Any]:
    return x.reshape(len(x), HEADS, -1).swapaxes(0, 1)


def _softmax(x: NDArray[Any]) -> NDArray[Any]:
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    result: NDArray[Any] = powers / powers.sum(axis=-1, keepdims=True)
    return result
