"""Who may visit an entry for the programme."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from huaihai.brands import powers
from huaihai.brands.models import Entry
from huaihai.desk.lives import NotAllowed
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation


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
        # They may come along, as long as one of the two is no neighbour.
        powers.require_free(entry, by)
    else:
        powers.require_outsider(entry, by, on)
    return _visitor(by)


def _visitor(by: Actor) -> Visitor:
    city = powers.city_of(by)
    if city is None or by.account_id is None:
        raise NotAllowed(_("Only staff of a city's association can do that."))
    return Visitor(by.account_id, city)
