"""An installation of another maker, made of the format alone: it keeps no database."""

import base64
import hashlib
import secrets
from datetime import UTC
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client
from django.urls import reverse
from pyrage import x25519

from huaihai.cases.passing import own
from huaihai.cases.passport import messages, peers, sealing
from huaihai.cases.passport.messages import Message
from huaihai.cases.passport.peers import Keys
from huaihai.cases.passport.thread import Thread
from huaihai.kit import clock

NAME = "jiangnan.example"


class Foreign:
    """One thread with us."""

    def __init__(self, passport: str = "") -> None:
        self.key, self.age = Ed25519PrivateKey.generate(), x25519.Identity.generate()
        public = self.key.public_key().public_bytes_raw()
        self.key_id = peers.ids_of(public)[0]
        self.descriptor = peers.write(
            {
                "format": "case-passport-peer-1",
                "name": NAME,
                "title": "江南消费者组织联盟",
                "address": "https://jiangnan.example/passport",
                "language": "zh",
                "age": str(self.age.to_public()),
                "keys": [{"key_id": self.key_id, "public": base64.b64encode(public).decode()}],
                "key_id": self.key_id,
                "at": "2026-11-01T00:00:00Z",
            },
            self.sign,
        ).decode()
        self.us = own.me()
        self.keys = Keys([peers.read(self.descriptor.encode()), self.us])
        self.thread = Thread(NAME, self.us.name, passport or secrets.token_hex(16))

    def sign(self, content: bytes) -> str:
        return base64.b64encode(self.key.sign(content)).decode()

    def knows(self, data: str) -> Message:
        """A message of ours, as it was stored here."""
        message = messages.read(data.encode(), self.keys)
        if not self.thread.chains:
            self.thread = Thread(NAME, self.us.name, message.content["passport"])
        self.thread = self.thread.apply(message)
        return message

    def write(self, kind: str, body: dict[str, Any]) -> Message:
        """A message to us."""
        at = clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        content = self.thread.next(
            kind,
            body,
            message_id=secrets.token_hex(16),
            at=at,
            sender={"name": NAME, "key_id": self.key_id},
            receiver={"name": self.us.name, "key_id": self.us.key_id},
        )
        message = messages.write(content, self.sign)
        self.thread = self.thread.apply(message)
        return message

    def post(self, message: Message) -> Any:
        """Sealed, by HTTP."""
        sealed = sealing.sealed(message.data, self.us.age)
        return Client().post(reverse("passport-messages"), sealed, content_type="application/octet-stream")

    def says(self, kind: str, body: dict[str, Any]) -> Any:
        return self.post(self.write(kind, body))

    def sends(self, data: bytes, sha256: str = "") -> Any:
        """A file, sealed, by HTTP."""
        names = [self.thread.passport, sha256 or hashlib.sha256(data).hexdigest()]
        sealed = sealing.sealed(data, self.us.age)
        address = reverse("passport-evidence", args=names)
        return Client().post(address, sealed, content_type="application/octet-stream")

    def offer(self) -> Any:
        """A case of its own."""
        return self.says("offer", {"office": {"name": "江南市消保委"}, "case": CASE})


CASE: dict[str, Any] = {
    "number": "JN-2026-17",
    "office": {"name": "江南市消保委", "telephone": "0500-1234567"},
    "filed_on": "2026-11-20",
    "standing": "received",
    "consumer": {"name": "周某", "telephone": "13800000007", "language": "zh"},
    "business": {"name": "水壶店"},
    "story": "水壶漏电，商家不退。",
    "paid_fen": 9900,
    "asks": [{"remedy": "refund", "fen": 9900}],
    "consent": {"given_on": "2026-11-20", "words": "同意移交"},
    "steps": [{"on": "2026-11-20", "by": "body", "words": "收到投诉"}],
    "clocks": [
        {
            "what": "决定是否受理",
            "owner": "body",
            "article": "l1",
            "number": 7,
            "counted": "working-days",
            "calendar": "cn",
            "began_on": "2026-11-20",
            "due_on": "2026-12-01",
            "state": "running",
            "pauses": [],
        }
    ],
    "law": [{"id": "l1", "name": "本会办理规则第七条", "text_on": "2026-01-01"}],
    "evidence": [],
    "left_out": [
        {"what": "consumer-address", "why": "not-needed"},
        {"what": "identity", "why": "not-needed"},
    ],
}
