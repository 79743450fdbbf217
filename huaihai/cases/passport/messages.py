"""Writing and reading one message: its spelling, its parts, its signature."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huaihai.cases.passport import codes, rules, spelling
from huaihai.cases.passport.bad import Bad
from huaihai.cases.passport.bodies import BODIES, Content, Signed
from huaihai.cases.passport.peers import Keys, is_signed
from huaihai.cases.passport.shape import Evidence, check_shape

type Sign = Callable[[bytes], str]  # bytes to base64 of an Ed25519 signature


@dataclass(frozen=True)
class Message:
    """One message: what it says, and the bytes that travel."""

    content: Content
    data: bytes
    hash: str

    @property
    def id(self) -> str:
        return self.content["id"]

    @property
    def kind(self) -> str:
        return self.content["kind"]

    @property
    def number(self) -> int:
        return self.content["number"]

    @property
    def sender(self) -> str:
        """The name of the installation that wrote it."""
        return self.content["sender"]["name"]

    @property
    def receiver(self) -> str:
        """The name of the installation that it is for."""
        return self.content["receiver"]["name"]

    @property
    def body(self) -> Any:
        return self.content["body"]

    @property
    def of(self) -> str:
        """The id of the message that it answers; "" if none."""
        return str(self.body.get("of", ""))


def write(content: Content, sign: Sign) -> Message:
    """The message, signed. Raises Bad for a content that no reader would take."""
    spelt = spelling.spelt(content)
    signed: Any = {"content": content, "signature": sign(spelt)}
    data = spelling.spelt(signed)
    _check_parts(spelling.read(data))
    return Message(content, data, hashlib.sha256(spelt).hexdigest())


def read(data: bytes, keys: Keys, *, me: str = "", now: datetime | None = None) -> Message:
    """The message that these bytes are. `me`: the installation that reads; `now`: what is later was never written.

    Raises Bad.
    """
    signed = spelling.read(data)
    _check_parts(signed)
    content: Content = signed["content"]
    rules.not_ahead(content["at"], now)
    spelt = spelling.spelt(content)
    public = keys.of(content["sender"]["name"], content["sender"]["key_id"], "content.sender")
    if not is_signed(spelt, signed["signature"], public):
        raise Bad("bad_signature", "signature")
    _check_receiver(content, keys, me)
    return Message(content, data, hashlib.sha256(spelt).hexdigest())


def _check_parts(signed: Any) -> None:
    content = signed.get("content") if isinstance(signed, dict) else None
    written = content if isinstance(content, dict) else {}
    if written.get("format", codes.FORMAT) != codes.FORMAT:
        raise Bad("unknown_version", "content.format")
    kind = written.get("kind", "receipt")
    if not isinstance(kind, str) or kind not in BODIES:
        raise Bad("unknown_kind", "content.kind")
    check_shape(Signed, signed)
    check_shape(BODIES[written["kind"]], written["body"], rules.BODY)
    for name, extension in written.get("extensions", {}).items():
        if extension["critical"]:
            raise Bad("unknown_critical", f"content.extensions.{name}")
    is_receipt = written["kind"] == "receipt"
    if (written["number"] == 0) != is_receipt or (written["previous"] == "") != (written["number"] < 2):
        raise Bad("bad_value", "content.number")
    for link in filter(None, (written["seen"], written["body"].get("sent"))):
        if (link["number"] == 0) != (link["hash"] == ""):
            raise Bad("bad_value", "content.seen")
    rules.check(content)  # type: ignore[arg-type] # its shape was checked


def _check_receiver(content: Content, keys: Keys, me: str) -> None:
    receiver = content["receiver"]
    is_other = receiver["name"] != content["sender"]["name"] and me in ("", receiver["name"])
    if not is_other or not keys.has(receiver["name"], receiver["key_id"]):
        raise Bad("wrong_receiver", "content.receiver")


def evidence_of(message: Message) -> Iterator[Evidence]:
    """The files that it lists."""
    yield from message.body.get("case", message.body).get("evidence", ())


def check_evidence(listed: Mapping[str, Evidence], sha256: str, data: bytes) -> Evidence:
    """The entry whose file these bytes are; they came under this name. Raises Bad."""
    entry = listed.get(sha256)
    if entry is None:
        raise Bad("evidence_unlisted", sha256)
    if len(data) != entry["size"]:
        raise Bad("evidence_size", sha256)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Bad("evidence_hash", sha256)
    return entry
