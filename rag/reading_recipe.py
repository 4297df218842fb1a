"""How a file was read: whether it would be read the same way today."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.loaded import LoadedFile
from corpus.parsers.formats import FORMAT_BY_NAME

# To be raised when the cleaner or the reading of metadata gives another result: all files are
# then read anew. A parser has a version of its own, in the table of formats.
READING_VERSION = 2


def recipe_of(loaded: LoadedFile) -> str:
    """Names the parsers that read a file and those inside it, with their versions."""
    names = sorted(set(_formats(loaded)) & set(FORMAT_BY_NAME))
    formats = "+".join(f"{name}.{FORMAT_BY_NAME[name].version}" for name in names)
    return f"{READING_VERSION}:{formats}"


def is_current(recipe: str) -> bool:
    """Whether files of this recipe would be read the same way again."""
    version, _, formats = recipe.partition(":")
    return version == str(READING_VERSION) and all(
        _is_current_format(part) for part in formats.split("+") if part
    )


def _is_current_format(part: str) -> bool:
    name, _, version = part.rpartition(".")
    row = FORMAT_BY_NAME.get(name)
    return row is not None and str(row.version) == version


def _formats(loaded: LoadedFile) -> Iterator[str]:
    yield loaded.facts.format
    for content in (loaded.content, *(member.content for member in loaded.members)):
        if content is not None:
            yield getattr(content, "format", "") or getattr(content, "facts", loaded.facts).format
