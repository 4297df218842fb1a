"""Changes below folders, as they happen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

# Copying a folder makes a burst of changes: wait until it is quiet, but not for ever.
_QUIET_MS, _LONGEST_BURST_MS = 500, 10_000
# Network shares may tell nothing of what others change: look again by oneself, too, after so
# many quiet ticks, and after the first, for what changed before the watch began.
_TICK_MS = 5_000
_TICKS_TO_LOOK_AGAIN = 120


class _DocumentChanges(DefaultFilter):
    """Leaves out hidden files, lock files of Office programs, and the index itself."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__(ignore_paths=(data_dir.resolve(),))

    def __call__(self, change: Change, path: str) -> bool:
        """Whether a change is worth another look."""
        name = Path(path).name
        return not name.startswith((".", "~$")) and super().__call__(change, path)


def changes_below(paths: Sequence[Path], data_dir: Path) -> Iterator[None]:
    """One item after each burst of changes below `paths`, at first, and every ten minutes.

    Raises:
        KeyboardInterrupt: while waiting.
    """
    folders = [path if path.is_dir() else path.parent for path in paths]
    quiet_ticks = _TICKS_TO_LOOK_AGAIN - 1
    for changes in watch(
        *folders,
        watch_filter=_DocumentChanges(data_dir),
        step=_QUIET_MS,
        debounce=_LONGEST_BURST_MS,
        rust_timeout=_TICK_MS,
        yield_on_timeout=True,
    ):
        quiet_ticks = 0 if changes else quiet_ticks + 1
        if changes or quiet_ticks >= _TICKS_TO_LOOK_AGAIN:
            quiet_ticks = 0
            yield None
