"""What `prepare` and `index` do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from corpus.types import FileState
from rag.index_report import IndexReport
from rag.settings import Settings
from ui import parts
from ui.exits import ExitCode
from ui.indexing_view import indexing_progress, report_as_json, write_report
from ui.json_output import write_json
from ui.terminal import messages, notify, write


def prepare(settings: Settings) -> None:
    """Makes the embedding model ready."""
    parts.prepare_model(settings.embedding_model, settings.cache_dir)
    notify(f"向量模型已就绪 · The embedding model is ready: {settings.embedding_model}")


def index(settings: Settings, paths: Sequence[Path], *, prune: bool, as_json: bool) -> None:
    """Brings the index up to date with `paths`; exits with 1 if a file failed."""
    report = _updated(settings, paths, prune=prune)
    if as_json:
        write_json(report_as_json(report))
    else:
        write_report(report)
    if report.count(FileState.FAILED):
        raise typer.Exit(ExitCode.FILE_FAILED)


def index_before_serving(settings: Settings, paths: Sequence[Path]) -> None:
    """As `index`; files that fail are reported, and the others can be asked about."""
    write_report(_updated(settings, paths, prune=False))


def _updated(settings: Settings, paths: Sequence[Path], *, prune: bool) -> IndexReport:
    try:
        indexer = parts.open_indexer(settings)
        with indexing_progress() as progress:
            return indexer.index(paths, prune=prune, progress=progress)
    except KeyboardInterrupt:
        write(
            messages(),
            "已停止，读过的都保留；再运行同一命令即可继续。"
            "Stopped. What was read is kept; run the same command again to finish.",
        )
        raise
