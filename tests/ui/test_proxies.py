"""Below a sub-path, behind a real nginx that strips it and one that does not."""

from __future__ import annotations

import json
import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from tests.nginx_kit import Proxies, running_nginx
from tests.server_kit import DEADLINE_SECONDS, Reply, Server, running_server, send_request

ROOT_PATH = "/portal/bot"
QUESTION = "卡在电梯里出不来了，该打哪个电话"


@pytest.fixture(scope="module")
def below(
    index_of_sample_corpus: Path, cache_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server that knows its sub-path."""
    folder = tmp_path_factory.mktemp("below")
    option = ("--root-path", ROOT_PATH)
    with running_server(index_of_sample_corpus, cache_dir, folder, *option) as running:
        yield running


@pytest.fixture(scope="module")
def proxies(below: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxies]:
    with running_nginx(tmp_path_factory.mktemp("nginx"), below.port, ROOT_PATH) as running:
        yield running


@pytest.fixture(params=["keeping", "stripping"])
def port(request: pytest.FixtureRequest, proxies: Proxies) -> int:
    """Of nginx, once of each kind."""
    found: int = getattr(proxies, request.param)
    return found


def get(port: int, target: str) -> Reply:
    return send_request(port, target, {})


def ask(port: int, headers: dict[str, str]) -> Reply:
    return send_request(
        port,
        f"{ROOT_PATH}/api/ask",
        {"Content-Type": "application/json", **headers},
        method="POST",
        body=json.dumps({"question": QUESTION}).encode(),
    )


def test_the_server_tells_its_address_with_the_sub_path(below: Server) -> None:
    assert below.address == f"http://127.0.0.1:{below.port}{ROOT_PATH}/"
    assert below.request(f"{ROOT_PATH}/healthz").status == 200
    assert below.request("/healthz").status == 200
    assert below.outgoing() == []


def test_the_root_leads_to_the_chat_page_inside_the_sub_path(port: int) -> None:
    address = f"http://127.0.0.1:{port}{ROOT_PATH}"
    hops = []
    while (reply := get(port, urlsplit(address).path)).status in {301, 302, 307, 308}:
        address = urljoin(address, reply.headers["location"])
        hops.append(address)
        assert len(hops) < 5, hops
    assert reply.status == 200
    assert address == f"http://127.0.0.1:{port}{ROOT_PATH}/chat/"


def test_gradio_builds_its_addresses_with_the_sub_path(port: int) -> None:
    root = f"http://127.0.0.1:{port}{ROOT_PATH}/chat"
    assert get(port, f"{ROOT_PATH}/chat/config").shape["root"] == root
    assert f'"root":"{root}"' in get(port, f"{ROOT_PATH}/chat/").text.replace(": ", ":")


def test_every_relative_link_of_the_page_leads_somewhere(port: int) -> None:
    address = f"http://127.0.0.1:{port}{ROOT_PATH}/chat/"
    page = get(port, urlsplit(address).path).text
    links = re.findall(r'(?:href|src)=\\*"(\.{1,2}/[^"\\]+)', page)  # some stand in Gradio's JSON
    assert len(links) > 3
    for link in links:
        parts = urlsplit(urljoin(address, link))
        assert parts.path.startswith(f"{ROOT_PATH}/")
        assert get(port, f"{parts.path}?{parts.query}").status == 200, link


@pytest.mark.parametrize(
    "target", ["/healthz", "/widget.js", "/widget/host.html", "/api/docs", "/api/openapi.json"]
)
def test_pages_and_scripts_are_found_below_the_sub_path(port: int, target: str) -> None:
    assert get(port, f"{ROOT_PATH}{target}").status == 200


def test_a_question_is_answered_and_its_source_is_found(port: int) -> None:
    answer = ask(port, {"Origin": f"http://127.0.0.1:{port}"}).shape
    cited = answer["citations"][0]
    page = get(port, f"{ROOT_PATH}/source/{cited['document_id']}?start=0&end=5")
    assert page.status == 200
    assert page.headers["content-security-policy"].startswith("default-src 'none'")


def test_filters_hold_behind_the_proxies(port: int) -> None:
    for way in ("/chat/gradio_api/upload", "/chat/monitoring/summary", "/chat/gradio_api/info"):
        assert get(port, f"{ROOT_PATH}{way}").status == 404
        assert get(port, f"{ROOT_PATH}{ROOT_PATH}{way}").status == 404
    assert ask(port, {"Origin": "http://evil.example"}).status == 403
    forged = {"Host": "evil.example", "X-Forwarded-Host": "127.0.0.1"}
    assert send_request(port, f"{ROOT_PATH}/chat/", forged).status == 421


def chunks_of_a_stream(port: int) -> list[bytes]:
    """The chunks in which the proxy hands on the events of one answer."""
    body = json.dumps({"question": QUESTION}).encode()
    head = (
        f"POST {ROOT_PATH}/api/ask HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        "Content-Type: application/json\r\nAccept: text/event-stream\r\n"
        f"Connection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), DEADLINE_SECONDS) as client:
        client.sendall(head.encode() + body)
        reply = b"".join(iter(lambda: client.recv(65536), b""))
    headers, _, rest = reply.partition(b"\r\n\r\n")
    assert b"transfer-encoding: chunked" in headers.lower()
    chunks = []
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size, 16)
        chunks.append(rest[:length])
        rest = rest[length + 2 :]
    return chunks


def test_events_are_handed_on_as_they_happen(port: int) -> None:
    """A proxy that collects them hands on one chunk; a busy machine may now and then do so too."""
    for _ in range(10):
        chunks = chunks_of_a_stream(port)
        assert b"event: done" in b"".join(chunks)
        if b"event: done" not in chunks[0]:
            return
    raise AssertionError("All events arrived together, ten times.")


def test_a_server_below_a_sub_path_stops_as_any_other(
    index_of_sample_corpus: Path, cache_dir: Path, tmp_path: Path
) -> None:
    folders = (index_of_sample_corpus, cache_dir, tmp_path)
    with running_server(*folders, "--root-path", "bot/") as running:
        assert running.address.endswith("/bot/")
        assert running.stop(signal.SIGTERM) == 0
