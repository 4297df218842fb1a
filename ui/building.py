"""What `prepare` and `index` do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from corpus.errors import WenyuanError
from corpus.types import FileState
from rag.index_report import IndexReport
from rag.settings import Settings
from ui import parts
from ui.exits import ExitCode
from ui.indexing_view import indexing_progress, report_as_json, write_report
from ui.json_output import write_json
from ui.report_files import checked_report_files, write_report_files
from ui.terminal import messages, notify, write, write_error

if TYPE_CHECKING:
    from rag.indexing import Indexer


@dataclass(frozen=True, slots=True)
class IndexOrder:
    """What `index` is asked to do; a report is written to `report_file`, if there is one."""

    paths: Sequence[Path]
    prune: bool = False
    verify: bool = False
    report_file: Path | None = None


def prepare(settings: Settings) -> None:
    """Makes the embedding model ready."""
    parts.prepare_model(settings.embedding_model, settings.cache_dir)
    notify(f"向量模型已就绪 · The embedding model is ready: {settings.embedding_model}")


def index(settings: Settings, order: IndexOrder, *, as_json: bool) -> None:
    """Brings the index up to date; exits with 1 if a file failed."""
    checked_report_files(order.report_file)
    with _indexer(settings) as indexer:
        report = _updated(indexer, order)
    _tell(report, order, as_json=as_json)
    if report.count(FileState.FAILED):
        raise typer.Exit(ExitCode.FILE_FAILED)


def follow(settings: Settings, order: IndexOrder, *, as_json: bool) -> None:
    """As `index`, again with every change below the paths, until Ctrl-C.

    What cannot be done now (a share that is away, another indexer at work) is told and tried
    again with the next change; only the first run ends the command by failing.
    """
    checked_report_files(order.report_file)
    with _indexer(settings) as indexer:
        changes = parts.changes_below(order.paths, settings.data_dir)
        _tell(_updated(indexer, order), order, as_json=as_json)
        notify("正在跟踪变动，Ctrl-C 停止 · Following changes; Ctrl-C stops it.")
        try:
            for _ in changes:
                _update_again(indexer, order, as_json=as_json)
        except KeyboardInterrupt:
            notify("已停止 Stopped.")


def index_before_serving(settings: Settings, paths: Sequence[Path]) -> None:
    """As `index`; files that fail are reported, and the others can be asked about."""
    with _indexer(settings) as indexer:
        write_report(_updated(indexer, IndexOrder(paths)))


def _update_again(indexer: Indexer, order: IndexOrder, *, as_json: bool) -> None:
    try:
        report = _updated(indexer, order)
    except WenyuanError as exc:
        write_error(exc)
        return
    if report.published or report.count(FileState.FAILED):
        _tell(report, order, as_json=as_json)


def _tell(report: IndexReport, order: IndexOrder, *, as_json: bool) -> None:
    if order.report_file is not None:
        for path in write_report_files(order.report_file, report):
            notify(f"报告已写入 · The report was written to {path}")
    if as_json:
        write_json(report_as_json(report))
    else:
        write_report(report)


@contextmanager
def _indexer(settings: Settings) -> Iterator[Indexer]:
    indexer = parts.open_indexer(settings)
    try:
        yield indexer
    finally:
        indexer.close()


def _updated(indexer: Indexer, order: IndexOrder) -> IndexReport:
    try:
        with indexing_progress() as progress:
            return indexer.index(
                order.paths, prune=order.prune, verify=order.verify, progress=progress
            )
    except KeyboardInterrupt:
        write(
            messages(),
            "已停止，读过的都保留；再运行同一命令即可继续。"
            "Stopped. What was read is kept; run the same command again to finish.",
        )
        raise
