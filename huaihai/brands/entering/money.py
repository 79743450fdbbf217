"""Somebody was asked for money: said in one step, also without a name; read by the secretariat and the auditors."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huaihai.brands.models import Entry, MoneyReport
from huaihai.desk import hearing
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance import standing
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.record import events

LONGEST_REPORT = 2000
LONGEST_OUTCOME = 300
PHONE_KEPT = timedelta(days=365)  # at the latest
PHONE_KEPT_AFTER = timedelta(days=30)  # after it was dealt with


def report(
    *, side: str, text: str, key: UUID, phone: str = "", entry: Entry | None = None, at: datetime
) -> MoneyReport:
    """Store it; the record keeps that there was one, not what it says nor by whom. The same key twice is one.

    Raises Unfit (side, text).
    """
    if side not in MoneyReport.Side.values:
        raise Unfit("side", _("Please choose one of these."))
    said = hearing.words("text", text, most=LONGEST_REPORT, lacking=_("Please say what happened."))
    known: MoneyReport | None = MoneyReport.objects.filter(client_key=key).first()
    if known is not None:
        return known
    facts = {"side": side, "text": said, "phone": phone, "entry": entry}
    try:
        made = _stored(facts, key=key, at=at)
    except IntegrityError:  # the same form came twice at one moment
        made = MoneyReport.objects.get(client_key=key)
    return made


def deal_with(row: MoneyReport, *, outcome: str, seen: int, by: Actor, at: datetime) -> MoneyReport:
    """The secretariat has dealt with it, and says what was done; the auditors read that. Raises NotAllowed,
    NotPossible, Unfit, Moved."""
    if not standing.is_office(by, on=local_day(at)):
        raise NotAllowed(_("Only the secretariat can do that."))
    said = storable_name(outcome)
    if not said:
        raise Unfit("outcome", _("Please say what was done."))
    if len(said) > LONGEST_OUTCOME:
        raise Unfit("outcome", _("This is too long. Please shorten it."))
    with transaction.atomic():
        held: MoneyReport = MoneyReport.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if held.version != seen:
            raise Moved(held)
        if held.done_at is not None:
            raise NotPossible(_("This was dealt with already."))
        held.done_at, held.done_by, held.outcome = at, by.key, said
        if held.phone:
            held.erase_on = local_day(at + PHONE_KEPT_AFTER)
        held.version += 1
        held.save()
        events.write(subject=held.record_key, verb="brand_money_dealt_with", by=by.key, at=at)
    return held


def _stored(facts: dict[str, Any], *, key: UUID, at: datetime) -> MoneyReport:
    with transaction.atomic():
        made = MoneyReport.objects.create(
            **facts,
            erase_on=local_day(at + PHONE_KEPT) if facts["phone"] else None,
            client_key=key,
            at=at,
        )
        events.write(
            subject=made.record_key,
            verb="brand_money_reported",
            by="public",
            at=at,
            facts={"side": made.side},
        )
    return made
