"""The numbers under which other platforms hold a case, and the day by which they want an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from huaihai.cases.models import Case, ElsewhereNumber
from huaihai.desk.lives import Moved
from huaihai.members.actors import Actor
from huaihai.record import events

VERB = "elsewhere_numbers_kept"


@dataclass(frozen=True)
class Number:
    """One number of another platform."""

    platform: str
    number: str
    due_on: date | None = None


def keep(case: Case, numbers: Sequence[Number], *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """From now on exactly these stand. Raises Moved where the case is another than the one `seen`."""
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if seen is not None and held.version != seen:
            raise Moved(held)
        if numbers_of(held) == list(numbers):
            return
        held.elsewhere.all().delete()
        ElsewhereNumber.objects.bulk_create(
            ElsewhereNumber(case=held, platform=one.platform, number=one.number, due_on=one.due_on)
            for one in dict.fromkeys(numbers)
        )
        days = [[one.platform, one.due_on.isoformat() if one.due_on else ""] for one in numbers]
        events.write(subject=held.record_key, verb=VERB, by=by.key, at=at, facts={"numbers": days})
        held.version += 1  # whoever read the case before this does not write over it
        held.save(update_fields=["version"])


def enter(case: Case, number: Number, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """It got this number there: from now on it stands in the place of the first one of the same platform."""
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        standing = numbers_of(held)
        first = next((one for one in standing if one.platform == number.platform), None)
        others = [
            one
            for one in standing
            if one != first and (one.platform, one.number) != (number.platform, number.number)
        ]
        stand = sorted([*others, number], key=lambda one: (one.platform, one.number))
        keep(held, stand, by=by, at=at, seen=seen)


def numbers_of(case: Case) -> list[Number]:
    return [Number(one.platform, one.number, one.due_on) for one in case.elsewhere.all()]


def rows_of(case: Case, own_day: date | None) -> list[dict[str, Any]]:
    """What pages show; `is_earlier`: its day comes before the case's own."""
    return [
        {
            "platform": one.get_platform_display(),
            "number": one.number,
            "due_on": one.due_on,
            "is_earlier": not case.is_final
            and one.due_on is not None
            and (own_day is None or one.due_on < own_day),
        }
        for one in case.elsewhere.all()
    ]
