"""A list goes through two hands: the secretariat hands it in, somebody of another city compares it with its source."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.brands import powers
from huaihai.brands.evidence import kept
from huaihai.brands.evidence.actions import importing
from huaihai.brands.evidence.actions.importing import About
from huaihai.brands.evidence.lists import ReadList
from huaihai.brands.models import HandedInList
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.governance import membership
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events

State = HandedInList.State


def hand_in(told: ReadList, about: About, *, by: Actor, at: datetime) -> HandedInList:
    """Keep it until somebody of another city has compared it; the same file waits once. Raises NotAllowed, Unfit."""
    powers.require_office(by, at)
    if by.organisation is None or by.account_id is None:
        raise NotAllowed(_("Only the secretariat can do that."))
    source = importing.fitted_source(about, local_day(at))
    with transaction.atomic():
        known: HandedInList | None = HandedInList.objects.filter(
            file_sha256=told.sha256, about=told.about, state=State.WAITING
        ).first()
        if known is not None:
            return known
        made: HandedInList = HandedInList.objects.create(
            about=told.about,
            source=source,
            file_sha256=told.sha256,
            packed=kept.packed(told, about),
            handed_by_id=by.account_id,
            handed_for=by.organisation.city or by.organisation,
            handed_at=at,
        )
        facts = {"about": told.about, "file": told.sha256, "rows": told.rows_read}
        events.write(subject=made.record_key, verb="brand_list_handed_in", by=by.key, at=at, facts=facts)
    return made


def read_in(row: HandedInList, *, by: Actor, at: datetime) -> HandedInList:
    """It says what its source says: it is read in. Raises NotAllowed, NotPossible, Unfit, Moved."""
    with transaction.atomic():
        held, city = _held(row, by, at)
        held.run = importing.stored(*kept.unpacked(held.packed), by=by, at=at)
        _answer(held, State.READ_IN, "", city, by=by, at=at)
    return held


def refuse(row: HandedInList, *, why: str, by: Actor, at: datetime) -> HandedInList:
    """It does not: nothing of it is stored. Raises NotAllowed, NotPossible, Unfit."""
    said = storable_name(why)[:300]
    if not said:
        raise Unfit("answer", _("Please say what is otherwise."))
    with transaction.atomic():
        held, city = _held(row, by, at)
        _answer(held, State.REFUSED, said, city, by=by, at=at)
    return held


def why_not(row: HandedInList, by: Actor, at: datetime) -> str:
    """Why the actor does not compare this list; empty for somebody of another member city."""
    city = powers.city_of(by)
    if city is None or by.account_id is None or not membership.is_member(city, on=local_day(at)):
        return _("Only staff of a city's association can do that.")
    if row.handed_by_id == by.account_id or row.handed_for == city:
        return _("Somebody of another city has to compare it with its source.")
    return ""


def _held(row: HandedInList, by: Actor, at: datetime) -> tuple[HandedInList, Organisation]:
    rows = HandedInList.objects.select_for_update(of=("self",)).select_related("handed_for")
    held: HandedInList = rows.get(pk=row.pk)
    city, reason = powers.city_of(by), why_not(held, by, at)
    if reason or city is None:
        raise NotAllowed(reason)
    if held.state != State.WAITING:
        raise NotPossible(_("This was decided meanwhile."))
    return held, city


def _answer(
    held: HandedInList, state: HandedInList.State, answer: str, city: Organisation, *, by: Actor, at: datetime
) -> None:
    held.state, held.answer, held.answered_at = state, answer, at
    held.answered_by_id, held.answered_for = by.account_id, city
    held.save()
    verb = "brand_list_compared" if state == State.READ_IN else "brand_list_refused"
    events.write(subject=held.record_key, verb=verb, by=by.key, at=at, text=answer)
