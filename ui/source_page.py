"""The pages around a source: its text with what is known of it, and what to say without one.

Addresses are relative to `/source/{document_id}`. There is neither script nor style inside.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from corpus.store_records import locator_within
from corpus.types import Document
from ui.languages import Language
from ui.original_pages import NOTHING_OFFERED, OfferedOriginal
from ui.page_texts import TEXTS as PAGE_TEXTS
from ui.places import locator_words
from ui.plain_text import beginning, one_line
from ui.source_inline import ANCHOR
from ui.source_outline import outline_html
from ui.source_picture import ShownPage, cited_page, page_parameters, picture_view
from ui.source_place import Finding, FoundPlace, RequestedPlace
from ui.source_texts import TEXTS, SourceTexts
from ui.source_view import render_text
from ui.static_files import static_link

_ROOT = "../"
_SHOWN_QUOTE = 1_200
_HAN_SAMPLE = 2_000
_THEMES = ("light", "dark")
# Of longer texts browsers lay out only what is near the screen.
_LONG_TEXT = 100_000


@dataclass(frozen=True, slots=True)
class SourceView:
    """All that a page of a source shows.

    Attributes:
        also_in: other sources with the same text.
        requested: the place as the link names it.
        found: what became of it.
        in_panel: beside the chat instead of in a window of its own.
        stated_language: the language named in the address, if any.
        offered: what can be had beside the text.
        shown: the page of the original that is shown instead of the text.
        asked: what the address says of place, language and panel.
    """

    document: Document
    also_in: tuple[str, ...]
    requested: RequestedPlace
    found: FoundPlace
    language: Language
    in_panel: bool = False
    stated_language: str = ""
    offered: OfferedOriginal = NOTHING_OFFERED
    shown: ShownPage | None = None
    asked: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceFault:
    """Why there is no source to show, in the reader's language.

    `whole` is the document that can be opened instead, or "".
    """

    title: str
    detail: str
    remedy: str
    whole: str = ""


def source_page(view: SourceView) -> str:
    """The document as a page, with the cited words marked."""
    texts = TEXTS[view.language]
    document = view.document
    title = _title(document)
    body = f"""{_bar(view, title, texts)}
{_note(view.found, texts)}
{_picture(view, view.shown, texts) if view.shown else _text(view, title, texts)}"""
    theme = view.asked.get("theme", "")
    return _page(view.language, title, body, in_panel=view.in_panel, theme=theme)


def _text(view: SourceView, title: str, texts: SourceTexts) -> str:
    document = view.document
    rendered = render_text(document.text, document.metadata.title, view.found.span, texts.control)
    heading = "" if rendered.has_title else f'<h1 class="wy-source__title">{_isolated(title)}</h1>'
    outline = outline_html(rendered.outline, texts, is_folded=view.in_panel)
    return f"""<div class="wy-source__columns">{outline}
<main class="wy-source__main">
{heading}{_facts(view, texts)}
{_former(view.found, texts)}
<article {_kind_of(document)}>{rendered.html}</article>
</main></div>"""


def _picture(view: SourceView, shown: ShownPage, texts: SourceTexts) -> str:
    path = _path(view.document.document_id)
    return f"<main>{picture_view(shown, path, view.asked, texts)}</main>"


def fault_page(fault: SourceFault, language: Language, *, in_panel: bool, theme: str = "") -> str:
    """The page in place of a source: what is wrong, and what to do."""
    texts = TEXTS[language]
    back = "" if in_panel else _link(f"{_ROOT}chat/", texts.back)
    whole = _link(_path(fault.whole), texts.whole) if fault.whole else ""
    body = f"""<main class="wy-fault" role="alert">
<h1>{html.escape(fault.title)}</h1>
<p>{html.escape(fault.detail)}</p>
<p class="wy-fault__remedy">{html.escape(fault.remedy)}</p>
<p class="wy-fault__ways">{whole}{back}</p>
</main>"""
    return _page(language, fault.title, body, in_panel=in_panel, theme=theme)


def _page(language: Language, title: str, body: str, *, in_panel: bool, theme: str = "") -> str:
    product = TEXTS[language].product
    kind = "wy-source wy-source--panel" if in_panel else "wy-source"
    return f"""<!DOCTYPE html>
