from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from corpus.errors import StoreError
from rag.disk import disk_errors, write_atomically


def test_new_content_replaces_the_old_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    write_atomically(path, b"old and long")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_failed_write_leaves_the_old_content_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "state.json"
    write_atomically(path, b"old")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("rag.disk.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG, errno.EDQUOT])
def test_full_disk_is_told_with_the_way_on(tmp_path: Path, number: int) -> None:
    with pytest.raises(StoreError) as caught, disk_errors(tmp_path):
        raise OSError(number, os.strerror(number))
    assert str(tmp_path) in caught.value.message
    assert "run the same command" in caught.value.remedy


def test_other_disk_errors_name_the_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be used") as caught, disk_errors(tmp_path):
        (tmp_path / "missing" / "file").read_bytes()
    assert str(tmp_path) in caught.value.message
