"""Values for the fields of a template, drawn once for a document."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

FIELD = re.compile(r"\{(\w+)(?:=([^{}]+))?\}")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?)(?:\*(\d+))?")
_WORDS = {
    name: words.split()
    for name, _, words in (
        line.partition(":")
        for line in (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").splitlines()
    )
}


def draw(name: str, specification: str | None, chance: random.Random, city: str) -> str:
    """A value for the field `name`.

    `specification`: choices (`a|b|c`), or a range of numbers (`5..60`, `5..60*5` in steps, `1.5..9`
    with decimals). Without one the name, figures at its end apart, tells: person, firm, date….
    """
    if specification is None:
        kind = name.rstrip("0123456789")
        return _KNOWN[kind](chance, city)
    if numbers := _RANGE.fullmatch(specification):
        low, high, step = numbers.groups()
        decimals = max(len(bound.partition(".")[2]) for bound in (low, high))
        if decimals:
            return f"{chance.uniform(float(low), float(high)):.{decimals}f}"
        return str(chance.randrange(int(low), int(high) + 1, int(step or 1)))
    return chance.choice(specification.split("|"))


def draw_city(chance: random.Random) -> str:
    """The place that a document is about."""
    return chance.choice(_WORDS["cities"])


def _person(chance: random.Random, _: str) -> str:
    return chance.choice(_WORDS["surnames"]) + chance.choice(_WORDS["given"])


def _firm(chance: random.Random, city: str) -> str:
    home = city[:2] if chance.random() < 0.5 else ""
    return home + chance.choice(_WORDS["firm_names"]) + chance.choice(_WORDS["firm_kinds"])


def _phone(chance: random.Random, _: str) -> str:
    if chance.random() < 0.3:
        return chance.choice(("12345", "12388", "95598", "12369", "12329", "96116"))
    return f"{chance.randrange(2000000, 8999999)}"


def _date(chance: random.Random, _: str) -> str:
    return f"{chance.randrange(1, 13)}月{chance.randrange(1, 29)}日"


_KNOWN: dict[str, Callable[[random.Random, str], str]] = {
    "person": _person,
    "firm": _firm,
    "phone": _phone,
    "date": _date,
    "year": lambda chance, _: str(chance.randrange(2008, 2026)),
    "city": lambda _, city: city,
    "org": lambda chance, city: city + chance.choice(_WORDS["offices"]),
    "spot": lambda chance, _: chance.choice(_WORDS["spots"]),
    "place": lambda chance, city: chance.choice(_WORDS["places"]).replace("{city}", city),
}
