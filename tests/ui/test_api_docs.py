"""The page of the API's description in a real browser, under its own strict policy."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, expect
from starlette.applications import Starlette
from starlette.routing import Mount

from tests.api_kit import api_of
from tests.browser_kit import Requests, WebServer
from tests.pipeline_kit import FIRST, GivenReader, service, statement
from ui.answering import Answering
from ui.api_description import DOCS_CONTENT_SECURITY_POLICY


@pytest.fixture(scope="module")
def server() -> Iterator[WebServer]:
    asked = service(GivenReader(statement(FIRST)))
    app = api_of(asked, Answering(asked))
    with WebServer(Starlette(routes=[Mount("/bot", app), Mount("/", app)])) as server:
        yield server


@pytest.mark.parametrize("prefix", ["", "/bot"])
def test_the_page_shows_the_routes_and_asks_a_question(
    server: WebServer, browser: Browser, prefix: str
) -> None:
    context = browser.new_context()
    requests = Requests(context)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{server.origin}{prefix}/api/docs")
    expect(page.locator(".opblock")).to_have_count(5)
    page.locator(".opblock-post .opblock-summary-control").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table").first).to_contain_text(FIRST)
    context.close()
    assert complaints == []
    assert requests.beyond_this_machine() == []
    paths = {urlsplit(address).path for address in requests.addresses}
    assert f"{prefix}/api/ask" in paths
    assert all(path.startswith(f"{prefix}/") for path in paths if path)


def test_the_page_has_nothing_inline_and_says_what_it_needs(server: WebServer) -> None:
    response = httpx.get(f"{server.origin}/api/docs")
    assert response.headers["content-security-policy"] == DOCS_CONTENT_SECURITY_POLICY
    assert "unsafe" not in DOCS_CONTENT_SECURITY_POLICY
    assert "</script>" in response.text
    assert "><" in response.text.split("<script", 1)[1]
    assert "http" not in response.text


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("swagger-ui-bundle.js", "text/javascript"), ("swagger-ui.css", "text/css")],
)
def test_files_of_the_page_are_kept_by_browsers_when_their_address_is_versioned(
    server: WebServer, name: str, media_type: str
) -> None:
    page = httpx.get(f"{server.origin}/api/docs").text
    versioned = f"docs/{name}?v=" + page.split(f"{name}?v=")[1].split('"')[0]
    kept = httpx.get(f"{server.origin}/api/{versioned}")
    assert kept.headers["content-type"] == f"{media_type}; charset=utf-8"
    assert "immutable" in kept.headers["cache-control"]
    asked_again = httpx.get(f"{server.origin}/api/docs/{name}?v=other")
    assert asked_again.headers["cache-control"] == "no-cache"
