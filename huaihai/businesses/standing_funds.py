"""Whether a fund of the room above pays a business's standing offers."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.module_loading import import_string

from huaihai import reactions

GROUND = "standing_offer"


def fund_name(business: UUID, *, on: date) -> str:
    """The fund that has agreed to pay the standing offers of this business on this day; "" if none has."""
    found: tuple[Any, Any] | None = import_string(reactions.FUND_FOR)(business, on=on, ground=GROUND)
    return str(found[0].name) if found is not None else ""
