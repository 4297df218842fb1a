"""Places in original files, in the JSON shapes of a passage's `locator`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Box = tuple[float, float, float, float]
Locator = Mapping[str, object]


def page_locator(page: int, boxes: Sequence[Box]) -> Locator:
    """A place on a page (from 1); boxes are (x0, y0, x1, y1) in points from the top left."""
    return {
        "kind": "page",
        "page": page,
        "boxes": [[round(value, 1) for value in box] for box in boxes],
    }


def row_locator(sheet: str, row: int) -> Locator:
    """A row (from 1, as the program shows it) of a sheet."""
    return {"kind": "row", "sheet": sheet, "row": row}


def slide_locator(slide: int) -> Locator:
    """A slide (from 1)."""
    return {"kind": "slide", "slide": slide}
