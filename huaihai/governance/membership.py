"""Which bodies are members on a day, and how that changes."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.alliance import Alliance
from huaihai.desk.lives import Unfit
from huaihai.governance import secretariat
from huaihai.governance.models import Membership, Resolution
from huaihai.kit.clock import local_day
from huaihai.law.sureness import Sureness
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events


def members_on(day: date) -> list[Organisation]:
    """The bodies that are members on this day, in the alliance's own order."""
    return list(
        Organisation.objects.filter(pk__in=Membership.objects.on(day).values("organisation")).order_by(
            "position", "path"
        )
    )


def is_member(body: Organisation, *, on: date) -> bool:
    """Whether the body is a member on this day."""
    return any(one.organisation_id == body.pk and one.runs_on(on) for one in secretariat.memberships())


def join(
    *,
    body: Organisation,
    from_on: date,
    resolution: Resolution | None,
    source: str,
    mark: Sureness,
    by: Actor,
    at: datetime,
) -> Membership:
    """The body is a member from this day on. Raises Unfit if it is one then, or has left later than that."""
    with transaction.atomic():
        _lock(body)
        if Membership.objects.filter(organisation=body, until_on__isnull=True).exists():
            raise Unfit("body", _("This body is a member already."))
        if Membership.objects.filter(organisation=body, until_on__gte=from_on).exists():
            raise Unfit("from", _("This body is still a member on that day."))
        membership = Membership.objects.create(
            organisation=body, from_on=from_on, resolution=resolution, source=source, mark=mark
        )
        events.write(
            subject=body.record_key,
            verb="joined alliance",
            by=by.key,
            at=at,
            facts={
                "from": from_on.isoformat(),
                "mark": str(mark),
                "resolution": resolution.number if resolution else "",
            },
        )
    return membership


def leave(*, body: Organisation, last_on: date, reason: str, by: Actor, at: datetime) -> Membership:
    """The body gives notice: it is a member for the last time on this day.

    Raises Unfit if it is none, has given notice already, or joined later.
    """
    with transaction.atomic():
        _lock(body)
        membership = Membership.objects.filter(organisation=body, until_on__isnull=True).first()
        if membership is None:
            raise Unfit("body", _("This body is no member, or has already given notice."))
        if last_on < max(membership.from_on, local_day(at)):
            raise Unfit("last_on", _("The last day lies in the past, or before the body joined."))
        _holds_no_office(body, last_on, field="last_on")
        _end(membership, last_on, {"reason": reason}, by=by, at=at)
    return membership


def exclude(
    *, body: Organisation, last_on: date, resolution: Resolution, by: Actor, at: datetime
) -> Membership:
    """A resolution ends the membership on this day, also one that would end later by notice.

    Raises Unfit if the body is no member on that day.
    """
    with transaction.atomic():
        _lock(body)
        membership = Membership.objects.on(last_on).filter(organisation=body).first()
        if membership is None:
            raise Unfit("body", _("This body is no member on that day."))
        if membership.ended_by_id is not None and membership.until_on == last_on:
            raise Unfit("body", _("This body is excluded from that day on already."))
        _holds_no_office(body, last_on, field="body")
        membership.ended_by = resolution
        _end(membership, last_on, {"resolution": resolution.number}, by=by, at=at)
    return membership


def _end(membership: Membership, last_on: date, why: dict[str, str], *, by: Actor, at: datetime) -> None:
    membership.until_on = last_on
    membership.save(update_fields=["until_on", "ended_by"])
    events.write(
        subject=membership.organisation.record_key,
        verb="left alliance",
        by=by.key,
        at=at,
        facts={"last": last_on.isoformat(), **why},
    )


def load(alliance: Alliance, *, by: Actor, at: datetime) -> None:
    """The founding members, if no membership is held yet: the cities of the alliance's folder.

    Loading again changes nothing; a city that the folder names later joins by resolution.
    """
    if Membership.objects.exists():
        return
    agreement: Mapping[str, str] = next(iter(alliance.raw.get("agreement", [])), {})
    for code in alliance.city_codes:
        join(
            body=directory.body_for(code),
            from_on=alliance.launched_on,
            resolution=None,
            source=agreement.get("source", ""),
            mark=Sureness(agreement.get("mark", Sureness.UNCONFIRMED)),
            by=by,
            at=at,
        )


def last_day_before(day: date) -> date:
    """The last day of a membership that is over from `day` on."""
    return day - timedelta(days=1)


def _holds_no_office(body: Organisation, last_on: date, *, field: str) -> None:
    if secretariat.holds_or_will_hold_office(body, from_on=last_on + timedelta(days=1)):
        raise Unfit(field, _("This body holds the office then, or will. First let another one take it over."))


def _lock(body: Organisation) -> None:
    Organisation.objects.select_for_update(no_key=True).get(pk=body.pk)
