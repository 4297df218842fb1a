"""A folder of many mixed files: the first run of `wenyuan index`, and one with nothing changed.

    python -m benchmarks.mixed_files [--files 2000]

The files are small and of all forms of tests/document_kit, as many PDF files as of any other.
Each run is a process of its own over one data folder, new at first. Memory is that of its whole
tree of processes: the resident pages of each, read from /proc every 0.2 s and added up. Pages
that processes share are counted in each of them, so what they really take is less.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from benchmarks.process_memory import memory_of_tree
from benchmarks.report import command_line, table, write_section
from benchmarks.running_server import command_of
from tests.browser_kit import open_browser
from tests.document_kit.mixed_folder import write_mixed_files

SAMPLED_EVERY = 0.2


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command: its report, wall seconds, and peak of memory in MB."""

    report: dict[str, Any]
    seconds: float
    memory: float


def main() -> int:
    """Prints and records the figures; exit status 0."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        documents = Path(folder) / "documents"
        with open_browser() as browser:
            write_mixed_files(documents, options.files, browser)
        size = sum(path.stat().st_size for path in documents.glob("**/*") if path.is_file())
        first, second = (_index(Path(folder) / "data", options.cache_dir, documents) for _ in "12")
    rows = [
        ("files", f"{options.files:,} of {size / 2**20:.0f} MB"),
        ("their states", _states(first)),
        ("documents / passages", "{documents:,} / {passages:,}".format_map(first.report["index"])),
        ("first run", f"{first.seconds:.1f} s"),
        ("files/s", f"{options.files / first.seconds:.1f}"),
        ("vectors computed", f"{first.report['embedded']:,}"),
        ("memory of all processes, first run, peak", f"{first.memory:,.0f} MB"),
        ("second run, nothing changed", f"{second.seconds:.2f} s"),
        ("their states then", _states(second)),
        ("vectors computed then", f"{second.report['embedded']:,}"),
        ("memory of all processes, second run, peak", f"{second.memory:,.0f} MB"),
    ]
    write_section("Mixed files", command_line(), table(("what", "figure"), rows))
    return 0


def _index(data_dir: Path, cache_dir: Path, documents: Path) -> Run:
    """Runs the command to its end and watches its memory."""
    command = command_of(data_dir, cache_dir, "index", "--json", str(documents))
    peak = 0.0
    started = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL)
        while process.poll() is None:
            peak = max(peak, memory_of_tree(process.pid))
            time.sleep(SAMPLED_EVERY)
        seconds = time.perf_counter() - started
        if process.returncode:
            sys.exit(f"{' '.join(command)} ended with {process.returncode}.")
        output.seek(0)
        return Run(json.load(output), seconds, peak)


def _states(run: Run) -> str:
    return ", ".join(f"{count:,} {state}" for state, count in run.report["states"].items() if count)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--cache-dir", type=Path, default=platformdirs.user_cache_path("wenyuan"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
