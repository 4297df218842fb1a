"""What a run of the indexer will do, decided before anything is changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UsageError
from corpus.store_records import FileRecord, FileStamp
from corpus.types import FileReport
from rag.file_scan import FoundFile, Roots, Scan, scan, without_repeats

_PRUNE_REMEDY = (
    "Check that the folder is there and mounted; if the files are gone on purpose, run: "
    "wenyuan index --prune {path}"
)


@dataclass(frozen=True, slots=True)
class IndexPlan:
    """Files to look at, reports on what is not read, documents to take out, new root names."""

    files: tuple[FoundFile, ...]
    reports: tuple[FileReport, ...]
    vanished: tuple[str, ...]
    new_roots: Mapping[str, str]


def make_plan(
    paths: Sequence[Path],
    known_roots: Mapping[str, str],
    records: Sequence[FileRecord],
    *,
    suffixes: frozenset[str],
    data_dir: Path,
    prune: bool,
) -> IndexPlan:
    """Looks through `paths` and compares what is there with what is known.

    Raises:
        UsageError: no path, a path that never existed, or one that lost too much
            while `prune` is False.
    """
    stamps = {record.source: record.stamp for record in records if not record.container}
    if not paths:
        raise UsageError("No path was given.", remedy="Name a folder or file with documents.")
    roots = Roots(known_roots)
    absolute = [Path(path).absolute() for path in paths]
    scans = tuple(scan(_checked(path, data_dir), roots, suffixes, data_dir) for path in absolute)
    files = tuple(without_repeats(scans))
    vanished = {source for one in scans for source in _vanished(one, stamps, files)}
    if not prune:
        for one in scans:
            _refuse_losses(one, stamps, files)
    for one in scans:
        _refuse_unknown(one, stamps)
    reports = {report.source: report for one in scans for report in one.reports}
    used = {found.root for found in files}
    return IndexPlan(
        files=files,
        reports=tuple(reports.values()),
        vanished=tuple(sorted(vanished)),
        new_roots={name: path for name, path in roots.added.items() if name in used},
    )


def _checked(path: Path, data_dir: Path) -> Path:
    if path == data_dir.absolute():
        raise UsageError(
            f"{path} is the data folder, which holds the index itself.",
            remedy="Keep documents in a folder of their own.",
        )
    return path


def _known_in(one: Scan, stamps: Iterable[str]) -> set[str]:
    return {source for source in stamps if one.covers(source)}


def _vanished(one: Scan, stamps: Mapping[str, FileStamp], files: Sequence[FoundFile]) -> set[str]:
    found = {file.source for file in files}
    return {
        source
        for source in _known_in(one, stamps)
        if source not in found and not one.is_unreadable(source)
    }


def _refuse_losses(one: Scan, stamps: Mapping[str, FileStamp], files: Sequence[FoundFile]) -> None:
    """Refuses what looks like an unmounted share rather than deleted files."""
    known = _known_in(one, stamps)
    if not one.exists and known:
        raise _refusal(one, f"{one.path} is gone; {len(known)} documents came from there.")
    if one.exists and not one.holds_files and not one.unreadable:
        raise _refusal(one, f"There is no file in {one.path}.")
    lost = _vanished(one, stamps, files) - _moved(stamps, files)
    if 2 * len(lost) > len(known):
        raise _refusal(
            one, f"{one.path} has lost {len(lost)} of the {len(known)} files known from there."
        )


def _moved(stamps: Mapping[str, FileStamp], files: Sequence[FoundFile]) -> set[str]:
    """Known files of which a file under a new name has the size and time: moved, not lost."""
    new = {(file.size, file.mtime_ns) for file in files if file.source not in stamps}
    return {source for source, stamp in stamps.items() if (stamp.size, stamp.mtime_ns) in new}


def _refusal(one: Scan, message: str) -> UsageError:
    return UsageError(f"{message} Nothing was changed.", remedy=_PRUNE_REMEDY.format(path=one.path))


def _refuse_unknown(one: Scan, stamps: Mapping[str, FileStamp]) -> None:
    if not one.exists and not _known_in(one, stamps):
        raise UsageError(
            f"There is no file or folder {one.path}.", remedy="Check the path, then try again."
        )
