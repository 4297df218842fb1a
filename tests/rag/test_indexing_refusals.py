from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpus.errors import UsageError
from corpus.types import FileState
from tests.library_kit import (
    documents,
    index,
    problems,
    rule,
    states,
    write,
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return write(tmp_path / "docs", a=rule(1), b=rule(2), sub__c=rule(3))


def test_two_roots_of_one_name_do_not_mix(data: Path, tmp_path: Path) -> None:
    first = write(tmp_path / "x/docs", a=rule(1))
    second = write(tmp_path / "y/docs", a=rule(2))
    index(data, first, second)
    assert documents(data) == ["docs-2/a.txt", "docs/a.txt"]
    index(data, second)
    assert documents(data) == ["docs-2/a.txt", "docs/a.txt"]
    write(second, a=rule(5))
    assert states(index(data, second)) == {"docs-2/a.txt": FileState.INDEXED}


def test_file_given_alone_does_not_touch_its_neighbours(data: Path, docs: Path) -> None:
    index(data, docs)
    (docs / "b.txt").unlink()
    write(docs, a=rule(9))
    report = index(data, docs / "a.txt")
    assert states(report) == {"docs/a.txt": FileState.INDEXED}
    assert documents(data) == ["docs/a.txt", "docs/b.txt", "docs/sub/c.txt"]


def refused(data: Path, path: Path, expected: str) -> None:
    """Indexing is refused, the remedy works, and nothing was changed before."""
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    with pytest.raises(UsageError, match=expected) as caught:
        index(data, path)
    assert "Nothing was changed." in caught.value.message
    assert f"wenyuan index --prune {path}" in caught.value.remedy
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file()} == before
    assert index(data, path, prune=True).removed
    assert problems(data) == []


def test_missing_root_is_refused_without_prune(data: Path, docs: Path) -> None:
    index(data, docs)
    shutil.rmtree(docs)
    refused(data, docs, "is gone; 3 documents came from there")
    assert documents(data) == []


def test_emptied_root_is_refused_without_prune(data: Path, docs: Path) -> None:
    index(data, docs)
    shutil.rmtree(docs)
    docs.mkdir()
    (docs / ".keep").touch()
    refused(data, docs, "There is no file in")
    assert documents(data) == []


def test_root_that_lost_more_than_half_is_refused_without_prune(data: Path, docs: Path) -> None:
    index(data, docs)
    for name in ("a.txt", "b.txt"):
        (docs / name).unlink()
    refused(data, docs, "has lost 2 of the 3 files")
    assert documents(data) == ["docs/sub/c.txt"]


def test_missing_file_given_alone_is_refused_without_prune(data: Path, docs: Path) -> None:
    index(data, docs)
    (docs / "a.txt").unlink()
    refused(data, docs / "a.txt", "is gone; 1 documents")
    assert documents(data) == ["docs/b.txt", "docs/sub/c.txt"]


def test_root_that_lost_half_is_not_refused(data: Path, tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", a=rule(1), b=rule(2))
    index(data, docs)
    (docs / "a.txt").unlink()
    assert index(data, docs).removed == ("docs/a.txt",)


def test_one_bad_path_among_several_changes_nothing(data: Path, docs: Path) -> None:
    index(data, docs)
    write(docs, d=rule(4))
    with pytest.raises(UsageError, match="There is no file or folder"):
        index(data, docs, docs.parent / "typo")
    assert documents(data) == ["docs/a.txt", "docs/b.txt", "docs/sub/c.txt"]


def test_empty_folder_never_indexed_is_refused(data: Path, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    with pytest.raises(UsageError, match="There is no file in"):
        index(data, tmp_path / "docs")


def test_no_path_and_the_data_folder_itself_are_refused(data: Path) -> None:
    with pytest.raises(UsageError, match="No path"):
        index(data)
    with pytest.raises(UsageError, match="data folder"):
        index(data, data)


def test_name_of_a_pruned_root_is_free_again(data: Path, tmp_path: Path) -> None:
    first = write(tmp_path / "x/docs", a=rule(1))
    index(data, first)
    shutil.rmtree(first)
    index(data, first, prune=True)
    index(data, write(tmp_path / "y/docs", a=rule(2)))
    assert documents(data) == ["docs/a.txt"]
