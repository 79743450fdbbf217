"""A business's system for tests: it signs like one, over Django's test client."""

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client

from huaihai.businesses.connecting import verbs as connecting_verbs
from huaihai.businesses.connecting.authentication import TAG
from huaihai.businesses.connecting.verbs import Secrets
from huaihai.businesses.models import Connection
from huaihai.kit import http_signing
from tests.cast import TUESDAY, Cast
from tests.posts import PROGRAM

HOST = "testserver"


@dataclass
class System:
    """Signs with its key and asks."""

    connection: Connection
    shown: Secrets
    client: Client = field(default_factory=Client)

    def get(self, path: str, **options: Any) -> Any:
        return self.send("GET", path, **options)

    def post(self, path: str, said: Mapping[str, Any], *, key: str = "", **options: Any) -> Any:
        return self.send("POST", path, json.dumps(said).encode(), key=key or secrets.token_hex(12), **options)

    def send(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        key: str = "",
        signed: Mapping[str, str] | None = None,
        language: str = "en",
    ) -> Any:
        """`signed` are ready headers (to forge, replay, or leave out)."""
        headers = self.headers(method, path, body, key=key) if signed is None else dict(signed)
        where = f"/api/v1{path}"
        return self.client.generic(
            method,
            where,
            body,
            content_type="application/json",
            headers={**headers, "Accept-Language": language},
        )

    def headers(
        self, method: str, path: str, body: bytes = b"", *, key: str = "", **changed: Any
    ) -> dict[str, str]:
        """The headers of a request; `changed` are parts of the signature to be other than right."""
        route, _mark, query = f"/api/v1{path}".partition("?")
        own = {"idempotency-key": key} if key else {}
        message = http_signing.Message(method, HOST, route, query, body, own)
        options: dict[str, Any] = {
            "keys": [(self.shown.key_id, self.shown.secret)],
            "created": int(time.time()),
            "nonce": secrets.token_urlsafe(18),
            "tag": TAG,
            "components": (*http_signing.NEEDED, *own),
        } | changed
        return {**http_signing.sign(message, **options), **({"Idempotency-Key": key} if key else {})}


def connected(cast: Cast, *, name: str = "till", is_sandbox: bool = False, webhook_url: str = "") -> System:
    """The kettle shop's system, connected by Sun."""
    made, shown = connecting_verbs.connect(
        cast.shop, name=name, is_sandbox=is_sandbox, webhook_url=webhook_url, by=PROGRAM, at=TUESDAY
    )
    return System(made, shown)


def an_offer(version: int, **changed: Any) -> dict[str, Any]:
    """What a system posts as an offer."""
    said = {
        "version": version,
        "remedies": ["return", "refund"],
        "sum_fen": 26_800,
        "perform_by_on": (TUESDAY.date() + timedelta(days=7)).isoformat(),
        "valid_until_on": (TUESDAY.date() + timedelta(days=3)).isoformat(),
        "text": "三天内原路退回。",
    }
    return said | changed
