"""Reports as they are remembered with the records of files, until these change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from corpus.store_records import as_json, facts_of_json
from corpus.types import FileReport, FileState


def remembered(report: FileReport) -> str:
    """A report as it is kept with the record of its file."""
    values = asdict(report)
    del values["source"]
    return as_json(values)


def recalled(source: str, kept: str) -> FileReport:
    """The report of a file that is as it was: unchanged, or failed or skipped as before."""
    if not kept:
        return FileReport(source, FileState.UNCHANGED)
    values: Mapping[str, Any] = json.loads(kept)
    report = FileReport(source=source, **{**values, "facts": facts_of_json(values["facts"])})
    state = FileState(report.state)
    if state in (FileState.FAILED, FileState.SKIPPED):
        return replace(report, state=state, seconds=0.0)
    detail = report.detail if state is FileState.PARTIAL else ""
    return replace(report, state=FileState.UNCHANGED, detail=detail, seconds=0.0)
