"""The tools over streamable HTTP, in a process of its own behind the web server; no session, no log of requests.

A network that asks without end waits. Counted in memory: this process is the only one that counts, and holds no key.
"""

import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final
from urllib.parse import urlsplit

import uvicorn
from django.conf import settings
from mcp.server.transport_security import TransportSecuritySettings

from huaihai.education.assistants import server
from huaihai.kit.network import part_of

PATH: Final = "/mcp"
MOST: Final = 240  # requests of a network …
SECONDS: Final = 60.0  # … in so many seconds
BIGGEST: Final = 64 * 1024  # bytes of a request
NETWORKS: Final = 10_000  # that are remembered; then all begin anew
AT_ONCE: Final = 64

type Scope = MutableMapping[str, Any]
type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type App = Callable[[Scope, Receive, Send], Awaitable[None]]


def serve(host: str, port: int) -> None:
    """Until it is stopped."""
    uvicorn.run(
        application(host, port),
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        server_header=False,
        limit_concurrency=AT_ONCE,
        proxy_headers=True,  # of a web server on this machine alone
    )


def application(host: str, port: int) -> App:
    """The endpoint, braked. It answers under the site's own name and under the address at which it listens."""
    site = urlsplit(settings.SITE_URL)
    names = [f"{host}:{port}", f"localhost:{port}", *settings.ALLOWED_HOSTS, *filter(None, [site.netloc])]
    inner = server.made().streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=BIGGEST,
        transport_security=TransportSecuritySettings(
            allowed_hosts=names, allowed_origins=list(filter(None, [settings.SITE_URL]))
        ),
    )
    return Braked(inner)


class Braked:
    """Counts by network."""

    def __init__(self, inner: App) -> None:
        self._inner = inner
        self._counts: dict[str, tuple[int, float]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
        elif not self._lets_through(part_of((scope.get("client") or ("",))[0])):
            await _tell_to_wait(send)
        else:
            await self._inner(scope, receive, send)

    def _lets_through(self, network: str) -> bool:
        now = time.monotonic()
        count, ends_at = self._counts.get(network, (0, 0.0))
        if ends_at <= now:
            count, ends_at = 0, now + SECONDS
        if len(self._counts) >= NETWORKS:
            self._counts.clear()
        self._counts[network] = (count + 1, ends_at)
        return count < MOST


async def _tell_to_wait(send: Send) -> None:
    headers = [(b"retry-after", str(int(SECONDS)).encode())]
    await send({"type": "http.response.start", "status": 429, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
