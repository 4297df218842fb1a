"""Values as JSON for other programs: UTF-8, one line, safe to look at."""

from __future__ import annotations

import json
import re
from typing import Any

import typer

# Allowed raw in JSON, yet able to steer a terminal, break a line or spoil the encoding.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def json_text(value: Any) -> str:
    """`value` as one line of JSON; characters beyond ASCII stay readable.

    Control, bidi and half surrogate characters become JSON's own escapes, which mean
    the same to every parser.
    """
    return _UNSAFE.sub(
        lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False)
    )


def write_json(value: Any) -> None:
    """Writes `value` to standard output as UTF-8, whatever the terminal's encoding is."""
    typer.echo(json_text(value).encode("utf-8"))
