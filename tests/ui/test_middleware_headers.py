"""The headers with which answers leave."""

from __future__ import annotations

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.asgi_kit import guarded, own_request, request

PORTALS = ("http://portal.example", "https://oa.example:8443")
FRAMED = ["/chat/", "/source/0123456789abcdef"]
UNFRAMED = ["/", "/api/search", "/api/docs", "/widget/host.html", "/widget.js", "/healthz"]


def policy(app: ASGIApp, target: str) -> dict[str, list[str]]:
    """The Content-Security-Policy as directive → sources."""
    header = own_request(app, target).headers["content-security-policy"]
    parts = [part.split() for part in header.split(";")]
    assert len({name for name, *_ in parts}) == len(parts)
    return {name: sources for name, *sources in parts}


@pytest.mark.parametrize("root_path", ["", "/bot"])
@pytest.mark.parametrize("target", FRAMED)
def test_chat_and_source_may_be_framed_by_allowed_sites_alone(target: str, root_path: str) -> None:
    app = guarded(allowed_origins=PORTALS, root_path=root_path)
    for path in {target, root_path + target}:
        assert policy(app, path)["frame-ancestors"] == ["'self'", *PORTALS]
        assert "x-frame-options" not in own_request(app, path).headers


@pytest.mark.parametrize("target", UNFRAMED)
def test_nothing_else_may_be_framed_by_other_sites(target: str) -> None:
    app = guarded(allowed_origins=PORTALS)
    assert policy(app, target)["frame-ancestors"] == ["'self'"]
    assert own_request(app, target).headers["x-frame-options"] == "SAMEORIGIN"


@pytest.mark.parametrize("target", FRAMED)
def test_without_allowed_sites_only_our_own_pages_frame(target: str) -> None:
    assert policy(guarded(), target)["frame-ancestors"] == ["'self'"]
    assert own_request(guarded(), target).headers["x-frame-options"] == "SAMEORIGIN"


@pytest.mark.parametrize("target", [*FRAMED, *UNFRAMED])
def test_no_page_may_load_anything_from_elsewhere(target: str) -> None:
    found = policy(guarded(allowed_origins=PORTALS), target)
    del found["frame-ancestors"]
    own = {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:"}
    assert {source for sources in found.values() for source in sources} <= own
    assert "default-src" in found
    assert "base-uri" in found
    assert "form-action" in found


@pytest.mark.parametrize("target", ["/source/0123456789abcdef", "/widget/host.html"])
def test_our_own_pages_run_no_script_that_stands_in_their_text(target: str) -> None:
    assert policy(guarded(), target)["script-src"] == ["'self'"]


def test_a_refusal_carries_the_headers_too() -> None:
    reply = request(guarded(), "/chat/", ("host", "evil.example"))
    assert reply.status == 421
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["referrer-policy"] == "same-origin"
    assert reply.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("/chat/", "no-store"),
        ("/chat/config", "no-store"),
        ("/api/documents", "no-store"),
        ("/chat/assets/index-DphvyggB.js", "public, max-age=31536000, immutable"),
        ("/bot/chat/assets/index-DphvyggB.js", "public, max-age=31536000, immutable"),
        ("/chat/theme.css?v=0b07", "public, max-age=31536000, immutable"),
        ("/chat/theme.css", "no-store"),
        ("/chat/static/img/logo.svg", "no-cache"),
    ],
)
def test_only_what_never_changes_is_kept_by_browsers(target: str, kept: str) -> None:
    reply = own_request(guarded(root_path="/bot"), target)
    assert reply.headers["cache-control"] == kept


def test_what_is_missing_is_not_kept_and_what_the_app_says_stands() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        is_missing = scope["path"].endswith("missing.js")
        headers = {} if is_missing else {"Cache-Control": "max-age=5"}
        response = PlainTextResponse("", 404 if is_missing else 200, headers)
        await response(scope, receive, send)

    missing = own_request(guarded(app), "/chat/assets/missing.js")
    assert (missing.status, missing.headers["cache-control"]) == (404, "no-store")
    assert own_request(guarded(app), "/api/x").headers["cache-control"] == "max-age=5"


def test_pages_of_other_sites_may_load_the_widget_but_no_answers() -> None:
    name = "cross-origin-resource-policy"
    assert own_request(guarded(), "/widget.js").headers[name] == "cross-origin"
    assert own_request(guarded(), "/api/search").headers[name] == "same-origin"
