"""Tables of quality and speed, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from benchmarks.report import table
from benchmarks.retrieval.bootstrap import Interval
from benchmarks.retrieval.contestants import OURS, Contestant
from benchmarks.retrieval.quality import Comparison, SetResult
from benchmarks.retrieval.runs import Absence
from benchmarks.retrieval.speed import CLIENTS, IndexingSpeed, QuestionSpeed

_READ_ALIKE = (
    "All pipelines got the same bodies, no titles, and the same embedding weights "
    "(multilingual-e5-small, through our ONNX embedder). evidence@1500: share of questions with a "
    "whole gold span in the first 1,500 characters returned; hit@k: in one of the first k passages."
)


_INDEXED_ALIKE = (
    "Indexing as users have it: the same bodies, peers with sentence-transformers on torch, ours "
    "from files on disk; each round in a new process, by turns, models loaded before the clock "
    "starts."
)
_ASKED_ALIKE = (
    "Questions, each asked once, ten passages wanted: from a new process that loads the index; "
    "peers embed them on torch, ours by its own embedder. Vectors of passages were computed "
    "before, or are stand-ins for peers, which compare all of them whatever they are. Ready: from "
    "the start of the process to the first answer. Passages are each pipeline's own, the texts the "
    "same."
)


def quality_section(
    results: Sequence[SetResult],
    contestants: Sequence[Contestant],
    absences: Sequence[Absence],
    pictures: Sequence[str] = (),
) -> str:
    """A table of comparisons, one of all measures for each set, and what each pipeline was."""
    parts = [_READ_ALIKE, _comparisons(results), *(f"![]({name})" for name in pictures)]
    parts += [_set_table(result) for result in results]
    parts.append("### What each pipeline was given")
    parts.append("\n".join(f"- {each.title}: {each.given}" for each in contestants))
    return "\n\n".join([*parts, *absence_lines(absences)])


def speed_section(
    indexing: Mapping[str, Sequence[IndexingSpeed]],
    questions: Mapping[str, Sequence[QuestionSpeed]],
    titles: Mapping[str, str],
    absences: Sequence[Absence],
    pictures: Sequence[str] = (),
) -> str:
    """Indexing by pipeline's name; questions the same, the sizes in order; titles by name."""
    parts = [_INDEXED_ALIKE, _indexing_table(indexing, titles)]
    parts += [_ASKED_ALIKE, _questions_table(questions, titles)]
    parts += [f"![]({name})" for name in pictures]
    return "\n\n".join([*parts, *absence_lines(absences)])


def absence_lines(absences: Sequence[Absence]) -> list[str]:
    """What was not measured, for the reader of a report; nothing if all was."""
    if not absences:
        return []
    lines = [f"- {each.title}: {' '.join(each.reason.split())}" for each in absences]
    return ["### Not measured", "\n".join(lines)]


def _comparisons(results: Sequence[SetResult]) -> str:
    head = ("set", "measure", "ours misses", "best peer misses", "ratio", "difference", "best peer")
    return table(head, [_comparison_row(result, result.comparison()) for result in results])


def _comparison_row(result: SetResult, comparison: Comparison | None) -> tuple[str, ...]:
    start = (f"{result.asked.name} ({len(result.asked.questions):,})", result.main)
    if comparison is None:
        return (*start, *("–" for _ in range(5)))
    return (
        *start,
        _count(comparison.misses),
        _count(comparison.peer_misses),
        f"{comparison.ratio:.2f}",
        interval_text(comparison.difference),
        comparison.peer.title,
    )


def _set_table(result: SetResult) -> str:
    questions = f"{len(result.asked.questions):,} questions over {result.texts:,} texts"
    head = ("pipeline", "passages", *(measure.name for measure in result.measures))
    rows = [
        (
            each.title,
            f"{each.passages:,}",
            *(f"{each.mean(measure.name):.3f}" for measure in result.measures),
        )
        for each in result.scores
    ]
    return f"### {result.asked.name}: {questions}\n\n{table(head, rows)}"


def _indexing_table(
    indexing: Mapping[str, Sequence[IndexingSpeed]], titles: Mapping[str, str]
) -> str:
    ours = best_rate(indexing.get(OURS, ()))
    rows = [
        (
            titles[name],
            f"{rounds[0].passages:,}",
            f"{best_rate(rounds):,.0f}",
            f"{median(each.rate for each in rounds):,.0f}",
            f"{ours / best_rate(rounds):.2f}",
        )
        for name, rounds in indexing.items()
    ]
    head = ("pipeline", "passages", "characters/s, best", "median", "ours / this, best")
    return table(head, rows)


def best_rate(rounds: Iterable[IndexingSpeed]) -> float:
    """Characters per second of the fastest round; 0 of none."""
    return max((each.rate for each in rounds), default=0.0)


def _questions_table(
    questions: Mapping[str, Sequence[QuestionSpeed]], titles: Mapping[str, str]
) -> str:
    rows = [
        (
            titles[name],
            f"{speed.passages:,}",
            *(f"{value:,.1f}" for value in (*speed.alone, *speed.crowded)),
            f"{speed.ready_seconds:.1f}",
            f"{speed.resident_mb:,.0f}",
            f"{speed.disk_mb:,.0f}",
        )
        for name, speeds in questions.items()
        for speed in speeds
    ]
    together = f"{CLIENTS} clients"
    head = (
        *("pipeline", "passages", "p50 ms", "p95 ms", f"p50 ms, {together}"),
        *(f"p95 ms, {together}", "ready s", "resident MB", "disk MB"),
    )
    return table(head, rows)


def interval_text(interval: Interval) -> str:
    """A difference with its interval; one that may be chance is marked."""
    chance = "" if interval.excludes_zero else ", may be chance"
    return f"{interval.mean:+.3f} [{interval.low:+.3f}, {interval.high:+.3f}]{chance}"


def _count(misses: float) -> str:
    return f"{misses:,.0f}" if misses == int(misses) else f"{misses:,.1f}"
