"""The port that the server listens on, and under which addresses it is reached."""

from __future__ import annotations

import errno
import fcntl
import ipaddress
import socket
import struct

from corpus.errors import SettingsError

_BACKLOG = 2048
_SIOCGIFADDR = 0x8915  # Linux: the IPv4 address of an interface
_INTERFACE_REQUEST_BYTES = 256
_ANY = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - told, not chosen, here


def open_listener(host: str, port: int) -> socket.socket:
    """A listening socket; connections wait in it until a server accepts them.

    Raises:
        SettingsError: the port is in use or reserved, or the host is not of this machine.
    """
    family, address = _resolved(host, port)
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        listener.bind(address)
        # At once: until one of them listens, two servers could be bound to the same port.
        listener.listen(_BACKLOG)
    except OSError as exc:
        listener.close()
        raise _explained(exc, host, port) from exc
    return listener


def own_address(host: str, listener: socket.socket, root_path: str) -> str:
    """The address for a browser on this machine, such as `http://127.0.0.1:7860/`."""
    return _address(_ANY.get(host, f"[{host}]" if ":" in host else host), listener, root_path)


def shared_addresses(host: str, listener: socket.socket, root_path: str) -> list[str]:
    """Addresses for browsers on other machines; none when only this machine is served."""
    if is_loopback(host):
        return []
    if host not in _ANY:
        return [own_address(host, listener, root_path)]
    names = [*_interface_addresses(), socket.gethostname()]
    return [_address(name, listener, root_path) for name in names]


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _resolved(host: str, port: int) -> tuple[socket.AddressFamily, tuple[object, ...]]:
    """Family and address to bind; only a name that is not `localhost` is looked up."""
    known = "127.0.0.1" if host.lower() == "localhost" else host
    if _is_ipv4(known):
        return socket.AF_INET, (known, port)
    try:
        found = socket.getaddrinfo(known, port, type=socket.SOCK_STREAM)
    except OSError as exc:
        raise SettingsError(
            f"找不到主机 {host}。The host {host} is unknown ({exc.strerror}).",
            remedy="Give an address of this machine: --host 127.0.0.1, or 0.0.0.0 for all of them.",
        ) from exc
    family, _, _, _, address = found[0]
    return family, address


def _is_ipv4(host: str) -> bool:
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return True


def _explained(exc: OSError, host: str, port: int) -> SettingsError:
    if exc.errno == errno.EADDRINUSE:
        return SettingsError(
            f"端口 {port} 已被占用。Port {port} on {host} is in use by another program, "
            "perhaps another Wenyuan.",
            remedy=f"Stop that one, or take another port: wenyuan serve --port {_next(port)} "
            f"(make chat PORT={_next(port)}).",
        )
    if exc.errno == errno.EADDRNOTAVAIL:
        return SettingsError(
            f"{host} 不是本机地址。{host} is no address of this machine.",
            remedy="Use --host 127.0.0.1 for this machine alone, or 0.0.0.0 for all its addresses.",
        )
    if exc.errno == errno.EACCES:
        return SettingsError(
            f"无权使用端口 {port}。Port {port} is reserved for the administrator.",
            remedy="Take a port from 1024: wenyuan serve --port 7860, behind a proxy if need be.",
        )
    return SettingsError(
        f"无法监听 {host}:{port}。Listening on {host}:{port} failed: {exc.strerror}.",
        remedy="Try another host or port.",
    )


def _next(port: int) -> int:
    return port + 1 if port < 65535 else 7860


def _address(name: str, listener: socket.socket, root_path: str) -> str:
    return f"http://{name}:{listener.getsockname()[1]}{root_path}/"


def _interface_addresses() -> list[str]:
    """IPv4 addresses of this machine, without a look-up or a connection."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        for _, name in socket.if_nameindex():
            request = struct.pack(f"{_INTERFACE_REQUEST_BYTES}s", name.encode())
            try:
                reply = fcntl.ioctl(asked, _SIOCGIFADDR, request)
            except OSError:  # an interface without an IPv4 address
                continue
            found.append(socket.inet_ntoa(reply[20:24]))
    return [address for address in found if not is_loopback(address)]
