from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.errors import IndexDamagedError
from corpus.types import FileState
from rag.factory import open_service
from rag.generation import Generation, GenerationSource
from rag.settings import Settings
from rag.suggestions import SuggestedQuestions
from rag.suggestions.candidates import candidates_of
from rag.suggestions.kept import SUGGESTIONS_FILE
from rag.suggestions.selection import Verdict, judge
from rag.types import Answer, AnswerStatus, Citation
from tests.library_kit import index, source, write

PATIENCE = 60.0


@dataclass
class SureAnswers:
    """Answers exactly the questions that the published documents lead to."""

    generation: Callable[[], Generation]
    asked: list[str]
    gate: threading.Event

    @property
    def pipeline(self) -> SureAnswers:
        return self

    def answer(self, question: str) -> Answer:
        self.asked.append(question)
        assert self.gate.wait(PATIENCE)
        generation = self.generation()
        for line in generation.store.documents(generation.number):
            text = generation.store.text(line.text_hash)
            for one in candidates_of(line.title, text, line.text_hash):
                if one.question == question and line.state is FileState.INDEXED:
                    passage = generation.store.passages_of(line.document_id, generation.number)[0]
                    quote = text[one.start : one.end]
                    place = (passage.section, passage.locator)
                    citation = Citation(1, passage, one.start, one.end, quote, 0.9, *place)
                    return Answer(
                        "1", question, AnswerStatus.ANSWERED, f"{quote}[1]", citations=(citation,)
                    )
        return Answer("1", question, AnswerStatus.NO_EVIDENCE)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return write(
        tmp_path / "docs",
        a="泵站杂记\n\n现场值守人员不得少于3人。\n",
        b="河道杂记\n\n年度疏浚计划应当于每年3月底前公布。\n",
    )


@pytest.fixture
def data(tmp_path: Path, docs: Path) -> Path:
    index(tmp_path / "data", docs)
    return tmp_path / "data"


@pytest.fixture
def generations(data: Path) -> Iterator[GenerationSource]:
    with source(data) as opened:
        yield opened


@pytest.fixture
def service(generations: GenerationSource) -> SureAnswers:
    gate = threading.Event()
    gate.set()
    return SureAnswers(generations.current, [], gate)


BOTH = {"现场值守人员不得少于多少人？", "年度疏浚计划最晚什么时候公布？"}


def suggested(
    service: SureAnswers, data: Path, said: list[str] | None = None
) -> SuggestedQuestions:
    notes = [] if said is None else said
    return SuggestedQuestions(service, data, notes.append, pause=0)


def eventually(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.005)
    return True


def test_questions_are_made_in_the_background_and_kept_for_the_next_start(
    service: SureAnswers, data: Path
) -> None:
    service.gate.clear()
    with suggested(service, data) as questions:
        assert questions.current() == ()  # the first check waits; who asks does not
        service.gate.set()
        assert eventually(lambda: set(questions.current()) == BOTH)
        assert eventually((data / SUGGESTIONS_FILE).exists)
        first = questions.current()
    service.asked.clear()
    with suggested(service, data) as again:
        assert eventually(lambda: again.current() == first)
    assert service.asked == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"[]",
        b'{"key": 1}',
        b"[" * 60_000,
        b'{"key": "KEY", "questions": "x"}',
        b'{"key": "KEY", "questions": [1]}',
        '{"key": "KEY", "questions": ["<b>谁？</b>"]}'.encode(),
        b'{"key": "KEY", "questions": ["' + b"a" * 70_000,
        '{"key": "another", "questions": ["什么是中水回用？"]}'.encode(),
    ],
)
def test_damaged_and_foreign_files_are_made_anew(
    service: SureAnswers, data: Path, content: bytes
) -> None:
    path = data / SUGGESTIONS_FILE
    with suggested(service, data) as questions:
        assert eventually(path.exists)
        assert eventually(lambda: set(questions.current()) == BOTH)
    right = path.read_bytes()
    key = json.loads(right)["key"]
    path.write_bytes(content.replace(b"KEY", key.encode()))
    with suggested(service, data) as questions:
        assert eventually(lambda: set(questions.current()) == BOTH)
        assert eventually(lambda: path.read_bytes() == right)


