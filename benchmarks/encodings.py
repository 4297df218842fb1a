"""Read real text files of known encodings, and compare with what they say.

    python -m benchmarks.encodings --data FOLDER

The files are chardet's test files; they are not part of the project. FOLDER holds
messy/encodings, or is that folder: in it one folder for each encoding, named for it.
Every file is read by its name as a user's would be; it is right when the encoding found
decodes its bytes to the same text as the folder's, and nothing was lost. EUC-TW, which
Python cannot decode either, is right when it is refused.
Exit 0 when at most one file is wrong, 1 when more are, 2 when there is nothing to read.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from benchmarks.report import command_line, table, write_section
from corpus.declared_encodings import codec_of
from corpus.errors import ParseError
from corpus.parsers.registry import parse_raw
from corpus.types import RawFile

MOST_WRONG = 1
NOT_DECODABLE = frozenset({"euc-tw"})
BYTE_ORDER_MARK = "\ufeff"


class Outcome(Enum):
    """What became of a file."""

    RIGHT = "right"
    REFUSED = "refused"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Result:
    """One file: the encoding of its folder, the one found, and whether the text is right."""

    name: str
    expected: str
    found: str
    outcome: Outcome


def check_folder(folder: Path) -> tuple[Result, ...]:
    """Reads every file in the folders below `folder`, which are named for encodings."""
    files = sorted(path for path in folder.glob("*/*") if path.is_file())
    return tuple(check(path.name, path.read_bytes(), path.parent.name) for path in files)


def check(name: str, data: bytes, encoding: str) -> Result:
    """Reads one file that is known to be in `encoding`."""
    try:
        parsed = parse_raw(RawFile(name, data))
    except ParseError as error:
        refused = encoding.lower() in NOT_DECODABLE
        return Result(name, encoding, error.code, Outcome.REFUSED if refused else Outcome.WRONG)
    expected = _decoded(data, codec_of(encoding))
    is_right = not parsed.losses and expected == _decoded(data, parsed.encoding) != ""
    outcome = Outcome.RIGHT if is_right else Outcome.WRONG
    return Result(name, encoding, parsed.encoding, outcome)


def _decoded(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec, "replace").removeprefix(BYTE_ORDER_MARK)
    except LookupError:
        return ""


def count(results: Sequence[Result]) -> Counter[Outcome]:
    """How many files had each outcome."""
    return Counter(result.outcome for result in results)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints and records the figures."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.encodings", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with messy/encodings")
    given: Path = parser.parse_args(arguments).data
    folder = given / "messy" / "encodings"
    results = check_folder(folder if folder.is_dir() else given)
    if not results:
        print(
            f"There are no files in {folder}, nor in folders of {given} that are named for "
            "encodings (Big5, GB2312, UTF-16LE and so on). They are not part of the project: "
            "get the test files of chardet (https://github.com/chardet/chardet, folder tests).",
            file=sys.stderr,
        )
        return 2
    wrong = [result for result in results if result.outcome is Outcome.WRONG]
    body = table(("encoding", "files", "right", "refused", "wrong"), list(_rows(results)))
    faults = "\n".join(f"{r.expected}/{r.name}: {r.found}" for r in wrong)
    write_section("Files of known encodings", command_line(), f"{body}\n\n{faults}")
    return 1 if len(wrong) > MOST_WRONG else 0


def _rows(results: Sequence[Result]) -> Iterator[tuple[object, ...]]:
    for encoding in dict.fromkeys(result.expected for result in results):
        yield _row(encoding, [r for r in results if r.expected == encoding])
    yield _row("all", results)


def _row(name: str, results: Sequence[Result]) -> tuple[object, ...]:
    counts = count(results)
    return (name, len(results), *(counts[outcome] for outcome in Outcome))


if __name__ == "__main__":
    sys.exit(main())
