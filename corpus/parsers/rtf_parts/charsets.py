"""The characters that bytes in an RTF file stand for: by font, by code page, by plausibility."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.declared_encodings import codec_of
from corpus.parsers.docx_parts.symbols import symbol
from corpus.readability import readability

DEFAULT_CODEC = "cp1252"
DOUBLE_BYTE = frozenset({"gb18030", "big5hkscs", "cp932", "cp949", "johab"})
ANSI_CHARSET, DEFAULT_CHARSET, SYMBOL_CHARSET = 0, 1, 2
CODEC_OF_CHARSET: Mapping[int, str] = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "big5hkscs",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
CODEC_OF_PAGE: Mapping[int, str] = {
    54936: "gb18030",
    10008: "gb18030",
    10002: "big5hkscs",
    10000: "mac-roman",
    65001: "utf-8",
    1361: "johab",
}
# Chinese text that is called Western reads at least so well as Chinese, and better by so much.
MIN_CHINESE_BYTES = 4
MIN_CHINESE_READABILITY = 1.0
MIN_ADVANTAGE = 0.5

BULLET = "•"


@dataclass(frozen=True, slots=True)
class Font:
    """A font of the table: its character set (None if not told), its code page, its name."""

    charset: int | None = None
    page: int | None = None
    name: str = ""


def codec_of_page(page: int) -> str:
    """The codec of a Windows code page; that of Western Europe for an unknown one."""
    return CODEC_OF_PAGE.get(page) or codec_of(f"cp{page}") or DEFAULT_CODEC


def decode_run(data: bytes, font: Font, document_codec: str) -> str:
    """Text in one font; what cannot be read becomes U+FFFD."""
    if font.charset == SYMBOL_CHARSET:
        return "".join(shown_symbol(byte, font.name) for byte in data)
    if data.isascii():
        return data.decode("ascii")
    if font.page:
        return data.decode(codec_of_page(font.page), "replace")
    if codec := CODEC_OF_CHARSET.get(font.charset if font.charset is not None else -1):
        return data.decode(codec, "replace")
    return data.decode(_likely_codec(data, document_codec), "replace")


def shown_symbol(code: int, font_name: str) -> str:
    """A character of a font of symbols; those that cannot be told are bullets mostly."""
    return " " if code % 0x100 == ord(" ") else symbol(font_name, code) or BULLET


def _likely_codec(data: bytes, document_codec: str) -> str:
    """The codec for a font that is called Western, which Chinese programs say of any font."""
    if sum(byte > 0x7F for byte in data) < MIN_CHINESE_BYTES:
        doubtful = document_codec in DOUBLE_BYTE and not _decodes(data, document_codec)
        return DEFAULT_CODEC if doubtful else document_codec
    scores = {
        codec: readability(data.decode(codec, "replace"))
        for codec in (document_codec, DEFAULT_CODEC, "gb18030", "big5hkscs")
    }
    best = max(scores, key=lambda codec: scores[codec])
    advantage = scores[best] - scores[document_codec]
    certain = scores[best] >= MIN_CHINESE_READABILITY and advantage >= MIN_ADVANTAGE
    broken = not _decodes(data, document_codec) and best == DEFAULT_CODEC
    return best if certain or broken else document_codec


def _decodes(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True
