"""What `ask`, `search` and `chat` do."""

from __future__ import annotations

from pathlib import Path

from rag.manifest import read_manifest
from rag.settings import Settings
from rag.types import answer_as_json, passage_as_json
from ui import parts
from ui.answer_view import answer_text, passages_text
from ui.batch import AskTask, SearchTask, check_output, run_batch
from ui.conversation import converse, greet, typed_or_piped
from ui.json_output import write_json
from ui.question_lines import read_question_lines
from ui.status_view import local_time
from ui.terminal import output, write


def ask(settings: Settings, question: str, *, as_json: bool) -> None:
    """Answers one question on standard output."""
    answer = parts.open_pipeline(settings).answer(question)
    if as_json:
        write_json(answer_as_json(answer))
    else:
        write(output(), answer_text(answer))


def ask_many(settings: Settings, questions: Path, answers: Path) -> None:
    """Answers each line of `questions` with a line of `answers`."""
    check_output(questions, answers)
    lines = read_question_lines(questions)
    run_batch(lines, answers, AskTask(parts.open_pipeline(settings)))


def search(settings: Settings, query: str, top_k: int, *, as_json: bool) -> None:
    """Writes the `top_k` best passages to standard output."""
    passages = parts.open_pipeline(settings).search(query, top_k)
    if as_json:
        shapes = [passage_as_json(passage) for passage in passages]
        write_json({"query": query, "passages": shapes})
    else:
        write(output(), passages_text(passages))


def search_many(settings: Settings, queries: Path, results: Path, top_k: int) -> None:
    """Writes the `top_k` best passages for each line of `queries` as a line of `results`."""
    check_output(queries, results)
    lines = read_question_lines(queries)
    run_batch(lines, results, SearchTask(parts.open_pipeline(settings), top_k))


def chat(settings: Settings) -> None:
    """Answers what is typed or piped in, until it ends."""
    pipeline = parts.open_pipeline(settings)
    manifest = read_manifest(settings.data_dir)
    greet(manifest.counts.documents, local_time(manifest.created))
    with parts.open_store(settings) as store:
        converse(
            pipeline,
            lambda: store.documents(read_manifest(settings.data_dir).generation),
            typed_or_piped(),
        )
