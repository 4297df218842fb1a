"""Whatever the reading of one file does, it costs that file only."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.loaded import LoadedText, Unreadable
from corpus.sandbox.limits import ReadingLimits
from corpus.sandbox.messages import ReadingOutcome, ReadingRequest, outcome_bytes, outcome_of
from corpus.sandbox.reader import SandboxedReader
from corpus.sandbox.reading import read_file
from corpus.types import RemovalReason

PATIENT = ReadingLimits(
    memory_bytes=768 * 1024 * 1024,
    cpu_seconds=30,
    wall_seconds=60.0,
    written_bytes=8 * 1024 * 1024,
    answer_bytes=4 * 1024 * 1024,
)
HURRIED = replace(PATIENT, wall_seconds=3.0)


class HostileReader(SandboxedReader):
    program = "tests.hostile_nursery"


@pytest.fixture
def hostile() -> Iterator[HostileReader]:
    with HostileReader(HURRIED, at_once=2) as reader:
        yield reader


@pytest.fixture(scope="module")
def reader() -> Iterator[SandboxedReader]:
    with SandboxedReader(PATIENT) as opened:
        yield opened


def ask(reader: SandboxedReader, path: Path, text: str = "渠道每年检修一次。") -> ReadingOutcome:
    path.write_text(text, encoding="utf-8")
    return reader.result(reader.submit(ReadingRequest(str(path), path.name)))


def running(words: str) -> bool:
    """Whether a process with these words in its command is still there after a while."""
    for _ in range(100):
        found = subprocess.run(["pgrep", "-f", words], capture_output=True, check=False)
        if found.returncode:
            return False
        time.sleep(0.05)
    return True


def failure(outcome: ReadingOutcome) -> Unreadable:
    assert isinstance(outcome.loaded.content, Unreadable), outcome
    return outcome.loaded.content


@pytest.mark.parametrize(
    ("deed", "limits", "code", "said"),
    [
        ("hang", HURRIED, "too_slow", "longer than 3 s"),
        ("spin", replace(PATIENT, cpu_seconds=1), "too_slow", "than 1 s of processor time"),
        ("explode", PATIENT, "too_large", "805 MB of memory"),
        ("crash", PATIENT, "crashed", "SIGSEGV"),
        ("stumble", PATIENT, "reading_fault", "LookupError: no such part"),
        ("write_for_ever", PATIENT, "reading_fault", "File too large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_hostile_file_costs_only_itself(
    tmp_path: Path, deed: str, limits: ReadingLimits, code: str, said: str
) -> None:
    with HostileReader(limits, at_once=2) as hostile:
        first = failure(ask(hostile, tmp_path / f"{deed}.txt"))
        assert first.code == code
        assert said in first.message
        assert first.remedy
        following = ask(hostile, tmp_path / "good.txt")
        assert isinstance(following.loaded.content, LoadedText)


def test_answer_beyond_all_measure_is_stopped(tmp_path: Path) -> None:
    with SandboxedReader(replace(PATIENT, answer_bytes=10_000)) as reader:
        told = failure(ask(reader, tmp_path / "long.txt", "水渠每年检修。" * 1_000))
        assert (told.code, told.remedy) == ("too_large", "Split the file.")
        assert isinstance(ask(reader, tmp_path / "short.txt").loaded.content, LoadedText)


def test_programs_that_a_child_started_end_with_it(hostile: HostileReader, tmp_path: Path) -> None:
    assert failure(ask(hostile, tmp_path / "bear_hanging_programs.txt")).code == "too_slow"
    assert not running("wenyuan-left-over")


def test_death_of_the_nursery_costs_no_other_file(hostile: HostileReader, tmp_path: Path) -> None:
    numbers = []
    for name in ("a", "kill_the_nursery", "b", "c"):
        path = tmp_path / f"{name}.txt"
        path.write_text(f"{name}渠", encoding="utf-8")
        numbers.append(hostile.submit(ReadingRequest(str(path), path.name)))
    found = [hostile.result(number).loaded.content for number in numbers]
    hostile.close()
    assert not running("tests.hostile_nursery")
    assert [isinstance(content, LoadedText) for content in found] == [True, False, True, True]


def test_results_come_by_number_whatever_ends_first(
    reader: SandboxedReader, tmp_path: Path
) -> None:
    numbers = {}
    for number in range(30):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"第{number}号渠。" * (1 + 200 * (number % 3)), encoding="utf-8")
        numbers[number] = reader.submit(ReadingRequest(str(path), path.name))
    for number, ticket in reversed(numbers.items()):
        content = reader.result(ticket).loaded.content
        assert isinstance(content, LoadedText)
        assert content.text.startswith(f"第{number}号渠。")


def test_text_and_stamp_come_whole_through_the_pipe(
    reader: SandboxedReader, tmp_path: Path
) -> None:
    path = tmp_path / "公告.txt"
    path.write_bytes("# 公告\r\n\u200b𠮷田水闸：停水。\n".encode())
    request = ReadingRequest(str(path), path.name)
    outcome = reader.result(reader.submit(request))
    here = read_file(request)
    assert outcome.loaded == here.loaded
    assert outcome.stamp == here.stamp
    assert outcome_of(outcome_bytes(here)) == here
    assert isinstance(here.loaded.content, LoadedText)
    assert RemovalReason.LINE_BREAK in {edit.reason for edit in here.loaded.content.edits}


def test_file_that_is_gone_is_told(reader: SandboxedReader, tmp_path: Path) -> None:
    outcome = reader.result(reader.submit(ReadingRequest(str(tmp_path / "x.txt"), "x.txt")))
    assert failure(outcome).code == "unreadable_document"
    assert outcome.stamp is None


def test_file_written_to_while_it_is_read_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.txt"
    path.write_text("甲", encoding="utf-8")

    def growing(of: Path) -> bytes:
        data = of.read_bytes()
        of.write_text("甲乙", encoding="utf-8")
        return data

    monkeypatch.setattr("corpus.sandbox.reading.read_bytes", growing)
    stamp = read_file(ReadingRequest(str(path), path.name)).stamp
    assert stamp is not None
    assert not stamp.is_settled
