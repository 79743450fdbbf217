"""Whom a request comes from behind our own proxies: what they forward is believed, what anybody else forwards is not.

`HUAIHAI_PROXIES` names their networks; unless it is set, proxies of this machine are believed. The address that counts
is the last one, from the right, that is no proxy of ours: what stands left of it anybody could have written.
"""

import ipaddress
import logging
import re
from typing import Any, Final

from django.conf import settings

type Network = ipaddress.IPv4Network | ipaddress.IPv6Network
type Address = ipaddress.IPv4Address | ipaddress.IPv6Address
type Environ = dict[str, Any]

THIS_MACHINE: Final = "127.0.0.0/8,::1"
NUMBER: Final = "HTTP_X_REQUEST_ID"
OUR_OWN: Final = (NUMBER, "HTTP_X_REQUEST_START")  # said by a proxy of ours, or by nobody
FORWARDED: Final = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED")
LONGEST: Final = 2_000  # characters of a header; of a longer one the end is read
_PAIR: Final = re.compile(r'(?:^|[;,\s])(for|proto)=("[^"]{0,80}"|[^;,\s"]{1,80})', re.IGNORECASE)
_WITH_PORT: Final = re.compile(r"\[([0-9a-fA-F:.]{2,45})\](?::\d{1,5})?|([0-9.]{7,15}):\d{1,5}")
log = logging.getLogger(__name__)


class BadProxies(SystemExit):
    """The variable cannot be read: any program ends, with one line that says which part of it."""


def networks(written: str, variable: str = "HUAIHAI_PROXIES") -> tuple[Network, ...]:
    """The networks, from addresses and networks with commas between. Raises BadProxies."""
    found: list[Network] = []
    for one in filter(None, (part.strip() for part in written.split(","))):
        try:
            found.append(ipaddress.ip_network(one))
        except ValueError as error:
            raise BadProxies(
                f"huaihai: {variable}: “{one}” is neither an address nor a network such as 10.0.0.0/24 ({error})"
            ) from error
    return tuple(found)


class _Told:
    """Whether this process has said already that it does not believe what is forwarded."""

    is_done = False


def look_behind(environ: Environ) -> None:
    """REMOTE_ADDR and the scheme become those of the visitor; what was forwarded goes."""
    said = {name: environ.pop(name)[-LONGEST:] for name in FORWARDED if name in environ}
    if not said and not any(name in environ for name in OUR_OWN):
        return
    peer = _address(environ.get("REMOTE_ADDR", ""))
    if peer is None or not _is_ours(peer):
        for name in OUR_OWN:
            environ.pop(name, None)
        if said:
            _tell_once(peer)
        return
    if not said:
        return
    pairs = [
        (name.lower(), value.strip('"')) for name, value in _PAIR.findall(said.get("HTTP_FORWARDED", ""))
    ]
    standard = [value for name, value in pairs if name == "for"]
    x_for = said.get("HTTP_X_FORWARDED_FOR")
    environ["REMOTE_ADDR"] = str(_visitor(peer, x_for.split(",") if x_for else standard))
    scheme = said.get("HTTP_X_FORWARDED_PROTO") or next(
        (v for name, v in reversed(pairs) if name == "proto"), ""
    )
    if scheme:
        environ["wsgi.url_scheme"] = "https" if scheme.strip().lower() == "https" else "http"


def _visitor(peer: Address, forwarded: list[str]) -> Address:
    seen = peer
    for written in reversed(forwarded):
        address = _address(written)
        if address is None:  # what is no address counts as the proxy that forwarded it
            return seen
        seen = address
        if not _is_ours(seen):
            break
    return seen


def plain(address: Address) -> Address:
    """An address of IPv4 also where it was written as one of IPv6."""
    return (address.ipv4_mapped or address) if isinstance(address, ipaddress.IPv6Address) else address


def _is_ours(address: Address) -> bool:
    return any(address in network for network in settings.PROXIES)


def _address(written: str) -> Address | None:
    written = written.strip()
    if found := _WITH_PORT.fullmatch(written):
        written = found[1] or found[2]
    try:
        return plain(ipaddress.ip_address(written))
    except ValueError:
        return None


def _tell_once(peer: Address | None) -> None:
    """A proxy that nobody named makes all visitors one: their brakes are shared. A stranger's invention is no news."""
    if _Told.is_done or peer is None or not peer.is_private:
        return
    _Told.is_done = True
    log.warning(
        "requests come from %s with forwarded addresses that are not believed, so all visitors behind it count as one. "
        "If it is your proxy, start with HUAIHAI_PROXIES=%s (operators' guide)",
        peer,
        peer,
    )
