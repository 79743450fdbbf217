"""A member's notice that it leaves, and taking it back. Joining and being excluded is by resolution: see `effects`.

Locks are taken in one order: the body, then (by `reactions`) the versions of the agreement that are being signed.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.governance import membership, rules, standing
from huaihai.governance.actions.agreement import day_of
from huaihai.governance.models import LeavingNotice, Membership
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events

LONGEST_REASON = 2000


def earliest_last_day(on: date) -> date:
    """The first day with which a membership may end if notice is given on this day, by the rule in force."""
    return on + timedelta(days=int(notice_rule(on).value))


def notice_rule(on: date) -> rules.InForce:
    """The time of notice in days, and who decided it."""
    return rules.in_force(rules.LEAVING_NOTICE_DAYS, on=on)


def give_notice(
    *, body: Organisation, last_on: date, reason: str = "", by: Actor, at: datetime
) -> LeavingNotice:
    """The body leaves: `last_on` is its last day as a member. What it signed stays signed.

    Raises NotAllowed, NotPossible (it is no member, or leaves already), Unfit (too early).
    """
    if not standing.speaks_for(by, body):
        raise NotAllowed(_("You do not speak for this body."))
    if last_on < earliest_last_day(day_of(at)):
        raise Unfit("last_on", _("This is too soon. Please keep the time of notice."))
    if len(reason) > LONGEST_REASON:
        raise Unfit("reason", _("This is too long. Please shorten it."))
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=body.pk)
        running = Membership.objects.on(day_of(at)).filter(organisation=body).first()
        if running is None:
            raise NotPossible(_("This body is not a member."))
        if running.ended_by_id is not None:
            raise NotPossible(_("A resolution ends this membership already."))
        if running.until_on is not None:
            raise NotPossible(_("This body has given notice already."))
        membership.leave(body=body, last_on=last_on, reason="notice", by=by, at=at)
        return LeavingNotice.objects.create(
            membership=running, last_on=last_on, reason=reason, given_by=by.key, given_at=at
        )


def take_back(*, body: Organisation, by: Actor, at: datetime) -> LeavingNotice:
    """The body stays after all, if its last day has not passed, unless a resolution set another day meanwhile or let
    it in again from a later one. Raises NotAllowed, NotPossible.
    """
    if not standing.speaks_for(by, body):
        raise NotAllowed(_("You do not speak for this body."))
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=body.pk)
        notice = standing_notice(body, on=day_of(at))
        if notice is None:
            raise NotPossible(_("There is no notice to take back."))
        if hindrance := hindrance_of(notice):
            raise NotPossible(hindrance)
        notice.taken_back_at = at
        notice.save(update_fields=["taken_back_at"])
        Membership.objects.filter(pk=notice.membership_id).update(until_on=None)
        events.write(
            subject=body.record_key,
            verb="stays in alliance",
            by=by.key,
            at=at,
            facts={"last": notice.last_on.isoformat()},
        )
    return notice


def standing_notice(body: Organisation, *, on: date) -> LeavingNotice | None:
    """The notice of a body that is still a member on this day; None if it gave none, or took it back."""
    return LeavingNotice.objects.filter(
        membership__organisation=body, taken_back_at__isnull=True, last_on__gte=on
    ).first()


def hindrance_of(notice: LeavingNotice) -> str:
    """Why this notice cannot be taken back, in words; empty if it can."""
    ended = notice.membership
    if ended.ended_by_id is not None:
        return _("A resolution ends this membership. The notice cannot be taken back.")
    if Membership.objects.filter(organisation=ended.organisation_id, from_on__gt=ended.from_on).exists():
        return _("A resolution lets this body in again later. The notice cannot be taken back.")
    return ""
