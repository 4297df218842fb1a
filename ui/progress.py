"""Progress bars on standard error; nothing where no terminal is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from ui.terminal import messages


def progress_bar() -> Progress:
    """A bar with counts and the time left, gone when it is done."""
    console = messages()
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


@contextmanager
def counting(label: str, total: int) -> Iterator[Callable[[], None]]:
    """Shows how many of `total` things are done; call what it gives after each."""
    with progress_bar() as bar:
        task = bar.add_task(label, total=total)
        yield lambda: bar.advance(task)
