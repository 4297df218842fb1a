"""The characters of a page with their places, as PDFium gives them, in arrays.

PDFium is asked once per character and fact: its functions are called with plain addresses, which
is several times faster than with the pointer objects of its Python binding.
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

FloatArray = npt.NDArray[np.float64]
# In points; a font may hop by less.
LEVEL = 0.01


def plain(function: Any, result: Any, *arguments: Any) -> Any:
    """`function` of PDFium with plain numbers for pointers."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(result, *arguments)(address or 0)


_INT, _ADDRESS = ctypes.c_int, ctypes.c_void_p
_unicode_of = plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _ADDRESS, _INT)
_object_of = plain(pdfium.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT)
_box_of = plain(pdfium.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
_origin_of = plain(pdfium.FPDFText_GetCharOrigin, _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS)
_size_of = plain(pdfium.FPDFText_GetFontSize, ctypes.c_double, _ADDRESS, _INT)
_matrix_of = plain(pdfium.FPDFText_GetMatrix, _INT, _ADDRESS, _INT, _ADDRESS)


# Where PDFium writes its answers.
_NUMBERS, _MATRIX = (ctypes.c_double * 2)(), (ctypes.c_float * 6)()
_NUMBERS_AT, _MATRIX_AT = ctypes.addressof(_NUMBERS), ctypes.addressof(_MATRIX)


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters in the order of the file; places in points of the page, y upwards.

    Attributes:
        codes: code points, (n,) int64.
        boxes: left, bottom, right, top, (n, 4).
        origins: where the base line of each begins, (n, 2).
        sizes: of the font as shown; 0 for blanks that PDFium has put in, (n,).
        angles: of the base line in degrees, counter-clockwise, (n,).
        objects: the pieces of the page that gave characters.
    """

    codes: npt.NDArray[np.int64]
    boxes: FloatArray
    origins: FloatArray
    sizes: FloatArray
    angles: FloatArray
    objects: frozenset[int]


def read_glyphs(text_page: Any, most: int) -> Glyphs:
    """The characters of a page, `most` at most."""
    count = min(most, max(0, pdfium.FPDFText_CountChars(text_page)))
    address = ctypes.cast(text_page, ctypes.c_void_p).value
    boxes = np.zeros((count, 4), dtype=np.float32)
    box_at = boxes.ctypes.data
    codes = [_unicode_of(address, index) for index in range(count)]
    objects = [_object_of(address, index) or 0 for index in range(count)]
    for index in range(count):
        _box_of(address, index, box_at + 16 * index)
    lines = _lines_of(address, objects, boxes)
    whole, is_whole = _whole_codes(np.array(codes, dtype=np.int64))
    return Glyphs(
        codes=whole[is_whole],
        # PDFium: left, top, right, bottom
        boxes=boxes[is_whole][:, [0, 3, 2, 1]].astype(np.float64),
        origins=lines[is_whole, :2],
        sizes=lines[is_whole, 2],
        angles=lines[is_whole, 3],
        objects=frozenset(objects) - {0},
    )


def _whole_codes(
    units: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Code points at the first of their units, and which units are that.

    PDFium gives a character beyond U+FFFF, such as 𠮷, as two units of UTF-16.
    """
    codes, is_whole = units.copy(), np.ones(len(units), dtype=np.bool_)
    firsts = np.flatnonzero((units[:-1] & ~0x3FF == 0xD800) & (units[1:] & ~0x3FF == 0xDC00))
    codes[firsts] = 0x10000 + ((units[firsts] & 0x3FF) << 10) + (units[firsts + 1] & 0x3FF)
    is_whole[firsts + 1] = False
    return codes, is_whole


def _lines_of(
    text_page: int | None, objects: list[int], boxes: npt.NDArray[np.float32]
) -> FloatArray:
    """Where the base line of each character begins, its font size and angle, (n, 4).

    A browser makes an object of every word or even character. So an object whose first box has
    the height and level of the last one is taken for a part of the same line; the x of an origin
    is then that of the first character. Characters without an object have zeros.
    """
    lines = np.zeros((len(objects), 4), dtype=np.float64)
    levels = list(zip(boxes[:, 1].tolist(), boxes[:, 3].tolist(), strict=True))
    level, line = (0.0, 0.0), (0.0, 0.0, 0.0, 0.0)
    for start, end in pairwise(_stretches_of(objects)):
        if not objects[start]:
            continue
        if levels[start] != level:
            level = levels[start]
            line = (*_origin_at(text_page, start), *_font_at(text_page, start))
        lines[start:end] = line
        last = end - 1
        if levels[last] != level and abs(_origin_at(text_page, last)[1] - line[1]) > LEVEL:
            for index in range(start, end):  # vertical, or aslant
                lines[index, :2] = _origin_at(text_page, index)
    return lines


def _stretches_of(objects: list[int]) -> list[int]:
    """Where stretches of one object begin, and the end of the last one."""
    changes = np.flatnonzero(np.diff(np.array(objects, dtype=np.uint64))) + 1
    return [0, *changes.tolist(), len(objects)] if objects else [0]


def _origin_at(text_page: int | None, index: int) -> tuple[float, float]:
    _origin_of(text_page, index, _NUMBERS_AT, _NUMBERS_AT + 8)
    return _NUMBERS[0], _NUMBERS[1]


def _font_at(text_page: int | None, index: int) -> tuple[float, float]:
    """Size as shown, and angle."""
    size: float = _size_of(text_page, index)
    if not _matrix_of(text_page, index, _MATRIX_AT):
        return size, 0.0
    a, b, c, d = _MATRIX[:4]
    return size * math.hypot(c, d), math.degrees(math.atan2(b, a))
