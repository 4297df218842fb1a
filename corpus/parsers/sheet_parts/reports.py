"""Sentences on what of a spreadsheet was left out, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def _of(name: str) -> str:
    return f"Sheet “{name}”: " if name else ""


def counted(number: int, name: str) -> str:
    """A number with its noun: "1 row", "2,000 rows"."""
    return f"{number:,} {name}" if number == 1 else f"{number:,} {name}s"


def sheet_losses(sheet: str, rows: int, without_value: int = 0) -> Iterator[str]:
    """What could not be read of a sheet: `rows` too many, formulas without a kept value."""
    if rows:
        yield f"{_of(sheet)}{counted(rows, 'row')} at the end left unread: the file is too large."
    if without_value:
        yield (
            f"{_of(sheet)}{counted(without_value, 'cell')} with formulas whose values the file "
            "does not hold; open it in a spreadsheet program and save it to add them."
        )


def hidden_parts(sheet: str, rows: int, columns: int) -> Iterator[str]:
    """What is hidden on a sheet and was therefore left out."""
    parts = [
        counted(number, f"hidden {name}")
        for number, name in ((rows, "row"), (columns, "column"))
        if number
    ]
    if parts:
        yield f"{_of(sheet)}{' and '.join(parts)} left out."


def left_out_things(sheet: str, things: Mapping[str, int]) -> Iterator[str]:
    """What lies beside the cells and is not read: charts, pictures, comments."""
    parts = [counted(number, name) for name, number in things.items() if number]
    if parts:
        yield f"{_of(sheet)}{', '.join(parts)} left out."
