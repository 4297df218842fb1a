"""Writes the committed documents and questions anew."""

from __future__ import annotations

from benchmarks.retrieval.sets.needs_context.generator import generate
from benchmarks.retrieval.sets.needs_context.stored import FOLDER, REPORTED_SEED, write_asked

if __name__ == "__main__":
    write_asked(generate(REPORTED_SEED), FOLDER)
