"""What leaves for other installations: each message until its receipt is here, however often the line is cut.

Nothing is held locked while the other side is spoken to. What was answered says what it has: the rest is sent again.
"""

import logging
from datetime import datetime, timedelta

from huaihai.cases.models import Passage
from huaihai.cases.passing import due, own, threads
from huaihai.cases.passing.threads import Held
from huaihai.cases.passport import messages, sealing
from huaihai.cases.passport.bad import Bad
from huaihai.cases.passport.messages import Message
from huaihai.cases.passport.peers import Peer
from huaihai.kit import filestore
from huaihai.record import posting

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)
RETRY_AFTER = (
    timedelta(seconds=30),
    timedelta(minutes=5),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),  # and so on, until it is taken
)
ASKED_AGAIN = timedelta(hours=1)  # while we are bound and have no deed
AT_ONCE, SECONDS = 20, 20.0
MOST, MOST_ANSWER = 32 << 20, 1 << 16  # bytes
KIND = "application/octet-stream"
REFUSED = "status-422"  # it is not better for being sent again: somebody has to look


def send_due(*, at: datetime) -> int:
    """Send it, and return how many threads were tried."""
    rows = list(due.rows(at).exclude(peer=None).order_by("next_try_at")[:AT_ONCE])
    return sum(_send(row, at) for row in rows)


def _send(row: Passage, at: datetime) -> bool:
    claimed = Passage.objects.filter(pk=row.pk, next_try_at=row.next_try_at).update(next_try_at=at + LEASE)
    if not claimed:
        return False
    with threads.locked(row) as held:
        waiting = [*held.mine[held.passage.arrived :]] or [held.receipt(at=at)]
        other, is_open = held.other, held.passage.peer is not None and held.passage.peer.is_open
    error = "" if is_open else "closed"
    for message in waiting if is_open else ():
        if message.number and message.number <= row.arrived:
            continue
        if error := _post(row, message, other, at):
            break
    if not error:
        error = _post_files(row, other, at)
    _put_off(row, error, at)
    return True


def _post(row: Passage, message: Message, other: Peer, at: datetime) -> str:
    """Send it and take in the receipt; "" if all went well, else why not, as a code."""
    try:
        answer = _posted(other, "messages", message.data, reads=MOST_ANSWER)
        data = sealing.opened(answer, own.identities())
        receipt = messages.read(data, own.keys(other), me=own.name(), now=at)
        if receipt.sender != other.name or receipt.kind != threads.RECEIPT:
            raise Bad("wrong_receiver", "content.sender")
        with threads.locked(row) as held:
            held.take(receipt, at=at)
    except (posting.NotTaken, Bad) as error:
        return error.code
    return ""


def _post_files(row: Passage, other: Peer, at: datetime) -> str:
    """Files that were listed, once the deed has arrived. One that is not there any more is not sent."""
    for file in row.files.filter(arrived_at=None) if row.stand == Passage.Stand.THEIRS else ():
        try:
            data = b"".join(filestore.open_original(file.sha256))
            _posted(other, f"evidence/{row.passport}/{file.sha256}", data)
        except FileNotFoundError:
            log.warning("passage %s: a listed file is gone", row.pk)
        except (posting.NotTaken, Bad) as error:
            return error.code
        file.arrived_at = at
        file.save(update_fields=["arrived_at"])
    return ""


def _posted(other: Peer, path: str, data: bytes, *, reads: int = 0) -> bytes:
    where = posting.where(f"{other.address.rstrip('/')}/{path}", is_confirmed=True)
    return posting.post(
        where,
        sealing.sealed(data, other.age),
        headers={"Content-Type": KIND},
        most=MOST,
        seconds=SECONDS,
        reads=reads,
    )


def _put_off(row: Passage, error: str, at: datetime) -> None:
    """When it is tried again, if at all. What was written meanwhile goes at once."""
    with threads.locked(row) as held:
        passage = held.passage
        passage.last_error = error[:40]
        if error:
            passage.tries = min(passage.tries + 1, 1_000)
            wait = len(RETRY_AFTER) if error == REFUSED else min(passage.tries, len(RETRY_AFTER))
            passage.next_try_at = at + RETRY_AFTER[wait - 1]
            log.warning("passage %s not sent: %s", passage.pk, error)  # no name, no address
            return
        passage.tries = 0
        passage.next_try_at = _next(held, at)


def _next(held: Held, at: datetime) -> datetime | None:
    if held.passage.arrived < len(held.mine):
        return at
    return at + ASKED_AGAIN if held.passage.stand == Passage.Stand.BOUND else None
