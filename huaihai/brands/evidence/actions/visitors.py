"""Who may visit an entry for the programme."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from huaihai.brands import powers
from huaihai.brands.models import Declaration, Entry
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.supervision.powers import works


@dataclass(frozen=True)
class Visitor:
    """Somebody who may visit, and the city that it is for."""

    account: UUID
    city: Organisation


def require_visitor(entry: Entry, by: Actor, on: date) -> Visitor:
    """Somebody who may visit: staff of a city, who has declared to have no conflict of interest.

    Raises NotAllowed, NotPossible (nothing was declared yet).
    """
    if powers.is_of_city(by, entry):
        return _free(entry, by)
    powers.require_outsider(entry, by, on)
    return _visitor(by)


def _free(entry: Entry, by: Actor) -> Visitor:
    """The same as for people of other cities: they may come along, as long as one of the two is no neighbour."""
    declared = Declaration.objects.filter(entry=entry, account=by.account_id).order_by("at", "pk").last()
    if declared is None:
        raise NotPossible(_("Please declare first whether you have a conflict of interest."))
    if declared.has_conflict:
        raise NotAllowed(_("You declared a conflict of interest, so somebody else decides here."))
    return _visitor(by)


def _visitor(by: Actor) -> Visitor:
    city = by.organisation.city if works(by) and by.organisation is not None else None
    if city is None or by.account_id is None:
        raise NotAllowed(_("Only staff of a city's association can do that."))
    return Visitor(by.account_id, city)
