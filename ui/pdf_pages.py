"""Pages of PDF files as pictures, drawn by a process of their own and remembered for a while."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import OrderedDict
from dataclasses import dataclass

from corpus.errors import UsageError
from ui.originals import Original

_REMEMBERED = 60
_SECONDS = 20.0
_AT_ONCE = 2


class NoPictureError(UsageError):
    """A page that cannot be drawn."""

    code = "no_picture"


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as PNG; `width` and `height` are those of the page, in points."""

    png: bytes
    width: float
    height: float


class PdfPages:
    """Draws pages; may be shared by threads."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, int], PagePicture] = OrderedDict()
        self._lock = threading.Lock()
        self._places = threading.Semaphore(_AT_ONCE)

    def draw(self, file: Original, page: int, passwords: tuple[str, ...]) -> PagePicture:
        """The page (from 1) of a file that one of `passwords` opens, if it needs any.

        Raises:
            NoPictureError: there is no such page, or it cannot be drawn.
        """
        place = (file.sha256, page)
        with self._places:
            with self._lock:
                picture = self._known.get(place)
            picture = picture or _drawn(page, file.data, passwords)
        with self._lock:
            self._known[place] = picture
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return picture


def _drawn(page: int, data: bytes, passwords: tuple[str, ...]) -> PagePicture:
    order = json.dumps({"page": page, "passwords": passwords}).encode()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "corpus.parsers.pdf_parts.picture"],
            input=order + b"\n" + data,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as exc:
        raise _no_picture(page, f"it takes longer than {_SECONDS:.0f} s") from exc
    if done.returncode:
        raise _no_picture(page, done.stderr.decode("utf-8", "replace")[-200:].strip())
    head, _, png = done.stdout.partition(b"\n")
    size = json.loads(head)
    return PagePicture(png, size["width"], size["height"])


def _no_picture(page: int, why: str) -> NoPictureError:
    return NoPictureError(
        f"Page {page} cannot be drawn: {why or 'the program that draws it ended'}.",
        remedy="Read the text of the document, or download the original.",
    )
