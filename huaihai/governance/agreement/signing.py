"""What a body does: signing the agreement, which brings it into force, and the notice that it leaves.

The day is worked out anew with every signature, join and leave, as long as it has not come: `settle`.
Locks are taken in one order: the member's body, then the version.

A member's notice that it leaves, and taking it back. Joining and being excluded is by resolution: see `effects`.
Locks are taken in one order: the body, then (by `reactions`) the versions of the agreement that are being signed.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.governance import membership, rules, standing
from huaihai.governance.agreement import document, proof
from huaihai.governance.agreement.forms import LONGEST_REASON
from huaihai.governance.agreement.life import AGREEMENT, IN_FORCE, first_day, spans_from
from huaihai.governance.agreement.verbs import locked
from huaihai.governance.models import AgreementVersion, LeavingNotice, Membership, Signature
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events
from huaihai.record.models import Event


class AlreadySigned(NotPossible):
    """The body has signed this version. Carries the signature that counts."""

    def __init__(self, signature: Signature) -> None:
        super().__init__(_("%(body)s has signed already.") % {"body": signature.organisation.short_name})
        self.signature = signature


def sign(
    version: AgreementVersion, *, body: Organisation, document_hash: str, by: Actor, at: datetime
) -> Signature:
    """The body signs the text with this hash: the one that stood on the page. One signature a body counts.

    A body that joined later signs the version in force. Raises NotAllowed, NotPossible, AlreadySigned.
    """
    day = local_day(at)
    if not standing.speaks_for(by, body):
        raise NotAllowed(_("You do not speak for this body."))
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=body.pk)  # as joins and leaves do
        held = locked(version, "sign", at=at)
        if not membership.is_member(body, on=day):
            raise NotPossible(_("Only members sign."))
        if held.stage_on(day) == IN_FORCE and held != AgreementVersion.in_force_on(day):
            raise NotPossible(_("A newer version is in force. Please sign that one."))
        if document_hash != held.document_hash or not document.is_intact(held):
            raise NotPossible(_("The text is not the one that stood on your page. Nothing was signed."))
        if (there := held.signatures.filter(organisation=body).first()) is not None:
            raise AlreadySigned(there)
        event = events.write(
            subject=held.record_key,
            verb="agreement signed",
            by=by.key,
            at=at,
            facts={"body": body.key, "name": body.name, "hash": document_hash},
        )
        signature = Signature.objects.create(
            agreement=held,
            organisation=body,
            document_hash=document_hash,
            signed_by=by.key,
            signed_at=at,
            signed_on=day,
            event_number=event.number,
        )
        settle(held, by=by.key, at=at)
        proof.keep(held, at=at)
    return signature


def settle_all(*, by: str, at: datetime) -> None:
    """Work out the day of every version that is being signed, and keep its file, in the caller's transaction."""
    for held in AgreementVersion.objects.being_signed(local_day(at)).select_for_update().order_by("pk"):
        settle(held, by=by, at=at)
        proof.keep(held, at=at)


def settle(held: AgreementVersion, *, by: str, at: datetime) -> None:
    """Store the first day, from today on, of which every member has signed this locked version; none: not yet.

    A day that has come stays, whoever joins or leaves, and also if this is told late: what the version's record
    already tells has happened by now. The event says who the members were, so that the day can be worked out again.
    """
    told = events.history(held.record_key).aggregate(last=Max("at"))["last"]
    today = local_day(max(at, told or at))
    if not AGREEMENT.can("come into force", held.stage_on(today)) or held.not_before_on is None:
        return
    members = proof.memberships()
    day = first_day(spans_from(members), signed_on(held), earliest=max(held.not_before_on, today))
    if day == held.in_force_from:
        return
    held.in_force_from = day
    held.version += 1
    held.save(update_fields=["in_force_from", "version"])
    events.write(
        subject=held.record_key,
        verb="agreement day set",
        by=by,
        at=at,
        facts={
            "from": day.isoformat() if day else "",
            "hash": held.document_hash,
            "members": members,
        },
    )


def signed_on(version: AgreementVersion) -> dict[str, date]:
    """Key of the body → the day on which it signed exactly this text."""
    rows = version.signatures.filter(document_hash=version.document_hash)
    return dict(rows.values_list("organisation__key", "signed_on"))


def membership_changed(event: Event) -> None:
    """What `reactions` calls when a body joined, left or stays after all, in the same transaction."""
    settle_all(by=event.by, at=event.at)


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
    if last_on < earliest_last_day(local_day(at)):
        raise Unfit("last_on", _("This is too soon. Please keep the time of notice."))
    if len(reason) > LONGEST_REASON:
        raise Unfit("reason", _("This is too long. Please shorten it."))
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=body.pk)
        running = Membership.objects.on(local_day(at)).filter(organisation=body).first()
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
        notice = standing_notice(body, on=local_day(at))
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
