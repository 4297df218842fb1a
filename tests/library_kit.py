"""Small libraries for tests of indexing, with real parts but for the embedder."""

from __future__ import annotations

import atexit
import re
from collections.abc import Iterable
from pathlib import Path

from corpus.errors import IndexMissingError
from corpus.sandbox.reader import SandboxedReader
from corpus.store import LIBRARY_FILE, LibraryStore
from corpus.tokenizer import Tokenizer
from corpus.types import FileState, Passage
from rag.generation import Generation, GenerationSource
from rag.index_report import IndexReport
from rag.indexing import Indexer, IndexingOptions
from rag.manifest import Manifest, read_manifest
from rag.publishing import WordTools
from tests.stub_embedder import HashEmbedder

EMBEDDER = HashEmbedder()


def collect_terms(texts: Iterable[str]) -> list[str]:
    """What stands in 《》."""
    return sorted({term for text in texts for term in re.findall(r"《(\w{2,8})》", text)})


TOOLS = WordTools(Tokenizer, collect_terms)


# One for all tests of a process: what reads files is dear to start.
SANDBOX = SandboxedReader()
atexit.register(SANDBOX.close)


def indexer(
    data_dir: Path,
    embedder: HashEmbedder = EMBEDDER,
    name: str = "pairs",
    sandbox: SandboxedReader = SANDBOX,
    options: IndexingOptions | None = None,
) -> Indexer:
    return Indexer(data_dir, embedder, name, TOOLS, options, sandbox)


def index(data_dir: Path, *paths: Path, prune: bool = False) -> IndexReport:
    return indexer(data_dir).index(paths, prune=prune)


def states(report: IndexReport) -> dict[str, FileState]:
    return {file.source: file.state for file in report.files}


def source(data_dir: Path, said: list[str] | None = None) -> GenerationSource:
    notes = [] if said is None else said
    return GenerationSource(data_dir, EMBEDDER.fingerprint, TOOLS, notes.append)


def write(folder: Path, **texts: str) -> Path:
    """Files `name.txt` for name=text; "__" in a name stands for "/"."""
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def rule(number: int) -> str:
    """A text of a few passages for every number; `code(number)` stands in every sentence."""
    sentences = (
        f"泵站{code(number)}第{part}项检修由{number * 7 + part}号班组负责，须在雨季之前完成并记录。"
        for part in range(1, 16)
    )
    return f"泵站{code(number)}检修规程\n\n" + "".join(sentences) + "\n"


def code(number: int) -> str:
    """A word that only `rule(number)` holds."""
    return f"bz{number:04d}"


def documents(data_dir: Path) -> list[str]:
    """Sources of the published generation."""
    with LibraryStore(data_dir / LIBRARY_FILE) as store:
        return [line.source for line in store.documents(published(data_dir).generation)]


def published(data_dir: Path) -> Manifest:
    return read_manifest(data_dir)


def search(generation: Generation, query: str, top_k: int = 5) -> list[Passage]:
    """Best passages by words, then by vectors, each once."""
    vector = EMBEDDER.embed_query_vector(query)
    hits = generation.lexical.search(query, top_k) + generation.dense.search(vector, top_k)
    ids = list(dict.fromkeys(row_id for row_id, _ in hits))
    passages = generation.passages(ids)
    return [passages[row_id] for row_id in ids]


def problems(data_dir: Path) -> list[str]:
    """Whatever is wrong with the published generation; an empty list if all is well."""
    said: list[str] = []
    with source(data_dir, said) as generations:
        generation = generations.current()
        number = generation.number
        entries = {entry.row_id: entry for entry in generation.store.iter_entries(number)}
        passages = generation.passages(list(entries))
        found = list(said)
        if set(entries) != set(passages) or set(entries) != set(generation.dense.ids.tolist()):
            found.append("rows, passages and vectors differ")
        if len(generation.lexical) != len(entries):
            found.append("words and rows differ in number")
        if generation.store.counts(number) != generation.manifest.counts:
            found.append("counts differ")
        for row_id, passage in passages.items():
            if generation.text_of(passage)[passage.start : passage.end] != passage.text:
                found.append(f"{row_id}: text and offsets differ")
            top = generation.lexical.search(passage.text, 5)
            if row_id not in {hit for hit, _ in top}:
                found.append(f"{row_id}: not found by its own words")
        expected = EMBEDDER.embed_passages([entry.embedded_text for entry in entries.values()])
        for row_id, vector in zip(entries, expected, strict=True):
            (_, score), *_ = generation.dense.search(vector, 1)
            if score < 0.999:
                found.append(f"{row_id}: vector differs")
        return found


def readable(data: Path) -> bool:
    """Whether anything was published; what was must be whole."""
    try:
        assert problems(data) == []
    except IndexMissingError:
        return False
    return True
