"""Where figures go: one Markdown file a day, each section with its command and machine."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).with_name("results")


def machine() -> str:
    """Processor, cores, memory and Python of this machine, in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, no GPU used, "
        f"Python {platform.python_version()}"
    )


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def write_section(title: str, command: str, body: str) -> None:
    """Prints a section and puts it into the day's file, in place of one of the same title."""
    now = datetime.now(UTC)
    section = (
        f"## {title}\n\n{now:%Y-%m-%d %H:%M} UTC · {machine()}\n\n`{command}`\n\n{body.strip()}\n"
    )
    print(section)
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{now:%Y-%m-%d}.md"
    old = path.read_text(encoding="utf-8") if path.exists() else f"# Results of {now:%Y-%m-%d}\n"
    head, *sections = old.split("\n## ")
    kept = [entry for entry in sections if entry.split("\n", 1)[0] != title]
    parts = [head.strip(), *(f"## {entry.strip()}" for entry in kept), section.strip()]
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def command_line() -> str:
    """The command that is running, as a user would type it; of paths, their last part."""
    words = [word.rstrip("/").rsplit("/", 1)[-1] for word in sys.argv[1:]]
    program = Path(sys.argv[0])
    name = program.parent.name if program.stem == "__main__" else program.stem
    return " ".join([f"python -m benchmarks.{name}", *words])


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
