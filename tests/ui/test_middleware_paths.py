"""Which paths come in, however they are written and whatever a proxy does to them."""

from __future__ import annotations

import pytest

from tests.asgi_kit import assert_problem, guarded, own_request

SENT_TO_BOTH = [
    ("/chat/", "/bot/chat/"),
    ("/bot/chat/", "/bot/chat/"),
    ("/", "/bot/"),
    ("/bot/", "/bot/"),
    ("/api/ask", "/bot/api/ask"),
    ("/botany", "/bot/botany"),
]


@pytest.mark.parametrize(("arrives", "inside"), SENT_TO_BOTH)
def test_a_prefix_is_understood_whether_the_proxy_strips_it_or_not(
    arrives: str, inside: str
) -> None:
    told = own_request(guarded(root_path="/bot"), arrives).shape
    assert (told["path"], told["root_path"], told["raw_path"]) == (inside, "/bot", inside)


def test_without_a_sub_path_paths_stay_as_they_are() -> None:
    told = own_request(guarded(), "/chat/?x=1").shape
    assert (told["path"], told["root_path"]) == ("/chat/", "")


@pytest.mark.parametrize(
    ("root_path", "target", "leads_to"),
    [
        ("/bot", "/bot", "bot/"),
        ("/a/bot", "/a/bot?lang=en", "bot/?lang=en"),
        ("", "/chat?widget=1&lang=en", "chat/?widget=1&lang=en"),
        ("/bot", "/bot/chat", "chat/"),
        ("/bot", "/chat", "chat/"),
    ],
)
def test_a_folder_without_its_slash_leads_there_relatively(
    root_path: str, target: str, leads_to: str
) -> None:
    reply = own_request(guarded(root_path=root_path), target)
    assert (reply.status, reply.headers["location"]) == (307, leads_to)


CLOSED = [
    ("GET", "/chat/gradio_api/info"),
    ("GET", "/chat/gradio_api/openapi.json"),
    ("POST", "/chat/gradio_api/upload"),
    ("GET", "/chat/gradio_api/upload_progress"),
    ("GET", "/chat/gradio_api/heartbeat/abc"),
    ("GET", "/chat/gradio_api/file=/etc/passwd"),
    ("GET", "/chat/gradio_api/proxy=http://x"),
    ("POST", "/chat/gradio_api/call/ask"),
    ("POST", "/chat/gradio_api/run/ask"),
    ("POST", "/chat/gradio_api/api/predict"),
    ("GET", "/chat/monitoring"),
    ("GET", "/chat/monitoring/summary"),
    ("GET", "/chat/svelte/x.js"),
    ("GET", "/chat/login"),
    ("POST", "/chat/login"),
    ("PUT", "/chat/gradio_api/queue/join"),
    ("GET", "/chat/gradio_api/queue/join"),
    ("POST", "/chat/gradio_api/queue/data"),
    ("POST", "/chat/"),
    ("OPTIONS", "/chat/gradio_api/upload"),
    ("GET", "/chat/assets/"),
    ("GET", "/chat/gradio_api/queue/data/"),
]
ROUNDABOUT = [
    "/chat//gradio_api/upload",
    "//chat/gradio_api/upload",
    "/chat/%2e/gradio_api/upload",
    "/chat/assets/../gradio_api/upload",
    "/chat/assets/%2e%2e/gradio_api/upload",
    "/chat/assets%2f..%2fgradio_api%2fupload",
    "/chat/assets/..%5cgradio_api/upload",
    "/chat%2fgradio_api%2fupload",
    "/%63hat/gradio_api/upload",
    "/chat/gradio_api/upload/",
    "/chat/gradio_api/upload%00",
    "/chat/gradio_api/upload%0a",
    "/chat/gradio_api/queue/join%0a",
    "/source/../chat/gradio_api/upload",
    "/./chat/gradio_api/upload",
    "/bot/chat/gradio_api/upload",
    "/bot//chat/gradio_api/upload",
    "/bot/../chat/gradio_api/upload",
    "/bot/bot/../chat/gradio_api/upload",
    "/%62ot/chat/gradio_api/upload",
    "/chat/gradio_api/upload?x=/chat/assets/a.js",
]


@pytest.mark.parametrize(("method", "target"), CLOSED)
def test_routes_that_a_chat_does_not_need_are_closed(method: str, target: str) -> None:
    assert_problem(own_request(guarded(), target, method=method), 404)
    assert_problem(own_request(guarded(root_path="/bot"), f"/bot{target}", method=method), 404)


@pytest.mark.parametrize("target", ROUNDABOUT)
def test_no_way_of_writing_a_path_opens_a_closed_route(target: str) -> None:
    assert_problem(own_request(guarded(root_path="/bot"), target, method="POST"), 404)


@pytest.mark.parametrize("target", ["/Chat/gradio_api/upload", "/chat./gradio_api/upload"])
def test_what_only_looks_like_gradios_path_is_left_to_the_exact_router(target: str) -> None:
    assert own_request(guarded(), target).shape["path"] == target


@pytest.mark.parametrize(
    ("method", "target"),
    [
        ("GET", "/chat/"),
        ("HEAD", "/chat/"),
        ("GET", "/chat/config"),
        ("GET", "/chat/theme.css?v=1"),
        ("GET", "/chat/assets/Index-Akn07EZk2.js"),
        ("GET", "/chat/static/fonts/a/b.woff2"),
        ("GET", "/chat/gradio_api/startup-events"),
        ("GET", "/chat/gradio_api/queue/data?session_hash=x"),
        ("POST", "/chat/gradio_api/queue/join"),
        ("POST", "/chat/gradio_api/run/predict"),
        ("POST", "/chat/gradio_api/cancel"),
        ("GET", "/source/0123456789abcdef"),
    ],
)
def test_routes_that_a_chat_needs_are_open(method: str, target: str) -> None:
    assert own_request(guarded(), target, method=method).status == 200
