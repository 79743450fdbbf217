"""What the page of an offer checks beside the action, for those who have no page."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from huaihai.cases.actions.moving import Unfit
from huaihai.cases.parts import PAID

LATEST = timedelta(days=366)


def check_offer(said: Mapping[str, Any], today: date) -> None:
    """What the page of an offer checks beside the action. Raises Unfit."""
    for name in ("perform_by_on", "valid_until_on"):
        if said[name] > today + LATEST:
            raise Unfit(name, _("Please give a day within a year."))
    if said["perform_by_on"] < said["valid_until_on"]:
        raise Unfit(
            "perform_by_on",
            _("The consumer can accept even later than this day. Please give a day that leaves you time."),
        )
    if set(said["remedies"]) & set(PAID) and said["sum_fen"] is None:
        raise Unfit("sum_fen", _("You offer to pay: please write how much."))
