"""Draws one page of a PDF; a program of its own, so that a hostile file takes nothing along.

    python -m corpus.parsers.pdf_parts.picture

Standard input: a line of JSON `{"page": 1, "passwords": […]}`, then the bytes of the file.
Standard output: a line of JSON `{"width": …, "height": …}` in points, then the PNG; exit status 1
when there is no such page, or the file cannot be opened.
"""

from __future__ import annotations

import json
import sys

from corpus.errors import ParseError
from corpus.parsers.pdf_parts.opening import open_pdf
from corpus.types import RawFile

# Two dots a point are sharp on most screens; posters get fewer.
_SCALE = 2.0
_MOST_DOTS = 6_000_000


def main() -> int:
    """Reads the order, writes the picture."""
    order = json.loads(sys.stdin.buffer.readline())
    raw = RawFile("page.pdf", sys.stdin.buffer.read(), passwords=tuple(order["passwords"]))
    try:
        document = open_pdf(raw).document
    except ParseError as exc:
        sys.stderr.write(str(exc))
        return 1
    if not 1 <= order["page"] <= len(document):
        sys.stderr.write(f"The document has {len(document)} pages.")
        return 1
    page = document[order["page"] - 1]
    width, height = page.get_size()
    scale = min(_SCALE, (_MOST_DOTS / max(width * height, 1.0)) ** 0.5)
    picture = page.render(scale=scale).to_pil()
    sys.stdout.buffer.write(json.dumps({"width": width, "height": height}).encode() + b"\n")
    picture.save(sys.stdout.buffer, "PNG")
    return 0


if __name__ == "__main__":
    sys.exit(main())
