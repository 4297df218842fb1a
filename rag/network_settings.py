"""Settings of the server in one written form: switches, paths, origins, host names.

Everything here raises ValueError with what was expected; `rag.settings` says of which setting.
"""

from __future__ import annotations

import ipaddress
import re

DEFAULT_PORTS = {"http": 80, "https": 443}
HIGHEST_PORT = 65535

_SWITCHES = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")  # RFC 9110, 5.6.2
# People write lists by hand, and an input method types the wide comma.
_BETWEEN_ENTRIES = re.compile(r"[,，\s]+")
_SEGMENT = re.compile(r"[A-Za-z0-9._~-]+")
_LISTENING_NAME = re.compile(r"[A-Za-z0-9._-]+")
_ORIGIN = re.compile(
    r"""(?P<scheme>https?)://
        (?P<host>\[[0-9A-Fa-f:.]+\]|[^\s/?\#@:\[\]\\]+)
        (?::(?P<port>[0-9]{1,5}))?/?""",
    re.VERBOSE | re.IGNORECASE,
)
# Not only letters of DNS: Windows allows the underscore in names of an intranet.
_HOST_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_-]+)*")


def split_list(text: str) -> tuple[str, ...]:
    """The entries of a list written with commas or blanks between them, each once."""
    return tuple(dict.fromkeys(entry for entry in _BETWEEN_ENTRIES.split(text) if entry))


def read_switch(text: str) -> bool:
    """`true` or `false`, also as yes, on, 1 or no, off, 0; raises ValueError for anything else."""
    switch = _SWITCHES.get(text.strip().lower())
    if switch is None:
        raise ValueError("true or false")
    return switch


def normal_port(port: int) -> int:
    """`port` itself; raises ValueError when it is no port."""
    if not 0 <= port <= HIGHEST_PORT:
        raise ValueError(f"a whole number from 0 to {HIGHEST_PORT}; 0 takes any free port")
    return port


def normal_listening_host(host: str) -> str:
    """An address or name of this machine without the brackets of IPv6."""
    bare = host.strip().removeprefix("[").removesuffix("]")
    if not (_LISTENING_NAME.fullmatch(bare) or _is_ipv6(bare)):
        raise ValueError(
            "an address of this machine without scheme and port, like 127.0.0.1; "
            "0.0.0.0 is every address it has"
        )
    return bare


def normal_root_path(path: str) -> str:
    """`bot`, `bot/` and `/bot/` as `/bot`; the root itself as an empty string."""
    bare = path.strip().strip("/")
    segments = bare.split("/") if bare else []
    for segment in segments:
        if not _SEGMENT.fullmatch(segment) or segment in {".", ".."}:
            raise ValueError(
                "a path like /bot, whose parts are letters, digits and . _ ~ -; no whole address"
            )
    return "".join(f"/{segment}" for segment in segments)


def normal_origin(origin: str) -> str:
    """`HTTP://Portal.Example:80/` as `http://portal.example`, the form browsers send."""
    if origin == "*":
        raise ValueError(
            "origins one by one, like http://portal.example: * would let every page that a "
            "colleague visits ask questions in the colleague's place"
        )
    if origin.lower() == "null":
        raise ValueError(
            "origins like http://portal.example: null is what files and sandboxed frames of "
            "any site send, so that allowing it would allow everybody"
        )
    match = _ORIGIN.fullmatch(origin)
    if match is None:
        raise ValueError(
            "origins like http://portal.example or https://portal.example:8443, without path, "
            "user name or query"
        )
    scheme = match["scheme"].lower()
    port = normal_port(int(match["port"] or DEFAULT_PORTS[scheme]))
    shown = "" if port == DEFAULT_PORTS[scheme] else f":{port}"
    return f"{scheme}://{normal_host_name(match['host'])}{shown}"


def normal_header_name(name: str) -> str:
    """The name of an HTTP header in lower case; empty stays empty."""
    bare = name.strip()
    if bare and not _HEADER_NAME.fullmatch(bare):
        raise ValueError("the name of an HTTP header, like X-Remote-User")
    return bare.lower()


def normal_network(network: str) -> str:
    """An address or network, `10.0.0.5` or `10.1.0.0/16`."""
    try:
        return str(ipaddress.ip_network(network)).removesuffix("/32").removesuffix("/128")
    except ValueError as exc:
        raise ValueError("addresses and networks like 10.0.0.5 or 10.1.0.0/16") from exc


def normal_host_pattern(pattern: str) -> str:
    """A host name, `*.` and a host name, or `*`; in lower case and ASCII."""
    if pattern == "*":
        return pattern
    if pattern.startswith("*."):
        return f"*.{normal_host_name(pattern.removeprefix('*.'))}"
    return normal_host_name(pattern)


def normal_host_name(host: str) -> str:
    """A name or address as browsers send it: lower case, ASCII, IPv6 in brackets, no end dot."""
    if host.startswith("["):
        return f"[{ipaddress.IPv6Address(host[1:-1]).compressed}]"
    try:
        name = host.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError as exc:
        raise ValueError("host names of letters, digits, dots and hyphens") from exc
    if not _HOST_NAME.fullmatch(name):
        raise ValueError("host names like portal.example or *.example, without scheme and port")
    return name


def _is_ipv6(host: str) -> bool:
    try:
        ipaddress.IPv6Address(host)
    except ValueError:
        return False
    return True
