"""Speed: what is kept of a measurement, and how much text makes how many passages."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.retrieval.runs import Tell
from benchmarks.retrieval.speed import SpeedRun, bytes_below, texts_of_passages
from benchmarks.retrieval.types import GoldQuestion, SourceText, Span
from tests.benchmarks.retrieval.test_runs import NOWHERE, TEXTS, Toy

QUESTIONS = [GoldQuestion(f"q{n}", f"桥梁{n}?", (Span("bridge", 0, 7),)) for n in range(40)]


@pytest.fixture
def toy(tmp_path: Path) -> Toy:
    return Toy(tmp_path / "calls")


@pytest.fixture
def told() -> list[str]:
    return []


def run(folder: Path, tell: Tell) -> SpeedRun:
    return SpeedRun(folder / "run", NOWHERE, tell)


def test_indexing_takes_turns_and_is_kept(tmp_path: Path, toy: Toy, told: list[str]) -> None:
    other = Toy(toy.calls, name="other")
    for _ in range(2):
        measured = run(tmp_path, told.append).indexing([toy, other], TEXTS, rounds=2)
        assert [len(rounds) for rounds in measured.values()] == [2, 2]
    assert [line.split(" of ")[0] for line in told] == [
        *("toy: indexing-0", "other: indexing-0"),
        *("toy: indexing-1", "other: indexing-1"),
    ]
    assert toy.called() == ["index"] * 8  # each time a text first, so that models are loaded
    assert {rounds[0].passages for rounds in measured.values()} == {2}
    assert measured["toy"][0].characters == sum(len(text.body) for text in TEXTS)


def test_questions_are_asked_of_a_new_process_each_once(
    tmp_path: Path, toy: Toy, told: list[str]
) -> None:
    speed = run(tmp_path, told.append).questions(toy, TEXTS, QUESTIONS)
    assert speed is not None
    assert toy.called() == ["index", "load", *["search"] * len(QUESTIONS)]
    assert speed.passages == 2
    assert 0 < speed.alone[0] <= speed.alone[1]
    assert 0 < speed.crowded[0] <= speed.crowded[1]
    assert speed.ready_seconds > 0
    assert speed.resident_mb > 1
    assert speed.disk_mb > 0
    assert run(tmp_path, told.append).questions(toy, TEXTS, QUESTIONS) == speed
    assert len(told) == 1


def test_what_cannot_be_measured_is_told(tmp_path: Path, toy: Toy, told: list[str]) -> None:
    broken = Toy(toy.calls, fails_at="load")
    measuring = run(tmp_path, told.append)
    assert measuring.questions(broken, TEXTS, QUESTIONS) is None
    assert measuring.absences[0].reason.startswith("questions: It ended with 3")


def test_texts_are_counted_in_passages_of_the_product() -> None:
    short = [SourceText(f"t{n}", f"第{n}座桥梁由养护队每季度检查一次。") for n in range(6)]
    long = SourceText("long", "".join(f"第{n}盏路灯由照明所每晚点亮并巡查。" for n in range(200)))
    assert texts_of_passages(short, (1, 4)) == {1: 1, 4: 4}
    assert texts_of_passages([short[0], long, *short[1:]], (1, 5, 6)) == {1: 1, 5: 2, 6: 2}
    assert texts_of_passages(short, (2, 100)) == {2: 2, 100: 6}


def test_bytes_are_those_of_all_files_below(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "a").write_bytes(b"12345")
    (tmp_path / "deep" / "b").write_bytes(b"678")
    assert bytes_below(tmp_path) == 8
