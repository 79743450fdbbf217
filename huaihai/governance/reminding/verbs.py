"""Who is reminded of what, when and which way.

What is told comes from the same rows as the first page (`desk.waiting.of`), so that nothing waits in silence and
nothing is told twice: what is urgent at once, everything else in one digest a working day. At most three messages a
day, but for what is due that day; in quiet hours only what is urgent and cannot wait until they end.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q

from huaihai.desk import waiting
from huaihai.desk.waiting import Waiting
from huaihai.governance.models import Contact, Reminded, Reminders
from huaihai.governance.reminding import words
from huaihai.kit import phones
from huaihai.kit.clock import ZONE, local_day, local_moment
from huaihai.law.calendar import is_weekend
from huaihai.law.errors import LawError
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Post
from huaihai.members.models.account import AccountQuerySet
from huaihai.record import clocks, outbox
from huaihai.record.models import Event, OutboxMessage

LOOK_AGAIN = timedelta(minutes=10)
AT_A_TIME = 3  # people; a round of the worker is short, and the next one comes in seconds
MOST_A_DAY = 3
LAST_MOMENT = time(23, 59)
STATE = ("looked_at", "digest_on", "sent_on", "sent")  # the rest is the person's own


@dataclass(frozen=True)
class Reminding:
    """What one person is told in one message."""

    rows: list[Waiting]
    text: str
    is_digest: bool = False
    is_counted: bool = True  # among the three of a day


def remind_due(*, at: datetime, limit: int = AT_A_TIME) -> int:
    """Look at a few people after whom nobody has looked for some minutes; part of `reactions.ANSWERING`.

    Always 0, so that the worker does not go on to the next few at once: it has other work.
    """
    accounts = list(_not_looked_after(at)[:limit])
    if not accounts:
        return 0
    newest = Event.objects.order_by("-pk").values_list("at", flat=True).first()
    for account in accounts:
        with transaction.atomic():
            own = _locked(account, at)
            if own is not None:
                _look_after(account, own, newest, at)
    return 0


def remind_all(*, at: datetime) -> None:
    """Look after everybody whose turn it is."""
    while _not_looked_after(at).exists():
        remind_due(at=at)


def _not_looked_after(at: datetime) -> AccountQuerySet:
    on = local_day(at)
    held = Post.objects.held_on(on).values("account_id")
    long_ago = Q(reminders=None) | Q(reminders__looked_at=None) | Q(reminders__looked_at__lte=at - LOOK_AGAIN)
    return (
        Account.objects.get_queryset()
        .filter(long_ago, is_active=True, pk__in=held)
        .order_by("reminders__looked_at", "pk")
    )


def _locked(account: Account, at: datetime) -> Reminders | None:
    """How the person is reminded, ours until the end of the transaction; None if somebody else was quicker."""
    Reminders.objects.bulk_create([Reminders(account=account)], ignore_conflicts=True)
    own: Reminders = Reminders.objects.select_for_update().get(account=account)
    return own if own.looked_at is None or own.looked_at <= at - LOOK_AGAIN else None


def _look_after(account: Account, own: Reminders, newest: datetime | None, at: datetime) -> None:
    last, own.looked_at = own.looked_at, at
    is_news = last is None or newest is None or newest > last
    is_wanted = is_news or (_hour(last) != _hour(at) and _may_send_digest(own, at))
    if own.way != Reminders.Way.NONE and is_wanted:
        address = address_of(account, own, on=local_day(at))
        if address:
            _remind(account, own, address, at)
    own.save(update_fields=STATE)


def _hour(at: datetime | None) -> datetime | None:
    """Digests and the end of quiet hours begin with one; until the next only news changes what is told."""
    return at and at.replace(minute=0, second=0, microsecond=0)


def address_of(account: Account, own: Reminders, *, on: date) -> str:
    """Where messages to this person go: of text messages the mobile in the directory of telephones; or ""."""
    if own.way != Reminders.Way.SMS:
        return own.address
    rows = Contact.objects.in_use(on).filter(kind=Contact.Kind.PERSON, account=account)
    return next((number for row in rows if (number := phones.mobile(row.private_phone))), "")


def _remind(account: Account, own: Reminders, address: str, at: datetime) -> None:
    rows = _rows_of(account, at)
    Reminded.objects.filter(account=account).exclude(key__in=[row.key for row in rows]).delete()
    known = set(Reminded.objects.filter(account=account).values_list("key", flat=True))
    if own.sent_on != local_day(at):
        own.sent_on, own.sent = local_day(at), 0
    for number, message in enumerate(_messages(own, rows, known, at)):
        if message.is_counted and own.sent >= MOST_A_DAY:
            continue
        own.sent += 1
        if message.is_digest:
            own.digest_on = local_day(at)
        outbox.queue(
            effect_key=f"reminder:{account.pk}:{at.isoformat()}:{number}",
            subject=account.record_key,
            channel=OutboxMessage.Channel(own.way),
            address=address,
            title=words.subject() if own.way == Reminders.Way.EMAIL else "",
            text=message.text,
            at=at,
            is_urgent=not message.is_digest,
        )
        _keep(account, message.rows)


def _rows_of(account: Account, at: datetime) -> list[Waiting]:
    """What the person can do, from all posts; each thing once."""
    rows: dict[str, Waiting] = {}
    for actor in Actor.all_of(account, on=local_day(at)):
        for row in waiting.of(actor, at).to_do:
            rows.setdefault(row.key, row)
    return waiting.in_order(rows.values())


def _messages(own: Reminders, rows: list[Waiting], known: set[str], at: datetime) -> Iterable[Reminding]:
    today = local_day(at)
    new = [row for row in rows if row.key not in known]
    is_over = own.digest_on == today  # what comes up now and is due today is told by itself
    for row in new:
        is_due = row.on is not None and row.on <= today
        if (row.is_urgent or (is_over and is_due)) and not _must_wait(own, row, at):
            yield Reminding([row], words.at_once(row, today), is_counted=not is_due)
    if _may_send_digest(own, at):
        rest = [row for row in new if not row.is_urgent]
        if rest or any(row.on and row.on <= today for row in rows):
            is_due = any(row.on and row.on <= today for row in rows)
            yield Reminding(rest, words.digest(rows, today), is_digest=True, is_counted=not is_due)


def _must_wait(own: Reminders, row: Waiting, at: datetime) -> bool:
    """Whether it can be told in the morning, and the person sleeps now."""
    now = at.astimezone(ZONE)
    if not own.is_quiet(now.hour):
        return False
    morning = now.replace(hour=own.quiet_until, minute=0, second=0, microsecond=0)
    if morning <= now:
        morning += timedelta(days=1)
    ends = row.at or (local_moment(row.on, LAST_MOMENT) if row.on else None)
    return not row.is_urgent or ends is None or ends > morning + timedelta(hours=1)


def _may_send_digest(own: Reminders, at: datetime) -> bool:
    now = at.astimezone(ZONE)
    if own.digest_on == now.date() or now.hour < own.digest_hour or own.is_quiet(now.hour):
        return False
    try:
        return clocks.calendar().is_working_day(now.date())
    except LawError:  # a year without its notice of holidays
        return not is_weekend(now.date())


def _keep(account: Account, rows: Iterable[Waiting]) -> None:
    Reminded.objects.bulk_create(
        [Reminded(account=account, key=row.key) for row in rows], ignore_conflicts=True
    )
