from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.retrieval.peers import environments
from benchmarks.retrieval.peers.registry import environment_python

FAKE_PIP = """#!{python}
import pathlib, sys
folder = pathlib.Path(__file__).parent
with (folder / "asked").open("a") as asked:
    print(*sys.argv[1:], file=asked)
if (folder / "broken").exists():
    sys.exit("ERROR: No matching distribution found for txtai")
"""


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """An environment whose interpreter only writes down what it is asked."""
    place = environment_python(tmp_path, "txtai")
    place.parent.mkdir(parents=True)
    place.write_text(FAKE_PIP.format(python=sys.executable), encoding="utf-8")
    place.chmod(0o755)
    return place


def asked(python: Path) -> list[str]:
    return (python.parent / "asked").read_text(encoding="utf-8").splitlines()


def set_up(folder: Path, *options: str) -> int:
    return environments.main(["--folder", str(folder), "--only", "txtai", *options])


def test_requirements_are_installed_and_checked_once(
    tmp_path: Path, python: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert set_up(tmp_path) == 0
    assert set_up(tmp_path) == 0
    commands = asked(python)
    assert [line.split()[2] for line in commands] == ["install", "check"]
    assert commands[0].endswith("peers/requirements/txtai.txt")
    assert capsys.readouterr().out.endswith("txtai: complete\n")


def test_torch_comes_first_where_its_index_is_named(tmp_path: Path, python: Path) -> None:
    assert set_up(tmp_path, "--torch-index", "https://example.org/cpu") == 0
    assert asked(python)[0].endswith("--index-url https://example.org/cpu torch==2.13.0")


def test_what_failed_is_told_and_goes_on_next_time(
    tmp_path: Path, python: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = python.parent / "broken"
    broken.touch()
    assert set_up(tmp_path) == 1
    told = capsys.readouterr().err
    assert "ERROR: No matching distribution found for txtai" in told
    assert "Run the same command again" in told
    assert not environments.is_complete(tmp_path, "txtai")
    broken.unlink()
    assert set_up(tmp_path) == 0
    assert environments.is_complete(tmp_path, "txtai")


def test_other_requirements_are_installed_anew(tmp_path: Path, python: Path) -> None:
    assert set_up(tmp_path) == 0
    (tmp_path / "txtai" / ".complete").write_text("of older requirements", encoding="ascii")
    assert not environments.is_complete(tmp_path, "txtai")
    assert set_up(tmp_path) == 0
    assert len(asked(python)) == 4
