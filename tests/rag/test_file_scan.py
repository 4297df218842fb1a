from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from corpus.types import FileReport, FileState
from rag.file_scan import Roots, Scan, scan

SUFFIXES = frozenset({".txt", ".md"})


def files(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return folder


def look(path: Path, roots: Roots | None = None) -> Scan:
    return scan(path, roots or Roots({}), SUFFIXES, path / "no data folder")


def sources(one: Scan) -> list[str]:
    return sorted(found.source for found in one.files)


def details(one: Scan) -> dict[str, str]:
    return {report.source: report.detail for report in one.reports}


def test_files_of_all_depths_are_found_and_named_from_the_root(tmp_path: Path) -> None:
    files(tmp_path / "规章", "b.txt", "a.TXT", "水/泵/c.md")
    found = look(tmp_path / "规章")
    assert sources(found) == ["规章/a.TXT", "规章/b.txt", "规章/水/泵/c.md"]
    assert {file.root for file in found.files} == {"规章"}
    assert found.scope == ("规章",)


def test_what_is_not_read_is_told(tmp_path: Path) -> None:
    files(tmp_path / "d", "a.exe", "noise", ".hidden.txt", ".git/x.txt", "~$a.docx", "ok.txt")
    found = look(tmp_path / "d")
    assert sources(found) == ["d/ok.txt"]
    assert details(found) == {
        "d/a.exe": "Files of type '.exe' are not read.",
        "d/noise": "Files without a suffix are not read.",
        "d/.hidden.txt": "Hidden, so not read.",
        "d/.git": "Hidden, so not read.",
        "d/~$a.docx": "The lock of a document that is open, not a document.",
    }
    assert {report.state for report in found.reports} == {FileState.SKIPPED}


def test_roots_of_the_same_name_get_numbers(tmp_path: Path) -> None:
    roots = Roots({})
    for parent in "xyz":
        look(files(tmp_path / parent / "d", "a.txt"), roots)
    assert roots.added == {
        "d": str(tmp_path / "x/d"),
        "d-2": str(tmp_path / "y/d"),
        "d-3": str(tmp_path / "z/d"),
    }


def test_path_inside_a_known_root_keeps_that_roots_names(tmp_path: Path) -> None:
    files(tmp_path / "d", "sub/a.txt", "b.txt")
    roots = Roots({"d": str(tmp_path / "d")})
    found = look(tmp_path / "d/sub", roots)
    assert (sources(found), found.scope) == (["d/sub/a.txt"], ("d/sub",))
    alone = look(tmp_path / "d/b.txt", roots)
    assert (sources(alone), alone.scope) == (["d/b.txt"], ("d/b.txt",))
    assert roots.added == {}


def test_folder_around_a_known_root_leaves_it_its_names(tmp_path: Path) -> None:
    files(tmp_path / "d", "sub/a.txt", "b.txt")
    found = look(tmp_path / "d", Roots({"sub": str(tmp_path / "d/sub")}))
    assert sources(found) == ["d/b.txt", "sub/a.txt"]
    assert set(found.scope) == {"d", "sub"}
    assert found.covers("sub/a.txt")
    assert not found.covers("subway/a.txt")


def test_file_given_alone_has_its_folder_as_root(tmp_path: Path) -> None:
    files(tmp_path / "d", "a.txt", "b.txt")
    roots = Roots({})
    found = look(tmp_path / "d/a.txt", roots)
    assert sources(found) == ["d/a.txt"]
    assert roots.added == {"d": str(tmp_path / "d")}
    assert not found.covers("d/b.txt")


def test_links_in_circles_end(tmp_path: Path) -> None:
    files(tmp_path / "d", "sub/a.txt")
    (tmp_path / "d/sub/up").symlink_to(tmp_path / "d")
    (tmp_path / "d/side").symlink_to(tmp_path / "d/sub")
    (tmp_path / "d/self.txt").symlink_to(tmp_path / "d/self.txt")
    found = look(tmp_path / "d")
    assert sources(found) == ["d/sub/a.txt"]
    assert set(details(found)) == {"d/sub/up", "d/side", "d/self.txt"}


def test_links_out_of_the_folder_are_not_followed_but_told(tmp_path: Path) -> None:
    files(tmp_path / "elsewhere", "a.txt")
    files(tmp_path / "d", "b.txt")
    (tmp_path / "d/out").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "d/c.txt").symlink_to(tmp_path / "elsewhere/a.txt")
    found = look(tmp_path / "d")
    assert sources(found) == ["d/b.txt"]
    told = details(found)
    assert set(told) == {"d/out", "d/c.txt"}
    assert str(tmp_path / "elsewhere/a.txt") in told["d/c.txt"]
    assert told["d/out"].endswith("If it is to be read, index that path itself.")


