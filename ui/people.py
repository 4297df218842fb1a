"""Who asks: a signed cookie with a random id, or the name that a trusted proxy states."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import ipaddress
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import cookie_parser

from corpus.errors import StoreError

COOKIE = "wenyuan_person"
KEY_FILE = "history.key"

_KEY_BYTES = 32
_ID_BYTES = 16
_LONGEST_NAME = 200

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class PersonIds:
    """Random ids of persons, which nobody can make up: each carries a signature.

    Signed by HMAC with SHA-256 (RFC 2104) under `key`.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def new(self) -> str:
        """An id that nobody has."""
        return secrets.token_hex(_ID_BYTES)

    def signed(self, person: str) -> str:
        """The cookie's value for an id."""
        return f"{person}.{self._signature(person)}"

    def read(self, cookie_header: str) -> str | None:
        """The id in a Cookie header (RFC 6265); None without one that was signed here."""
        person, _, signature = cookie_parser(cookie_header).get(COOKIE, "").partition(".")
        is_ours = hmac.compare_digest(signature.encode(), self._signature(person).encode())
        return person if is_ours else None

    def _signature(self, person: str) -> str:
        return hmac.new(self._key, person.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Portal:
    """A proxy that knows who its users are, and states them in the header `header`.

    Requests come from it when their address lies in one of `networks`; without a header name,
    nobody is believed.
    """

    header: str = ""
    networks: tuple[Network, ...] = ()

    def is_trusted(self, address: str) -> bool:
        """Whether a request from this IP address may say who asks."""
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self.networks)


def portal(header: str, proxies: Sequence[str]) -> Portal:
    """A Portal; `proxies` are addresses and networks, `10.0.0.0/8`."""
    return Portal(header.lower(), tuple(ipaddress.ip_network(each) for each in proxies))


def name_in(value: bytes) -> str:
    """The name that a header states: UTF-8 as portals send it, else Latin-1; "" when it is none."""
    try:
        name = value.decode()
    except UnicodeDecodeError:
        name = value.decode("latin-1")
    name = name.strip()
    return name if name.isprintable() and len(name) <= _LONGEST_NAME else ""


def read_key(folder: Path) -> bytes:
    """The key of the data folder, made when there is none; only its owner may read it.

    Raises:
        StoreError: the file cannot be read or made, or is cut short.
    """
    path = folder / KEY_FILE
    try:
        if not path.exists():
            _make_key(path)
        key = path.read_bytes()
    except OSError as exc:
        raise _unusable(path, f"cannot be made or read ({exc.strerror})") from exc
    if len(key) != _KEY_BYTES:
        raise _unusable(path, f"has {len(key)} bytes instead of {_KEY_BYTES}")
    return key


def _make_key(path: Path) -> None:
    """Whole or not at all: another process may make one at the same time."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


def _unusable(path: Path, what: str) -> StoreError:
    return StoreError(
        f"The key {path} {what}.",
        remedy="Check the folder's rights; or remove the file: a new one is made, and people no "
        "longer find their earlier conversations.",
    )
