"""What became of a message, and what is wrong with a sender, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _lazy

from huaihai.record.models import OutboxMessage
from huaihai.record.senders.answers import FINAL

type Words = Promise | str
# Reason -> what is wrong, what to do.
REASONS: Final[dict[str, tuple[Words, Words]]] = {
    "settings": (
        _lazy("the settings are not complete: %(code)s"),
        _lazy("Put it right in huaihai.env or senders.toml; the guide for operators explains each line."),
    ),
    "key": (
        _lazy("the provider does not know the key, or it may not send (%(code)s)"),
        _lazy(
            "Look in the provider's console whether key and secret are right, in use, and allowed to send."
        ),
    ),
    "signature": (
        _lazy("the provider has not approved the signature (%(code)s)"),
        _lazy("Write it into senders.toml exactly as it was approved, or apply for it."),
    ),
    "money": (
        _lazy("the balance at the provider is used up, or the service has ended (%(code)s)"),
        _lazy(
            "Top it up in the provider's console; what waits leaves by itself, what was given up on the page."
        ),
    ),
    "busy": (
        _lazy("the provider takes no more just now (%(code)s)"),
        _lazy("It is tried again by itself; if it stays so, raise the limit in the provider's console."),
    ),
    "template": (
        _lazy("no approved template says this (%(code)s)"),
        _lazy("Apply for the template in the provider's console and write its number into senders.toml."),
    ),
    "unapproved": (
        _lazy("templates without a number in senders.toml: %(code)s; what they say does not leave"),
        _lazy(
            "Write in the number of each that the provider approved, and take out what you do not apply for."
        ),
    ),
    "often": (
        _lazy("this number got too many messages for the provider (%(code)s)"),
        _lazy("It is tried again by itself."),
    ),
    "number": (
        _lazy("the provider says that there is no such number (%(code)s)"),
        _lazy("Look whether it is right."),
    ),
    "off": (
        _lazy("the number is switched off, out of reach or does not exist (%(code)s)"),
        _lazy("Look whether it is right."),
    ),
    "blocked": (
        _lazy("the receiver takes no messages from us (%(code)s)"),
        _lazy("Reach them another way; for a case it stands among the calls."),
    ),
    "content": (
        _lazy("the provider does not take these words (%(code)s)"),
        _lazy("Look at the words, and ask the provider which it means."),
    ),
    "other": (
        _lazy("the provider refused it (%(code)s)"),
        _lazy("Look the word up in the provider's documents."),
    ),
    "silent": (
        _lazy("the provider did not answer (%(code)s)"),
        _lazy("Look whether this machine may reach it, and whether its service is up."),
    ),
}
# The words of receipts that say it; in WeChat a follower blocks the account.
RECEIPTS: Final = {
    "MOBILE_NOT_ON_SERVICE": "off",
    "MOBILE_IN_BLACK": "blocked",
    "USER_REJECT": "blocked",
    "user block": "blocked",
}
SILENT: Final = ("Timeout", "Connection", "SMTPServerDisconnected", "gaierror", "OSError", "SSL")


def of_error(error: str) -> tuple[str, str]:
    """What is wrong and what to do, from how a message keeps its last error."""
    reason, _space, code = error.partition(" ")
    if reason not in REASONS:
        reason, code = ("silent" if reason.startswith(SILENT) else "other"), error
    what, how = REASONS[reason]
    return (str(what) % {"code": code or "–"}).replace("（–）", "").replace(" (–)", ""), str(how)


def of_receipt(why: str) -> str:
    """Why a message did not arrive, from the word in its receipt."""
    if why in RECEIPTS:
        return of_error(f"{RECEIPTS[why]} {why}")[0]
    return gettext("the receipt says: %(code)s") % {"code": why} if why else ""


@dataclass(frozen=True)
class State:
    """How a message stands: words and tone of a tag, and why."""

    text: str
    tone: str = ""
    why: str = ""


def state(message: OutboxMessage) -> State:
    """How it stands."""
    arrival = OutboxMessage.Arrival
    if message.channel == OutboxMessage.Channel.CALL:
        is_over = message.sent_at is not None
        text = (
            pgettext("message", "said on the telephone") if is_over else pgettext("message", "to be called")
        )
        return State(text, "ok" if is_over else "warn")
    if message.arrival == arrival.ARRIVED:
        return State(pgettext("message", "arrived"), "ok")
    if message.arrival == arrival.FAILED:
        return State(pgettext("message", "did not arrive"), "late", of_receipt(message.arrival_why))
    if message.sent_at:
        return State(pgettext("message", "sent"))
    why = of_error(message.last_error)[0] if message.last_error else ""
    if message.gave_up_at:
        return State(pgettext("message", "given up"), "late", why)
    return State(pgettext("message", "to be tried again") if why else pgettext("message", "waiting"), "", why)


def last_failure(way: str, *, since: datetime) -> tuple[str, datetime] | None:
    """The last error of what this way did not take since then, and of when its message is; none if a later one left. A
    number that takes nothing is no failure of the way."""
    rows = OutboxMessage.objects.filter(channel=way, created_at__gte=since)
    of_one = Q(last_error="")
    for reason in (*FINAL, "often"):
        of_one |= Q(last_error__startswith=f"{reason} ")
    failed = rows.filter(sent_at=None).exclude(of_one).order_by("-created_at").first()
    if failed is None or rows.filter(sent_at__isnull=False, created_at__gt=failed.created_at).exists():
        return None
    return failed.last_error, failed.created_at
