"""What another installation sends: a sealed message, answered by a signed receipt; the bytes of a listed file."""

from datetime import datetime

from django.db import IntegrityError, transaction

from huaihai.cases.models import Passage, PassportPeer
from huaihai.cases.passing import following, own, threads
from huaihai.cases.passing.threads import RECEIPT
from huaihai.cases.passport import messages, sealing
from huaihai.cases.passport.bad import Bad
from huaihai.cases.passport.messages import Message

LARGEST = (1 << 20) + 65_536  # bytes: a message, and what sealing adds


def take_in(sealed: bytes, *, at: datetime) -> bytes:
    """Keep the message, do what follows from it, and say what we have. The same again is answered alike. Raises Bad,
    and own.NoAddress."""
    message = messages.read(sealing.opened(sealed, own.identities()), own.keys(), me=own.name(), now=at)
    peer = PassportPeer.objects.open().filter(name=message.sender).first()
    if peer is None:
        raise Bad("unknown_peer", "content.sender")
    try:
        return _taken(message, peer, at)
    except IntegrityError:  # its first message came twice in one moment
        return _taken(message, peer, at)


def _taken(message: Message, peer: PassportPeer, at: datetime) -> bytes:
    with transaction.atomic():
        passage = _passage_of(message, peer, at)
        with threads.locked(passage) as held:
            if held.other.name != peer.name:
                raise Bad("other_thread", "content.passport")
            held.take(message, at=at)
            if message.kind == RECEIPT:
                if held.thread.missing(message) or held.thread.lacks(message):
                    held.passage.next_try_at = at
            else:
                following.follow(held, at=at)
            return held.receipt(message.id, at=at).data


def _passage_of(message: Message, peer: PassportPeer, at: datetime) -> Passage:
    passport = message.content["passport"]
    found = Passage.objects.filter(passport=passport).first()
    if found is not None:
        return found
    if message.kind != "offer":
        raise Bad("not_first", "content.kind")
    made: Passage = Passage.objects.create(
        passport=passport,
        peer=peer,
        body=peer.body,
        stand=Passage.Stand.OFFERED,
        begun_at=at,
        stood_at=at,
    )
    return made
