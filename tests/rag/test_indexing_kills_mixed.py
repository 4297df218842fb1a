"""Indexing of many formats, killed again and again: nothing is lost and nobody is left behind."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.document_kit.documents import OfficeDocument
from tests.document_kit.generating import generated_document
from tests.document_kit.mail import text_mail_of, zip_of
from tests.document_kit.office import docx_of, pptx_of, xlsx_of
from tests.document_kit.opendocument import odt_of
from tests.document_kit.plain import markdown_of, text_of
from tests.document_kit.rtf import rtf_of
from tests.library_kit import documents, readable
from tests.mortal_indexer import MortalIndexer, mortal_indexer

KILLS = 50
WRITERS: dict[str, Callable[[OfficeDocument], bytes]] = {
    "docx": docx_of,
    "xlsx": xlsx_of,
    "pptx": pptx_of,
    "odt": odt_of,
    "rtf": rtf_of,
    "eml": text_mail_of,
    "zip": zip_of,
    "md": lambda document: markdown_of(document).encode(),
    "txt": lambda document: text_of(document).encode("gb18030"),
}


@pytest.fixture(scope="module")
def mortal() -> Iterator[MortalIndexer]:
    with mortal_indexer() as process:
        yield process


def put(docs: Path, number: int) -> None:
    """Writes or changes one file of each format."""
    for place, (suffix, written) in enumerate(WRITERS.items()):
        document = generated_document((number * len(WRITERS) + place) % 60)
        (docs / f"{suffix}{number % 7}.{suffix}").write_bytes(written(document))


def nurseries() -> set[int]:
    """The processes that bear readers of files, by their number."""
    found = set()
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                command = (path / "cmdline").read_bytes()
            except OSError:  # it has just ended
                continue
            if b"corpus.sandbox.nursery" in command:
                found.add(int(path.name))
    return found


def left_behind(before: set[int]) -> set[int]:
    """Processes that are still there a while after their indexer was killed."""
    for _ in range(200):
        if not nurseries() - before:
            return set()
        time.sleep(0.05)
    return nurseries() - before


@pytest.mark.long
def test_mixed_files_killed_at_random_moments_lose_nothing(
    mortal: MortalIndexer, tmp_path: Path
) -> None:
    dice = random.Random(11)
    data, docs = tmp_path / "data", tmp_path / "docs"
    docs.mkdir()
    before = nurseries()
    killed = 0
    for kill in range(KILLS):
        put(docs, kill)
        known = set(documents(data)) if readable(data) else set()
        answer = mortal.run(data, docs, die_after=dice.uniform(0.05, 6.0))
        killed += answer["ended"] == "killed"
        assert left_behind(before) == set()
        if readable(data):
            assert known <= set(documents(data))
    assert killed > KILLS // 2
    assert mortal.run(data, docs)["ended"] == "done"
    assert readable(data)
    whole = set(documents(data))
    for path in docs.iterdir():
        assert any(source.startswith(f"docs/{path.name}") for source in whole), path.name
    assert left_behind(before) == set()
