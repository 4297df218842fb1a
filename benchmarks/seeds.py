"""Check the cleaner and the metadata on the five texts of the first users.

    python -m benchmarks.seeds --folder FOLDER

The texts are not part of the project; the folder that holds them is named. What
is expected of each stands here as counts and hashes, never as sentences.
Exit 0 when all is as expected, 1 when something is wrong, 2 when there is nothing to check.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ParseError
from corpus.loader import load_document
from corpus.parsers import parse_file
from corpus.types import Document, RemovalReason, short_hash

SHOWN_REMOVAL = 70
CLUTTER = re.compile(
    r"Copyright|ICP备|公网安备|责任编辑|本网注明|TOP\d|您当前位置|点击数|友情链接|文章地址|由互联网用户|图片新闻|最新评论"
)


@dataclass(frozen=True, slots=True)
class Expected:
    """What one text must become; an empty hash stands for an empty field.

    `body_characters` and `body_hash` are of the stored text without white
    space: equal means that the body is whole and nothing else is left.
    """

    body_characters: int
    body_hash: str
    title_hash: str = ""
    author_hash: str = ""
    origin_hash: str = ""
    date: str = ""
    pinyin_notes: int = 0


EXPECTED = {
    "000_11f2c0c06fe5ed0c.txt": Expected(
        body_characters=1824,
        body_hash="7630eb23dff99ece",
        title_hash="7ad23608981c742c",
        origin_hash="0e2d5fb8d4499333",
        date="2010-11-05",
    ),
    "001_35d5d1d723bb0e84.txt": Expected(
        body_characters=3603,
        body_hash="b4cd32f10765a982",
        title_hash="0eed88d005bc5629",
        author_hash="98d92a237e8ce0f8",
        origin_hash="0e2d5fb8d4499333",
        date="2008-11-21",
    ),
    "002_19d866d1a9ac5a53.txt": Expected(body_characters=2964, body_hash="485ed83d985d2fc8"),
    "003_6507407e9f90c2ad.txt": Expected(
        body_characters=1109,
        body_hash="f1627e736f3d3ea6",
        title_hash="ad0187704aa4b62b",
        author_hash="42a568980cf839b7",
        origin_hash="7a06d279a890b2cb",
        pinyin_notes=189,
    ),
    "004_2370bcce6b5f5f27.txt": Expected(
        body_characters=2140,
        body_hash="7b3b1aa25989f13e",
        title_hash="825667f9fffcf608",
    ),
}


def check(document: Document, text_as_read: str, expected: Expected) -> list[str]:
    """What is wrong with `document`, one sentence each."""
    body = "".join(document.text.split())
    metadata = document.metadata
    found_title = "" if metadata.title == Path(document.source).stem else metadata.title
    notes = sum(edit.reason is RemovalReason.PINYIN for edit in document.edits)
    clutter = sorted(set(CLUTTER.findall(document.text)))
    checks = (
        (document.text_as_read == text_as_read, "the edits do not lead back to the text as read"),
        (not clutter, f"clutter is left: {', '.join(clutter)}"),
        (
            len(body) == expected.body_characters,
            f"{len(body)} characters of body, expected {expected.body_characters}",
        ),
        (short_hash(body) == expected.body_hash, "the body is not the expected one"),
        (notes == expected.pinyin_notes, f"{notes} pinyin notes, not {expected.pinyin_notes}"),
        (_hash(found_title) == expected.title_hash, f"wrong title {found_title!r}"),
        (_hash(metadata.author) == expected.author_hash, f"wrong author {metadata.author!r}"),
        (_hash(metadata.origin) == expected.origin_hash, f"wrong origin {metadata.origin!r}"),
        (metadata.date == expected.date, f"wrong date {metadata.date!r}"),
    )
    return [fault for right, fault in checks if not right]


def _hash(value: str) -> str:
    return short_hash(value) if value else ""


def describe(document: Document, characters_read: int) -> str:
    """Metadata, sizes and removals of one text, for people."""
    metadata = document.metadata
    lines = [
        f"{document.source}: {len(document.text)} of {characters_read} characters kept",
        f"  title  {metadata.title}",
        f"  author {metadata.author or '-'}; origin {metadata.origin or '-'}; "
        f"date {metadata.date or '-'}",
    ]
    small = Counter(
        edit.reason for edit in document.edits if edit.reason in {"pinyin", "spacing", "line_break"}
    )
    lines += [f"  {reason}: {count} places" for reason, count in small.items()]
    lines += [
        f"  {edit.reason}: {' '.join(edit.removed.split())[:SHOWN_REMOVAL]}"
        for edit in document.edits
        if edit.reason not in small
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the folder, print what became of each text, count the faults."""
    parser = argparse.ArgumentParser(prog="benchmarks.seeds", description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, required=True, help="folder with the five texts")
    folder: Path = parser.parse_args(arguments).folder
    names = [name for name in EXPECTED if (folder / name).is_file()]
    if not names:
        print(
            f"None of the five texts is in {folder}. They are not part of the project; "
            f"ask for them and name their folder. Expected: {', '.join(EXPECTED)}.",
            file=sys.stderr,
        )
        return 2
    faults = [f"{name}: missing" for name in EXPECTED if name not in names]
    for name in names:
        faults += _run(folder / name, EXPECTED[name])
    print("\n".join(["", *faults]) if faults else f"\nAll {len(names)} texts are as expected.")
    return 1 if faults else 0


def _run(path: Path, expected: Expected) -> list[str]:
    try:
        document = load_document(path, path.name)
        text_as_read = parse_file(path).text
    except ParseError as error:
        return [f"{path.name}: {error}"]
    print(describe(document, len(text_as_read)))
    return [f"{path.name}: {fault}" for fault in check(document, text_as_read, expected)]


if __name__ == "__main__":
    sys.exit(main())
