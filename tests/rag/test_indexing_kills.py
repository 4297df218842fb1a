"""Runs that are killed or find the disk full: nothing committed is lost, the next run finishes."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.library_kit import documents, index, published, readable, rule, write
from tests.mortal_indexer import MortalIndexer, mortal_indexer
from tests.restless_readers import RestlessReaders

QUICK_KILLS = 6
LONG_KILLS = 60

AFTERWARDS = ("n1.txt", "n2.txt", "n3.txt", "n4.txt", "n5.txt", "same.txt", "sub/x.txt")


@pytest.fixture(scope="module")
def mortal() -> Iterator[MortalIndexer]:
    with mortal_indexer() as process:
        yield process


def prepared(folder: Path) -> tuple[Path, Path]:
    """A data folder with an index, and documents that have changed since."""
    data, docs = folder / "data", folder / "docs"
    write(docs, **{f"n{number}": rule(number) for number in range(6)})
    index(data, docs)
    write(docs, n1=rule(31), sub__x=rule(32), same=rule(2))
    (docs / "n0.txt").unlink()
    return data, docs


def check_killed_at(mortal: MortalIndexer, start: tuple[Path, Path], call: int, work: Path) -> None:
    """A copy of the start is killed there, is whole for readers, and is finished by another run."""
    data = work / f"data-{call}"
    shutil.copytree(start[0], data)
    assert mortal.run(data, start[1], die_at_call=call) == {"ended": "killed"}
    assert readable(data)
    assert mortal.run(data, start[1])["ended"] == "done"
    assert readable(data)
    assert documents(data) == sorted(f"docs/{name}" for name in AFTERWARDS)
    assert not [path.name for path in data.iterdir() if path.name.startswith(".")]


def calls_of(mortal: MortalIndexer, start: tuple[Path, Path], work: Path) -> int:
    shutil.copytree(start[0], work / "whole")
    calls: int = mortal.run(work / "whole", start[1])["calls"]
    return calls


def test_run_killed_anywhere_loses_nothing(mortal: MortalIndexer, tmp_path: Path) -> None:
    start = prepared(tmp_path)
    calls = calls_of(mortal, start, tmp_path)
    for kill in range(QUICK_KILLS):
        check_killed_at(mortal, start, calls * (2 * kill + 1) // (2 * QUICK_KILLS), tmp_path)


@pytest.mark.long
def test_run_killed_at_very_many_places_loses_nothing(
    mortal: MortalIndexer, tmp_path: Path
) -> None:
    start = prepared(tmp_path)
    calls = calls_of(mortal, start, tmp_path)
    for call in random.Random(5).sample(range(1, calls), LONG_KILLS):
        check_killed_at(mortal, start, call, tmp_path)


@pytest.mark.long
def test_run_killed_again_and_again_at_random_moments_finishes_at_last(
    mortal: MortalIndexer, tmp_path: Path
) -> None:
    dice = random.Random(7)
    data, docs = tmp_path / "data", tmp_path / "docs"
    for kill in range(LONG_KILLS):
        name = f"n{dice.randrange(30)}"
        write(docs, **{name: rule(200 + kill), f"m{kill}": rule(kill)})
        if kill % 9 == 8:
            (docs / f"{name}.txt").unlink()
        mortal.run(data, docs, die_after=dice.uniform(0.005, 0.4))
        readable(data)
    assert mortal.run(data, docs)["ended"] == "done"
    assert readable(data)
    assert documents(data) == sorted(f"docs/{path.name}" for path in docs.glob("*.txt"))
    assert mortal.run(data, docs)["generation"] == published(data).generation


@pytest.mark.long
def test_readers_go_on_while_processes_index_and_die(mortal: MortalIndexer, tmp_path: Path) -> None:
    data, docs = prepared(tmp_path)
    dice = random.Random(9)
    with RestlessReaders(data, "检修由班组负责") as readers:
        for kill in range(LONG_KILLS):
            write(docs, **{f"n{dice.randrange(6)}": rule(300 + kill)})
            manner = {"die_after": dice.uniform(0.01, 0.3)} if kill % 3 else {}
            mortal.run(data, docs, **manner)
            readers.wait_for_a_pass()
    assert readers.wrong == []
    assert len(readers.seen) > 1
    assert mortal.run(data, docs)["ended"] == "done"
    assert readable(data)


def check_full(answer: dict[str, str], data: Path) -> None:
    assert answer["ended"] == "StoreError", answer
    assert str(data) in answer["message"]
    assert "run the same command" in answer["remedy"]


@pytest.mark.parametrize("limit", [20_000, 120_000, 160_000])
def test_first_run_at_a_file_size_limit_is_told_and_goes_on_later(
    mortal: MortalIndexer, tmp_path: Path, limit: int
) -> None:
    data = tmp_path / "data"
    docs = write(tmp_path / "docs", **{f"n{number}": rule(number) for number in range(40)})
    check_full(mortal.run(data, docs, limit=limit), data)
    assert not readable(data)
    assert mortal.run(data, docs)["ended"] == "done"
    assert readable(data)
    assert len(documents(data)) == 40


@pytest.mark.parametrize("limit", [1_000, 15_000, 60_000])
def test_later_run_at_a_file_size_limit_leaves_the_old_index(
    mortal: MortalIndexer, tmp_path: Path, limit: int
) -> None:
    data, docs = prepared(tmp_path)
    before = documents(data)
    write(docs, **{f"m{number}": rule(100 + number) for number in range(30)})
    check_full(mortal.run(data, docs, limit=limit), data)
    assert readable(data)
    assert documents(data) == before
    assert mortal.run(data, docs)["ended"] == "done"
    assert readable(data)
    assert len(documents(data)) == len(AFTERWARDS) + 30


@pytest.mark.parametrize(
    ("stage", "limit"), [("vectors", 5_000), ("words", 10), ("words", 500), ("publish", 50)]
)
def test_limit_met_while_index_files_are_written_leaves_the_old_index(
    mortal: MortalIndexer, tmp_path: Path, stage: str, limit: int
) -> None:
    data, docs = prepared(tmp_path)
    before = documents(data)
    write(docs, **{f"m{number}": rule(100 + number) for number in range(30)})
    answer = mortal.run(data, docs, stage=stage, limit=limit)
    assert answer["ended"] == "StoreError"
    assert str(data) in answer["message"]
    assert "space" in answer["remedy"]
    assert readable(data)
    assert documents(data) == before
    assert mortal.run(data, docs)["ended"] == "done"
    assert readable(data)


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    folder.mkdir()
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder],
            check=False,
            capture_output=True,
        ).returncode
    )
    if not mounted:
        pytest.skip("a small disk can only be mounted by root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.parametrize("size", [700_000, 1_000_000, 1_400_000])
def test_full_disk_is_told_leaves_the_old_index_and_goes_on_later(
    mortal: MortalIndexer, tmp_path: Path, size: int
) -> None:
    with small_disk(tmp_path / "disk", size) as disk:
        data = disk / "data"
        docs = write(tmp_path / "docs", a=rule(1), b=rule(2))
        index(data, docs)
        before = documents(data)
        write(docs, **{f"m{number}": rule(100 + number) for number in range(80)})
        check_full(mortal.run(data, docs), data)
        assert documents(data) == before
        assert readable(data)
        subprocess.run(["mount", "-o", "remount,size=9000000", disk], check=True)
        assert mortal.run(data, docs)["ended"] == "done"
        assert readable(data)
        assert len(documents(data)) == 82
