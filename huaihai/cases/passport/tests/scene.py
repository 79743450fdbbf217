"""Two associations with programs of different makers, their keys, and a case between them; the suite is made of it."""

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from huaihai.cases.passport import peers
from huaihai.cases.passport.codes import PEER_FORMAT
from huaihai.cases.passport.messages import Message
from huaihai.cases.passport.peers import Keys, Peer
from huaihai.cases.passport.thread import Thread
from huaihai.kit.canonical import canonical

XUZHOU, NANJING, SUZHOU = "xuzhou.huaihai.example", "nanjing.example", "suzhou.example"
PASSPORT = "5a" * 16
PHOTO = b"a photo of the kettle"
AGE = {
    XUZHOU: "age1rxlg0hc4mqgjm2x4hd49xmqah3wqycaumulhwvnvx3cnwzyq63tsrv2q6y",
    NANJING: "age1zsv5dfemv7le87q53un20zm999dmf6wq4vckqqh9j5n8t2j4kcjseh8eqv",
    SUZHOU: "age1k24rqp0u902feet5u7krksn9pvfjw0jdh2ucnw7qvy0fsdrvas0qg7878c",
}
AGE_SECRET = {
    XUZHOU: "AGE-SECRET-KEY-1KHFEYUJESKUY4YSXM039X95ALL4CZXXHVYCANAAK4GL990ZPF7FSL9UWDE",
    NANJING: "AGE-SECRET-KEY-18H49UD9MJSSMZ4PXW7CTCMQ92QWPMJ3K2GKP3V2W5W0A07C55UJQMYZRHV",
}
TITLES = {
    XUZHOU: "徐州市消费者权益保护委员会",
    NANJING: "南京市消费者权益保护委员会",
    SUZHOU: "Suzhou Consumer Council",
}


def secret(name: str, generation: int = 0) -> Ed25519PrivateKey:
    """A key that everybody knows: it signs tests alone."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"{name} {generation}".encode()).digest())


def public(name: str, generation: int = 0) -> bytes:
    return secret(name, generation).public_key().public_bytes_raw()


def key_id(name: str, generation: int = 0) -> str:
    return peers.ids_of(public(name, generation))[0]


def signing(name: str, generation: int = 0) -> Callable[[bytes], str]:
    return lambda content: base64.b64encode(secret(name, generation).sign(content)).decode()


def party(name: str, generation: int = 0) -> Any:
    return {"name": name, "key_id": key_id(name, generation)}


def public_keys(*keys: tuple[str, bytes]) -> list[dict[str, str]]:
    return [{"key_id": one, "public": base64.b64encode(raw).decode()} for one, raw in keys]


def descriptor(name: str, **changed: Any) -> dict[str, Any]:
    """What an installation says of itself: its second key is the present one."""
    return {
        "format": PEER_FORMAT,
        "name": name,
        "title": TITLES[name],
        "address": f"https://{name}/passport",
        "language": "en" if name == SUZHOU else "zh",
        "age": AGE[name],
        "keys": public_keys(*((key_id(name, number), public(name, number)) for number in (0, 1))),
        "key_id": key_id(name),
        "at": "2026-11-01T00:00:00Z",
    } | changed


def signed(content: Any, signature: str) -> bytes:
    """In the one spelling, without asking whether anybody would take it."""
    return canonical({"content": content, "signature": signature})


def peer(name: str) -> Peer:
    content = descriptor(name)
    return peers.read(signed(content, signing(name)(canonical(content))))


def keys() -> Keys:
    return Keys(map(peer, (XUZHOU, NANJING, SUZHOU)))


def clock(**changed: Any) -> dict[str, Any]:
    return {
        "what": "决定是否受理",
        "owner": "body",
        "article": "association-rules-9",
        "number": 7,
        "counted": "working-days",
        "calendar": "cn",
        "began_on": "2026-11-20",
        "due_on": "2026-12-01",
        "state": "running",
        "pauses": [],
    } | changed


def evidence(data: bytes = PHOTO, **changed: Any) -> dict[str, Any]:
    return {
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "kind": "image/jpeg",
        "name": "水壶.jpg",
        "given_by": "consumer",
        "given_on": "2026-11-20",
    } | changed


def case(**changed: Any) -> dict[str, Any]:
    """The kettle, as Nanjing may read it: the consumer's address stays in Xuzhou."""
    return {
        "number": "3203-2026-418207-5",
        "office": {"name": "徐州市消费者权益保护委员会", "telephone": "0516-12315"},
        "filed_on": "2026-11-20",
        "standing": "received",
        "consumer": {"name": "李秀英", "telephone": "13800000000", "language": "zh"},
        "business": {"name": "南京水壶有限公司", "credit_code": "91320100MA1XYZ1234"},
        "story": "电水壶用了两次就漏水，店家不退。",
        "paid_fen": 19900,
        "asks": [{"remedy": "refund", "fen": 19900}],
        "consent": {"given_on": "2026-11-21", "words": "同意把我的投诉转给南京市消保委。"},
        "steps": [{"on": "2026-11-20", "by": "consumer", "words": "提交投诉"}],
        "clocks": [clock()],
        "law": [{"id": "association-rules-9", "name": "受理消费者投诉规定第九条", "text_on": "2019-01-01"}],
        "evidence": [evidence()],
        "left_out": [{"what": "consumer-address", "why": "not-needed"}],
    } | changed


