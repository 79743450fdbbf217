"""Messages that leave: queued with the change, sent after it, exactly one effect each.

The channel is an interface, `Sender`. The local default delivers nowhere: the messages stand on the outbox
page. An operator names a real sender in `HUAIHAI_SMS_SENDER`, `HUAIHAI_EMAIL_SENDER` and so on (dotted name); those
of providers are in `record.senders`. Webhooks wait here too, and are sent by `record.webhooks`.
"""

import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from importlib import import_module
from smtplib import SMTPServerDisconnected
from typing import Any, Protocol

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from huaihai import reactions
from huaihai.kit import compiled, contact_codes, phones
from huaihai.kit.clock import ZONE
from huaihai.record.models import OutboxMessage
from huaihai.record.senders.answers import FINAL, OF_THE_WAY, Left, Receipt, Refused
from huaihai.record.senders.templates import SECRET

log = logging.getLogger(__name__)
CODES = ("code:", "receipt:")  # what the keys of a case's own codes begin with
TO_STAFF = ("urged:",)  # … and those of messages that are for no party
RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
)
LEASE = timedelta(minutes=10)  # how long a row counts as being sent by whoever claimed it
SAFE = LEASE / 2  # after which a slow round leaves the rest to the next
CHECKED = (OutboxMessage.Channel.SMS, OutboxMessage.Channel.EMAIL)  # what strangers could forge
SILENT = (TimeoutError, ConnectionError, SMTPServerDisconnected)  # nobody answered, whatever the message was
MORNING = 8  # the hour before which nobody is woken by what time alone brings about
_by_itself: ContextVar[bool] = ContextVar("by_itself", default=False)


class Sender(Protocol):
    """Hands one message to the outside. Raises on failure; `effect_key` lets the provider drop a repeat. Where its
    file has `find(address=, text=, effect_key=, at=)`, that is asked first if the message may have left before.

    A sender of e-mail also takes `html` and `headers`, which newsletters have and single messages have not.
    """

    def __call__(
        self, *, address: str, title: str, text: str, effect_key: str, **more: Any
    ) -> Left | None: ...


def keep_on_page(*, address: str, title: str, text: str, effect_key: str, **more: Any) -> None:
    """The local default: the message is readable on the outbox page, and nothing leaves the machine."""


@contextmanager
def by_itself() -> Iterator[None]:
    """A block in which nobody acts but time: its text messages wait until the morning, if they are not urgent."""
    token = _by_itself.set(True)
    try:
        yield
    finally:
        _by_itself.reset(token)


def queue(
    *,
    effect_key: str,
    subject: str,
    channel: str,
    address: str,
    text: str,
    at: datetime,
    title: str = "",
    holds_secret: bool = False,
    is_urgent: bool = False,
) -> None:
    """Queue a message in the caller's transaction; an effect that was queued before is not queued again.

    What no SMS can reach (a landline) waits for somebody who calls there: `OutboxMessage.objects.to_call()`. The
    words of one that `holds_secret` (a code that opens something for long) are forgotten once it has left. SMS and mail
    end with a code by which anybody can ask whether they are ours.
    """
    channel = way_to(address, channel)
    effect_key = f"{SECRET}{effect_key}" if holds_secret else effect_key
    if channel in CHECKED:
        text = contact_codes.with_code(text, effect_key, at=at)
    may_wait = _by_itself.get() and channel == OutboxMessage.Channel.SMS and not is_urgent
    message = OutboxMessage(
        effect_key=effect_key,
        subject=subject,
        channel=channel,
        address=address,
        title=title,
        text=text,
        created_at=at,
        next_try_at=_not_by_night(at) if may_wait else at,
    )
    compiled.insert(message, ignore_conflicts=True)


def of_code(code: str, *, at: datetime) -> OutboxMessage | None:
    """The message that ends with this code, as long as it is kept."""
    since = OutboxMessage.objects.order_by("created_at").values_list("created_at", flat=True).first()
    for start, end in contact_codes.hours_of(code, until=at, since=since or at):
        rows = OutboxMessage.objects.filter(channel__in=CHECKED, created_at__gte=start, created_at__lt=end)
        for key, made_at in rows.order_by().values_list("effect_key", "created_at"):
            if contact_codes.fits(code, key, at=made_at):
                return OutboxMessage.objects.filter(effect_key=key).first()
    return None


