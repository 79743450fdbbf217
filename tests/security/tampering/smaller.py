"""Fewer cases than a year has, so that six hundred databases can be looked through: nearly all of them are alike."""

from typing import Any

from django.db import connection, models

from huaihai.cases.models import Evidence
from huaihai.compensation.models import Claim
from huaihai.record.models import Clock, ClockPause, Event
from huaihai.record.verify.commitments import committed

CASES = 60
KIND = "case"


def leave_few() -> None:
    """Take out chains with all their rows. What else points to them does: nobody asks for it here."""
    few = {str(key) for key in Claim.objects.values_list("case_id", flat=True)}
    few |= {str(key) for key in Evidence.objects.values_list("case_id", flat=True)}
    begun = Event.objects.filter(subject__startswith=f"{KIND}:", number=1).order_by("subject")
    few |= {subject.partition(":")[2] for subject in begun.values_list("subject", flat=True)[:CASES]}
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
    for rows in reversed(committed()):  # what belongs to others first
        if rows.kind == KIND:
            rows.all().exclude(**{f"{rows.by}__in": few})._raw_delete("default")
    for model, by in ((ClockPause, "clock__subject"), (Clock, "subject"), (Event, "subject")):
        every: models.QuerySet[Any, Any] = models.QuerySet(model).filter(**{f"{by}__startswith": f"{KIND}:"})
        every.exclude(**{f"{by}__in": [f"{KIND}:{key}" for key in few]})._raw_delete("default")
