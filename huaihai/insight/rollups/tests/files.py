"""Files made by the row, with the events of what happens to them: for counting, it matters only what stands there."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from huaihai.cases.models import Case
from huaihai.kit.ids import new_id
from huaihai.members.models import Organisation
from huaihai.record import events
from tests import cast as people

HOME, LEAD, COUNTY = people.HOME, people.LEAD, "320381"
ZONE = "320371"  # a development zone of the home city
AT = people.TUESDAY


def a_file(at: datetime = AT, *, home: str = f"city:{HOME}", lead: str = "", **facts: Any) -> Case:
    """A received case, as it stands in its row, and the event of its receipt."""
    key = new_id()
    body = Organisation.objects.get(key=home)
    case = Case(
        id=key,
        number=key.hex[-20:],
        home=body,
        responsible=body,
        submitted_at=at,
        created_at=at,
        stage_since=at,
        **{
            "stage": "received",
            "category": "G01",
            "nature": "N01",
            "remedies": ["refund"],
            "consumer_at": HOME,
        }
        | facts,
    )
    case.lead = Organisation.objects.get(key=lead) if lead else None
    with transaction.atomic():
        case.save(force_insert=True)
        _told(case, "submit", at)
    return case


def change(case: Case, *, at: datetime, told_at: datetime | None = None, **facts: Any) -> None:
    """Something happens to it; the event may carry an earlier moment than that of its writing."""
    with transaction.atomic():
        for name, value in facts.items():
            setattr(case, name, value)
        case.save()
        _told(case, "call_back", told_at or at)


def days_after(number: float) -> datetime:
    """So many days after the first moment."""
    return AT + timedelta(days=number)


def _told(case: Case, verb: str, at: datetime) -> None:
    events.write(subject=case.record_key, verb=verb, by="system:test", at=at)
