"""Which body keeps a business: the one that confirmed it on the fast channel, else that of its city."""

from datetime import date

from huaihai.businesses import channel
from huaihai.businesses.models import Business, Place
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

MAY = frozenset({"officer", "head"})


def body_of(business: Business, *, on: date) -> Organisation | None:
    """The city body that keeps this business; None if it is in none of our cities."""
    enrolment = channel.enrolment_for(business, on=on) or channel.live_enrolment(business)
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
        and bool(actor.roles & MAY)
    )


def city_of(body: Organisation | None) -> Organisation | None:
    """The city body it is or stands under."""
    return body.city if body else None
