from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from embeddings.onnx_graph import quantized_columns, write_encoder
from embeddings.quantized_blocks import BlockFile
from tests.tiny_model import TinyModel


@pytest.mark.parametrize(
    "ids", [[0, 2], [0, 5, 6, 7, 11, 12, 2], [0, *range(3, 19), *range(14), 2]]
)
def test_encoder_gives_the_mean_of_a_bert(
    ids: list[int], tiny_model: TinyModel, tmp_path: Path
) -> None:
    write_encoder(BlockFile(tiny_model.path), tmp_path)
    session = onnxruntime.InferenceSession(
        str(tmp_path / "encoder.onnx"), providers=["CPUExecutionProvider"]
    )

    vector = session.run(None, {"ids": np.array([ids])})[0][0]

    expected = tiny_model.mean_vector(ids)
    cosine = vector @ expected / np.linalg.norm(vector) / np.linalg.norm(expected)
    assert cosine > 0.999
    np.testing.assert_allclose(vector, expected, atol=0.05)


def test_quantized_columns_keep_each_weight_within_half_a_step() -> None:
    weights = np.random.default_rng(3).normal(0, [0.01, 1, 100], (40, 3)).astype(np.float32)

    numbers, scales = quantized_columns(weights)

    assert numbers.dtype == np.int8
    assert np.abs(numbers).max(axis=0).tolist() == [63, 63, 63]
    assert (np.abs(numbers * scales - weights) <= scales / 2 * 1.0001).all()


def test_a_column_of_zeros_stays_zero() -> None:
    numbers, scales = quantized_columns(np.zeros((4, 1), dtype=np.float32))

    assert not numbers.any()
    assert np.isfinite(scales).all()
