"""Text that was decoded wrongly before it was saved: mended where that is certain, else counted.

A place is mended when its characters, taken back to bytes, are valid UTF-8, and the outcome
reads like a text while what stood there did not. It may have happened more than once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.encodings import DecodedText, decode_unchecked, refuse_control_characters
from corpus.misread_bytes import (
    BYTES_AS_LATIN,
    LOST,
    meant_by_gbk,
    meant_by_latin,
    misread_as_gbk,
    misread_as_latin,
)
from corpus.readability import is_known, readability

MAX_DEPTH = 3
# What is mended amid a line must be longer than a line of its own: texts quote garbled words.
MIN_HANZI_IN_LINE = 4
MIN_HANZI_ALONE = 2
MIN_SCORE = 1.0
MIN_GAIN = 0.7
MAX_LOST_SHARE = 0.34
MIN_QUESTION_MARKS = 8
MIN_QUESTION_SHARE = 0.5
MIN_SIGNS = 3
UNREADABLE_SCORE = 0.3
MIN_RUNS = 3
SURE_LEADS = "ÂÃâãï"
MIN_GAIN_OF_BYTES = 0.9
MIN_SCORE_OF_BYTES = 1.2
TWO_BYTE_ENCODINGS = ("gb18030", "big5hkscs")

# U+FFFD in UTF-8 read as GBK; memory that MS Visual C++ has marked as unused, read as GBK.
BEYOND_REPAIR = re.compile(f"(?:锟斤拷)+锟?斤?|烫{{3,}}|屯{{4,}}|{LOST}+")
QUESTION_MARKS = re.compile(r"\?{2,}")
HANZI_OR_MARK = re.compile("[\u2010-\u206f\u3000-\u9fff\uff00-\uffef]")


def decode_text(data: bytes, declared: str = "") -> DecodedText:
    """As `corpus.encodings.decode`; what had been decoded wrongly before is mended.

    Raises:
        ParseError: the bytes are no text, or fit no known encoding.
    """
    decoded = mend(decode_unchecked(data, declared))
    refuse_control_characters(decoded.text)
    return decoded


def mend(decoded: DecodedText) -> DecodedText:
    """`decoded` with its garbled places mended, and those counted that cannot be."""
    text, repaired = decoded.text, 0
    if not text.isascii():
        for step in (_mend_gbk, _mend_bytes, _mend_latin):
            text, places = step(text)
            repaired += places
    garbled = max(0, garbled_places(text) - decoded.damaged)
    return replace(decoded, text=text, repaired=repaired, garbled=garbled)


def garbled_places(text: str) -> int:
    """How many places of `text` are garbled beyond repair."""
    places = len(BEYOND_REPAIR.findall(text))
    if "??" in text:
        marks = sum(map(_lost_characters, text.splitlines()))
        places += marks if marks >= MIN_QUESTION_MARKS else 0
    if misread_as_gbk().search(text):
        places += sum(map(_is_unreadable, text.splitlines()))
    return places


def _lost_characters(line: str) -> int:
    """The question marks of a line, if most of its characters have become such."""
    marks = sum(map(len, QUESTION_MARKS.findall(line)))
    return marks if marks >= MIN_QUESTION_SHARE * len("".join(line.split())) else 0


def _is_unreadable(line: str) -> bool:
    signs = len(misread_as_gbk().findall(line))
    return signs >= MIN_SIGNS and readability(line) < UNREADABLE_SCORE


def _mend_gbk(text: str) -> tuple[str, int]:
    """UTF-8 read as GBK is mended line by line; with the number of places."""
    if not misread_as_gbk().search(text):
        return text, 0
    mended = [_mend_gbk_line(line) for line in text.split("\n")]
    return "\n".join(line for line, _ in mended), sum(places for _, places in mended)


def _mend_gbk_line(line: str) -> tuple[str, int]:
    parts: list[str] = []
    position = 0
    for sign in misread_as_gbk().finditer(line):
        if sign.start() < position:
            continue
        for start in _starts(line, position, sign.start()):
            meant = meant_by_gbk(line, start)
            if meant is None or start + meant.length < sign.end():
                continue
            broken = line[start : start + meant.length]
            settled = _settled(meant.text, broken, alone=broken.strip() == line.strip())
            if settled is not None:
                parts += [line[position:start], settled]
                position = start + meant.length
                break
    return "".join((*parts, line[position:])), len(parts) // 2


def _starts(line: str, position: int, sign: int) -> Iterator[int]:
    """Where a garbled place may begin that has its first sign at `sign`."""
    run = next((i + 1 for i in range(sign - 1, position - 1, -1) if line[i].isascii()), position)
    yield from dict.fromkeys((position, run, sign))


def _settled(text: str, broken: str, *, alone: bool) -> str | None:
    """`text`, or what it means if it was misread again, where it reads better than `broken`."""
    best: str | None = None
    layer: str | None = text
    for _ in range(MAX_DEPTH):
        if layer is None:
            break
        if _reads_better(layer, broken, alone=alone):
            best = layer
        layer = _meant_by(layer)
    return best


def _meant_by(text: str) -> str | None:
    if misread_as_gbk().search(text):
        meant = meant_by_gbk(text)
        return meant.text if meant and meant.length == len(text) else None
    return meant_by_latin(text)


def _reads_better(text: str, broken: str, *, alone: bool) -> bool:
    hanzi = len(HANZI_OR_MARK.findall(text))
    if hanzi < (MIN_HANZI_ALONE if alone else MIN_HANZI_IN_LINE):
        return False
    score = readability(text.replace(LOST, ""))
    whole_enough = text.count(LOST) <= MAX_LOST_SHARE * hanzi
    return whole_enough and score >= max(MIN_SCORE, readability(broken) + MIN_GAIN)


def _mend_latin(text: str) -> tuple[str, int]:
    """UTF-8 read as Windows-1252 is mended run by run; with the number of places."""
    runs = sum(map(_is_meant_by_latin, misread_as_latin().findall(text)))
    repaired = 0

    def mended(match: re.Match[str]) -> str:
        nonlocal repaired
        settled = _settled_latin(match[0].replace(" ", "\N{NO-BREAK SPACE}"), runs)
        repaired += settled is not None
        return match[0] if settled is None else settled

    return misread_as_latin().sub(mended, text), repaired


def _is_meant_by_latin(run: str) -> bool:
    meant = meant_by_latin(run.replace(" ", "\N{NO-BREAK SPACE}"))
    return meant is not None and is_known(meant)


def _settled_latin(run: str, runs: int) -> str | None:
    """What `run` means, however often misread, if all its characters are ordinary ones.

    One character alone may be a letter before a quotation mark; unless there are more such
    `runs`, it must be one that Western text has.
    """
    best: str | None = None
    layer = meant_by_latin(run)
    while layer is not None:
        sure = len(layer) > 1 or runs >= MIN_RUNS or run[0] in SURE_LEADS
        if (sure and is_known(layer)) or _reads_better(layer, run, alone=False):
            best = layer
        layer = None if layer.isascii() else meant_by_latin(layer)
    return best


def _mend_bytes(text: str) -> tuple[str, int]:
    """Lines of GBK or Big5 read as Latin-1 are mended; with the number of lines."""
    if not BYTES_AS_LATIN.search(text):
        return text, 0
    lines = text.split("\n")
    mended = [_meant_by_bytes(line) if BYTES_AS_LATIN.search(line) else None for line in lines]
    pairs = zip(mended, lines, strict=True)
    repaired = sum(line is not None for line in mended)
    return "\n".join(line if new is None else new for new, line in pairs), repaired


def _meant_by_bytes(line: str) -> str | None:
    readings = (meant_by_latin(line, encoding) for encoding in TWO_BYTE_ENCODINGS)
    best = max((r for r in readings if r is not None), key=readability, default=None)
    least = max(MIN_SCORE_OF_BYTES, readability(line) + MIN_GAIN_OF_BYTES)
    return best if best is not None and readability(best) >= least else None
