"""A passage under its lock: its rows as a thread, what is written into it, what comes in."""

import base64
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from huaihai.cases.models import Passage, PassageMessage
from huaihai.cases.passing import own
from huaihai.cases.passport import messages
from huaihai.cases.passport.messages import Message
from huaihai.cases.passport.peers import Keys, Peer, ids_of
from huaihai.cases.passport.shape import MOMENT
from huaihai.cases.passport.thread import Thread

RECEIPT = "receipt"

type Writer = tuple[Peer, Peer, messages.Sign]  # from whom, to whom, and who signs


def new_hex() -> str:
    """The id of a message or a passport."""
    return secrets.token_hex(16)


class Held:
    """A passage whose row is locked, and its thread."""

    def __init__(self, passage: Passage) -> None:
        self.passage, self.me, self.at = passage, own.me(), passage.stood_at
        self.other = guest_of(passage) if passage.peer is None else own.known(passage.peer)
        self.keys = Keys([self.me, self.other])
        rows = passage.messages.order_by("number", "at", "pk")
        self.rows = {row.message: row for row in rows}
        self.thread = self._read(self.me.name, self.other.name)

    def _read(self, me: str, other: str) -> Thread:
        """Whatever the order in which rows are put in: each message waits for what it has seen."""
        thread = Thread(me, other, self.passage.passport)
        waiting = [messages.read(row.data.encode(), self.keys) for row in self.rows.values()]
        while waiting:
            ready = next((one for one in waiting if _is_ready(one, thread)), waiting[0])
            waiting.remove(ready)
            thread = thread.apply(ready)
        return thread

    def write(self, kind: str, body: Mapping[str, Any], *, at: datetime) -> Message:
        """A message of ours, to be sent after the transaction. Raises Bad."""
        message = _written(self.thread, kind, body, (self.me, self.other, own.sign), at=at)
        self._store(message, at=at, is_ours=True, done_at=at)
        if self.passage.peer is not None:
            self.passage.next_try_at, self.passage.tries = at, 0
        return message

    def write_for_guest(self, kind: str, body: Mapping[str, Any], *, at: datetime) -> Message:
        """What a receiver without a program answers on our page, signed by the key that is kept for it. Raises Bad."""
        theirs = self._read(self.other.name, self.me.name)
        writer = (self.other, self.me, _signs(self.passage))
        message = _written(theirs, kind, body, writer, at=at)
        self.take(message, at=at)
        return message

    def receipt(self, of: str = "", *, at: datetime) -> Message:
        """That it came, or how it stands. It is kept by nobody."""
        body = self.thread.receipt(of)
        return _written(self.thread, RECEIPT, body, (self.me, self.other, own.sign), at=at)

    def take(self, message: Message, *, at: datetime) -> None:
        """A message of the other side. Raises Bad; one that came before changes nothing."""
        before = self.thread
        self.thread = self.thread.apply(message)
        if message.kind == RECEIPT:
            self.passage.arrived = message.content["seen"]["number"]
        elif self.thread is not before:
            self._store(message, at=at, is_ours=False, done_at=None)

    def to_do(self) -> list[PassageMessage]:
        """Messages of the other side whose turn has come, and from which nothing followed here yet."""
        chain = self.thread.chains.get(self.other.name, ())
        return [row for one in chain if (row := self.rows[one.id]).done_at is None]

    @property
    def mine(self) -> tuple[Message, ...]:
        return self.thread.chains.get(self.me.name, ())

    @property
    def asked(self) -> Message | None:
        """The first question of ours that the other side has not answered."""
        answered = {one.of for one in self.thread if one.kind == "answer"}
        return next((one for one in self.mine if one.kind == "question" and one.id not in answered), None)

    def message(self, row: PassageMessage) -> Message:
        return next(one for one in self.thread if one.id == row.message)

    def save(self) -> None:
        """With where the thread stands."""
        if self.passage.stand != self.thread.stand:
            self.passage.stand, self.passage.stood_at = self.thread.stand, self.at
        self.passage.save()

    def _store(self, message: Message, *, at: datetime, is_ours: bool, done_at: datetime | None) -> None:
        self.thread, self.at = self.thread.apply(message), at
        if is_ours and message.kind == "answer":
            self.passage.messages.filter(message=message.of).update(answered_at=at)
        self.rows[message.id] = PassageMessage.objects.create(
            passage=self.passage,
            message=message.id,
            kind=message.kind,
            number=message.number,
            is_ours=is_ours,
            data=message.data.decode(),
            at=datetime.strptime(message.content["at"], MOMENT).replace(tzinfo=UTC),
            done_at=done_at,
        )


@contextmanager
def locked(passage: Passage) -> Iterator[Held]:
    """The passage as it is now, held until the transaction ends, and stored at the end of the block."""
    with transaction.atomic():
        rows = Passage.objects.select_for_update(of=("self",)).select_related("peer", "case", "body")
        held = Held(rows.get(pk=passage.pk))
        yield held
        held.save()
    passage.__dict__.update(held.passage.__dict__)


def read(passage: Passage) -> Held:
    """The same for a page, which changes nothing."""
    return Held(passage)


def _written(thread: Thread, kind: str, body: Mapping[str, Any], writer: Writer, *, at: datetime) -> Message:
    """Never earlier than the one before: clocks of machines go back."""
    sender, receiver, sign = writer
    last = [one.content["at"] for one in thread.chains.get(sender.name, ())]
    content = thread.next(
        kind,
        body,
        message_id=new_hex(),
        at=max([own.moment(at), *last]),
        sender=own.party(sender),
        receiver=own.party(receiver),
    )
    return messages.write(content, sign)


def guest_of(passage: Passage) -> Peer:
    """A receiver without a program, as if it were an installation."""
    public = _guest_key(passage).public_key().public_bytes_raw()
    key_id = ids_of(public)[0]
    return Peer(
        name=f"guest.{key_id}",
        title=passage.guest_title,
        address="",
        language="zh",
        age="",
        key_id=key_id,
        at="",
        keys={key_id: public},
        data=b"",
    )


def _guest_key(passage: Passage) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(passage.guest))


def _signs(passage: Passage) -> messages.Sign:
    key = _guest_key(passage)
    return lambda content: base64.b64encode(key.sign(content)).decode()


def _is_ready(message: Message, thread: Thread) -> bool:
    own_next = len(thread.chains.get(message.sender, ())) + 1
    seen = message.content["seen"]["number"]
    return message.number == own_next and seen <= len(thread.chains.get(message.receiver, ()))
