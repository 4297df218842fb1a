"""Draws the README's picture: a question and its answer in the terminal, as SVG.

    python -m benchmarks.screenshots

The sample corpus is indexed and asked for real; the picture holds no script and fetches
no font.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from io import StringIO

from rich.console import Console
from rich.text import Text

from benchmarks.answers import ROOT, SAMPLE_DOCUMENTS
from rag.factory import open_indexer, open_pipeline
from rag.settings import read_settings
from ui.answer_view import answer_text

QUESTIONS = ("新版加油机指引为啥把静置时间改成30秒", "产品抽查中，哪些情况不给复检？")
PICTURE = ROOT / "ui" / "images" / "terminal.svg"
WIDTH = 96
_WEB_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_FONT = "font-family: Fira Code, monospace"
_OWN_FONTS = 'font-family: "Noto Sans Mono CJK SC", "Sarasa Mono SC", "Microsoft YaHei", monospace'


def main() -> int:
    """Writes the picture; exit status 0."""
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings(os.environ, data_dir=folder)
        open_indexer(settings, print).index([SAMPLE_DOCUMENTS])
        pipeline = open_pipeline(settings, print)
        for question in QUESTIONS:
            console.print(Text(f"问 › {question}", "bold cyan"))
            console.print()
            console.print(answer_text(pipeline.answer(question)))
            console.print()
    svg = _WEB_FONT.sub("", console.export_svg(title="wenyuan chat"))
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(svg.replace(_FONT, _OWN_FONTS), encoding="utf-8")
    print(f"wrote {PICTURE.relative_to(ROOT)}, {PICTURE.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
