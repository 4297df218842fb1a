"""Small talk and questions about the product, answered from the list of its documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from corpus.normalize import search_form
from corpus.store_records import DocumentSummary

_LISTED = 10
_END = r"(?:呢|吗|啊|呀|吧|的|了)*[?？。.!！~ ]*$"
_FILES = "(?:资料|文件|文档|材料|文章|内容)"
_GREETING = re.compile(
    rf"^(?:[你您]好呀?|hi|hello|hey|嗨|哈喽|在吗|在不在|早上好|上午好|下午好|晚上好|早安){_END}"
)
_THANKS = re.compile(
    rf"^(?:谢谢|多谢|感谢|辛苦)(?:[你您啦了]|大家)*{_END}"
    rf"|^(?:thanks|thank you)(?: very much| a lot)?{_END}"
)
_IDENTITY = re.compile(
    rf"^(?:请问)?[你您](?:是谁|是什么(?:人|东西|系统|软件)?|叫什么(?:名字)?|是机器人|是ai|是人工智能|是真人){_END}"
    rf"|^(?:who|what) are you{_END}|^what is your name{_END}|^文渊是(?:什么|谁){_END}"
)
_ABILITY = re.compile(
    rf"^(?:请问)?[你您](?:能|会|可以|都?能)(?:够)?(?:帮我|为我)?(?:做|干|回答)(?:些|点)?(?:什么|啥|哪些)(?:事|问题|事情)?{_END}"
    rf"|^[你您]有(?:什么|哪些|啥)(?:功能|用处?|本事){_END}|^(?:这个|本)?(?:系统|页面|网页)?(?:该)?(?:怎么|如何)(?:使?用|提问){_END}"
    rf"|^what can you (?:do|answer|help with)(?: for me)?{_END}|^help{_END}"
    rf"|^how does this work{_END}"
)
_LISTING = re.compile(
    rf"^(?:请问)?(?:[你您]|这里|系统里?|库里|资料库里?|现在)?(?:都|一共|总共)?(?:有|收录了?|收了|包含)(?:些)?"
    rf"(?:哪些|什么|啥|多少[份篇个]?|几[份篇个]){_FILES}{_END}"
    rf"|^(?:列出|列一下|看看)(?:所有|全部)?的?{_FILES}{_END}"
    rf"|^(?:what|which|how many) documents (?:do you have|are there|are indexed){_END}"
    rf"|^list (?:all )?documents{_END}"
)
_ABOUT = re.compile(
    rf"^(?:请问)?(?:关于|有关|涉及)(?P<topic>.{{1,20}}?)的?(?:{_FILES})?(?:一共|总共)?有(?:几|多少|哪些|哪几)[份篇个]?(?:{_FILES})?{_END}"
    rf"|^有(?:几|多少|哪些|哪几)[份篇个]?(?:{_FILES}?)(?:是)?(?:关于|有关|涉及)(?P<behind>.{{1,20}}?)的?(?:{_FILES})?{_END}"
    rf"|^(?:how many|which) documents are about (?P<english>.{{2,40}}?){_END}"
)

Documents = Callable[[], Sequence[DocumentSummary]]
TextHolds = Callable[[DocumentSummary, str], bool]


def answer_about(question: str, documents: Documents, holds: TextHolds) -> str | None:
    """A short, true answer where the product or its documents as such are asked about.

    None for all other questions. `holds` tells whether a document's text has some words, in
    search form.
    """
    form = search_form(question.strip())
    is_english = form.isascii()
    if _GREETING.search(form) or _IDENTITY.search(form):
        return _introduction(len(documents()), is_english=is_english)
    if _ABILITY.search(form):
        return _abilities(is_english=is_english)
    if _THANKS.search(form):
        return "You are welcome." if is_english else "不客气，接着问就行。"
    if _LISTING.search(form):
        return _listing(documents(), is_english=is_english)
    if found := _ABOUT.search(form):
        topic = found["topic"] or found["behind"] or found["english"]
        return _about(topic.strip('“”"「」《》 '), documents(), holds, is_english=is_english)
    return None


def _introduction(count: int, *, is_english: bool) -> str:
    if is_english:
        return (
            f"I am Wenyuan. I answer questions from the {count:,} documents that were given to me "
            "and show where every sentence stands; what they do not say I do not say either."
        )
    return (
        f"我是文渊，根据收录的 {count:,} 份文件回答问题，每一句话都标出原文出处；"
        "文件里没有的，我会直说没有。"
    )


def _abilities(*, is_english: bool) -> str:
    if is_english:
        return (
            "Ask about what the documents say, in your own words: who, when, how many, which, why, "
            "how.\nGo on asking: “what about 2022?”, “why?”, “the second point”.\n"
            "Every sentence of an answer has a number; a click on it opens its place in the "
            "document.\nSums, opinions and what no document says I leave to you."
        )
    return (
        "用自己的话问文件里写了什么：谁、什么时候、多少、哪些、为什么、怎么办。\n"
        "可以接着问：“那2022年呢？”“为什么？”“第二点详细说说”。\n"
        "答案的每句话后面有编号，点开就是它在原文里的位置。\n"
        "汇总计算、评价和文件里没有写的，我答不了。"
    )


def _listing(documents: Sequence[DocumentSummary], *, is_english: bool) -> str:
    names = _names(documents[:_LISTED])
    if is_english:
        more = f"\nand {len(documents) - _LISTED:,} more" if len(documents) > _LISTED else ""
        return f"There are {len(documents):,} documents:\n{names}{more}"
    more = f"\n另有 {len(documents) - _LISTED:,} 份" if len(documents) > _LISTED else ""
    return f"一共收录了 {len(documents):,} 份文件：\n{names}{more}"


def _about(
    topic: str, documents: Sequence[DocumentSummary], holds: TextHolds, *, is_english: bool
) -> str:
    titled = [each for each in documents if topic in search_form(each.title)]
    others = [each for each in documents if each not in titled and holds(each, topic)]
    shown = _names([*titled, *others][:_LISTED])
    if is_english:
        said = (
            f"{len(titled):,} documents have “{topic}” in the title, "
            f"{len(others):,} more in the text"
        )
    else:
        said = (
            f"标题里有“{topic}”的文件有 {len(titled):,} 份，只在正文里提到的有 {len(others):,} 份"
        )
    if not shown:
        return f"{said}." if is_english else f"{said}。"
    return f"{said}:\n{shown}" if is_english else f"{said}：\n{shown}"


def _names(documents: Sequence[DocumentSummary]) -> str:
    return "\n".join(f"· {each.title or each.source.rpartition('/')[2]}" for each in documents)
