"""Retrieval beside other pipelines: quality by gold spans, then speed, memory and disk.

    python -m benchmarks.retrieval --data FOLDER          a sample with a fixed seed; minutes
    python -m benchmarks.retrieval --data FOLDER --full   everything; hours, can be interrupted

FOLDER holds the public sets (cmrc2018, drcd, news, stard). The peers' environments are set up
once, by `make bench-peers`; a peer without one is left out, and the report says so.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from benchmarks.report import RESULTS, command_line, write_section
from benchmarks.retrieval.contestants import (
    CONTESTANTS,
    OURS,
    Contestant,
    Folders,
    contestants_named,
)
from benchmarks.retrieval.peers.environments import default_folder
from benchmarks.retrieval.peers.registry import Variant
from benchmarks.retrieval.plots import draw_latency, draw_quality
from benchmarks.retrieval.quality import SetResult, judged
from benchmarks.retrieval.report import quality_section, speed_section
from benchmarks.retrieval.runs import Crowd, QualityRun
from benchmarks.retrieval.sets import public_sets
from benchmarks.retrieval.sets.registry import REPORTED, load_set
from benchmarks.retrieval.sets.sampling import sample_texts
from benchmarks.retrieval.speed import QuestionSpeed, SpeedRun, texts_of_passages
from benchmarks.retrieval.types import GoldQuestion, SourceText
from corpus.errors import UsageError, WenyuanError

_OWN_FOLDER = platformdirs.user_cache_path("wenyuan") / "benchmarks"
# Made for this benchmark and part of the project.
_NEED_NO_DATA = frozenset({"needs-context"})
_FULL_SIZES, _SHORT_SIZES = (1_000, 10_000, 70_000), (150,)
_ROUNDS = 2
_FULL_INDEXED, _SHORT_INDEXED = 1_000, 60
_QUESTIONS, _SHORT_QUESTIONS = 610, 160
# Who is in a sample unless others are named, and of whom speed is measured then.
_SHORT_SPEED = (OURS, f"langchain-{Variant.SHIPPED}")
_SHORT_PEERS = ("llama_index_fused", "haystack", "txtai")
_SHORT = (*_SHORT_SPEED, *(f"{name}-{Variant.HELPED}" for name in _SHORT_PEERS))


@dataclass(frozen=True, slots=True)
class _Texts:
    """What speed is measured on: the first texts of `all_texts` are news."""

    news: tuple[SourceText, ...]
    all_texts: tuple[SourceText, ...]
    questions: tuple[GoldQuestion, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and records; exit status 0, or 2 for wrong use or missing data."""
    options = _options(arguments)
    try:
        contestants = contestants_named(options.pipelines or _usual_pipelines(options))
        crowds = _crowds(options)
        if crowds:
            _quality(options, contestants, crowds)
        if options.speed:
            _speed(options, contestants)
    except WenyuanError as exc:
        print(f"{exc.message} {exc.remedy}", file=sys.stderr)
        return 2
    return 0


def _quality(
    options: argparse.Namespace, contestants: Sequence[Contestant], crowds: Sequence[Crowd]
) -> None:
    run = QualityRun(options.run, contestants, crowds, _folders(options), _tell)
    absences = run.answer_all()
    results = [result for crowd in crowds for result in judged(run, crowd, contestants)]
    results.sort(key=lambda result: options.sets.index(result.asked.name))
    title = _title("Retrieval quality", options)
    titles = _titles_measured(results)
    pictures = [_picture_path(title)] if titles else []
    for picture in pictures:
        draw_quality(results, titles, picture)
    names = [picture.name for picture in pictures]
    write_section(title, command_line(), quality_section(results, contestants, absences, names))


def _speed(options: argparse.Namespace, contestants: Sequence[Contestant]) -> None:
    run = SpeedRun(options.run, _folders(options), _tell)
    texts = _speed_texts(options)
    full = options.full
    timed = [each for each in contestants if full or each.name in _SHORT_SPEED]
    indexed = _FULL_INDEXED if full else _SHORT_INDEXED
    sizes = options.sizes or (_FULL_SIZES if full else _SHORT_SIZES)
    reached = texts_of_passages(texts.all_texts, (indexed, *sizes))
    indexing = run.indexing(
        [each for each in timed if not each.name.endswith(Variant.HELPED)],
        texts.news[: reached[indexed]],
        _ROUNDS,
    )
    measured: dict[str, list[QuestionSpeed]] = {}
    for size in sizes:
        for each in timed:
            found = run.questions(each, texts.all_texts[: reached[size]], texts.questions)
            if found is not None:
                measured.setdefault(each.name, []).append(found)
    titles = {each.name: each.title for each in contestants}
    title = _title("Retrieval speed", options)
    pictures = [_picture_path(title)] if len(sizes) > 1 and measured else []
    for picture in pictures:
        draw_latency(measured, titles, picture)
    names = [picture.name for picture in pictures]
    body = speed_section(indexing, measured, titles, run.absences, names)
    write_section(title, command_line(), body)


