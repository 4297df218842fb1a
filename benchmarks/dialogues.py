"""How well follow-up questions are understood, over the sample corpus.

    python -m benchmarks.dialogues [--verbose]

Every line of the dialogues' file is a conversation: questions in a row, each with the document
that answers it. A follow-up is right if the passage cited first, or for a refusal the nearest
one, is of that document. `understood`: words that its completed form must hold. First questions
and those on a new subject (`is_new`) must be answered as without a conversation.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from benchmarks.answers import ROOT, SAMPLE_DOCUMENTS
from benchmarks.report import command_line, table, write_section
from rag.dialogue.turns import Turn, remembered
from rag.factory import open_indexer, open_pipeline
from rag.pipeline import QAPipeline
from rag.settings import Settings
from rag.types import Answer, AnswerStatus

DIALOGUES = ROOT / "tests" / "data" / "dialogues.jsonl"


@dataclass(frozen=True, slots=True)
class Judged:
    """A turn of the file, its answer in the conversation and without it."""

    name: str
    turn: dict[str, Any]
    is_follow_up: bool
    answer: Answer
    alone: Answer

    @property
    def right_source(self) -> bool:
        """Whether what is cited first, else what is nearest, is of the right document."""
        wanted = {self.turn["source"], *self.turn.get("also_sources", ())}
        found = [each.passage.source for each in self.answer.citations]
        found = found or [each.passage.source for each in self.answer.nearest]
        return bool(found) and found[0].rpartition("/")[2] in wanted

    @property
    def understood(self) -> bool:
        """Whether the question, as it was understood, holds the words that it must."""
        form = self.answer.understood_as or self.answer.question
        return all(word in form for word in self.turn.get("understood", ()))

    @property
    def is_answered(self) -> bool:
        """Whether it was answered at all."""
        return self.answer.status is AnswerStatus.ANSWERED

    @property
    def is_unchanged(self) -> bool:
        """Whether the conversation made no difference."""
        return (self.answer.answer, self.answer.short_answer) == (
            self.alone.answer,
            self.alone.short_answer,
        )


def talk(pipeline: QAPipeline, dialogues: Path = DIALOGUES) -> Iterator[Judged]:
    """Holds every conversation of the file."""
    for line in dialogues.read_text(encoding="utf-8").splitlines():
        dialogue = json.loads(line)
        earlier: tuple[Turn, ...] = ()
        for number, turn in enumerate(dialogue["turns"]):
            question = turn["question"]
            answer = pipeline.answer(question, earlier=earlier)
            alone = pipeline.answer(question)
            is_follow_up = number > 0 and not turn.get("is_new", False)
            yield Judged(f"{dialogue['id']}.{number + 1}", turn, is_follow_up, answer, alone)
            earlier = remembered(earlier, answer)


def main() -> int:
    """Prints and records the figures; exit status 0."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--verbose", action="store_true", help="print every turn")
    parser.add_argument("--cache-dir", type=Path, default=platformdirs.user_cache_path("wenyuan"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder), options.cache_dir)
        open_indexer(settings, print).index([SAMPLE_DOCUMENTS])
        judged = list(talk(open_pipeline(settings, print)))
    follow_ups = [each for each in judged if each.is_follow_up]
    others = [each for each in judged if not each.is_follow_up]
    rows = [
        ("conversations / follow-ups", f"{len(_names(judged))} / {len(follow_ups)}"),
        ("follow-ups: right source first", _share([each.right_source for each in follow_ups])),
        ("follow-ups: understood", _share([each.understood for each in follow_ups])),
        ("follow-ups: answered", _share([each.is_answered for each in follow_ups])),
        ("other questions: right source first", _share([each.right_source for each in others])),
        ("other questions: as without a conversation", _share([o.is_unchanged for o in others])),
    ]
    write_section("Follow-up questions", command_line(), table(("what", "figure"), rows))
    if options.verbose:
        for each in judged:
            _print(each)
    return 0


def _names(judged: list[Judged]) -> set[str]:
    return {each.name.partition(".")[0] for each in judged}


def _share(values: list[bool]) -> str:
    return f"{sum(values) / max(len(values), 1):.3f} ({sum(values)} of {len(values)})"


def _print(judged: Judged) -> None:
    marks = ("" if judged.right_source else " ✗source") + (
        "" if judged.understood else " ✗understood"
    )
    answer = judged.answer
    print(f"{judged.name}{marks} {answer.question} → {answer.understood_as or '='}")
    print(f"    {answer.status} | {answer.short_answer} | {(answer.answer or '')[:90]!r}")


if __name__ == "__main__":
    sys.exit(main())
