"""The one verb of targets: a resolution sets one, and whatever stood for the same measure and year is replaced."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.desk.lives import Unfit
from huaihai.governance.models import Resolution
from huaihai.insight.board.arithmetic import HUNDRED, Pool
from huaihai.insight.board.registry import BY_KEY
from huaihai.insight.models import Target
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.record import events

EFFECT = "target"
AHEAD = 5  # years after the present one
MOST = Decimal(999_999_999_999)


def check(*, measure: str, year: int, direction: str, value: Decimal, first_year: int) -> None:
    """Whether such a target can be set by a resolution that is in force from a day of `first_year`. Raises Unfit."""
    kind = BY_KEY.get(measure)
    if kind is None:
        raise Unfit("measure", _("This is not a measure of the board."))
    if not first_year <= year <= first_year + AHEAD:
        raise Unfit("year", _("A target is set for the year of the resolution or one of the five after it."))
    if direction not in Target.Direction.values:
        raise Unfit("direction", _("Please choose one."))
    if not 0 <= value <= (HUNDRED if kind.pool == Pool.SHARE else MOST):
        raise Unfit("value", _("This measure is a share: a number from 0 to 100, please."))


def adopt(
    *,
    measure: str,
    year: int,
    direction: str,
    value: Decimal,
    resolution: Resolution,
    by: Actor,
    at: datetime,
) -> Target:
    """The target counts from the day on which the resolution is in force. Raises Unfit."""
    first = max(resolution.in_force_from, local_day(at))
    check(measure=measure, year=year, direction=direction, value=value, first_year=first.year)
    made = Target(
        measure=measure,
        year=year,
        direction=direction,
        value=value,
        resolution=resolution,
        from_on=first,
        adopted_at=at,
    )
    with transaction.atomic():
        old = Target.objects.select_for_update().filter(measure=measure, year=year, replaced_by=None).first()
        _replace(old, made)
        events.write(
            subject=made.record_key,
            verb="target adopted",
            by=by.key,
            at=at,
            facts={
                "direction": direction,
                "value": f"{value:f}",
                "resolution": resolution.number,
                "from": first.isoformat(),
                "instead_of": old.resolution.number if old else "",
            },
        )
    return made


def _replace(old: Target | None, made: Target) -> None:
    """Store the new one beside the old one: only one of a measure and year may stand alone."""
    if old is None:
        made.save(force_insert=True)
        return
    made.replaced_by = old  # for the moment between the two, it is the one that does not stand
    made.save(force_insert=True)
    old.replaced_by = made
    made.replaced_by = None
    old.save(update_fields=["replaced_by"])
    made.save(update_fields=["replaced_by"])
