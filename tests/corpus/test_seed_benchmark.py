from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import seeds


def test_an_absent_folder_is_told_with_the_names_expected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert seeds.main(["--folder", str(tmp_path / "gone")]) == 2
    said = capsys.readouterr().err
    assert "not part of the project" in said
    assert all(name in said for name in seeds.EXPECTED)


def test_a_text_that_is_not_the_expected_one_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = next(iter(seeds.EXPECTED))
    (tmp_path / name).write_text("水渠修好了\n\nCopyright © 2011 清河网\n", encoding="utf-8")
    assert seeds.main(["--folder", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "legal_notice: Copyright" in said
    assert f"{name}: the body is not the expected one" in said
    assert said.count(": missing") == len(seeds.EXPECTED) - 1
