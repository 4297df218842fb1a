"""Names of files that say nothing of what is in them."""

from __future__ import annotations

import re

# 正文, 新建文本文档 (2), Untitled-1, scan0003, IMG_2041, 20190312, 3f2a9c1e…; but a year says much.
_MUTE = re.compile(
    r"(?!(?:19|20)\d\d$)"
    r"(?:(?:正文|全文|内容|附件|文件|文档|文本|文字|无标题|未命名|未标题|新建.{0,24}(?:文档|文件|文本|工作表)"
    r"|扫描件?|图片|资料|untitled|unnamed|document|doc|file|text|txt|content|body|main|index|readme"
    r"|new|copy|scan|img|image|page|attachment|noname|temp|tmp)?[\s\d._()（）\-—]*"
    r"|[0-9a-f]{8,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})",
    re.IGNORECASE,
)


def is_mute(title: str) -> bool:
    """Whether a title tells nothing that a search could use: a number, a hash, "新建文本文档"."""
    return _MUTE.fullmatch(title.strip()) is not None
