"""What files declare of their encoding (HTML, XML, mail), and how far it is to be believed."""

from __future__ import annotations

import codecs
import re

from corpus.readability import LATIN_MARKS, PUNCTUATION

CHINESE_SIMPLIFIED = "gb18030"
CHINESE_TRADITIONAL = "big5hkscs"
# Programs say GB2312 and mean all that GB18030 has; so with Big5.
_SUPERSETS = {
    "gb2312": CHINESE_SIMPLIFIED,
    "gbk": CHINESE_SIMPLIFIED,
    "big5": CHINESE_TRADITIONAL,
    "cp950": CHINESE_TRADITIONAL,
}
_OTHER_NAMES = {
    "gb_2312-80": CHINESE_SIMPLIFIED,
    "x-gbk": CHINESE_SIMPLIFIED,
    "cp936": CHINESE_SIMPLIFIED,
    "windows-936": CHINESE_SIMPLIFIED,
    "euc-cn": CHINESE_SIMPLIFIED,
    "x-x-big5": CHINESE_TRADITIONAL,
    "x-sjis": "shift_jis",
    "windows-31j": "cp932",
    "ks_c_5601-1987": "cp949",
    "hz-gb-2312": "hz",
}
_SINGLE_BYTE = re.compile(
    r"iso8859-\d+|cp125\d|cp874|cp8(?:50|52|66)|koi8-[rut]|mac-(?:roman|cyr.*)"
)
_KNOWN = re.compile(
    rf"(?:{_SINGLE_BYTE.pattern}|utf-(?:8|8-sig|16|16-[bl]e|32|32-[bl]e)|gb18030|big5hkscs"
    r"|hz|shift_jis|cp932|euc_jp|iso2022_(?:jp.*|kr)|euc_kr|cp949|johab)"
)
_KANA_OR_HANGUL = re.compile("[\u3040-\u30ff\uac00-\ud7a3]")
_MIN_KANA_OR_HANGUL = 0.15
_MIN_LETTERS = 0.9


def codec_of(declared: str) -> str:
    """Python's name of a declared encoding; "" for one that is unknown or no character set."""
    name = declared.strip().strip("\"'").lower()
    try:
        codec = codecs.lookup(_OTHER_NAMES.get(name, name)).name
    except (LookupError, ValueError):
        return ""
    codec = _SUPERSETS.get(codec, codec)
    return codec if _KNOWN.fullmatch(codec) else ""


def is_single_byte(codec: str) -> bool:
    """Whether every byte is a character of `codec`, so that it decodes anything."""
    return bool(_SINGLE_BYTE.fullmatch(codec))


def decoded_by_nature(data: bytes, codec: str) -> str | None:
    """`data` by `codec` if the outcome itself shows that this is right, else None.

    So it is with 7-bit encodings that switch by escapes, with Japanese and Korean ones that give
    kana or hangul, and with single-byte ones that give letters.
    """
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None
    foreign = [character for character in text if not character.isascii()]
    if is_single_byte(codec):
        letters = sum(map(_is_letter_or_mark, foreign))
        return text if letters >= _MIN_LETTERS * len(foreign) else None
    if data.isascii():
        return text if foreign else None
    native = len(_KANA_OR_HANGUL.findall(text))
    return text if native >= _MIN_KANA_OR_HANGUL * len(foreign) else None


def _is_letter_or_mark(character: str) -> bool:
    return character.isalpha() or character in LATIN_MARKS or character in PUNCTUATION
