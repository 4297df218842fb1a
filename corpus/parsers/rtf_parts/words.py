"""The control words of RTF that matter for its text."""

from __future__ import annotations

import re
from collections.abc import Mapping

TEXT_OF_WORD: Mapping[str, str] = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "emdash": "—",
    "endash": "\N{EN DASH}",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
}
TEXT_OF_SYMBOL: Mapping[str, str] = {
    "\\": "\\",
    "{": "{",
    "}": "}",
    "~": "\N{NO-BREAK SPACE}",
    "_": "-",
    "\t": "\t",
}
PARAGRAPH_ENDS = frozenset({"par", "page", "sect", "column", "softpage"})
CODEC_OF_WORD: Mapping[str, str] = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}

# Groups that hold no text of the body, besides all unknown ones that are marked by "\\*".
_SKIPPED = (
    "annotation atnid atnauthor atndate atnicn atnref atnparent bkmkstart bkmkend colortbl comment "
    "datastore falt filetbl fldinst footer footerf footerl footerr header headerf headerl headerr "
    "ftncn ftnsep ftnsepc aftncn aftnsep aftnsepc generator listtable listoverridetable "
    "nonesttables nonshppict objalias objclass objdata objname pgdsctbl pict pnseclvl private "
    "revtbl rxe shprslt sn sp sv tc tcn themedata txe xe"
)
SKIPPED_GROUPS = frozenset(_SKIPPED.split())
KEPT_STARRED = frozenset({"shpinst", "do", "ud", "moMath", "moMathPara", "listtext", "pntext"})
MATH_PROPERTIES = re.compile(r"m\w+Pr|mmathPict")
HEADING_STYLE = re.compile(r"(?:heading|标题|標題|见出し)\s*([1-9])", re.IGNORECASE)
TITLE_STYLE = re.compile(r"title|标题|標題|文档标题", re.IGNORECASE)
