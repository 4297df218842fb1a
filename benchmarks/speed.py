"""Speed and memory: indexing beside LangChain, answering, start-up.

    python -m benchmarks.speed [--documents FOLDER]

LangChain gets the same files, body text and weights: RecursiveCharacterTextSplitter 500/50,
HuggingFaceEmbeddings on torch (with the model's own prefix), FAISS. Ours is timed as
`wenyuan index` works: reading, cleaning, library, vectors, both index files. Both run in
this process, one after the other and twice by turns; models are loaded before the clock starts.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import platformdirs

from benchmarks.answers import SAMPLE_DOCUMENTS, SAMPLE_QUESTIONS
from benchmarks.report import command_line, table, write_section
from corpus.loader import load_document
from embeddings.factory import DEFAULT_EMBEDDER, create_embedder
from rag.factory import open_indexer
from rag.settings import Settings

MEMORY_QUESTIONS = 100
STARTS = 5


def main() -> int:
    """Prints and records the figures; exit status 0."""
    options = _options()
    texts = [load_document(path, path.name).text for path in sorted(options.documents.iterdir())]
    # First, while this process is small: Linux counts it into the peak of its children.
    answering = _answering(options)
    rows = _indexing(options, texts) + answering
    write_section("Speed and memory", command_line(), table(("what", "figure"), rows))
    return 0


def _indexing(options: argparse.Namespace, texts: Sequence[str]) -> list[tuple[str, str]]:
    characters = sum(len(text) for text in texts)
    ours, theirs = _our_indexing(options), _langchain_indexing(options, texts)
    ours_seconds, theirs_seconds = [], []
    for _ in range(options.rounds):
        ours_seconds.append(_seconds(ours))
        theirs_seconds.append(_seconds(theirs))
    fast, slow = characters / min(ours_seconds), characters / min(theirs_seconds)
    return [
        ("body characters indexed", f"{characters:,} in {len(texts)} files"),
        ("ours, characters/s", f"{fast:,.0f}"),
        ("LangChain 500/50 + HuggingFaceEmbeddings + FAISS, characters/s", f"{slow:,.0f}"),
        ("ours / LangChain", f"{fast / slow:.2f}"),
    ]


def _our_indexing(options: argparse.Namespace) -> Callable[[], None]:
    def index() -> None:
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(Path(folder), options.cache_dir)
            open_indexer(settings, print).index([options.documents])

    index()  # loads the model and the dictionary
    return index


def _langchain_indexing(options: argparse.Namespace, texts: Sequence[str]) -> Callable[[], None]:
    from langchain_community.vectorstores import FAISS  # noqa: PLC0415 (peers load late)
    from langchain_huggingface import HuggingFaceEmbeddings  # noqa: PLC0415
    from langchain_text_splitters import RecursiveCharacterTextSplitter  # noqa: PLC0415

    create_embedder(DEFAULT_EMBEDDER, options.cache_dir, print)
    model_folder = next(options.cache_dir.glob("*/modules.json")).parent
    embeddings = HuggingFaceEmbeddings(
        model_name=str(model_folder), encode_kwargs={"prompt": "passage: "}
    )
    splitter = RecursiveCharacterTextSplitter(chunk_size=500, chunk_overlap=50)
    embeddings.embed_documents(["warm-up"])

    def index() -> None:
        FAISS.from_texts(
            [chunk for text in texts for chunk in splitter.split_text(text)], embeddings
        )

    return index


def _answering(options: argparse.Namespace) -> list[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "data"
        base = [options.command, "--data-dir", str(data_dir), "--cache-dir", str(options.cache_dir)]
        subprocess.run([*base, "index", str(options.documents)], check=True, capture_output=True)
        questions = Path(folder) / "questions.jsonl"
        lines = SAMPLE_QUESTIONS.read_text("utf-8").splitlines()
        questions.write_text("\n".join((lines * 2)[:MEMORY_QUESTIONS]) + "\n", encoding="utf-8")
        batch = [*base, "ask", "--questions", str(questions), "--output", f"{folder}/out.jsonl"]
        starts = [_run([*base, "ask", "什么时候提出复检?"])[0] for _ in range(STARTS)]
        memory = _run(batch)[1]
    return [
        (f"start-up to the first answer, median of {STARTS}", f"{np.median(starts):.2f} s"),
        (
            f"memory (peak RSS) of a process that answered {MEMORY_QUESTIONS} questions",
            f"{memory:.0f} MB",
        ),
    ]


def _run(command: Sequence[str]) -> tuple[float, float]:
    """Wall seconds and peak resident megabytes of a command that must succeed."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def _seconds(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=Path, default=SAMPLE_DOCUMENTS)
    parser.add_argument("--cache-dir", type=Path, default=platformdirs.user_cache_path("wenyuan"))
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    options.command = str(Path(sys.executable).with_name("wenyuan"))
    return options


if __name__ == "__main__":
    sys.exit(main())
