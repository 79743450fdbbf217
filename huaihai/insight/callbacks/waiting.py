"""What of call-backs waits for somebody of staff (named in `reactions.OFFICE_WAITING`)."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from huaihai.cases.pages.situation import CASEWORK
from huaihai.desk.waiting import Waiting
from huaihai.insight.models import Call
from huaihai.insight.statistics import keys
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor


def for_person(actor: Actor, now: datetime) -> Iterator[Waiting]:
    """The people of the own city who are still to be called, a line a round. Two queries at most."""
    if not actor.roles & set(CASEWORK):
        return
    today = local_day(now)
    rows = Call.objects.visible_to(actor).waiting().order_by()
    counted = rows.values("round__quarter", "round__due_on").annotate(n=Count("pk")).order_by("round__due_on")
    for row in counted:
        quarter, due_on, n = row["round__quarter"], row["round__due_on"], row["n"]
        title = ngettext(
            "%(n)s person is to be called back about %(quarter)s",
            "%(n)s people are to be called back about %(quarter)s",
            n,
        ) % {"n": n, "quarter": keys.period(quarter)}
        yield Waiting(
            title,
            "",
            reverse("office-callback-round", args=[quarter]),
            gettext_lazy("To the call list"),
            on=due_on,
            days_left=(due_on - today).days,
            tone="late" if due_on < today else "",
        )
