"""Documents written in every form and read back: what is lost, what is invented.

    python -m benchmarks.round_trip [--documents 60]

The documents (tests/document_kit) are invented: four lengths, headings, tables, lists, quotes,
Simplified and Traditional characters beside Latin script, rare characters, units. Compared is the
stored text, so what the cleaner takes away counts as lost. Characters are counted without blanks
and without the marks of headings, lists and cells; "kept" are those of the document that were
read, in their order, "true" those read that stand in the document. Paragraphs must be whole, one
line of the stored text each. Headings must be headings to
the splitter, and cells must stand in rows, in the order of the document.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from benchmarks.report import command_line, table, write_section
from tests.browser_kit import open_browser
from tests.document_kit.documents import OfficeDocument
from tests.document_kit.forms import FORMS, Form, printed_form
from tests.document_kit.generating import DOCUMENTS, generated_document
from tests.document_kit.measuring import Figures, Share, round_trip

HEAD = ("form", "documents", "kept", "true", "paragraphs", "headings", "cells", "titles", "seconds")


def main() -> int:
    """Prints and records the figures; exit status 0."""
    options = _options()
    step = max(1, DOCUMENTS // options.documents)
    documents = [generated_document(number) for number in range(0, DOCUMENTS, step)]
    with open_browser() as browser:
        rows = [_row(form, documents) for form in (*FORMS, printed_form(browser))]
    characters = sum(map(len, documents))
    note = f"{len(documents)} documents of {characters:,} characters in all."
    write_section("Round trip", command_line(), f"{note}\n\n{table(HEAD, rows)}")
    return 0


def _row(form: Form, documents: Sequence[OfficeDocument]) -> tuple[str, ...]:
    started = time.perf_counter()
    results = [figures for each in documents if (figures := round_trip(each, form)) is not None]
    total = sum(results, Figures())
    seconds = time.perf_counter() - started
    shares = (total.kept, total.true, total.paragraphs, total.headings, total.cells, total.titles)
    return (form.name, str(len(results)), *map(_shown, shares), f"{seconds:.1f}")


def _shown(share: Share) -> str:
    return f"{float(share):.4f}" if share.total else "–"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=int, default=DOCUMENTS, help="spread over all lengths")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
