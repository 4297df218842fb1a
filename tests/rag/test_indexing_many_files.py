from __future__ import annotations

from pathlib import Path

import pytest

from corpus.types import FileState
from tests.library_kit import code, index, problems, rule, search, source, write

FILES = 3_000


@pytest.mark.long
def test_thousands_of_files_are_indexed_and_then_only_changes_are_read(tmp_path: Path) -> None:
    data = tmp_path / "data"
    docs = write(
        tmp_path / "docs", **{f"d{number % 40}__n{number}": rule(number) for number in range(FILES)}
    )
    report = index(data, docs)
    assert report.count(FileState.INDEXED) == report.counts.documents == FILES
    write(docs, d7__n7=rule(FILES + 7), new=rule(FILES + 8))
    (docs / "d8/n8.txt").unlink()
    report = index(data, docs)
    assert report.count(FileState.UNCHANGED) == FILES - 2
    assert report.count(FileState.INDEXED) == 2
    assert report.removed == ("docs/d8/n8.txt",)
    assert report.embedded == sum(file.passages for file in report.files)
    with source(data) as generations:
        for number in (0, FILES - 1, FILES + 7, FILES + 8):
            assert code(number) in search(generations.current(), code(number), 1)[0].text
        found = search(generations.current(), code(8), 5)
        assert not any(code(8) in passage.text for passage in found)
    assert problems(data) == []
