"""From whom requests come in: host, origin, and what is said about proxies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.asgi_kit import OWN_HOST, Reply, assert_problem, guarded, own_request, request
from ui.middleware.own_names import own_names

PORTAL = ("http://portal.example",)


def post(*headers: tuple[str, str], **settings: Any) -> Reply:
    return request(guarded(**settings), "/api/ask", *headers, method="POST")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:7860",
        "localhost",
        "LOCALHOST:80",
        "wenyuan.localhost:7860",
        "[::1]:7860",
        "10.1.2.3",
        "server",
        "server.",
        "dept_server:8080",
        "wenyuan.corp.example",
        "a.b.inside.example",
    ],
)
def test_names_of_this_server_are_answered(host: str) -> None:
    app = guarded(allowed_hosts=("wenyuan.corp.example", "*.inside.example"))
    assert request(app, "/chat/", ("host", host)).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:7860",
        "127.0.0.1.evil.example",
        "inside.example",
        "notinside.example",
        "xinside.example.",
        "1.2.3",
        "localhost.evil.example",
    ],
)
def test_foreign_names_are_refused_with_the_setting_that_allows_them(host: str) -> None:
    app = guarded(allowed_hosts=("*.inside.example",))
    reply = request(app, "/chat/", ("host", host))
    assert_problem(reply, 421)
    name = host.removesuffix(":7860").removesuffix(".")
    assert f"WENYUAN_ALLOWED_HOSTS={name}" in reply.shape["remedy"]


def test_a_star_takes_any_name() -> None:
    app = guarded(allowed_hosts=("*",))
    assert request(app, "/", ("host", "any.example")).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (("host", ""),),
        (OWN_HOST, OWN_HOST),
        (("host", "evil.example@127.0.0.1"),),
        (("host", "127.0.0.1/x"),),
        (("host", "127.0.0.1:99999"),),
        (("host", "127.0.0.1:78x"),),
        (("host", "a, b"),),
        (("host", "[::1"),),
        (("host", "-"),),
        (("host", "文渊"),),
    ],
)
def test_a_host_that_is_missing_doubled_or_malformed_is_refused(
    headers: tuple[tuple[str, str], ...],
) -> None:
    encoded = [(name, value.encode().decode("latin-1")) for name, value in headers]
    assert_problem(request(guarded(), "/", *encoded), 400)


def test_names_beside_the_host_name_are_the_machines_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "Server")
    hosts = tmp_path / "hosts"
    hosts.write_text("127.0.1.1 server.corp.example server # x y\n10.0.0.1 other.example\n")
    assert own_names(hosts) == {"server", "server.corp.example"}
    assert own_names(tmp_path / "none") == {"server"}


@pytest.mark.parametrize(
    ("host", "origin", "more"),
    [
        ("127.0.0.1:7860", "http://127.0.0.1:7860", ()),
        ("127.0.0.1:7860", "HTTP://127.0.0.1:7860", ()),
        ("server", "http://server", ()),
        ("server:80", "http://server", ()),
        ("server", "https://server", ()),
        ("server", "https://server", (("x-forwarded-proto", "https"),)),
        ("server:8443", "https://server:8443", ()),
        ("server", "http://portal.example", ()),
        ("[::1]:7860", "http://[::1]:7860", ()),
    ],
)
def test_pages_of_our_own_and_of_allowed_sites_may_ask(
    host: str, origin: str, more: tuple[tuple[str, str], ...]
) -> None:
    reply = post(("host", host), ("origin", origin), *more, allowed_origins=PORTAL)
    assert reply.status == 200


@pytest.mark.parametrize(
    ("host", "headers"),
    [
        ("127.0.0.1:7860", (("origin", "http://evil.example"),)),
        ("127.0.0.1:7860", (("origin", "null"),)),
        ("127.0.0.1:7860", (("origin", ""),)),
        ("127.0.0.1:7860", (("origin", "http://127.0.0.1:8000"),)),
        ("127.0.0.1:7860", (("origin", "http://127.0.0.1"),)),
        ("127.0.0.1:7860", (("origin", "http://localhost:7860"),)),
        ("server", (("origin", "http://server:7860"),)),
        ("server", (("origin", "http://server"), ("x-forwarded-proto", "https"))),
        ("server", (("origin", "http://server, http://server"),)),
        ("server", (("origin", "http://server"), ("origin", "http://evil.example"))),
        ("server", (("origin", "http://portal.example.evil.example"),)),
        ("server", (("origin", "https://portal.example"),)),
        ("server", (("origin", "http://evil.example"), ("x-forwarded-host", "evil.example"))),
        ("server", (("sec-fetch-site", "cross-site"),)),
        ("server", (("sec-fetch-site", "same-site"),)),
    ],
)
@pytest.mark.parametrize("method", ["POST", "DELETE", "FOO"])
def test_pages_of_other_sites_may_not(
    host: str, headers: tuple[tuple[str, str], ...], method: str
) -> None:
    app = guarded(allowed_origins=PORTAL)
    reply = request(app, "/api/ask", ("host", host), *headers, method=method)
    assert_problem(reply, 403)


def test_the_refusal_of_an_origin_names_the_setting() -> None:
    reply = post(OWN_HOST, ("origin", "http://portal.example"))
    assert "WENYUAN_ALLOWED_ORIGINS=http://portal.example" in reply.shape["remedy"]
    assert "null" in post(OWN_HOST, ("origin", "null")).shape["remedy"]


@pytest.mark.parametrize("more", [(), (("sec-fetch-site", "same-origin"),)])
def test_programs_and_own_pages_without_an_origin_may_ask(
    more: tuple[tuple[str, str], ...],
) -> None:
    assert post(OWN_HOST, *more).status == 200


def test_reading_needs_no_origin_of_ours() -> None:
    assert own_request(guarded(), "/chat/", ("origin", "http://evil.example")).status == 200


def test_what_clients_say_about_proxies_is_forgotten() -> None:
    forged = [
        (name, "evil.example")
        for name in (
            "X-Forwarded-Host",
            "X-Gradio-Server",
            "X-Forwarded-Prefix",
            "Forwarded",
            "X-Original-URL",
        )
    ]
    told = own_request(guarded(), "/chat/", *forged, ("accept", "text/html")).shape
    assert told["headers"] == {"host": "127.0.0.1:7860", "accept": "text/html"}


@pytest.mark.parametrize(
    ("stated", "scheme", "kept"),
    [
        (("https",), "https", "https"),
        (("http",), "http", "http"),
        (("javascript",), "http", None),
        (("https, http",), "http", None),
        (("https", "https"), "http", None),
        (("HTTPS",), "http", None),
        ((), "http", None),
    ],
)
def test_only_a_plain_forwarded_protocol_is_believed(
    stated: tuple[str, ...], scheme: str, kept: str | None
) -> None:
    headers = [("x-forwarded-proto", value) for value in stated]
    told = own_request(guarded(), "/chat/", *headers).shape
    assert told["scheme"] == scheme
    assert told["headers"].get("x-forwarded-proto") == kept
