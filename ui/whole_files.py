"""Files that are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import UsageError


def write_whole(path: Path, text: str, what: str, *, encoding: str = "utf-8") -> None:
    """Writes `text`, line ends as they are, in place of what was there; `what` names it in errors.

    Raises:
        UsageError: the folder is missing or may not be written to, or the disk is full.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding=encoding, errors="backslashreplace", newline="")
        part.replace(path)
    except OSError as exc:
        part.unlink(missing_ok=True)
        raise UsageError(
            f"{what} cannot be written to {path} ({exc.strerror}).",
            remedy="Check the folder and its free space, or name another.",
        ) from exc
