"""Training as its command runs it: from mined pools to a checkpoint, gone on with, exported."""

from __future__ import annotations

import gzip
import json
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
import torch

from rag.readers.reading_model import ReadingModel
from rag.training import export, train
from rag.training.mining import MINED_FILE, Found, Pool

TEXT = "检验所成立于2007年,所长是李明,现有职工六十人。"
POOL = Pool(
    "cmrc",
    "检验所哪一年成立？",
    "检验所",
    False,
    (Found("检验所简介", TEXT, TEXT.index("2007"), TEXT.index("2007") + 5, True),),
    (Found("食堂通知", "食堂自五月起供应早餐,每份八元。"),),
)


def run(module: object, monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    monkeypatch.setattr(sys, "argv", ["program", *words])
    assert module.main() == 0  # type: ignore[attr-defined]


@pytest.mark.long
@pytest.mark.usefixtures("embedder")  # which prepares the folder
def test_training_goes_on_from_its_checkpoint_and_is_exported(
    tmp_path: Path,
    cache_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    line = json.dumps(asdict(POOL), ensure_ascii=False) + "\n"
    (tmp_path / MINED_FILE).write_bytes(gzip.compress(line.encode()))
    where = ("--work", str(tmp_path), "--cache-dir", str(cache_dir))
    monkeypatch.setattr(train, "PAIRS_PER_BATCH", 2)
    for steps in ("1", "2"):
        run(train, monkeypatch, "--data", "unused", "--from-shipped", "--steps", steps, *where)
    assert "going on from step 1" in capsys.readouterr().out
    state = torch.load(tmp_path / "checkpoint.pt", map_location="cpu")
    assert state["step"] == 2
    output = tmp_path / "model"
    run(export, monkeypatch, "--output", str(output), *where)
    (reading,) = ReadingModel(output).read(POOL.question, [("检验所简介", TEXT)])
    assert reading.best_span(0, len(TEXT)) is not None