def way_to(address: str, channel: str) -> str:
    """The channel, or a call where no SMS reaches this number."""
    is_lost = channel == OutboxMessage.Channel.SMS and phones.mobile(address) is None
    return OutboxMessage.Channel.CALL if is_lost else channel


def _not_by_night(at: datetime) -> datetime:
    morning = at.astimezone(ZONE).replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return max(at, morning)


def forget(subjects: Iterable[str]) -> None:
    """Take out all that was queued about these subjects, with address and words: somebody is to be forgotten."""
    OutboxMessage.objects.filter(subject__in=list(subjects)).delete()


def send_waiting(*, at: datetime, limit: int = 100) -> int:
    """Send what is due and return how many left. A failure waits longer each time; the fifth gives up.

    Nothing is held locked while the outside is spoken to: a row is claimed by one statement, and what became of it is
    written by another. A claim that nobody ends runs out, and the row is taken again. Of a way that gives no answer the
    rest waits for the next round: else each message would wait for it in turn, and all others behind it.
    """
    sent, begun, silent = 0, time.monotonic(), set[str]()
    for message in list(_due(at).order_by("next_try_at")[:limit]):
        if time.monotonic() - begun > SAFE.total_seconds():  # claims of this round would run out too early
            break
        may_have_left = message.attempts > 0 or message.next_try_at != message.created_at
        if message.channel in silent or not claim(message, at):
            continue
        error = _send(message, at, may_have_left=may_have_left)
        sent += error is None
        if isinstance(error, SILENT) or (isinstance(error, Refused) and error.reason in OF_THE_WAY):
            silent.add(message.channel)
    return sent


def send_now(effect_key: str, *, at: datetime) -> OutboxMessage:
    """Send this one at once, outside any transaction, if nobody else does; as it is then."""
    message = OutboxMessage.objects.get(effect_key=effect_key)
    if claim(message, at):
        _send(message, at)
    return OutboxMessage.objects.get(pk=message.pk)


def receive(receipts: Iterable[Receipt], *, at: datetime) -> int:
    """Note what providers say afterwards; returns how many messages nobody knows (yet). What comes twice changes
    nothing, and what arrived has arrived, whatever comes later."""
    unknown = 0
    for one in receipts:
        rows = (
            OutboxMessage.objects.filter(reference=one.reference)
            if one.reference
            else OutboxMessage.objects.none()
        )
        if not rows.exists():
            unknown += 1
            continue
        arrival = OutboxMessage.Arrival
        old = Q(arrival="") | Q(arrival=arrival.FAILED) if one.has_arrived else Q(arrival="")
        changed = rows.filter(old).update(
            arrival=arrival.ARRIVED if one.has_arrived else arrival.FAILED,
            arrival_at=one.at or at,
            arrival_why=one.why[:80],
            **({"parts": one.parts} if one.parts else {}),
        )
        for message in rows if changed else ():
            if one.has_arrived:
                _need_not_call(message)
            else:
                _call_instead(message, at)
    return unknown


def holds_code(message: OutboxMessage) -> bool:
    """Whether its words are for its receiver alone."""
    return message.effect_key.startswith(SECRET) or own_key(message).startswith(CODES)


def own_key(message: OutboxMessage) -> str:
    """What the message is, of the words of its effect key: without the mark of a secret and without the subject."""
    return message.effect_key.removeprefix(SECRET).removeprefix(f"{message.subject}:")


def call_key(effect_key: str) -> str:
    """The key of the call that says what this message did not."""
    return f"{effect_key[:155]}:call"


def _call_instead(message: OutboxMessage, at: datetime) -> None:
    """What did not arrive about a case is to be said on the telephone."""
    is_about_case = message.subject.startswith("case:") and message.channel == OutboxMessage.Channel.SMS
    if is_about_case and not holds_code(message) and not own_key(message).startswith(TO_STAFF):
        call = OutboxMessage(
            effect_key=call_key(message.effect_key),
            subject=message.subject,
            channel=OutboxMessage.Channel.CALL,
            address=message.address,
            text=message.text,
            created_at=at,
            next_try_at=at,
        )
        compiled.insert(call, ignore_conflicts=True)


def _need_not_call(message: OutboxMessage) -> None:
    OutboxMessage.objects.to_call().filter(effect_key=call_key(message.effect_key)).delete()


