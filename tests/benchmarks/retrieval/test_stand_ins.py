"""Vectors for measuring time, where what they are does not matter."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.retrieval.contestants import CONTESTANTS, Folders, HelpedOrNot
from benchmarks.retrieval.peers.e5_embedding import cached_embedder
from benchmarks.retrieval.peers.registry import EmbeddingSource
from benchmarks.retrieval.stand_ins import STAND_INS


def test_a_text_has_one_direction_and_others_have_others(tmp_path: Path) -> None:
    embedder = cached_embedder(STAND_INS, tmp_path)
    first, again, other = embedder.embed_passages(["甲", "甲", "乙"])
    assert np.array_equal(first, again)
    assert abs(float(first @ other)) < 0.3
    assert abs(np.linalg.norm(first) - 1) < 1e-6


def test_they_stand_in_only_where_time_is_measured(tmp_path: Path) -> None:
    peer = next(each for each in CONTESTANTS if isinstance(each, HelpedOrNot))
    python = tmp_path / peer.peer.environment / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    folders = Folders(tmp_path, tmp_path / "vectors.sqlite")
    timed = peer.command(EmbeddingSource.TORCH_QUERIES, folders)
    judged = peer.command(EmbeddingSource.ONNX_CACHED, folders)
    assert str(STAND_INS) in timed
    assert str(folders.vectors) in judged
