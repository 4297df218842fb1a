"""`wenyuan serve`: how it starts, refuses to start, and stops."""

from __future__ import annotations

import errno
import http.client
import json
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from corpus.errors import SettingsError
from tests.command_kit import Wenyuan
from tests.server_kit import DEADLINE_SECONDS, Server, running_server
from ui import listening


@pytest.fixture
def wenyuan(
    index_of_sample_corpus: Path, cache_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> Wenyuan:
    """The command, inside this process; it must refuse before anything heavy is loaded."""

    def load(*_: object) -> None:
        raise AssertionError("The application was loaded.")

    monkeypatch.setattr("ui.parts.open_app", load)
    return Wenyuan(index_of_sample_corpus, cache_dir)


@contextmanager
def hanging_request(port: int) -> Iterator[http.client.HTTPConnection]:
    """A client that never sends the rest of its question."""
    with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
        connection.putrequest("POST", "/api/ask")
        connection.putheader("Content-Length", "100")
        connection.endheaders(b"{")
        yield connection


def test_a_port_in_use_is_told_with_another_one_before_anything_is_loaded(
    wenyuan: Wenyuan,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = wenyuan("serve", "--port", str(port))
    assert result.exit_code == 2
    assert f"端口 {port} 已被占用" in result.stderr
    assert f"Port {port} on 127.0.0.1 is in use" in result.stderr
    assert f"make chat PORT={port + 1}" in result.stderr


def test_a_port_in_use_on_every_address_is_in_use_on_this_one(wenyuan: Wenyuan) -> None:
    with socket.create_server(("0.0.0.0", 0)) as other:
        result = wenyuan("serve", "--port", str(other.getsockname()[1]))
    assert result.exit_code == 2
    assert "is in use" in result.stderr


def test_two_servers_that_start_at_once_do_not_share_a_port() -> None:
    with listening.open_listener("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(SettingsError, match="is in use"):
            listening.open_listener("127.0.0.1", port)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--host", "203.0.113.1"), "203.0.113.1 is no address of this machine"),
        (("--host", "*"), "0.0.0.0 is every address"),
        (("--port", "65536"), "from 0 to 65535"),
        (("--port", "http"), "'http'"),
        (("--root-path", "/a/../b"), "like /bot"),
        (("--root-path", "/chat"), "an address of the product's own"),
        (("--root-path", "source/x"), "an address of the product's own"),
    ],
)
def test_a_place_that_cannot_be_served_is_told(
    wenyuan: Wenyuan, options: tuple[str, ...], said: str
) -> None:
    result = wenyuan("serve", "--port", "0", *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.EACCES, "reserved for the administrator"), (errno.ENOBUFS, "Listening on")],
)
def test_a_port_that_the_system_denies_is_told(
    monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    def bind(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(socket.socket, "bind", bind)
    with pytest.raises(SettingsError, match=said) as refused:
        listening.open_listener("127.0.0.1", 80)
    assert refused.value.remedy


def test_a_name_that_nobody_knows_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(SettingsError, match="nowhere is unknown"):
        listening.open_listener("nowhere", 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_listening_on_this_machine_looks_nothing_up(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    def look_up(*_: object, **__: object) -> None:
        raise AssertionError("A name was looked up.")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with listening.open_listener(host, 0) as listener:
        assert listening.shared_addresses(host, listener, "") == []


def test_addresses_are_told_as_browsers_need_them() -> None:
    with listening.open_listener("0.0.0.0", 0) as listener:
        port = listener.getsockname()[1]
        own = listening.own_address("0.0.0.0", listener, "/bot")
        shared = listening.shared_addresses("0.0.0.0", listener, "/bot")
        assert own == f"http://127.0.0.1:{port}/bot/"
        assert shared[-1] == f"http://{socket.gethostname()}:{port}/bot/"
        assert own not in shared
        assert listening.own_address("::1", listener, "") == f"http://[::1]:{port}/"
        assert listening.own_address("::", listener, "") == f"http://[::1]:{port}/"
        one = f"http://10.1.2.3:{port}/"
        assert listening.shared_addresses("10.1.2.3", listener, "") == [one]


def test_without_an_index_serve_says_how_to_make_one(tmp_path: Path, wenyuan: Wenyuan) -> None:
    result = Wenyuan(tmp_path / "none", wenyuan.cache_dir)("serve", "--port", "0")
    assert result.exit_code == 2
    assert "wenyuan index PATH" in result.stderr
    assert not (tmp_path / "none").exists()


def test_a_server_is_ready_when_it_says_so_and_connects_to_nothing(server: Server) -> None:
    assert server.address == f"http://127.0.0.1:{server.port}/"
    assert server.request("/healthz").shape["status"] == "ok"
    assert "96333" in str(server.ask("卡在电梯里出不来了，该打哪个电话")["answer"])
    assert "no login" not in server.said()
    assert server.outgoing() == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_second_server_on_the_same_index_runs_beside_and_stops_politely(
    server: Server,
    index_of_sample_corpus: Path,
    cache_dir: Path,
    tmp_path: Path,
    number: signal.Signals,
) -> None:
    folders = (index_of_sample_corpus, cache_dir, tmp_path)
    strays = {
        "GRADIO_ROOT_PATH": "/stray",
        "GRADIO_ANALYTICS_ENABLED": "True",
        "TMPDIR": str(tmp_path),
    }
    with running_server(*folders, "--host", "0.0.0.0", environment=strays) as second:
        root = f"http://127.0.0.1:{second.port}/chat"
        assert second.request("/chat/config").shape["root"] == root
        question = "卡在电梯里出不来了，该打哪个电话"
        assert second.ask(question)["answer"] == server.ask(question)["answer"]
        with hanging_request(second.port), hanging_request(second.port):
            assert second.stop(number) == 0
        said = second.said()
        assert second.outgoing() == []
    assert f"http://{socket.gethostname()}:{second.port}/" in said
    assert "everybody who reaches these addresses can read all documents" in said
    assert said.count("已停止 Stopped.") == 1
    assert "Traceback" not in said
    assert not list(tmp_path.glob("wenyuan-*"))


def test_ctrl_c_while_it_loads_stops_politely(
    index_of_sample_corpus: Path, cache_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr("ui.parts.open_app", load)
    before = signal.getsignal(signal.SIGTERM)
    result = Wenyuan(index_of_sample_corpus, cache_dir)("serve", "--port", "0")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "已停止 Stopped." in result.stderr
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_forged_host_is_refused_and_a_forged_proxy_forgotten(server: Server) -> None:
    assert server.request("/chat/", {"Host": "evil.example"}).status == 421
    forged = {"X-Forwarded-Host": "evil.example", "X-Gradio-Server": "http://evil.example"}
    page = server.request("/chat/", forged)
    assert page.status == 200
    assert "evil.example" not in page.text
    config = server.request("/chat/config", {"X-Forwarded-Proto": "https"}).shape
    assert config["root"] == f"https://127.0.0.1:{server.port}/chat"


@pytest.mark.parametrize("target", ["/api/ask", "/chat/gradio_api/queue/join"])
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
def test_a_page_of_another_site_may_not_ask(server: Server, target: str, origin: str) -> None:
    reply = server.request(target, {"Origin": origin}, method="POST", body=b"{}")
    assert (reply.status, reply.headers["content-type"]) == (403, "application/problem+json")
    assert "access-control-allow-origin" not in reply.headers


def test_gradio_answers_other_sites_without_leave_to_read(server: Server) -> None:
    reply = server.request("/chat/config", {"Origin": "http://evil.example"})
    assert "access-control-allow-origin" not in reply.headers
    assert "access-control-allow-credentials" not in reply.headers


@pytest.mark.parametrize("target", ["/api/ask", "/chat/gradio_api/queue/join", "/nowhere"])
def test_a_body_of_ten_megabytes_is_refused_with_an_answer(server: Server, target: str) -> None:
    headers = {"Content-Type": "application/json"}
    reply = server.request(target, headers, method="POST", body=b" " * 10 * 1024 * 1024)
    assert (reply.status, reply.headers["content-type"]) == (413, "application/problem+json")
    assert server.request("/healthz").status == 200


@pytest.mark.parametrize(
    "target",
    [
        "/chat/gradio_api/upload",
        "/chat//gradio_api/upload",
        "/chat/assets/../gradio_api/upload",
        "/chat/assets/%2e%2e/gradio_api/upload",
        "/chat%2fgradio_api%2fupload",
        "/chat/gradio_api/upload/",
        "/chat/gradio_api/upload%0a",
        "/chat/%67radio_api/upload",
        "/CHAT/gradio_api/upload",
        "//127.0.0.1/chat/gradio_api/upload",
        "http://127.0.0.1/chat/gradio_api/upload",
        "/;/chat/gradio_api/upload",
    ],
)
def test_no_file_can_be_uploaded_by_any_way_of_writing_the_path(
    server: Server, target: str
) -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\nx\r\n--b--\r\n'
    )
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    reply = server.request(target, headers, method="POST", body=body)
    assert (reply.status, reply.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    "target",
    [
        "/chat/gradio_api/info",
        "/chat/monitoring/summary",
        "/chat/gradio_api/heartbeat/x",
        "/docs",
        "/openapi.json",
    ],
)
def test_what_gradio_and_fastapi_tell_of_themselves_is_closed(server: Server, target: str) -> None:
    assert server.request(target).status == 404


def test_no_answer_names_the_software(server: Server) -> None:
    headers = server.request("/chat/").headers
    assert {"server", "x-powered-by"}.isdisjoint(headers)


def test_nonsense_instead_of_http_ends_in_an_answer(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), DEADLINE_SECONDS) as client:
        client.sendall(b"\x16\x03\x01 no HTTP\r\n\r\n")
        assert client.recv(12) == b"HTTP/1.1 400"
    assert "Traceback" not in server.said()


@pytest.mark.parametrize("target", ["/", "/healthz", "/chat/", "/api/documents", "/widget.js"])
def test_what_can_be_read_can_be_asked_for_with_head(server: Server, target: str) -> None:
    head, whole = server.request(target, method="HEAD"), server.request(target)
    assert (head.status, head.body) == (whole.status, b"")
    assert head.headers["content-type" if whole.body else "location"]


def test_documents_are_indexed_before_they_are_served(cache_dir: Path, tmp_path: Path) -> None:
    documents = tmp_path / "文件 夹"
    documents.mkdir()
    (documents / "值班.txt").write_text("值班安排\n国庆期间由罗远舟值班。\n", encoding="utf-8")
    (documents / "坏.txt").write_bytes(b"\x00\x01\x02")
    options = ("--index", str(documents))
    with running_server(tmp_path / "data", cache_dir, tmp_path / "server", *options) as server:
        assert server.request("/healthz").shape["documents"] == 1
        assert str(tmp_path / "data") in server.said()
        assert "罗远舟" in json.dumps(server.ask("国庆期间由谁值班？"), ensure_ascii=False)


def test_a_folder_that_is_not_there_is_said_before_anything_is_served(
    wenyuan: Wenyuan, tmp_path: Path
) -> None:
    result = wenyuan("serve", "--port", "0", "--index", tmp_path / "none")
    assert result.exit_code == 2
    assert "none" in result.output
