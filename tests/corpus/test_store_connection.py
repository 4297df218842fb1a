from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from corpus.errors import StoreError
from corpus.store import LibraryStore
from tests.store_kit import DYKE, document, put


def damaged_copies(whole: bytes) -> dict[str, bytes]:
    return {
        "garbage": b"\x8e\xad" * 4_000,
        "short garbage": b"not a database",
        "cut in half": whole[: len(whole) // 2],
        "last page missing": whole[:-4096],
        "header only": whole[:100],
        "header, then garbage": whole[:100] + bytes(range(7, 207)) * 40,
        "first page overwritten": whole[:100] + b"\xff" * 3_996 + whole[4096:],
    }


@pytest.mark.parametrize("kind", list(damaged_copies(b"")))
def test_damaged_library_is_told_and_left_as_it_was(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "library.sqlite"
    with LibraryStore(path, create=True) as opened:
        put(opened, 1, *(document(f"root/{n}.txt", f"{DYKE}{n}") for n in range(40)))
    path.write_bytes(damaged_copies(path.read_bytes())[kind])
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught, LibraryStore(path) as opened:
        opened.check()
    assert str(path) in caught.value.message
    assert "restore it from a backup" in caught.value.remedy
    assert path.read_bytes() == before
    assert [child.name for child in tmp_path.iterdir()] == ["library.sqlite"]


def test_damage_in_the_middle_is_found_by_the_check(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with LibraryStore(path, create=True) as opened:
        put(opened, 1, *(document(f"root/{n}.txt", f"{DYKE * 50}{n}") for n in range(40)))
    whole = bytearray(path.read_bytes())
    whole[40_960:81_920] = b"\x5a" * 40_960
    path.write_bytes(whole)
    with LibraryStore(path) as opened, pytest.raises(StoreError, match="is damaged"):
        opened.check()
    assert path.read_bytes() == bytes(whole)
    assert [child.name for child in tmp_path.iterdir()] == ["library.sqlite"]


def test_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        LibraryStore(path)
    assert path.read_bytes() == before
    assert [child.name for child in tmp_path.iterdir()] == ["library.sqlite"]


def test_missing_or_empty_library_is_told_unless_it_may_be_made(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "library.sqlite"
    with pytest.raises(StoreError, match="is missing"):
        LibraryStore(path)
    assert not path.parent.exists()
    with LibraryStore(path, create=True) as opened:
        assert opened.newest_generation() == 0
    path.write_bytes(b"")
    with pytest.raises(StoreError, match="is missing"):
        LibraryStore(path)


def test_folder_in_place_of_the_library_is_told(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite").mkdir()
    with pytest.raises(StoreError, match="cannot be opened"):
        LibraryStore(tmp_path / "library.sqlite")


def test_closing_twice_is_harmless(tmp_path: Path) -> None:
    opened = LibraryStore(tmp_path / "library.sqlite", create=True)
    opened.close()
    opened.close()
    with pytest.raises(StoreError):
        opened.counts(1)