def _usual_pipelines(options: argparse.Namespace) -> Sequence[str]:
    return [each.name for each in CONTESTANTS] if options.full else _SHORT


def _crowds(options: argparse.Namespace) -> list[Crowd]:
    crowds: dict[str, Crowd] = {}
    for name in options.sets:
        _require_data(options, name not in _NEED_NO_DATA)
        texts, asked = load_set(
            name,
            options.data,
            short=not options.full,
            others=options.others,
            questions=options.questions,
        )
        known = crowds.get(asked.crowd, Crowd(asked.crowd, texts, ()))
        crowds[asked.crowd] = Crowd(asked.crowd, known.texts, (*known.sets, asked))
    return list(crowds.values())


def _speed_texts(options: argparse.Namespace) -> _Texts:
    _require_data(options, needed=True)
    data: Path = options.data
    news = sample_texts(public_sets.news(data), sys.maxsize)
    cmrc = public_sets.squad(data, public_sets.CMRC_DEV)
    questions = _QUESTIONS if options.full else _SHORT_QUESTIONS
    if not options.full:
        return _Texts(news, news, cmrc.questions[:questions])
    drcd = public_sets.squad(data, public_sets.DRCD_DEV)
    articles = public_sets.stard(data, public_sets.STARD_DEV)
    all_texts = (*news, *cmrc.texts, *drcd.texts, *articles.texts)
    return _Texts(news, all_texts, cmrc.questions[:questions])


def _require_data(options: argparse.Namespace, needed: bool) -> None:  # noqa: FBT001
    if needed and options.data is None:
        raise UsageError(
            "Retrieval is measured on public sets, which are not part of the project.",
            remedy="Name their folder with --data FOLDER (make bench DATA=FOLDER), or measure what "
            f"needs none: --sets {' '.join(sorted(_NEED_NO_DATA))} --no-speed.",
        )


def _titles_measured(results: Sequence[SetResult]) -> dict[str, str]:
    measured = {scores.name for result in results for scores in result.scores}
    return {each.name: each.title for each in CONTESTANTS if each.name in measured}


def _folders(options: argparse.Namespace) -> Folders:
    return Folders(options.peers, options.cache)


def _title(what: str, options: argparse.Namespace) -> str:
    if not options.full:
        return f"{what}, sampled"
    return what if options.others == sys.maxsize else f"{what}, {options.others} other texts"


def _picture_path(title: str) -> Path:
    name = title.lower().replace(",", "").replace(" ", "-")
    return RESULTS / f"{datetime.now(UTC):%Y-%m-%d}-{name}.png"


def _tell(sentence: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {sentence}", file=sys.stderr, flush=True)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.retrieval",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--data", type=Path, help="folder of the public sets")
    add("--full", action="store_true", help="everything instead of a sample")
    for name, what in (
        ("--others", "of the texts without questions take N only"),
        ("--questions", "of each set's questions ask N only"),
    ):
        add(name, type=int, metavar="N", default=sys.maxsize, help=what)
    add(
        "--sets",
        nargs="*",
        choices=list(REPORTED),
        metavar="SET",
        default=list(REPORTED),
        help=f"of: {', '.join(REPORTED)}; none with nothing behind it",
    )
    names = ", ".join(each.name for each in CONTESTANTS)
    add(
        "--pipelines",
        nargs="+",
        metavar="NAME",
        help=f"of: {names}; the name of a peer alone means both of its variants. Default: all, "
        f"of a sample {', '.join(_SHORT)}",
    )
    add(
        "--run",
        type=Path,
        default=_OWN_FOLDER / "retrieval",
        help="what is measured is kept here, and not measured again (%(default)s)",
    )
    add(
        "--cache",
        type=Path,
        default=_OWN_FOLDER / "vectors.sqlite",
        help="vectors of texts that were embedded before (%(default)s)",
    )
    add(
        "--peers",
        type=Path,
        default=default_folder(),
        help="the peers' environments, as `make bench-peers` made them (%(default)s)",
    )
    add(
        "--sizes",
        type=int,
        nargs="+",
        metavar="N",
        help="passages to measure questions at; default: "
        f"{' '.join(map(str, _FULL_SIZES))}, of a sample {' '.join(map(str, _SHORT_SIZES))}",
    )
    add("--no-speed", dest="speed", action="store_false", help="measure quality only")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
