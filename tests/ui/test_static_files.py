from __future__ import annotations

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from ui.static_files import STATIC_FOLDER, router, static_link


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    app.include_router(router)
    return TestClient(app)


@pytest.mark.parametrize("name", sorted(path.name for path in STATIC_FOLDER.iterdir()))
def test_every_file_is_served_under_a_link_that_browsers_may_keep(
    client: TestClient, name: str
) -> None:
    found = client.get(f"/{static_link(name)}")
    assert found.content == (STATIC_FOLDER / name).read_bytes()
    assert "immutable" in found.headers["cache-control"]
    kinds = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
    assert found.headers["content-type"].startswith(kinds[name.rpartition(".")[2]])


@pytest.mark.parametrize("query", ["", "?v=", "?v=000000000000"])
def test_another_link_to_it_is_asked_for_again_each_time(client: TestClient, query: str) -> None:
    assert client.get(f"/static/chat.js{query}").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("name", ["none.js", "..%2fserver.py", "%2e%2e", "sub/chat.js", ""])
def test_nothing_else_is_served(client: TestClient, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404


def test_browsers_find_the_icon_where_they_look_for_it(client: TestClient) -> None:
    assert client.get("/favicon.ico").headers["content-type"] == "image/svg+xml"
