"""Bytes to text: which encoding a Chinese or English text file is written in.

The order is: byte order mark, NUL bytes in every second place (Latin UTF-16),
strict UTF-8, and then a contest: the bytes are decoded by every candidate with
replacement characters, and the reading with the most ordinary characters wins.
A file with a broken byte is therefore still read, and the damage is counted.
What a file declares of itself (HTML, XML, mail) is a hint: it decides between
readings that are nearly as good, and brings in encodings of other languages.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections import Counter
from dataclasses import dataclass

from corpus.declared_encodings import codec_of, decoded_by_nature, is_single_byte
from corpus.errors import ParseError
from corpus.readability import FREQUENT_CHARACTERS, TEXT_CONTROLS, readability

SAMPLE_BYTES = 65_536
MAX_REPAIRED_BYTES = 8 * 1024 * 1024
MAX_REPAIRS = 200
REPAIR_WINDOW = 48
MAX_CONTROL_SHARE = 0.05
MAX_DAMAGE_SHARE = 0.1
MIN_SCORE = 0.0
# Bytes of EUC-TW or KOI8 read as GB18030 have 0.02 frequent characters, Chinese passages of
# 50 hanzi 0.06 at least (60,000 statutes and news texts).
MIN_FREQUENT_SHARE = 0.03
SCORE_OF_COMMON_CHARACTERS = 0.9
MIN_HANZI_FOR_FREQUENCY = 40
MIN_ASCII_SHARE_WESTERN = 0.7
NUL_SHARE_LATIN_UTF16 = 0.4
NUL_SHARE_OTHER_BYTE = 0.05
MIN_BYTES_FOR_NUL_TEST = 4

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# gb18030 contains GB2312 and GBK, big5hkscs contains Big5; the earlier one wins a tie.
CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
TWO_BYTE = frozenset({"gb18030", "big5hkscs"})
UNICODE = frozenset({"utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"})
WESTERN_CANDIDATE = "cp1252"
MARGIN_OVER_UTF8 = 1.5
DECLARED_BONUS = 0.5
MIN_SCORE_AGAINST_DECLARED = 1.0

FILE_SIGNATURES = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"%PDF-", "a PDF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"\x7fELF", "a program (ELF)"),
    (b"MZ\x90\x00", "a program (Windows)"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
ASCII_BYTES = bytes(range(0x80))
FIRST_HANZI, LAST_HANZI = "\u4e00", "\u9fff"


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A decoded file.

    Attributes:
        text: without byte order mark.
        encoding: as Python names it.
        damaged: places whose bytes could not be read.
        repaired: places decoded wrongly before the file was saved, and mended.
        garbled: places decoded wrongly before, that cannot be mended.
    """

    text: str
    encoding: str
    damaged: int
    repaired: int = 0
    garbled: int = 0


def decode(data: bytes, declared: str = "") -> DecodedText:
    """Decode `data`, finding out its encoding; `declared` is what the file says that it is.

    Nothing in the text is changed: see `corpus.mojibake.decode_text`.

    Raises:
        ParseError: the bytes are no text, or fit no known encoding.
    """
    decoded = decode_unchecked(data, declared)
    refuse_control_characters(decoded.text)
    return decoded


def decode_unchecked(data: bytes, declared: str = "") -> DecodedText:
    """As `decode`, but control codes are left to the caller, who may know what they are.

    Raises:
        ParseError: the bytes are those of another kind of file, or fit no known encoding.
    """
    _refuse_known_binary(data)
    codec = codec_of(declared)
    return (
        _decode_by_mark(data)
        or _decode_latin_utf16(data)
        or _decode_as_declared(data, codec)
        or _decode_strictly(data)
        or _decode_by_contest(data, codec)
    )


def _refuse_known_binary(data: bytes) -> None:
    for signature, description in FILE_SIGNATURES:
        if data.startswith(signature):
            raise ParseError(
                f"This is no text file: its first bytes are those of {description}.",
                remedy="Give the file its true suffix, or save its text as a UTF-8 .txt file.",
            )


def refuse_control_characters(text: str) -> None:
    """Refuses what could be decoded but is no text.

    Raises:
        ParseError: it has too many control codes.
    """
    counts = Counter(text)
    controls = sum(
        count
        for character, count in counts.items()
        if unicodedata.category(character) == "Cc" and character not in TEXT_CONTROLS
    )
    if controls > MAX_CONTROL_SHARE * len(text):
        raise ParseError(
            f"This is no text file: {controls} of its {len(text)} characters are control codes.",
            remedy="Remove the file, or save its text as a UTF-8 .txt file.",
        )


def _with_repair(data: bytes, encoding: str) -> DecodedText:
    """Decode two-byte characters; behind a broken byte the right rhythm is found again.

    Plain replacement drops one byte, which may pair all the bytes that follow wrongly.
    """
    parts: list[str] = []
    position = damaged = 0
    while damaged < MAX_REPAIRS:
        try:
            parts.append(data[position:].decode(encoding))
        except UnicodeDecodeError as error:
            broken = position + error.start
            parts += [data[position:broken].decode(encoding), "\N{REPLACEMENT CHARACTER}"]
            damaged += 1
            position = max(
                (broken + 1, broken + 2),
                key=lambda start: readability(
                    data[start : start + REPAIR_WINDOW].decode(encoding, "replace")
                ),
            )
        else:
            return DecodedText("".join(parts), encoding, damaged)
    rest = _with_replacement(data[position:], encoding)
    return DecodedText("".join(parts) + rest.text, encoding, damaged + rest.damaged)


