"""Staff of a city offer to assess, and take it back: nobody is drawn who did not offer."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.brands import powers
from huaihai.brands.assessing.actions import seating
from huaihai.brands.models import AssessorOffer, AssessorSeat
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.members.actors import Actor
from huaihai.members.models import Account
from huaihai.record import events


def own_offer(by: Actor) -> AssessorOffer | None:
    """The actor's offer that stands."""
    if by.account_id is None:
        return None
    return AssessorOffer.objects.filter(account=by.account_id, ended_at=None).select_related("body").first()


def may_offer(by: Actor) -> bool:
    """Whether the actor is of a city's staff, an auditor is not."""
    return powers.city_of(by) is not None


def offer(*, by: Actor, at: datetime) -> AssessorOffer:
    """From now on the actor may be drawn. Raises NotAllowed, NotPossible (offered already)."""
    city = powers.city_of(by)
    if city is None or by.account_id is None:
        raise NotAllowed(_("Only staff of a city's association can do that."))
    with transaction.atomic():
        Account.objects.get_queryset().select_for_update().get(pk=by.account_id)
        if own_offer(by) is not None:
            raise NotPossible(_("You have offered already."))
        made = AssessorOffer.objects.create(account_id=by.account_id, body=city, since_at=at)
        events.write(
            subject=made.record_key, verb="assessor_offered", by=by.key, at=at, facts={"body": city.key}
        )
    return made


def take_back(*, by: Actor, at: datetime) -> None:
    """The actor is not drawn any more; where points are still owed, the next one is drawn. Raises NotPossible."""
    with transaction.atomic():
        # A draw that holds an entry refers to offers: without `no_key` each would wait for the other.
        rows = AssessorOffer.objects.select_for_update(no_key=True)
        held = rows.filter(account=by.account_id, ended_at=None).first()
        if by.account_id is None or held is None:
            raise NotPossible(_("You have not offered."))
        held.ended_at = at
        held.save(update_fields=["ended_at"])
        events.write(subject=held.record_key, verb="assessor_offer_ended", by=by.key, at=at)
        for seat in seating.open_seats(by):
            seating.give_up(seat, AssessorSeat.State.GONE, at=at)
