"""Words for places: where in its file something stands, and where else it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rag.types import Citation

# Of the other files that say the same; a disclaimer may stand in hundreds.
NAMES_SHOWN = 3

Locator = Mapping[str, object]


def locator_words(locator: Locator | None, patterns: Mapping[str, str]) -> str:
    """A place in the original file by the pattern of its kind; "" where none is known."""
    if locator is None:
        return ""
    return patterns[str(locator["kind"])].format_map(locator).strip(" ,")


def other_names(citations: Iterable[Citation]) -> list[str]:
    """The other files that say what is cited, each once."""
    return list(dict.fromkeys(name for each in citations for name in each.passage.also_in))


def shown_names(names: Sequence[str], separator: str) -> str:
    """The first few of `names`."""
    more = f"{separator}…" if len(names) > NAMES_SHOWN else ""
    return separator.join(names[:NAMES_SHOWN]) + more
