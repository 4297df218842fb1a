"""Source pages over real small libraries, taken apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlencode

from fastapi import FastAPI

from corpus.types import Document
from rag.generation import Generation
from tests.asgi_kit import Reply, own_request
from ui.original_pages import OriginalPages
from ui.original_routes import create_original_router
from ui.problems import install_problem_handlers
from ui.source import create_source_router
from ui.static_files import router as static_router

HTML = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8")


@dataclass(frozen=True, slots=True)
class Published:
    """What a source router reads from."""

    generation: Callable[[], Generation]

    def document(self, name: str) -> Document:
        generation = self.generation()
        return generation.store.find_document(name, generation.number)


def app_of(published: Published, *, downloads: bool = True) -> FastAPI:
    app = FastAPI()
    install_problem_handlers(app)
    originals = OriginalPages(downloads=downloads, passwords={})
    app.include_router(create_source_router(published, originals))
    app.include_router(create_original_router(published, originals, downloads=downloads))
    app.include_router(static_router)
    return app


def target(document: Document, quote: str = "", **more: object) -> str:
    """The address of a document, with the place of the first `quote` in it."""
    asked: dict[str, object] = {}
    if quote:
        start = document.text.index(quote)
        asked = {"start": start, "end": start + len(quote), "v": document.text_hash}
    return f"/source/{document.document_id}?{urlencode(asked | more)}"


def get(published: Published, address: str, *headers: tuple[str, str]) -> Reply:
    return own_request(app_of(published), address, *(headers or (HTML,)))


def page(published: Published, address: str, *headers: tuple[str, str]) -> SourcePage:
    reply = get(published, address, HTML, *headers)
    assert reply.status == 200
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    return SourcePage(reply.body.decode())


class SourcePage(HTMLParser):
    """A page taken apart.

    Attributes:
        elements: tags with their attributes, in order.
        words: all text of the body.
        text: text of the article.
        marks: text of each `<mark>`.
        headings: (tag, text) of the article's headings.
        notes: what is said of a changed document.
        former: what was cited from an earlier version.
    """

    _EMPTY = frozenset(("meta", "link", "br"))

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = self.text = self.title = self.former = self.notes = ""
        self.marks: list[str] = []
        self.headings: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if tag in self._EMPTY:
            return
        self._open.append((tag, attributes.get("class") or ""))
        if tag == "mark":
            self.marks.append("")
        elif tag in {"h1", "h2", "h3", "h4", "h5"} and self._is_in("article"):
            self.headings.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self._open.pop()
        assert opened == tag

    def handle_data(self, data: str) -> None:
        if self._is_in("title"):
            self.title += data
        if self._is_in("body"):
            self.words += data
        if self._is_in("blockquote"):
            self.former += data
        if any("wy-note" in kind for _, kind in self._open):
            self.notes += data
        if self._is_in("article"):
            self._add_to_article(data)

    def _add_to_article(self, data: str) -> None:
        self.text += data
        if self._is_in("mark"):
            self.marks[-1] += data
        tag = next((tag for tag, _ in self._open if tag[0] == "h" and tag[1:].isdigit()), "")
        if tag:
            self.headings[-1] = (tag, self.headings[-1][1] + data)

    def _is_in(self, tag: str) -> bool:
        return any(opened == tag for opened, _ in self._open)
