from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import encodings, report
from benchmarks.encodings import Outcome

TEXT = "清河縣水務局在去年秋天修好了三十二公里的水渠，群眾都說這件事辦得好。"


@pytest.fixture(autouse=True)
def _no_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "RESULTS", tmp_path / "results")


def _file(folder: Path, encoding: str, name: str, data: bytes) -> None:
    (folder / encoding).mkdir(parents=True, exist_ok=True)
    (folder / encoding / name).write_bytes(data)


def test_an_absent_folder_is_told_with_what_is_expected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert encodings.main(["--data", str(tmp_path / "gone")]) == 2
    said = capsys.readouterr().err
    assert "not part of the project" in said
    assert "Big5" in said


def test_files_are_counted_by_their_encodings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "messy" / "encodings"
    _file(folder, "Big5", "a.txt", TEXT.encode("big5"))
    _file(folder, "GB2312", "a.xml", f"<a>{TEXT}</a>".encode("gb18030"))
    _file(folder, "UTF-16LE", "a.html", f"<p>{TEXT}</p>".encode("utf-16-le"))
    _file(folder, "utf-8-sig", "a.srt", b"\xef\xbb\xbf1\n00:01,0 --> 00:02,0\n" + TEXT.encode())
    _file(folder, "EUC-TW", "a.txt", b"\x8e\xa2\xa1\xa1" * 40)
    assert encodings.main(["--data", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "| all | 5 | 4 | 1 | 0 |" in said
    counts = encodings.count(encodings.check_folder(folder))
    assert counts == {Outcome.RIGHT: 4, Outcome.REFUSED: 1}


def test_one_wrong_file_is_borne_and_two_are_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _file(tmp_path, "Big5", "a.txt", TEXT.encode("gb18030"))
    assert encodings.main(["--data", str(tmp_path)]) == 0
    _file(tmp_path, "Big5", "b.txt", TEXT.encode()[:-1])
    assert encodings.main(["--data", str(tmp_path)]) == 1
    assert "Big5/a.txt: gb18030" in capsys.readouterr().out
