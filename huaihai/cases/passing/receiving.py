"""What another installation sends: a sealed message, answered by a signed receipt; the bytes of a listed file."""

import io
from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import IntegrityError, transaction

from huaihai.cases.models import Case, Passage, PassportPeer
from huaihai.cases.passing import following, own, redacting, threads
from huaihai.cases.passing.threads import RECEIPT
from huaihai.cases.passport import messages, sealing
from huaihai.cases.passport.bad import Bad
from huaihai.cases.passport.messages import Message, check_evidence, evidence_of
from huaihai.cases.verbs import care
from huaihai.kit import filestore
from huaihai.kit.text import masking

LARGEST = (1 << 20) + 65_536  # bytes: a message, and what sealing adds
LARGEST_FILE = redacting.LARGEST_FILE + 65_536


def take_in(sealed: bytes, *, at: datetime) -> bytes:
    """Keep the message, do what follows from it, and say what we have. The same again is answered alike. Raises Bad,
    and own.NoAddress."""
    if not own.is_reachable():
        raise own.NoAddress
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
            return sealing.sealed(held.receipt(message.id, at=at).data, held.other.age)


def _passage_of(message: Message, peer: PassportPeer, at: datetime) -> Passage:
    passport = message.content["passport"]
    found: Passage | None = Passage.objects.filter(passport=passport).first()
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


def take_file(passport: str, sha256: str, sealed: bytes, *, at: datetime) -> None:
    """Keep a file that the other side listed, as evidence of the case that came here. Raises Bad."""
    passage = Passage.objects.exclude(came_at=None).exclude(peer=None).filter(passport=passport).first()
    if passage is None:
        raise Bad("evidence_unlisted")
    data = sealing.opened(sealed, own.identities())
    held = threads.read(passage)
    theirs = held.thread.chains.get(held.other.name, ())
    entry: Any = check_evidence(
        {one["sha256"]: one for each in theirs for one in evidence_of(each)}, sha256, data
    )
    try:
        stored = filestore.store(File(io.BytesIO(data), name=masking.mask(entry["name"]).text[:200]))
    except filestore.Refused as error:
        raise Bad("evidence_unlisted", sha256) from error
    with threads.locked(passage) as held:
        case = held.passage.case
        if case is None or case.evidence.filter(sha256=sha256).exists():
            return
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        care.store_evidence(
            case, file=stored, name=entry["name"], party=entry["given_by"], by=following.PROGRAM, at=at
        )
        following.note(held, "passing_file_came", at=at, sha256=sha256)