<html lang="{language.value}"{f' class="wy-{theme}"' if theme in _THEMES else ""}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>{html.escape(title)} – {html.escape(product)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{_ROOT}{static_link("source.css")}">
<script src="{_ROOT}{static_link("source.js")}" defer></script>
</head>
<body class="{kind}">
{body}
</body>
</html>
"""


def _bar(view: SourceView, title: str, texts: SourceTexts) -> str:
    shared = _shared_link(view)
    ways = []
    if view.shown is None and (view.found.span is not None or view.found.quote):
        ways.append(_link(f"#{ANCHOR}", texts.to_quote))
    ways += _originals(view, texts)
    ways.append(
        '<button type="button" class="wy-bar__copy" hidden '
        f'data-copied="{html.escape(texts.copied)}" '
        f'data-by-hand="{html.escape(texts.copy_by_hand)}">{html.escape(texts.copy)}</button>'
        f'<a class="wy-bar__link" href="{html.escape(shared)}" hidden></a>'
    )
    back = _link(f"{_ROOT}chat/", f"← {texts.back}", kind="wy-bar__back")
    if view.in_panel:
        alone = _with_language(view, shared)
        new_window = html.escape(texts.new_window)
        ways.append(
            f'<a href="{html.escape(alone)}" target="_blank" rel="noopener">{new_window}</a>'
        )
        back = ""
    return (
        f'<header class="wy-bar">{back}<span class="wy-bar__title">{_isolated(title)}</span>'
        f'<nav class="wy-bar__ways">{"".join(ways)}</nav>'
        '<p class="wy-bar__said" role="status"></p></header>'
    )


def _originals(view: SourceView, texts: SourceTexts) -> Iterator[str]:
    """The ways to the other side, text or picture, and to the file."""
    path = _path(view.document.document_id)
    if view.shown is not None:
        yield _link(f"{path}?{urlencode(view.asked)}", texts.text)
    elif view.offered.pages:
        page = cited_page(view.document, view.found.span) or 1
        yield _link(f"{path}?{urlencode(page_parameters(view.asked, page))}", texts.picture)
    if view.offered.is_offered:
        yield f'<a href="{html.escape(path)}/original" download>{html.escape(texts.download)}</a>'


def _shared_link(view: SourceView) -> str:
    """The address to send to others: of the place as it is now, if there is one."""
    document_id, span = view.document.document_id, view.found.span
    version = view.document.text_hash
    if span is None and view.found.finding in (Finding.GONE, Finding.UNKNOWN):
        span, version = view.requested.span, view.requested.version
    if span is None:
        return _path(document_id)
    values = {"start": span.start, "end": span.end, "v": version}
    return f"{_path(document_id)}?{urlencode(values)}#{ANCHOR}"


def _with_language(view: SourceView, address: str) -> str:
    if not view.stated_language:
        return address
    path, sign, fragment = address.partition("#")
    joined = f"{path}{'&' if '?' in path else '?'}{urlencode({'lang': view.language.value})}"
    return joined + sign + fragment


def _path(document_id: str) -> str:
    return f"./{quote(document_id, safe='')}"


def _note(found: FoundPlace, texts: SourceTexts) -> str:
    note = texts.notes.get(found.finding)
    if note is None:
        return ""
    kind = "lost" if found.finding in (Finding.GONE, Finding.UNKNOWN) else "found"
    return f'<p class="wy-note wy-note--{kind}" role="note">{html.escape(note)}</p>'


def _former(found: FoundPlace, texts: SourceTexts) -> str:
    if not found.quote:
        return ""
    cited = _isolated_lines(beginning(found.quote, _SHOWN_QUOTE))
    return (
        f'<figure class="wy-former" id="{ANCHOR}" tabindex="-1">'
        f"<figcaption>{html.escape(texts.earlier)}</figcaption>"
        f"<blockquote>{cited}</blockquote></figure>"
    )


def _isolated_lines(text: str) -> str:
    return "".join(f"<p>{_isolated(line)}</p>" for line in text.split("\n") if line.strip())


def _facts(view: SourceView, texts: SourceTexts) -> str:
    items = "".join(
        f"<div><dt>{html.escape(name)}</dt><dd>{value}</dd></div>"
        for name, value in _known(view, texts)
    )
    return f'<dl class="wy-facts" aria-label="{html.escape(texts.details)}">{items}</dl>'


def _known(view: SourceView, texts: SourceTexts) -> Iterator[tuple[str, str]]:
    """What the document says of itself, as (name, HTML)."""
    document, metadata = view.document, view.document.metadata
    said = (
        (texts.number, metadata.number),
        (texts.issuer, metadata.issuer),
        (texts.date, metadata.date),
        (texts.origin, metadata.origin),
        (texts.author, metadata.author),
        (texts.length, texts.characters.format(count=f"{len(document.text):,}")),
        (texts.encoding, "" if document.encoding == "utf-8" else document.encoding),
        (texts.source, document.source),
    )
    yield from ((name, _isolated(value)) for name, value in said if value)
    if view.found.span is not None:
        span = view.found.span
        place = locator_within(document.regions, span.start, span.end)
        if words := locator_words(place, PAGE_TEXTS[view.language].locators):
            yield texts.place, _isolated(words)
    for name, lines in (
        (texts.attachments, metadata.attachments),
        (texts.also_in, view.also_in),
        (texts.losses, document.losses),
        (texts.warnings, document.facts.warnings),
    ):
        if lines:
            yield name, "<br>".join(_isolated(line) for line in lines)


def _title(document: Document) -> str:
    return one_line(document.metadata.title) or one_line(document.source.rpartition("/")[2])


def _isolated(text: str) -> str:
    """Untrusted words on one line that cannot turn around what stands beside them."""
    return f"<bdi>{html.escape(one_line(text))}</bdi>"


def _link(address: str, words: str, kind: str = "") -> str:
    of_kind = f' class="{kind}"' if kind else ""
    return f'<a{of_kind} href="{html.escape(address)}">{html.escape(words)}</a>'


def _kind_of(document: Document) -> str:
    """Classes and language: `zh` with hanzi in its beginning, by which browsers choose glyphs."""
    text = document.text
    has_han = any("\u4e00" <= sign <= "\u9fff" for sign in text[:_HAN_SAMPLE])
    is_table = any(region.locator["kind"] == "row" for region in document.regions)
    kinds = ["wy-text"]
    kinds += ["wy-text--long"] if len(text) > _LONG_TEXT else []
    kinds += ["wy-text--rows"] if is_table else []
    return f'class="{" ".join(kinds)}" lang="{"zh" if has_han else ""}"'
