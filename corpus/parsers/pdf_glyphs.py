"""The characters of a page with their places, as PDFium gives them, in arrays.

PDFium is asked once per character and fact: its functions are called with plain addresses, which
is several times faster than with the pointer objects of its Python binding.
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

FloatArray = npt.NDArray[np.float64]


def _plain(function: Any, result: Any, *arguments: Any) -> Any:
    """`function` of PDFium with plain numbers for pointers."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(result, *arguments)(address or 0)


_INT, _ADDRESS = ctypes.c_int, ctypes.c_void_p
_unicode_of = _plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _ADDRESS, _INT)
_object_of = _plain(pdfium.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT)
_box_of = _plain(pdfium.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
_origin_of = _plain(pdfium.FPDFText_GetCharOrigin, _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS)


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
    origins = np.zeros((count, 2), dtype=np.float64)
    box_at, origin_at = boxes.ctypes.data, origins.ctypes.data
    codes, objects = [0] * count, [0] * count
    for index in range(count):
        codes[index] = _unicode_of(address, index)
        objects[index] = _object_of(address, index) or 0
        _box_of(address, index, box_at + 16 * index)
        place = origin_at + 16 * index
        _origin_of(address, index, place, place + 8)
    fonts = _fonts_of(text_page, objects)
    measures = np.array([fonts[key] for key in objects], dtype=np.float64).reshape(-1, 2)
    return Glyphs(
        codes=np.array(codes, dtype=np.int64),
        boxes=boxes[:, [0, 3, 2, 1]].astype(np.float64),  # PDFium: left, top, right, bottom
        origins=origins,
        sizes=measures[:, 0],
        angles=measures[:, 1],
        objects=frozenset(objects) - {0},
    )


def _fonts_of(text_page: Any, objects: list[int]) -> dict[int, tuple[float, float]]:
    """Size and angle of the text of each object, as shown."""
    fonts: dict[int, tuple[float, float]] = {0: (0.0, 0.0)}
    matrix = pdfium.FS_MATRIX()
    for index, key in enumerate(objects):
        if key in fonts:
            continue
        size = pdfium.FPDFText_GetFontSize(text_page, index)
        if pdfium.FPDFText_GetMatrix(text_page, index, matrix):
            scale = math.hypot(matrix.c, matrix.d)
            fonts[key] = (size * scale, math.degrees(math.atan2(matrix.b, matrix.a)))
        else:
            fonts[key] = (size, 0.0)
    return fonts
