"""Why files were not read, in a word or two of Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from corpus.types import FileReport

_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "encrypted_document": "需要密码 password",
        "missing_tool": "缺少程序 program missing",
        "unsupported_format": "不支持的格式 unsupported",
        "empty_document": "没有文字 no text",
        "unsafe_document": "不安全 unsafe",
        "unreadable_document": "无法读取 unreadable",
        "reading_fault": "无法读取 unreadable",
        "crashed": "读取程序崩溃 crashed",
        "too_slow": "超时 too slow",
        "too_large": "过大 too large",
    }
)


def reason_of(file: FileReport) -> str:
    """The reason of a file's code; "" where it has none."""
    return _REASONS.get(file.code, "")
