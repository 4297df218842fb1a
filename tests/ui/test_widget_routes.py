from __future__ import annotations

from html.parser import HTMLParser

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from ui import static_files
from ui.widget import routes


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    app.include_router(routes.router)
    app.include_router(static_files.router)
    return TestClient(app)


def test_the_script_is_served_as_a_script(client: TestClient) -> None:
    response = client.get("/widget.js")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.text == (routes.WIDGET_FOLDER / "widget.js").read_text(encoding="utf-8")


def test_any_site_may_load_the_script_also_as_a_module(client: TestClient) -> None:
    headers = client.get("/widget.js", headers={"Origin": "http://oa.example"}).headers
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_an_unchanged_script_is_not_sent_again(client: TestClient, form: str) -> None:
    first = client.get("/widget.js")
    assert first.headers["cache-control"] == "no-cache"
    asked = {"If-None-Match": form.format(first.headers["etag"])}
    again = client.get("/widget.js", headers=asked)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize("tag", ['"other"', "", "garbage", '"", W/', "Ä"])
def test_another_tag_gets_the_script(client: TestClient, tag: str) -> None:
    asked = {b"If-None-Match": tag.encode("latin-1")}
    response = client.get("/widget.js", headers=asked)
    assert response.status_code == 200


@pytest.mark.parametrize("path", ["/widget.js", "/widget/host.html"])
def test_head_is_answered_without_a_body(client: TestClient, path: str) -> None:
    response = client.head(path)
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("path", ["/widget.js", "/widget/host.html"])
def test_nothing_can_be_written(client: TestClient, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/widget/routes.py", "/widget/..%2froutes.py", "/widget/"])
def test_nothing_else_of_the_folder_is_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


class _Page(HTMLParser):
    """What a page loads, and what a strict policy would not let it do."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.forbidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        stated = dict(attrs)
        address = stated.get("src") or stated.get("href")
        if address:
            self.loads.append(address)
        if tag == "style" or (tag == "script" and "src" not in stated):
            self.forbidden.append(tag)
        self.forbidden += [name for name in stated if name == "style" or name.startswith("on")]


def test_the_example_page_needs_nothing_inline_and_no_other_site(client: TestClient) -> None:
    response = client.get("/widget/host.html")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    page = _Page()
    page.feed(response.text)
    assert page.loads == ["../static/icon.svg", "../static/host.css", "../widget.js"]
    assert page.forbidden == []


def test_what_the_example_page_loads_is_there(client: TestClient) -> None:
    for name in ("static/icon.svg", "static/host.css", "widget.js"):
        assert client.get(f"/widget/../{name}").status_code == 200
