"""Which passwords of the settings may open a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fnmatch import fnmatchcase


def read_passwords(text: str) -> dict[str, str]:
    """The table of a JSON object; raises ValueError, which does not repeat it."""
    try:
        table = json.loads(text)
    except ValueError:
        raise ValueError("no JSON object") from None
    if not isinstance(table, dict) or not all(isinstance(each, str) for each in table.values()):
        raise ValueError("no JSON object of texts")
    return table


def passwords_for(source: str, table: Mapping[str, str]) -> tuple[str, ...]:
    """The passwords to try for a source, the most particular first.

    A key of `table` is a whole source ("合同/2023/甲.pdf"), a folder of sources ("合同/2023"), or
    a pattern over either ("*.pdf", "合同/*"); a path without its root's name will do.
    """
    names = (source, source.partition("/")[2])
    fitting = [key for key in table if any(_fits(key, name) for name in names if name)]
    return tuple(dict.fromkeys(table[key] for key in sorted(fitting, key=len, reverse=True)))


def _fits(key: str, name: str) -> bool:
    plain = key.strip("/")
    return name == plain or name.startswith(plain + "/") or fnmatchcase(name, plain)
