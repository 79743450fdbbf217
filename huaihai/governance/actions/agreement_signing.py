"""Signing the agreement for a body, and the day from which a version is in force.

The day is worked out anew with every signature, join and leave, as long as it has not come: `settle`.
Locks are taken in one order: the member's body, then the version.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.governance import membership, standing
from huaihai.governance.actions import agreement_file
from huaihai.governance.actions.agreement import day_of, locked
from huaihai.governance.agreement import document, proof
from huaihai.governance.agreement.life import AGREEMENT, IN_FORCE
from huaihai.governance.agreement.reckoning import first_day, spans_from
from huaihai.governance.models import AgreementVersion, Signature
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
    day = day_of(at)
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
        agreement_file.keep(held, at=at)
    return signature


def settle_all(*, by: str, at: datetime) -> None:
    """Work out the day of every version that is being signed, and keep its file, in the caller's transaction."""
    for held in AgreementVersion.objects.being_signed(day_of(at)).select_for_update().order_by("pk"):
        settle(held, by=by, at=at)
        agreement_file.keep(held, at=at)


def settle(held: AgreementVersion, *, by: str, at: datetime) -> None:
    """Store the first day, from today on, of which every member has signed this locked version; none: not yet.

    A day that has come stays, whoever joins or leaves, and also if this is told late: what the version's record
    already tells has happened by now. The event says who the members were, so that the day can be worked out again.
    """
    told = events.history(held.record_key).aggregate(last=Max("at"))["last"]
    today = day_of(max(at, told or at))
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
