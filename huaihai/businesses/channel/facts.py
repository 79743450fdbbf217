"""Reading the fast channel: who is on it on a day and through whom, which body keeps a business, what is promised."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from huaihai.businesses.models import Business, BusinessQuerySet, Enrolment, Mandate, Place
from huaihai.kit import local_words
from huaihai.law import limits
from huaihai.law.limits import Limit
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.clocks import limits_for
from huaihai.members.models import Organisation

MOST_ABOVE = 10  # groups above groups; more would be a ring


def is_joined(business: Business, *, on: date) -> bool:
    """Whether complaints about this business go through the fast channel on a day: its own enrolment, that of the
    group above it, or of whoever answers for it by mandate."""
    return enrolment_for(business, on=on) is not None


def enrolment_for(business: Business, *, on: date) -> Enrolment | None:
    """The enrolment through which a business is on the channel that day; its own goes first."""
    own = _own_ids(business)
    nearest_first = (own, _above(own), _agents(own, on))
    rows = Enrolment.objects.joined_on_day(on).filter(business__in=set().union(*nearest_first))
    joined_by = list(rows.order_by("joined_on"))
    return next((row for ids in nearest_first for row in joined_by if row.business_id in ids), None)


def live_enrolment(business: Business) -> Enrolment | None:
    """The business's own enrolment, on the channel or suspended there."""
    return Enrolment.objects.live().filter(business__in=_own_ids(business)).select_related("body").first()


def joined(*, on: date) -> BusinessQuerySet:
    """The businesses that are themselves on the channel that day, as they stand after mergers: for public lists."""
    there = Enrolment.objects.joined_on_day(on).values("business_id")
    rows = Business.objects.standing().filter(is_gone=False)
    return rows.filter(Q(pk__in=there) | Q(pk__in=_stands_for(there)))


def covered(*, on: date) -> BusinessQuerySet:
    """All that need no invitation any more: enrolled (suspended ones too), or answered for by one that is."""
    live = Enrolment.objects.live().values("business_id")
    in_force = Q(until_on=None) | Q(until_on__gte=on)
    by_mandate = Mandate.objects.filter(in_force, from_on__lte=on, agent__in=live).values("principal_id")
    return Business.objects.filter(
        Q(pk__in=live) | Q(pk__in=_stands_for(live)) | Q(parent__in=live) | Q(pk__in=by_mandate)
    )


def counts(*, on: date) -> dict[UUID, int]:
    """How many are on the channel that day, by the id of the city's body that confirmed them."""
    rows = Enrolment.objects.joined_on_day(on).order_by().values_list("body_id")
    return dict(rows.annotate(n=Count("pk")))


def count_at(body: Organisation, *, on: date) -> int:
    """How many businesses this body has on the channel that day."""
    return Enrolment.objects.joined_on_day(on).filter(body=body).count()


def _own_ids(business: Business) -> set[UUID]:
    """The business as it stands and the rows that were merged into it."""
    standing = business.merged_into_id or business.pk
    merged = Business.objects.filter(merged_into_id=standing).values_list("pk", flat=True)
    return {standing, *merged}


def _above(ids: Iterable[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    newest = set(ids)
    for _step in range(MOST_ABOVE):
        parents = Business.objects.filter(pk__in=newest).exclude(parent=None)
        newest = set(parents.values_list("parent_id", flat=True)) - found
        if not newest:
            break
        found |= newest
    return found


def _agents(ids: Iterable[UUID], on: date) -> set[UUID]:
    """Who answers for them by mandate, and the groups above."""
    in_force = Q(until_on=None) | Q(until_on__gte=on)
    held = Mandate.objects.filter(in_force, from_on__lte=on, principal__in=ids)
    agents = set(held.values_list("agent_id", flat=True))
    return agents | _above(agents) if agents else agents


def _stands_for(ids: Any) -> Any:
    """The entries into which these were merged, as a query for their ids."""
    merged = Business.objects.filter(pk__in=ids).exclude(merged_into=None)
    return merged.values("merged_into_id")


KEEPERS = frozenset({"officer", "head"})


def body_of(business: Business, *, on: date) -> Organisation | None:
    """The city body that keeps this business; None if it is in none of our cities."""
    enrolment = enrolment_for(business, on=on) or live_enrolment(business)
    if enrolment is not None:
        return city_of(enrolment.body)
    codes = [business.registered_at, *business.places.values_list("region_code", flat=True)]
    bodies = (directory.body_at(code) for code in codes if code)
    return city_of(next((body for body in bodies if body is not None), None))


def body_of_place(place: Place) -> Organisation | None:
    """The city body of the place; None outside our cities."""
    return city_of(directory.body_at(place.region_code)) if place.region_code else None


def keeps(actor: Actor, business: Business, *, on: date) -> bool:
    """Whether the actor is an officer of the body that keeps the business."""
    return acts_for(actor, body_of(business, on=on))


def acts_for(actor: Actor, body: Organisation | None) -> bool:
    """Whether the actor is an officer, or the head, of this city body."""
    node = actor.organisation
    return (
        body is not None
        and actor.kind == "officer"
        and node is not None
        and node.pk == body.pk
        and bool(actor.roles & KEEPERS)
    )


def city_of(body: Organisation | None) -> Organisation | None:
    """The city body it is or stands under."""
    return body.city if body else None


WORDING = "2026-1"  # changes with the sentences below; kept with every application


def promised(body: Organisation, *, on: date) -> list[str]:
    """The sentences, with the limits that this body goes by on a day."""
    reply, settle = limits_for(body, [limits.FIRST_REPLY, limits.NEGOTIATE], on)
    return [
        _("A first reply to each complaint within %(term)s.") % {"term": term(reply)},
        _("An honest try to settle it with the consumer within %(term)s.") % {"term": term(settle)},
        _("What was agreed is done by its day, with proof."),
        _("What the consumer tells about themselves is used for this complaint alone."),
    ]


def term(limit: Limit) -> str:
    """24 hours, 10 working days: in the reader's language."""
    return local_words.either(zh=limit.term_zh, en=limit.term_en)
