"""Untrusted text inside HTML that a Markdown renderer will see too."""

from __future__ import annotations

import re

from ui.plain_text import printable

# All ASCII punctuation: besides HTML's own, whatever any dialect of Markdown or an automatic
# linker could take for a sign. As numeric references they reach the reader unchanged.
_SIGNS = re.compile(r"[!-/:-@\[-`{-~]")
_BLANKS = re.compile(r"\s+")


def escaped(text: str) -> str:
    r"""`text` on one line, with nothing in it that HTML or Markdown could act on.

    Control and bidi characters are written out, `\u202e` for example.
    """
    return _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", printable(_BLANKS.sub(" ", text)))


def isolated(text: str) -> str:
    """As `escaped`, kept from turning around the text beside it by its writing direction."""
    return f"<bdi>{escaped(text)}</bdi>"
