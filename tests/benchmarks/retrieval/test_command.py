"""The command `python -m benchmarks.retrieval`: what it says when it cannot measure."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.retrieval.__main__ import main


def test_without_data_it_says_what_to_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--pipelines", "ours"]) == 2
    said = capsys.readouterr().err
    assert "--data FOLDER (make bench DATA=FOLDER)" in said
    assert "--sets needs-context --no-speed" in said


def test_speed_needs_data_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--sets"]) == 2
    assert "--data FOLDER" in capsys.readouterr().err


def test_data_that_are_not_there_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tmp_path), "--sets", "drcd"]) == 2
    assert "drcd/dev.json.gz" in capsys.readouterr().err


def test_an_unknown_pipeline_is_told_before_anything_is_measured(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--pipelines", "langchian"]) == 2
    assert "'langchian'" in capsys.readouterr().err
