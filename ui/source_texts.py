"""What the page of a source says, in each of its languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ui.by_language import ByLanguage
from ui.languages import Language
from ui.source_place import Finding, PlaceFault


@dataclass(frozen=True, slots=True)
class SourceTexts:
    """All words of the page in one language; `{…}` are filled in.

    Attributes:
        notes: what the reader must know of the cited place; nothing is said of other findings.
        faults: what is wrong with the place that a link names.
    """

    product: str
    back: str
    to_quote: str
    copy: str
    copied: str
    copy_by_hand: str
    new_window: str
    download: str
    picture: str
    text: str
    picture_of: str
    previous_page: str
    next_page: str
    details: str
    outline: str
    source: str
    also_in: str
    author: str
    origin: str
    date: str
    encoding: str
    length: str
    characters: str
    losses: str
    warnings: str
    place: str
    number: str
    issuer: str
    attachments: str
    control: str
    earlier: str
    notes: Mapping[Finding, str]
    faults: Mapping[PlaceFault, str]
    fault_title: str
    fault_remedy: str
    original_title: str
    original_gone: str
    original_changed: str
    no_picture: str
    unknown_title: str
    unknown: str
    unknown_remedy: str
    failed_title: str
    failed: str
    whole: str


_CHINESE = SourceTexts(
    product="文渊",
    back="打开问答页",
    to_quote="回到引文",
    copy="复制链接",
    copied="已复制",
    copy_by_hand="请按 Ctrl+C 复制这个链接",
    new_window="在新窗口打开",
    download="下载原件",
    picture="页面图像",
    text="文字",
    picture_of="第 {page} 页，共 {pages} 页",
    previous_page="上一页",
    next_page="下一页",
    details="文件信息",
    outline="目录",
    source="文件",
    also_in="另见",
    author="作者",
    origin="来源",
    date="日期",
    encoding="编码",
    length="篇幅",
    characters="{count} 字符",
    losses="未读全",
    warnings="读取说明",
    place="引文位置",
    number="发文字号",
    issuer="发文机关",
    attachments="附件",
    control="不可见的控制字符 {code}",
    earlier="引用时的原文（早先版本）",
    notes={
        Finding.MOVED: "文件在引用之后有改动；引文未变，已在现行版本中重新找到并标出。",
        Finding.REFORMED: "文件在引用之后有改动；引文已在现行版本中重新找到，"
        "但空白、全半角或简繁写法与引用时不同。",
        Finding.GONE: "文件在引用之后有改动：这段文字已不在现行版本中。",
        Finding.CHANGED: "文件在这个链接生成之后有改动，下面是现行版本。",
        Finding.UNKNOWN: "链接所指的版本不是现行版本，也没有保存（可能过早，或链接不完整），"
        "因此没有标出引文。下面是现行版本。",
    },
    faults={
        PlaceFault.HALF: "链接里只有 {given}，缺少 {missing}；两者应当同时给出。",
        PlaceFault.NOT_A_NUMBER: "链接里的 {name} 是“{got}”，应当是不超过 {digits} 位的整数。",
        PlaceFault.ORDER: "链接里 start={start}、end={end}，不能构成一段文字；"
        "应当 0 ≤ start < end。",
        PlaceFault.BEYOND: "链接里 end={end}，超出了全文：这一版本共 {length} 个字符。",
    },
    fault_title="链接里的位置不对",
    fault_remedy="请核对链接是否完整，或回到问答页重新点开出处。",
    original_title="现在看不到原件",
    original_gone="原件不在了：它可能已被移走，或在压缩包、邮件里。正文仍可阅读。",
    original_changed="原件在读入之后有改动，因此不再提供。请管理员更新索引。",
    no_picture="没有这一页的图像。正文仍可阅读。",
    unknown_title="找不到这个文件",
    unknown="索引里没有编号为“{got}”的文件：它可能已被移除或改名，也可能链接不完整。",
    unknown_remedy="请核对链接，或回到问答页重新提问。",
    failed_title="现在打不开这个文件",
    failed="文件库暂时无法读取。请稍后再试；如果一直这样，请告诉管理员。",
    whole="打开全文",
)

_ENGLISH = SourceTexts(
    product="Wenyuan 文渊",
    back="Open the chat",
    to_quote="To the quote",
    copy="Copy link",
    copied="Copied",
    copy_by_hand="Press Ctrl+C to copy this link",
    new_window="Open in a new window",
    download="Download original",
    picture="Page image",
    text="Text",
    picture_of="Page {page} of {pages}",
    previous_page="Previous page",
    next_page="Next page",
    details="About this document",
    outline="Contents",
    source="File",
    also_in="Also in",
    author="Author",
    origin="Origin",
    date="Date",
    encoding="Encoding",
    length="Length",
    characters="{count} characters",
    losses="Not read",
    warnings="On reading it",
    place="Place of the quote",
    number="Document number",
    issuer="Issued by",
    attachments="Attachments",
    control="Invisible control character {code}",
    earlier="What was cited (earlier version)",
    notes={
        Finding.MOVED: "The document has changed since it was cited; the quote is unchanged and "
        "marked where it stands now.",
        Finding.REFORMED: "The document has changed since it was cited; the quote was found "
        "again, but its spacing, width or script differs from what was cited.",
        Finding.GONE: "The document has changed since it was cited: these words are no longer "
        "in the current version.",
        Finding.CHANGED: "The document has changed since this link was made; this is the "
        "current version.",
        Finding.UNKNOWN: "The link names a version that is neither the current one nor kept (it "
        "may be too old, or the link incomplete), so no quote is marked. This is the current "
        "version.",
    },
    faults={
        PlaceFault.HALF: "The link has {given} but lacks {missing}; both belong together.",
        PlaceFault.NOT_A_NUMBER: 'In the link {name} is "{got}"; a whole number of at most '
        "{digits} digits was expected.",
        PlaceFault.ORDER: "In the link start={start} and end={end} enclose no text; "
        "0 ≤ start < end was expected.",
        PlaceFault.BEYOND: "In the link end={end} lies beyond the text: this version has "
        "{length} characters.",
    },
    fault_title="The place in the link is wrong",
    fault_remedy="Check that the link is complete, or open the source again from the answer.",
    original_title="The original cannot be shown now",
    original_gone="The original is not there: it may have been moved, or lies in an archive or "
    "mail. The text can be read as before.",
    original_changed="The original has changed since it was read, so it is not handed out. The "
    "index must be brought up to date.",
    no_picture="There is no image of this page. The text can be read as before.",
    unknown_title="There is no such document",
    unknown='The index holds no document "{got}": it may have been removed or renamed, or the '
    "link is incomplete.",
    unknown_remedy="Check the link, or ask again.",
    failed_title="The document cannot be opened now",
    failed="The library cannot be read just now. Try again later; if it stays so, tell the "
    "administrator.",
    whole="Open the whole document",
)

TEXTS: Mapping[Language, SourceTexts] = ByLanguage(_CHINESE, _ENGLISH)
