"""The push list: a body asks a business to join, and notes what it answers. Joining is free, and a no has no price."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.businesses import channel, channel_messages
from huaihai.businesses.actions.enrolling import DECIDING
from huaihai.businesses.models import Business, PushInvitation
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events


class AnotherInvited(Moved):
    """A colleague invited, or noted an answer, meanwhile. Carries the business."""

    def __init__(self, business: Business) -> None:
        Exception.__init__(self, f"business {business.pk} was invited meanwhile")
        self.row = business


def invite(
    business: Business, *, body: Organisation, way: str, note: str, seen: int, by: Actor, at: datetime
) -> PushInvitation:
    """The body asks the business to join. A text message leaves at once; a letter or a call is made by a person.

    `seen` is the number of this body's invitations that was on the page. Raises NotAllowed, AnotherInvited, NotPossible
    (it is on the channel), Unfit (no phone to send a message to).
    """
    _may_push(body, by)
    with transaction.atomic():
        held: Business = Business.objects.select_for_update().get(pk=business.pk)
        if held.merged_into_id or channel.covered(on=local_day(at)).filter(pk=held.pk).exists():
            raise NotPossible(
                _("This business is on the fast channel already, or was merged with another entry.")
            )
        if PushInvitation.objects.filter(business=held, body=body).count() != seen:
            raise AnotherInvited(held)
        if way == PushInvitation.Way.SMS and not held.phone:
            raise Unfit("way", _("No phone of this business is known. Please choose another way."))
        made = PushInvitation.objects.create(
            business=held, body=body, invited_at=at, way=way, by=by.key, note=note
        )
        if way == PushInvitation.Way.SMS:
            channel_messages.invite(made, held, at=at)
        facts = {"body": body.key, "way": way}
        events.write(subject=held.record_key, verb="channel_invited", by=by.key, at=at, facts=facts)
    return made


def note_answer(
    invitation: PushInvitation,
    *,
    answer: str,
    next_on: date | None,
    note: str,
    was: str,
    by: Actor,
    at: datetime,
) -> None:
    """What the business said; a later word takes the place of an earlier one, which stays in the record.

    `was` is the answer that was on the page. Raises NotAllowed, AnotherInvited.
    """
    _may_push(invitation.body, by)
    with transaction.atomic():
        business: Business = Business.objects.select_for_update().get(pk=invitation.business_id)
        held = PushInvitation.objects.get(pk=invitation.pk)
        if held.answer != was:
            raise AnotherInvited(business)
        held.answer, held.answered_at, held.next_on = answer, at, next_on
        held.note = note or held.note
        held.save(update_fields=["answer", "answered_at", "next_on", "note"])
        facts = {"body": invitation.body.key, "answer": answer, "was": was}
        events.write(
            subject=business.record_key, verb="channel_invitation_answered", by=by.key, at=at, facts=facts
        )


def _may_push(body: Organisation, by: Actor) -> None:
    is_own = by.organisation is not None and by.organisation.pk == body.pk
    if by.kind != "officer" or not is_own or not by.roles & DECIDING:
        raise NotAllowed(_("Only an officer or the head of the city's association invites."))
