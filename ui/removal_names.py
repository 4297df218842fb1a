"""What the reasons of removals are called."""

from __future__ import annotations

from corpus.types import RemovalReason

REASONS = {
    RemovalReason.NAVIGATION: "导航 navigation",
    RemovalReason.METADATA: "文章信息 metadata",
    RemovalReason.SHARE_BAR: "分享栏 share bar",
    RemovalReason.LEGAL_NOTICE: "版权声明 legal notice",
    RemovalReason.NEWS_LIST: "新闻列表 news list",
    RemovalReason.EDITOR_LINE: "编辑信息 editor's line",
    RemovalReason.PINYIN: "注音 pinyin note",
    RemovalReason.CONTROL: "控制字符 control character",
    RemovalReason.SPACING: "空白 spacing",
    RemovalReason.LINE_BREAK: "换行 line break",
    RemovalReason.PLACEHOLDER: "占位符 placeholder",
    RemovalReason.RUNNING_HEAD: "页眉页脚 running head",
    RemovalReason.PAGE_NUMBER: "页码 page number",
    RemovalReason.COMPATIBILITY_FORM: "兼容字形 compatibility form",
}
