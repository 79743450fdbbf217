"""Whether a fund of the room above pays a business's standing offers."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from huaihai import reactions

GROUND = "standing_offer"


def fund_name(business: UUID, *, on: date) -> str:
    """The fund that has agreed to pay the standing offers of this business on this day; "" if none has."""
    found = _found(business, on=on)
    return str(found.name) if found is not None else ""


def fund_and_owner(business: UUID, *, on: date) -> str:
    """The same fund with whose it is: who gets the data when it is asked to pay; "" if there is none."""
    found = _found(business, on=on)
    if found is None or found.owner is None:
        return str(found.name) if found is not None else ""
    return _("“%(fund)s” of %(owner)s") % {"fund": found.name, "owner": found.owner.name}


def _found(business: UUID, *, on: date) -> Any:
    found: tuple[Any, Any] | None = import_string(reactions.FUND_FOR)(business, on=on, ground=GROUND)
    return found[0] if found is not None else None
