"""Hostile words in text, title, names and addresses: shown as words, never acted on."""

from __future__ import annotations

import re

import pytest

from corpus.types import Document, Metadata
from tests.hostile_kit import PAYLOADS
from tests.source_kit import SourcePage
from ui.languages import Language
from ui.source_page import SourceView, source_page
from ui.source_place import Finding, FoundPlace, RequestedPlace, Span

OWN_TAGS = frozenset(
    re.findall(
        r"\w+",
        "html head meta title link script body header main nav div a button span p bdi br"
        " h1 h2 h3 h4 h5 dl dt dd article mark strong table thead tbody tr th td ol li"
        " figure figcaption blockquote",
    )
)
OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


def shown(
    text: str, span: Span | None = None, *, word: str = "标题", quote: str = ""
) -> SourcePage:
    finding = Finding.GONE if quote else Finding.CITED
    document = Document(
        document_id="0123456789abcdef",
        source=f"docs/{word}.txt",
        text=text,
        metadata=Metadata(title=word, author=word, origin=word, date="2031"),
        encoding=word,
        losses=(word,),
    )
    view = SourceView(
        document=document,
        also_in=(f"docs/{word}-2.txt",),
        requested=RequestedPlace(span, word),
        found=FoundPlace(finding, span, quote),
        language=Language.CHINESE,
    )
    return SourcePage(source_page(view))


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize(
    "layout",
    ["{0}", "# {0}\n\n正文一句话。", "**{0}**", "甲 | {0}\n乙 | {0}", "一、{0}\n\n正文。\n\n- {0}"],
    ids=["text", "heading", "bold", "table", "list"],
)
def test_words_of_a_text_stay_words(payload: str, layout: str) -> None:
    text = layout.format(payload)
    for span in (None, Span(0, len(text)), Span(len(text) // 2, len(text))):
        page = shown(text, span)
        assert page.text == text
        _check_own(page)
        if span is not None:
            assert "".join(page.marks) == text[span.start : span.end].replace("\n", "")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_words_around_a_text_stay_words(payload: str) -> None:
    page = shown("正文。", Span(0, 2), word=payload, quote=payload)
    assert page.text == "正文。"
    _check_own(page)
    assert not set(OVERRIDES) & set(page.html)


def test_control_characters_are_shut_in_and_seen() -> None:
    text = f"密级：\u202e开公{OVERRIDES}完\n\n下一段。"
    page = shown(text)
    assert page.text == text
    codes = [each["data-code"] for each in page.attributes("bdi") if "data-code" in each]
    assert codes == [f"U+{ord(sign):04X}" for sign in f"\u202e{OVERRIDES}"]
    for sign in OVERRIDES:
        assert page.html.count(sign) == page.html.count(f">{sign}</bdi>")


def test_language_and_place_of_the_address_are_never_echoed_raw() -> None:
    page = shown("正文。", word='"><svg onload=alert(1)>')
    _check_own(page)


def _check_own(page: SourcePage) -> None:
    for tag, attributes in page.elements:
        assert tag in OWN_TAGS
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        for name in ("href", "src"):
            address = attributes.get(name)
            assert address is None or address.startswith(("./", "../", "#", "data:,"))
