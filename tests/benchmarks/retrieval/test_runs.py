"""Runs of toy pipelines in processes of their own: resumed, broken, and missing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from benchmarks.retrieval.contestants import CONTESTANTS, Folders, HelpedOrNot, contestants_named
from benchmarks.retrieval.peers.registry import EmbeddingSource, PeerError
from benchmarks.retrieval.runs import Crowd, QualityRun
from benchmarks.retrieval.types import GoldQuestion, QuestionSet, SourceText, Span
from benchmarks.retrieval.worker import write_texts
from benchmarks.retrieval.worker_process import WorkerError, WorkerProcess
from corpus.errors import UsageError

TEXTS = (SourceText("bridge", "桥梁每季度检查"), SourceText("lamp", "路灯每晚点亮"))
BRIDGE = GoldQuestion("q1", "桥梁多久检查?", (Span("bridge", 0, 7),))
LAMP = GoldQuestion("q2", "路灯何时点亮?", (Span("lamp", 0, 6),))
FIRST = QuestionSet("first", "town", (BRIDGE,))
SECOND = QuestionSet("second", "town", (LAMP,))
TOWN = Crowd("town", TEXTS, (FIRST, SECOND))
NOWHERE = Folders(Path("nowhere"), Path("vectors.sqlite"))


@dataclass(frozen=True, slots=True)
class Toy:
    calls: Path
    fails_at: str = ""
    name: str = "toy"
    title: str = "A toy"
    given: str = "nothing"

    def command(self, embedding: EmbeddingSource, folders: Folders) -> list[str]:
        module = "tests.benchmarks.retrieval.toy_worker"
        return [sys.executable, "-m", module, str(self.calls), self.fails_at]

    def sources(self) -> list[Path]:
        return [Path(__file__).with_name("toy_worker.py")]

    def called(self) -> list[str]:
        return self.calls.read_text(encoding="utf-8").split() if self.calls.exists() else []


@pytest.fixture
def toy(tmp_path: Path) -> Toy:
    return Toy(tmp_path / "calls")


def run(folder: Path, toys: Sequence[Toy], *crowds: Crowd) -> QualityRun:
    return QualityRun(folder / "run", toys, crowds or [TOWN], NOWHERE, lambda _: None)


def test_a_crowd_is_indexed_once_for_all_its_sets(tmp_path: Path, toy: Toy) -> None:
    made = run(tmp_path, [toy])
    assert made.answer_all() == []
    assert toy.called() == ["index", "search", "search"]
    first, second = made.found(toy, TOWN, FIRST), made.found(toy, TOWN, SECOND)
    assert first is not None
    assert second is not None
    assert first[0].passages == (Span("bridge", 0, 7), Span("lamp", 0, 6))
    assert second[0].passages[0].text_id == "lamp"
    assert made.passages(toy, TOWN) == 2
    assert list((tmp_path / "run" / "indexes" / "toy").iterdir()) == []


def test_what_is_answered_is_not_asked_again(tmp_path: Path, toy: Toy) -> None:
    run(tmp_path, [toy]).answer_all()
    run(tmp_path, [toy]).answer_all()
    assert toy.called() == ["index", "search", "search"]


def test_an_interrupted_run_goes_on_from_the_index(tmp_path: Path, toy: Toy) -> None:
    breaking = replace(toy, fails_at="search")
    (absence,) = run(tmp_path, [breaking]).answer_all()
    assert "ended with 3" in absence.reason
    assert absence.reason.endswith("logs/toy.log: the toy breaks")
    made = run(tmp_path, [toy])
    assert made.answer_all() == []
    assert toy.called() == ["index", "search", "load", "search", "search"]
    assert made.found(toy, TOWN, FIRST) is not None


def test_other_texts_or_questions_are_asked_anew(tmp_path: Path, toy: Toy) -> None:
    run(tmp_path, [toy]).answer_all()
    other_texts = replace(TOWN, texts=(TEXTS[0], SourceText("lamp", "路灯整夜点亮")))
    made = run(tmp_path, [toy], other_texts)
    assert made.found(toy, other_texts, FIRST) is None
    other = QuestionSet("first", "town", (replace(BRIDGE, question="桥梁谁来检查?"),))
    assert made.found(toy, replace(TOWN, sets=(other,)), other) is None


def test_a_pipeline_that_breaks_does_not_stop_the_others(tmp_path: Path, toy: Toy) -> None:
    broken = replace(toy, name="broken", title="Broken", fails_at="index")
    made = run(tmp_path, [broken, toy])
    assert [absence.title for absence in made.answer_all()] == ["Broken"]
    assert made.found(broken, TOWN, FIRST) is None
    assert made.found(toy, TOWN, FIRST) is not None


def test_an_error_of_a_pipeline_is_told(tmp_path: Path, toy: Toy) -> None:
    empty = QuestionSet("empty", "town", (GoldQuestion("q", "", BRIDGE.spans),))
    (absence,) = run(tmp_path, [toy], replace(TOWN, sets=(empty,))).answer_all()
    assert absence.reason.endswith("ValueError: an empty question")


def test_a_worker_that_has_ended_is_told(tmp_path: Path, toy: Toy) -> None:
    command = replace(toy, fails_at="index").command(EmbeddingSource.TORCH, NOWHERE)
    with WorkerProcess(command, tmp_path / "log") as worker:
        assert worker.resident_megabytes() > 1
        write_texts(tmp_path / "texts", list(TEXTS))
        for _ in range(2):
            with pytest.raises(WorkerError, match="It ended with 3"):
                worker.index(tmp_path / "texts", tmp_path / "index")


def test_peers_without_their_environment_are_told_with_the_command(tmp_path: Path) -> None:
    peers = [each for each in CONTESTANTS if isinstance(each, HelpedOrNot)]
    made = QualityRun(tmp_path, peers, [TOWN], NOWHERE, lambda _: None)
    absences = made.answer_all()
    assert [absence.title for absence in absences] == [peer.title for peer in peers]
    assert all("make bench-peers" in absence.reason for absence in absences)


def test_a_peer_is_named_with_or_without_its_variant() -> None:
    names = [each.name for each in contestants_named(["ours", "langchain", "txtai-helped"])]
    assert names == ["ours", "langchain-shipped", "langchain-helped", "txtai-helped"]
    with pytest.raises(UsageError, match="no pipeline 'langchian'"):
        contestants_named(["langchian"])


def test_a_pipeline_is_known_by_code_that_exists() -> None:
    for contestant in CONTESTANTS:
        assert all(path.is_file() for path in contestant.sources()), contestant.name
    with pytest.raises(PeerError, match="no environment"):
        CONTESTANTS[-1].command(EmbeddingSource.TORCH, NOWHERE)