def test_other_settings_call_for_other_questions(service: SureAnswers, data: Path) -> None:
    with suggested(service, data):
        assert eventually((data / SUGGESTIONS_FILE).exists)
    service.asked.clear()
    with SuggestedQuestions(service, data, print, basis="top_k=3", pause=0) as questions:
        assert eventually(lambda: set(questions.current()) == BOTH)
    assert set(service.asked) == BOTH


def test_folder_that_takes_no_file_leaves_the_questions_in_memory(
    service: SureAnswers, data: Path
) -> None:
    said: list[str] = []
    (data / SUGGESTIONS_FILE).mkdir()  # as a read-only folder, also for root
    with suggested(service, data, said) as questions:
        assert eventually(lambda: set(questions.current()) == BOTH)
        assert eventually(lambda: len(said) == 1)
    assert "cannot be kept" in said[0]
    assert [path.name for path in data.iterdir() if "suggestions" in path.name] == [
        SUGGESTIONS_FILE
    ]


def test_newer_generation_is_noticed_when_somebody_asks(
    service: SureAnswers, data: Path, docs: Path
) -> None:
    with suggested(service, data) as questions:
        assert eventually(lambda: set(questions.current()) == BOTH)
        (docs / "a.txt").unlink()
        write(docs, c="水厂杂记\n\n使用满十年的供水泵站，共214座。\n")
        index(data, docs)
        expected = {"使用满十年的供水泵站共有多少座？", "年度疏浚计划最晚什么时候公布？"}
        assert eventually(lambda: set(questions.current()) == expected)
        assert eventually(
            lambda: set(json.loads((data / SUGGESTIONS_FILE).read_bytes())["questions"]) == expected
        )


def test_close_stops_in_the_middle_and_keeps_nothing_half_made(
    service: SureAnswers, data: Path
) -> None:
    service.gate.clear()
    questions = suggested(service, data)
    questions.start()
    assert eventually(lambda: len(service.asked) == 1)
    closing = threading.Thread(target=questions.close)
    closing.start()
    assert eventually(questions._closed.is_set)
    service.gate.set()
    closing.join(PATIENCE)
    questions.close()
    assert len(service.asked) == 1
    assert questions.current() == ()
    assert not (data / SUGGESTIONS_FILE).exists()
    suggested(service, data).close()  # never started


def test_index_that_cannot_be_used_suggests_nothing_until_it_can(
    service: SureAnswers, data: Path
) -> None:
    current, broken = service.generation, [True]

    def generation() -> Generation:
        if broken:
            raise IndexDamagedError("Nothing can be read.")
        return current()

    service.generation = generation
    with suggested(service, data) as questions:
        assert questions.current() == ()
        broken.clear()
        assert eventually(lambda: set(questions.current()) == BOTH)


def test_failing_answers_are_told_once_and_not_tried_again(
    service: SureAnswers, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def fail(question: str) -> Answer:
        service.asked.append(question)
        raise IndexDamagedError("Nothing can be read.")

    monkeypatch.setattr(service, "answer", fail)
    with suggested(service, data, said) as questions:
        assert eventually(lambda: len(said) == 1)
        assert questions.current() == ()
        assert eventually(lambda: not questions._asked.is_set())
    assert len(service.asked) == 1
    assert "No questions can be suggested" in said[0]


def test_the_sample_corpus_suggests_questions_that_it_answers_in_place(
    index_of_sample_corpus: Path, cache_dir: Path, tmp_path: Path
) -> None:
    service = open_service(Settings(index_of_sample_corpus, cache_dir), lambda _: None)
    with SuggestedQuestions(service, tmp_path, lambda _: None, pause=0) as questions:
        assert eventually(lambda: len(questions.current()) >= 3)
        found = questions.current()
    generation = service.generation()
    candidates = {
        one.question: one
        for line in generation.store.documents(generation.number)
        for one in candidates_of(line.title, generation.store.text(line.text_hash), line.text_hash)
    }
    assert len(found) == 6
    assert len({candidates[question].text_hash for question in found}) >= 5
    for question in found:
        assert judge(candidates[question], service.pipeline.answer(question)) is Verdict.IN_PLACE
