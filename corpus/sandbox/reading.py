"""What the child process does: one file from disk to its texts."""

from __future__ import annotations

import hashlib
import os
import time
import traceback
from pathlib import Path

from corpus.errors import ParseError
from corpus.jieba_dictionary import load_frequencies
from corpus.loaded import LoadedFile, Unreadable
from corpus.loader import load_raw
from corpus.parsers.detection import format_name
from corpus.parsers.registry import read_bytes
from corpus.sandbox.messages import FileBytes, ReadingOutcome, ReadingRequest
from corpus.types import RawFile

# Headings, torn words and pinyin: what makes the cleaner load its word lists.
_WARMING = """# 关于建设 质 量 强 县 的 意 见

发(fā)布时间：2024年3月1日　来源：清河(hé)县

第 十 二 条　灌区管理处负责干渠的维修，支渠由受益乡镇组织群众清淤。
"""


def warm_up(cache_dir: Path | None) -> None:
    """Loads what the cleaner loads with its first texts; children that come after share it.

    The word list is kept ready in `cache_dir`, if there is one.
    """
    load_frequencies(cache_dir)
    load_raw(RawFile("warm.md", _WARMING.encode()))


def read_file(request: ReadingRequest) -> ReadingOutcome:
    """Reads the file; what cannot be read is told, never raised."""
    started = time.monotonic()
    path = Path(request.path)
    try:
        before = path.stat()
        data = read_bytes(path)
        after = path.stat()
    except ParseError as error:
        return _failed(error.code, error.message, error.remedy, started)
    except OSError as error:
        message = f"{request.name}: The file cannot be opened ({error.strerror})."
        return _failed("unreadable_document", message, "Check that you may read it.", started)
    stamp = FileBytes(
        size=len(data),
        mtime_ns=before.st_mtime_ns,
        sha256=hashlib.sha256(data).hexdigest(),
        is_settled=_state(before) == _state(after) and len(data) == after.st_size,
    )
    loaded = _loaded(RawFile(request.name, data, request.passwords))
    return ReadingOutcome(loaded, stamp, time.monotonic() - started)


def _loaded(raw: RawFile) -> LoadedFile:
    """As `load_raw`; a parser that fails in a way of its own costs this file only."""
    try:
        return load_raw(raw)
    except MemoryError:
        raise
    except Exception as exc:  # noqa: BLE001 - whatever a library throws at a damaged file
        place = traceback.extract_tb(exc.__traceback__)[-1]
        message = (
            f"{raw.name}: The file could not be read; it may be damaged "
            f"({type(exc).__name__}: {exc}; {Path(place.filename).name}, line {place.lineno})."
        )
        remedy = "Open it in the program that made it and save it again; if it is sound, report it."
        return LoadedFile(Unreadable("reading_fault", message, remedy, format_name(raw)))


def _state(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def _failed(code: str, message: str, remedy: str, started: float) -> ReadingOutcome:
    loaded = LoadedFile(Unreadable(code, message, remedy))
    return ReadingOutcome(loaded, None, time.monotonic() - started)
