"""One POST to an address that somebody else chose: over TLS, to the open network alone, briefly, and not further.

The name is looked up once and the connection goes to what was found, so that a name cannot point elsewhere
afterwards. Redirects are not followed, and of the answer little is read.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

SECONDS = 5.0
LONGEST_URL = 300
MOST_BYTES = 65_536
# They carry an address of another network inside their own.
TUNNELS = tuple(
    ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)


class NotTaken(Exception):
    """It was not taken; `code` says why: bad-address, not-public, unknown-name, no-answer, too-big, status-NNN."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Target:
    """Where a connection wants to be told, and with which keys (id, secret) that is signed."""

    url: str
    keys: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Where:
    """An address, taken apart."""

    is_tls: bool
    host: str
    port: int
    authority: str
    path: str
    query: str
    is_confirmed: bool = False


def where(url: str, *, is_confirmed: bool = False) -> Where:
    """The address, if it is one that may be posted to: also not a number of a network of its own, unless two people of
    ours confirmed it. Raises NotTaken."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise NotTaken("bad-address") from error
    is_tls = parts.scheme == "https"
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
        raise NotTaken("bad-address")
    if not host or parts.username is not None or parts.password is not None or parts.fragment:
        raise NotTaken("bad-address")
    if not is_tls and not (parts.scheme == "http" and settings.WEBHOOKS_TO_LOOPBACK):
        raise NotTaken("bad-address")
    if not is_confirmed and _is_closed(host, is_tls=is_tls):
        raise NotTaken("not-public")
    shown = f"[{host}]" if ":" in host else host
    authority = shown if port in (None, 443 if is_tls else 80) else f"{shown}:{port}"
    standard = 443 if is_tls else 80
    return Where(is_tls, host, port or standard, authority, parts.path or "/", parts.query, is_confirmed)


def post(
    to: Where,
    body: bytes,
    *,
    headers: Mapping[str, str],
    most: int = MOST_BYTES,
    seconds: float = SECONDS,
    reads: int = 0,
) -> bytes:
    """Send it, within five seconds (or so many) after the name was looked up, and return what was answered, of which so
    many bytes are read. Raises NotTaken unless the answer is 2xx."""
    if len(body) > most:
        raise NotTaken("too-big")
    address = _address(to)
    try:
        status, answer = _talk(to, address, body, headers, seconds=seconds, reads=reads)
    except (OSError, http.client.HTTPException, ssl.SSLError, ValueError) as error:
        raise NotTaken("no-answer") from error
    if not 200 <= status < 300:
        raise NotTaken(f"status-{status}")
    return answer


def _address(to: Where) -> str:
    """An address of the host; all that it has must be open to everybody."""
    try:
        found = socket.getaddrinfo(to.host, to.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotTaken("unknown-name") from error
    addresses = [str(row[4][0]) for row in found]
    if not addresses or not (
        to.is_confirmed or all(_may_reach(address, is_tls=to.is_tls) for address in addresses)
    ):
        raise NotTaken("not-public")
    return addresses[0]


def _is_closed(host: str, *, is_tls: bool) -> bool:
    """Whether the name itself tells that nobody else can reach it. What other names mean is seen when posting."""
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return not settings.WEBHOOKS_TO_LOOPBACK
    try:
        return not _may_reach(name, is_tls=is_tls)
    except ValueError:
        return False


def _may_reach(address: str, *, is_tls: bool) -> bool:
    held = ipaddress.ip_address(address.partition("%")[0])
    if held.is_loopback:
        return bool(settings.WEBHOOKS_TO_LOOPBACK)
    is_tunnel = any(held in net for net in TUNNELS if net.version == held.version)
    return is_tls and held.is_global and not held.is_multicast and not is_tunnel


def _talk(
    to: Where, address: str, body: bytes, headers: Mapping[str, str], *, seconds: float, reads: int
) -> tuple[int, bytes]:
    sock = socket.create_connection((address, to.port), timeout=seconds)
    if to.is_tls:
        context = ssl.create_default_context()
        sock = context.wrap_socket(sock, server_hostname=to.host, do_handshake_on_connect=False)
    # A time limit on each read alone would let the other end drip its answer for ever.
    limit = threading.Timer(seconds, _cut, [sock])
    limit.daemon = True
    limit.start()
    try:
        if isinstance(sock, ssl.SSLSocket):
            sock.do_handshake()
        talking = http.client.HTTPConnection(to.host, to.port, timeout=seconds)
        talking.sock = sock
        told = {"Host": to.authority, "Content-Type": "application/json", "User-Agent": "Huaihai", **headers}
        target = f"{to.path}?{to.query}" if to.query else to.path
        talking.request("POST", target, body=body, headers={**told, "Connection": "close"})
        found = talking.getresponse()
        return found.status, found.read(reads) if reads else b""
    finally:
        limit.cancel()
        sock.close()


def _cut(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