def small_case(**changed: Any) -> dict[str, Any]:
    """With nothing that need not be there."""
    left_out = [
        {"what": f"consumer-{name}", "why": "not-needed"} for name in ("name", "telephone", "address")
    ]
    return {
        "number": "1",
        "office": {"name": "徐州"},
        "filed_on": "2026-11-20",
        "standing": "received",
        "consumer": {"language": "zh"},
        "business": {"name": "店"},
        "story": "漏水",
        "asks": [{"remedy": "repair"}],
        "consent": {"given_on": "2026-11-20", "words": "同意"},
        "steps": [],
        "clocks": [],
        "law": [],
        "evidence": [],
        "left_out": left_out,
    } | changed


@dataclass
class Side:
    """One of the two: what it has, and what it wrote. Ids are counted, so that the same scene has the same bytes."""

    name: str
    other: str
    minute: int = 1
    thread: Thread = field(init=False)

    def __post_init__(self) -> None:
        self.thread = Thread(self.name, self.other, PASSPORT)

    def content(self, kind: str, body: dict[str, Any], /, **changed: Any) -> dict[str, Any]:
        """The next message of this side, not signed yet; `changed` may be wrong on purpose."""
        self.minute += 1
        made = self.thread.next(
            kind,
            body,
            message_id=hashlib.sha256(f"{self.name} {self.minute} {kind}".encode()).hexdigest()[:32],
            at=f"2026-11-23T{self.minute // 60:02}:{self.minute % 60:02}:00Z",
            sender=party(self.name),
            receiver=party(self.other),
        )
        return {**made, **changed}

    def write(self, kind: str, body: dict[str, Any], /, **changed: Any) -> Message:
        """The next message, signed and applied here unless nobody would take it."""
        message = as_message(self.content(kind, body, **changed))
        self.thread = self.thread.apply(message)
        return message

    def get(self, *messages: Message) -> None:
        for message in messages:
            self.thread = self.thread.apply(message)


def as_message(content: Any, by: str = "") -> Message:
    """Signed by its sender, whatever it says."""
    name = by or content["sender"]["name"]
    spelt = canonical(content)
    data = signed(content, signing(name)(spelt))
    return Message(content, data, hashlib.sha256(spelt).hexdigest())


def both() -> tuple[Side, Side]:
    """Who has the case, and who may get it."""
    return Side(XUZHOU, NANJING), Side(NANJING, XUZHOU)


def offer_body(**changed: Any) -> dict[str, Any]:
    return {"office": {"name": "南京市消费者权益保护委员会"}, "case": small_case()} | changed


def acceptance_body(offer: Message, **changed: Any) -> dict[str, Any]:
    return {"of": offer.id, "office": {"name": "南京市消费者权益保护委员会"}} | changed


def deed_body(offer: Message, acceptance: Message, **changed: Any) -> dict[str, Any]:
    return {"of": offer.id, "acceptance": acceptance.id, "clocks": [], "evidence": []} | changed


def ask_body(words: str = "收据还在吗？") -> dict[str, Any]:
    return {"about": "words", "words": words, "files": []}


def answer_body(question: Message) -> dict[str, Any]:
    return {"of": question.id, "words": "在。", "evidence": []}


def handed_over() -> tuple[Side, Side, list[Message]]:
    """Offer, acceptance, deed: it is Nanjing's."""
    giver, taker = both()
    offer = giver.write("offer", offer_body())
    taker.get(offer)
    acceptance = taker.write("acceptance", acceptance_body(offer))
    giver.get(acceptance)
    deed = giver.write("deed", deed_body(offer, acceptance))
    taker.get(deed)
    return giver, taker, [offer, acceptance, deed]