def _with_replacement(data: bytes, encoding: str) -> DecodedText:
    text = data.decode(encoding, "replace")
    return DecodedText(text, encoding, text.count("\N{REPLACEMENT CHARACTER}"))


def _decode_by_mark(data: bytes) -> DecodedText | None:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _with_replacement(data[len(mark) :], encoding)
    return None


def _decode_latin_utf16(data: bytes) -> DecodedText | None:
    """UTF-16 without a mark whose text is mostly Latin: every second byte is NUL."""
    sample = data[:SAMPLE_BYTES]
    if len(sample) < MIN_BYTES_FOR_NUL_TEST:
        return None
    even, odd = sample[0::2], sample[1::2]
    even_share, odd_share = even.count(0) / len(even), odd.count(0) / len(odd)
    if odd_share > NUL_SHARE_LATIN_UTF16 and even_share < NUL_SHARE_OTHER_BYTE:
        return _with_replacement(data, "utf-16-le")
    if even_share > NUL_SHARE_LATIN_UTF16 and odd_share < NUL_SHARE_OTHER_BYTE:
        return _with_replacement(data, "utf-16-be")
    return None


def _decode_strictly(data: bytes) -> DecodedText | None:
    try:
        return DecodedText(data.decode("utf-8"), "utf-8", 0)
    except UnicodeDecodeError:
        return None


def _decode_as_declared(data: bytes, codec: str) -> DecodedText | None:
    """By the declared encoding, where the bytes speak for it and not against it."""
    if not codec or is_single_byte(codec) or codec in UNICODE:
        return None
    if codec not in TWO_BYTE:
        text = decoded_by_nature(data, codec)
        return None if text is None else DecodedText(text, codec, 0)
    by_chance = _decode_strictly(data)  # two or three hanzi may happen to be valid UTF-8
    if by_chance is None or data.isascii():
        return None
    decoded = _with_replacement(data, codec)
    gain = readability(decoded.text) - readability(by_chance.text)
    return decoded if gain > MARGIN_OVER_UTF8 and not decoded.damaged else None


def _decode_by_contest(data: bytes, codec: str) -> DecodedText:
    natural = decoded_by_nature(data, codec) if is_single_byte(codec) else None
    try:
        decoded = _best_reading(data, codec)
    except ParseError:
        if natural is None:
            raise
        return DecodedText(natural, codec, 0)
    doubtful = decoded.damaged or readability(decoded.text) < MIN_SCORE_AGAINST_DECLARED
    western = decoded.encoding == WESTERN_CANDIDATE
    return DecodedText(natural, codec, 0) if natural and (western or doubtful) else decoded


def _best_reading(data: bytes, codec: str) -> DecodedText:
    sample = _sample(data)
    readings = {name: sample.decode(name, "replace") for name in _candidates(sample)}
    scores = {name: readability(reading) for name, reading in readings.items()}
    if codec in TWO_BYTE and "\N{REPLACEMENT CHARACTER}" not in readings[codec]:
        scores[codec] += DECLARED_BONUS
    best = max(scores, key=lambda name: scores[name])
    repairable = best in TWO_BYTE and len(data) <= MAX_REPAIRED_BYTES
    decoded = (_with_repair if repairable else _with_replacement)(data, best)
    foreign = sum(not character.isascii() for character in decoded.text)
    too_damaged = decoded.damaged > max(1, MAX_DAMAGE_SHARE * foreign)
    if scores[best] < MIN_SCORE or too_damaged or _is_foreign(readings[best], scores[best]):
        sense = f"{decoded.damaged} places unreadable" if decoded.damaged else "but makes no sense"
        raise ParseError(
            "The text cannot be decoded: it is none of UTF-8, UTF-16, GB18030 (GBK), Big5 or "
            f"Windows-1252 (the nearest is {best}, {sense}).",
            remedy="Open the file in the program that wrote it and save it as UTF-8.",
        )
    return decoded


def _candidates(sample: bytes) -> tuple[str, ...]:
    ascii_bytes = len(sample) - len(sample.translate(None, ASCII_BYTES))
    western = ascii_bytes >= MIN_ASCII_SHARE_WESTERN * len(sample)
    return (*CANDIDATES, WESTERN_CANDIDATE) if western else CANDIDATES


def _is_foreign(text: str, score: float) -> bool:
    """Whether the hanzi of `text`, if there are many, are those of no Chinese text.

    Lists of names lack the frequent characters too, but all they have is common.
    """
    hanzi = [character for character in text if FIRST_HANZI <= character <= LAST_HANZI]
    frequent = sum(character in FREQUENT_CHARACTERS for character in hanzi)
    many = len(hanzi) >= MIN_HANZI_FOR_FREQUENCY and score < SCORE_OF_COMMON_CHARACTERS
    return many and frequent < MIN_FREQUENT_SHARE * len(hanzi)


def _sample(data: bytes) -> bytes:
    """The start of the file and the surroundings of its first byte above ASCII."""
    if len(data) <= 2 * SAMPLE_BYTES:
        return data
    first = next((i for i, byte in enumerate(data) if byte > 0x7F), 0)
    if first < SAMPLE_BYTES:
        return data[: 2 * SAMPLE_BYTES]
    start = first - first % 2
    return data[:SAMPLE_BYTES] + data[start : start + SAMPLE_BYTES]
