"""How well questions about a folder of documents are answered.

    python -m benchmarks.answers [--documents FOLDER --questions FILE]

FILE holds one JSON object a line: `question`, `source` (a file name of FOLDER, or null where
the documents do not answer), `also_sources`, and `expected`: groups of alternative words; an
answer is right if it holds one of every group, white space, punctuation, width, case and
script apart. Default: the sample corpus and its questions.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs

from benchmarks.report import command_line, table, write_section
from corpus.normalize import search_form
from corpus.parsers import parse_file
from corpus.store import LibraryStore
from rag.factory import open_indexer, open_pipeline, open_store
from rag.manifest import read_manifest
from rag.settings import Settings
from rag.types import Answer, AnswerStatus
from ui.confidence_levels import ConfidenceLevel, level_of

ROOT = Path(__file__).resolve().parent.parent
SAMPLE_DOCUMENTS = ROOT / "corpus" / "documents"
SAMPLE_QUESTIONS = ROOT / "tests" / "data" / "sample_questions.jsonl"


@dataclass(frozen=True, slots=True)
class Judged:
    """A question's entry of the file, its answer, and what is true of it."""

    entry: dict[str, Any]
    answer: Answer
    answered: bool
    right_source: bool
    right_words: bool


def main() -> int:
    """Prints and records the figures; exit status 0."""
    options = _options()
    entries = [json.loads(line) for line in options.questions.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder), options.cache_dir)
        open_indexer(settings, print).index([options.documents])
        pipeline = open_pipeline(settings, print)
        pipeline.answer(entries[0]["question"])
        judged = [judge(entry, pipeline.answer(entry["question"])) for entry in entries]
        with open_store(settings) as store:
            generation = read_manifest(settings.data_dir).generation
            verbatim = verbatim_share(judged, store, generation, options.documents)
    body = _figures(judged, verbatim) + "\n\n" + _mistakes(judged)
    if options.verbose:
        _print_answers(judged)
    write_section(f"Answers on {options.name}", command_line(), body)
    return 0


def judge(entry: dict[str, Any], answer: Answer) -> Judged:
    """Compares an answer with what its question expects."""
    answered = answer.status is AnswerStatus.ANSWERED
    sources = {entry["source"], *entry.get("also_sources", ())}
    first = answer.citations[0].passage.source.rsplit("/", 1)[-1] if answer.citations else ""
    form = plain_form(f"{answer.short_answer or ''}\n{answer.answer or ''}")
    groups = entry["expected"]
    right = all(any(plain_form(word) in form for word in group) for group in groups)
    return Judged(entry, answer, answered, first in sources, answered and right)


def plain_form(text: str) -> str:
    """Search form without white space, punctuation and markers."""
    return "".join(character for character in search_form(text) if character.isalnum())


def verbatim_share(
    judged: Sequence[Judged], store: LibraryStore, generation: int, documents: Path
) -> float:
    """Share of citations whose quote stands in the file, up to the listed removals.

    The quote must be its span of the stored text, and the stored text with its edits
    taken back must be what the parser read from the file.
    """
    citations = [citation for entry in judged for citation in entry.answer.citations]
    as_read: dict[str, bool] = {}
    found = 0
    for citation in citations:
        passage = citation.passage
        document = store.document(passage.document_id, generation)
        if passage.source not in as_read:
            path = documents / passage.source.split("/", 1)[1]
            as_read[passage.source] = parse_file(path).text == document.text_as_read
        quoted = document.text[citation.start : citation.end] == citation.quote
        found += quoted and as_read[passage.source]
    return found / len(citations) if citations else 1.0


def _figures(judged: Sequence[Judged], verbatim: float) -> str:
    answerable = [entry for entry in judged if entry.entry["source"]]
    answered = [entry for entry in answerable if entry.answered]
    others = [entry for entry in judged if not entry.entry["source"]]
    times = [entry.answer.elapsed_ms for entry in judged]
    rows = [
        ("right source cited first, of those answered", _share(answered, "right_source")),
        ("answered with the expected words", _share(answerable, "right_words")),
        ("refused, of those that the documents answer", _refused(answerable)),
        ("refused, of those that they do not answer", _refused(others)),
        *_by_confidence([entry for entry in judged if entry.answered]),
        ("cited quotes found in the original file", f"{verbatim:.3f}"),
        ("milliseconds an answer, p50 / p95", "{:.0f} / {:.0f}".format(*_percentiles(times))),
    ]
    return table(("what", "figure"), rows)


def _share(judged: Sequence[Judged], name: str) -> str:
    right = sum(getattr(entry, name) for entry in judged)
    return f"{right / max(len(judged), 1):.3f} ({right} of {len(judged)})"


def _by_confidence(answered: Sequence[Judged]) -> list[tuple[str, str]]:
    """How many are right of those that the page calls sure, rather sure, and not."""
    rows = []
    for level in ConfidenceLevel:
        those = [each for each in answered if level_of(each.answer.confidence) is level]
        right = sum(bool(each.entry["source"]) and each.right_words for each in those)
        rows.append(
            (f"right, of answers of {level.name.lower()} confidence", f"{right} of {len(those)}")
        )
    return rows


def _refused(judged: Sequence[Judged]) -> str:
    refused = sum(not entry.answered for entry in judged)
    return f"{refused / max(len(judged), 1):.3f} ({refused} of {len(judged)})"


def _percentiles(times: Sequence[float]) -> tuple[float, float]:
    return float(np.percentile(times, 50)), float(np.percentile(times, 95))


def _mistakes(judged: Sequence[Judged]) -> str:
    lines = []
    for entry in judged:
        name, wanted = entry.entry["id"], bool(entry.entry["source"])
        if wanted and not entry.answered:
            lines.append(f"- {name}: refused")
        elif wanted and not entry.right_words:
            lines.append(f"- {name}: expected words not in the answer")
        elif wanted and not entry.right_source:
            lines.append(f"- {name}: another source first")
        elif not wanted and entry.answered:
            lines.append(f"- {name}: answered, though the documents do not say")
    return "Mistakes:\n\n" + ("\n".join(lines) or "none")


def _print_answers(judged: Sequence[Judged]) -> None:
    for entry in judged:
        answer = entry.answer
        good = entry.right_words if entry.entry["source"] else not entry.answered
        print(f"{'  ' if good else '✗ '}{entry.entry['id']} {answer.question}")
        print(f"     {answer.status} | {answer.short_answer} | {answer.answer!r}")
        if not good:
            print(f"     expected {entry.entry['expected']} of {entry.entry['source']}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=Path, default=SAMPLE_DOCUMENTS)
    parser.add_argument("--questions", type=Path, default=SAMPLE_QUESTIONS)
    parser.add_argument("--cache-dir", type=Path, default=platformdirs.user_cache_path("wenyuan"))
    parser.add_argument("--verbose", action="store_true", help="print every answer")
    options = parser.parse_args()
    for path in (options.documents, options.questions):
        if not path.exists():
            parser.error(f"{path} is missing")
    options.name = options.questions.stem.replace("_", " ")
    return options


if __name__ == "__main__":
    started = time.perf_counter()
    status = main()
    print(f"took {time.perf_counter() - started:.0f} s")
    sys.exit(status)