def test_link_given_as_the_path_itself_is_followed(tmp_path: Path) -> None:
    files(tmp_path / "elsewhere", "a.txt")
    (tmp_path / "d").symlink_to(tmp_path / "elsewhere")
    assert sources(look(tmp_path / "d")) == ["d/a.txt"]


def test_document_under_an_unknown_name_is_found_by_its_first_bytes(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d/report").write_bytes(b"%PDF-1.4 ...")
    (tmp_path / "d/letter.bak").write_bytes(b"{\\rtf1 x}")
    (tmp_path / "d/program.jar").write_bytes(b"PK\x03\x04" + b"META-INF/MANIFEST.MF" * 9)
    (tmp_path / "d/notes").write_bytes(b"plain words")
    found = look(tmp_path / "d")
    assert sources(found) == ["d/letter.bak", "d/report"]
    assert details(found) == {
        "d/notes": "Files without a suffix are not read.",
        "d/program.jar": "Files of type '.jar' are not read.",
    }


def test_link_to_nowhere_fails_and_hides_nothing(tmp_path: Path) -> None:
    files(tmp_path / "d", "b.txt")
    (tmp_path / "d/a.txt").symlink_to(tmp_path / "gone.txt")
    found = look(tmp_path / "d")
    assert found.reports == (
        FileReport(
            "d/a.txt",
            FileState.FAILED,
            "The file cannot be opened (No such file or directory).",
        ),
    )
    assert found.is_unreadable("d/a.txt")


def test_pipes_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    os.mkfifo(tmp_path / "d/a.txt")
    assert details(look(tmp_path / "d")) == {
        "d/a.txt": "Not a regular file but a named pipe: it is never opened. "
        "Move it out of the folder."
    }


def test_sockets_and_devices_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "d/b.txt"))
        (tmp_path / "d/zero.txt").symlink_to("/dev/zero")
        told = details(look(tmp_path / "d"))
    assert told["d/b.txt"].startswith("Not a regular file but a socket")
    assert told["d/zero.txt"].startswith("Not a regular file but a device")


def test_folder_named_like_a_document_is_walked(tmp_path: Path) -> None:
    files(tmp_path / "d", "a.txt/b.txt")
    assert sources(look(tmp_path / "d")) == ["d/a.txt/b.txt"]


def test_data_folder_inside_is_passed_over(tmp_path: Path) -> None:
    files(tmp_path / "d", "a.txt", "store/user_dictionary.txt")
    found = scan(tmp_path / "d", Roots({}), SUFFIXES, tmp_path / "d/store")
    assert sources(found) == ["d/a.txt"]
    assert details(found) == {"d/store": "The data folder itself."}


def test_names_that_are_not_utf8_are_read_as_gb18030(tmp_path: Path) -> None:
    files(tmp_path / "d", os.fsdecode("泵站.txt".encode("gb18030")))
    (found,) = look(tmp_path / "d").files
    assert found.source == "d/泵站.txt"
    assert found.path.is_file()


def test_two_names_that_decode_alike_are_told_apart(tmp_path: Path) -> None:
    files(tmp_path / "d", "泵站.txt", os.fsdecode("泵站.txt".encode("gb18030")))
    found = look(tmp_path / "d")
    assert sources(found) == ["d/泵站.txt"]
    assert details(found) == {"d/泵站.txt": "Another file has the same name once it is decoded."}


def test_folder_that_cannot_be_listed_protects_what_was_known_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files(tmp_path / "d", "a.txt", "locked/b.txt")
    real = os.scandir

    def guarded(path: Path) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr("rag.file_scan.os.scandir", guarded)
    found = look(tmp_path / "d")
    assert sources(found) == ["d/a.txt"]
    assert found.is_unreadable("d/locked/b.txt")
    assert not found.is_unreadable("d/a.txt")
    assert details(found) == {"d/locked": "The folder cannot be listed (Permission denied)."}


def test_missing_path_is_told(tmp_path: Path) -> None:
    found = look(tmp_path / "nothing")
    assert (found.exists, found.files) == (False, ())
