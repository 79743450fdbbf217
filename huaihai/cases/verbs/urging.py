"""催办: who forwarded a case, or stands above the body that has it, asks that body to go on; once a working day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.cases import life
from huaihai.cases.handling import people
from huaihai.cases.models import Case
from huaihai.cases.verbs.moving import moving
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.governance.models import Contact
from huaihai.kit import phones, spoken
from huaihai.kit.clock import local_day
from huaihai.law.errors import LawError
from huaihai.members.actors import Actor
from huaihai.members.models import Post, Role
from huaihai.record import clocks, events, outbox
from huaihai.record.models import Clock, OutboxMessage

NEAR = timedelta(days=2)  # so long before its last day a step may be asked for
ONE_DAY = timedelta(days=1)
WHOM = (Role.HEAD, Role.OFFICER, Role.MEDIATOR)


def is_anothers(case: Case, by: Actor) -> bool:
    """Whether another body has the case, which this actor's body forwarded it to or stands above."""
    holder, node = case.responsible, by.organisation
    return holder is not None and node is not None and not node.is_within(holder)


def asked_for(case: Case, today: date) -> Clock | None:
    """The step that is late or near: the running clock that ends first; None while there is time."""
    if case.stage not in life.WITH_LEAD:
        return None
    running = [one for one in clocks.running(case.record_key).values() if not one.is_paused]
    near = [one for one in running if one.due_on <= today + NEAR]
    return min(near, key=lambda one: one.due_on, default=None)


def may_urge(case: Case, today: date) -> bool:
    """Whether a working day has begun since the last time."""
    last = events.history(case.record_key).filter(verb="urge").last()
    return last is None or is_new_day(local_day(last.at), today)


def is_new_day(began: date, today: date) -> bool:
    """Whether a working day has begun since."""
    days = clocks.calendar()
    try:
        return any(days.is_working_day(began + ONE_DAY * n) for n in range(1, (today - began).days + 1))
    except LawError:  # a year whose holidays are not held
        return began < today


def urge(case: Case, *, text: str = "", by: Actor, at: datetime, seen: int | None = None) -> None:
    """Ask the body that has the case to go on; its people are told by SMS. Raises NotPossible, NotAllowed."""
    today = local_day(at)
    with moving(case, "urge", by=by, at=at, seen=seen, text=text) as move:
        holder, clock = move.row.responsible, asked_for(move.row, today)
        if holder is None or not is_anothers(move.row, by):
            raise NotAllowed("nobody urges the own body")
        if clock is None:
            raise NotPossible(_("Nothing is late or due within two days."))
        if not may_urge(move.row, today):
            raise NotPossible(_("It was urged already. It can be urged again on the next working day."))
        told = _tell(move.row, clock, by=by, at=at)
        move.facts = {
            "to": holder.key,
            "clock": clock.name,
            "due_on": clock.due_on.isoformat(),
            "told": told,
        }


def mobiles_for(case: Case, on: date) -> list[str]:
    """The mobile telephone of whoever has the case in hand, or stands in; else of all who work on cases there."""
    person = people.handler_of(case, on=on)
    if person is not None:
        one = person.away.stands_in_id if person.away else person.account.pk
        if known := _mobiles([one], on):
            return known
    staff = Post.objects.held_on(on).filter(
        organisation=case.responsible, role__in=WHOM, account__is_active=True
    )
    return _mobiles(list(staff.values_list("account_id", flat=True)), on)


def _mobiles(accounts: Sequence[Any], on: date) -> list[str]:
    lines = Contact.objects.in_use(on).filter(kind=Contact.Kind.PERSON, account_id__in=accounts)
    return sorted({number for line in lines if (number := phones.mobile(line.private_phone))})


def _tell(case: Case, clock: Clock, *, by: Actor, at: datetime) -> int:
    numbers = mobiles_for(case, local_day(at))
    with translation.override("zh-hans"):
        words = _(
            "[%(platform)s] %(body)s asks you to go on with file %(number)s, due %(day)s. Please sign in."
        )
        text = words % {
            "platform": alliance.load().platform_name,
            "body": by.organisation.short_name if by.organisation else "",
            "number": case.number or "",
            "day": spoken.day(clock.due_on, today=local_day(at)),
        }
    for place, number in enumerate(numbers):
        outbox.queue(
            effect_key=f"{case.record_key}:urged:v{case.version}:{place}",
            subject=case.record_key,
            channel=OutboxMessage.Channel.SMS,
            address=number,
            text=text,
            at=at,
        )
    return len(numbers)
