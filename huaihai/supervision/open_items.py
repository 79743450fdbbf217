"""What the alliance itself has not finished and hands over. What waits for a person: `waiting.py`."""

from collections.abc import Iterator
from datetime import datetime

from huaihai.governance.hand_over.items import DRAFT, DUTY
from huaihai.record.hand_over import OpenItem
from huaihai.supervision.models import Programme, Project, Topic

OPEN = ("draft", "registered", "running", "checking", "released")


def projects(_at: datetime) -> Iterator[OpenItem]:
    """The projects that the alliance leads, from the first plan until they are published or dropped."""
    rows = Project.objects.filter(lead=None, stage__in=OPEN).order_by("pk")
    for row in rows:
        yield OpenItem(
            kind=DRAFT if row.stage == "draft" else DUTY,
            key=row.record_key,
            label=f"{row.number} {row.title}",
            subject=row.record_key,
            url=row.office_url,
            due_on=row.ends_on,
            note=row.stage_label,
        )


def programmes(_at: datetime) -> Iterator[OpenItem]:
    """A year's programme that is not adopted yet, with what the public handed in and nobody has looked at."""
    for row in Programme.objects.exclude(stage="adopted").order_by("year"):
        waiting = Topic.objects.filter(programme=row, stage="waiting").count()
        yield OpenItem(
            kind=DRAFT,
            key=row.record_key,
            label=row.title,
            subject=row.record_key,
            url=row.office_url,
            due_on=row.scores_until if row.stage in ("collecting", "scoring") else None,
            note=f"{row.stage_label} · {waiting}" if waiting else row.stage_label,
        )