def is_due(*, at: datetime) -> bool:
    """Whether anything waits that is to be sent now."""
    return _due(at).exists()


def _due(at: datetime) -> QuerySet[OutboxMessage]:
    of_others = (OutboxMessage.Channel.WEBHOOK, OutboxMessage.Channel.CALL)
    return OutboxMessage.objects.exclude(channel__in=of_others).filter(
        sent_at=None, gave_up_at=None, next_try_at__lte=at
    )


def due_acts(at: datetime) -> Iterator[Callable[[], object]]:
    """What a machine whose clock was ahead has put off further than any wait of ours goes now."""
    far = OutboxMessage.objects.filter(sent_at=None, gave_up_at=None, next_try_at__gt=at + RETRY_AFTER[-1])
    if far.exists():
        yield lambda: far.update(next_try_at=at)


def claim(message: OutboxMessage, at: datetime) -> bool:
    """Whether it, read while it was due, is ours until the lease ends; else somebody else sends it, or it is gone."""
    was, message.next_try_at = message.next_try_at, at + LEASE
    return compiled.update(message, ["next_try_at"], still=_unsent(was))


def _unsent(next_try_at: datetime | None) -> dict[str, Any]:
    return {"sent_at": None, "gave_up_at": None, "next_try_at": next_try_at}


def _send(message: OutboxMessage, at: datetime, *, may_have_left: bool = False) -> Exception | None:
    """Why it did not leave."""
    try:
        sender = sender_of(message.channel)
        left = _found(sender, message, at) if may_have_left else None
        if left is None:
            left = sender(
                address=message.address, title=message.title, text=message.text, effect_key=message.effect_key
            )
    except Exception as error:  # noqa: BLE001 -- whatever the provider's library raises, the message waits
        _wait(message, error, at)
        return error
    changed = ["sent_at", "attempts", "last_error"]
    message.sent_at, message.attempts, message.last_error = at, message.attempts + 1, ""
    if left is not None:
        changed += ["reference", "parts", "body", "text"]
        message.reference, message.parts, message.body = left.reference[:80], left.parts, _payer(message)
        message.text = left.text or message.text
    if message.effect_key.startswith(SECRET) and sender is not keep_on_page:
        message.text = ""
        changed.append("text")
    compiled.update(message, list(dict.fromkeys(changed)))  # of none, if it was to be forgotten meanwhile
    return None


def _found(sender: Sender, message: OutboxMessage, at: datetime) -> Left | None:
    """What the provider took of it before: whoever sent it then may have got no answer, or died."""
    find = getattr(import_module(getattr(sender, "__module__", __name__)), "find", None)
    if find is None:
        return None
    left: Left | None = find(address=message.address, text=message.text, effect_key=message.effect_key, at=at)
    return left


def _payer(message: OutboxMessage) -> str:
    """The body whose matter it is, by its key; "" is the alliance."""
    name = reactions.MESSAGE_BODY.get(message.subject.partition(":")[0])
    return import_string(name)(message.subject) if name else ""


def _wait(message: OutboxMessage, error: Exception, at: datetime) -> None:
    log.warning(
        "message %s not sent: %s", message.pk, error if isinstance(error, Refused) else type(error).__name__
    )
    ours = _unsent(message.next_try_at)
    refused = error if isinstance(error, Refused) else None
    why = str(refused) if refused else type(error).__name__
    message.attempts, message.last_error = message.attempts + 1, why[:200]
    if message.attempts >= len(RETRY_AFTER) or (refused and refused.reason in FINAL):
        message.gave_up_at = at
    else:
        message.next_try_at = at + RETRY_AFTER[message.attempts - 1]
    changed = ["attempts", "last_error", "gave_up_at", "next_try_at"]
    is_ours = compiled.update(message, changed, still=ours)  # else our claim ran out and somebody else has it
    if is_ours and refused and refused.reason in FINAL:
        _call_instead(message, at)


def sender_of(channel: str) -> Sender:
    """The function that sends what goes this way ("sms", "email"). From a demo nothing leaves, whatever is set."""
    name = os.environ.get(f"HUAIHAI_{channel.upper()}_SENDER")
    if settings.DEMO or not name:
        return keep_on_page
    module, _, function = name.rpartition(".")
    sender: Sender = getattr(import_module(module), function)
    return sender
