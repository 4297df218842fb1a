from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelError
from embeddings.quantized_blocks import BlockFile, in_order
from tests import tiny_model as tiny


def test_shape_and_pieces_are_read(tiny_model: tiny.TinyModel) -> None:
    source = BlockFile(tiny_model.path)

    assert (source.shape.hidden, source.shape.layers, source.shape.heads) == (64, 2, 2)
    assert source.shape.layer_norm_epsilon == pytest.approx(1e-12)
    assert tuple(source.pieces) == tiny.PIECES
    np.testing.assert_array_equal(source.scores, tiny.SCORES)


def test_every_tensor_has_the_weights_that_the_format_defines(tiny_model: tiny.TinyModel) -> None:
    source = BlockFile(tiny_model.path)

    for name, expected in tiny_model.tensors.items():
        np.testing.assert_array_equal(source.floats(name), expected.reshape(-1), err_msg=name)


def test_in_order_packs_neighbouring_weights_into_one_byte(tiny_model: tiny.TinyModel) -> None:
    source = BlockFile(tiny_model.path)
    blocks = source.blocks("emb.word")

    packed = in_order(blocks)

    numbers = np.stack((packed & 15, packed >> 4), axis=-1).reshape(len(blocks), 32)
    weights = (numbers.astype(np.float32) - 8) * blocks["scale"][:, np.newaxis]
    np.testing.assert_allclose(weights.reshape(-1), source.floats("emb.word"), rtol=1e-6)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.bin"
    path.write_bytes(b"GGUF" + bytes(100))

    with pytest.raises(ModelError, match="GGUF"):
        BlockFile(path)
