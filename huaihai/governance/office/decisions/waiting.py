"""One thing that waits, and the lists that bodies, persons and the secretariat have in common."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from huaihai import reactions
from huaihai.governance.models import (
    Duty,
    PlanItem,
)
from huaihai.kit import spoken
from huaihai.members.actors import Actor

MOST = 100  # of one kind: a page, not an archive
FAR = date.max


@dataclass(frozen=True)
class Waiting:
    """One thing to do. `on` is its last day or its own day (None: no day); `tone` colours it."""

    title: str
    text: str
    url: str
    button: Promise | str
    on: date | None = None
    days_left: int | None = None
    tone: str = ""
    is_grave: bool = False  # the button of the page that counts most


def of_other_rooms(actor: Actor, now: datetime) -> list[Waiting]:
    """What upper rooms ask of the person (`reactions.OFFICE_WAITING`), the next first."""
    found: list[Waiting] = []
    for name in reactions.OFFICE_WAITING:
        found += import_string(name)(actor, now)
    return in_order(found)


def duties(rows: QuerySet[Duty], today: date) -> Iterator[Waiting]:
    """Open ones of `rows`."""
    for duty in rows.filter(stage="open").select_related("resolution").order_by("due_on")[:MOST]:
        yield Waiting(
            title=duty.text,
            text=_("From resolution %(number)s.") % {"number": duty.resolution} if duty.resolution else "",
            url=reverse("office-duty", args=[duty.pk]),
            button=_lazy("To the duty"),
            on=duty.due_on,
            days_left=(duty.due_on - today).days,
            tone="late" if duty.is_late(today) else "",
        )


def plan_lines(rows: QuerySet[PlanItem], today: date) -> Iterator[Waiting]:
    """Those of `rows` that stand in an adopted plan and are late."""
    late = rows.filter(plan__stage="adopted", done_on=None, due_on__lt=today)
    for item in late.select_related("plan").order_by("due_on", "pk")[:MOST]:
        yield Waiting(
            title=item.text,
            text=item.plan.title,
            url=f"{reverse('office-plan', args=[item.plan_id])}?only=late",
            button=_lazy("To the plan"),
            on=item.due_on,
            days_left=(item.due_on - today).days if item.due_on else None,
            tone="late",
        )


def in_order(found: list[Waiting]) -> list[Waiting]:
    """The next first; what has no day comes last."""
    return sorted(found, key=lambda one: one.on or FAR)


def in_words(one: Waiting, today: date) -> str:
    """3 days left; today; 2 days late."""
    left = one.days_left
    if one.on is None:
        return ""
    if left is None:
        return spoken.day(one.on, today=today)
    if left < 0:
        return _("%(days)s days late") % {"days": -left}
    return _("today") if left == 0 else _("%(days)s days left") % {"days": left}
