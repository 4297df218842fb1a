"""Who asks: cookies that nobody can make up, and names that only a trusted proxy may state."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.errors import StoreError
from tests.asgi_kit import Reply, own_request
from ui.middleware.people import People
from ui.people import COOKIE, KEY_FILE, PersonIds, name_in, portal, read_key

KEY = bytes(range(32))
IDS = PersonIds(KEY)
PERSON = "0123456789abcdef0123456789abcdef"
HEADER = "X-Remote-User"
ASKER = "192.0.2.7"  # where asgi_kit's requests come from


async def tell_person(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that tells who asks, and which headers reached it."""
    told = {
        "person": scope["state"]["person"],
        "headers": [name.decode() for name, _ in scope["headers"]],
    }
    await JSONResponse(told)(scope, receive, send)


def ask(
    *headers: tuple[str, str], target: str = "/chat/", app: ASGIApp | None = None, **told: Any
) -> Reply:
    proxies = told.pop("proxies", ())
    known = portal(HEADER if proxies else "", proxies)
    return own_request(
        app or People(tell_person, IDS, known, told.pop("root_path", "")), target, *headers, **told
    )


def cookie_of(reply: Reply) -> str:
    return reply.headers["set-cookie"].partition(";")[0]


def test_somebody_new_gets_a_cookie_that_brings_the_same_person_back() -> None:
    first = ask()
    again = ask(("cookie", cookie_of(first)))
    assert again.shape["person"] == first.shape["person"]
    assert "set-cookie" not in again.headers


def test_two_new_people_are_two() -> None:
    assert ask().shape["person"] != ask().shape["person"]


@pytest.mark.parametrize("target", ["/api/ask", "/api/conversations", "/source/x", "/healthz"])
def test_only_the_page_hands_out_cookies(target: str) -> None:
    assert "set-cookie" not in ask(target=target).headers


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites() -> None:
    attributes = ask(root_path="/bot").headers["set-cookie"].split("; ")[1:]
    assert {"Path=/bot/", "HttpOnly", "SameSite=Lax"} < set(attributes)
    assert "Secure" not in attributes


@pytest.mark.parametrize(
    "value",
    [
        PERSON,
        f"{PERSON}.",
        f"{PERSON}.{'0' * 64}",
        IDS.signed(PERSON)[:-1],
        IDS.signed(PERSON).replace("0", "1", 1),
        IDS.signed(PERSON) + "0",
        PersonIds(b"another key").signed(PERSON),
        "user:admin." + "0" * 64,
        "é.ü",
        "",
    ],
)
def test_a_cookie_that_was_tampered_with_makes_somebody_new(value: str) -> None:
    reply = ask(("cookie", f"{COOKIE}={value}"))
    assert reply.status == 200
    assert reply.shape["person"] not in (PERSON, "user:admin", "")
    assert "set-cookie" in reply.headers


def test_cookies_of_other_programs_of_the_host_do_no_harm() -> None:
    odd = f'theme={{"a":1}}; =x; 名=值; {COOKIE}={IDS.signed(PERSON)}; last'
    assert ask(("cookie", odd.encode().decode("latin-1"))).shape["person"] == PERSON


@pytest.mark.parametrize("proxies", [(ASKER,), ("192.0.2.0/24",), ("10.0.0.1", "192.0.2.0/29")])
def test_a_trusted_proxy_names_the_person(proxies: tuple[str, ...]) -> None:
    reply = ask((HEADER, "wang.fang"), proxies=proxies)
    assert reply.shape["person"] == "user:wang.fang"
    assert "set-cookie" not in reply.headers


@pytest.mark.parametrize("proxies", [(), ("10.0.0.1",), ("192.0.3.0/24",), ("::1",)])
def test_a_name_from_anybody_else_is_not_believed(proxies: tuple[str, ...]) -> None:
    reply = ask((HEADER, "admin"), ("cookie", f"{COOKIE}={IDS.signed(PERSON)}"), proxies=proxies)
    assert reply.shape["person"] == PERSON


def test_a_forged_name_goes_no_further() -> None:
    reply = ask((HEADER, "admin"), proxies=("10.0.0.1",))
    assert HEADER.lower() not in reply.shape["headers"]


def test_a_name_that_stands_twice_is_refused() -> None:
    reply = ask((HEADER, "admin"), (HEADER, "wang"), proxies=(ASKER,))
    assert reply.status == 400
    assert "stands 2 times" in reply.shape["detail"]
    assert "overwrite" in reply.shape["remedy"]


def test_without_a_name_the_proxys_users_have_cookies() -> None:
    reply = ask((HEADER, " "), proxies=(ASKER,))
    assert "set-cookie" in reply.headers


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("王芳".encode(), "王芳"),
        (b" wang ", "wang"),
        ("Jos\xe9".encode("latin-1"), "José"),
        (b"a\x00b", ""),
        ("a\u202eb".encode(), ""),
        (b"x" * 201, ""),
        (b"", ""),
    ],
)
def test_names_are_read_as_portals_write_them(value: bytes, name: str) -> None:
    assert name_in(value) == name


def test_the_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    key = read_key(tmp_path)
    assert read_key(tmp_path) == key
    assert len(key) == 32
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]


@pytest.mark.parametrize("content", [b"", b"short", bytes(33)])
def test_a_damaged_key_is_named_with_its_remedy(tmp_path: Path, content: bytes) -> None:
    (tmp_path / KEY_FILE).write_bytes(content)
    with pytest.raises(StoreError, match=f"has {len(content)} bytes instead of 32") as caught:
        read_key(tmp_path)
    assert "remove the file" in caught.value.remedy


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be made or read"):
        read_key(tmp_path / "missing")
