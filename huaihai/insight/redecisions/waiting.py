"""What of re-decisions waits for somebody of staff (named in `reactions.OFFICE_WAITING`)."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import ngettext, pgettext_lazy

from huaihai.desk.waiting import Waiting
from huaihai.insight.models import RedecisionSeat
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor


def for_person(actor: Actor, now: datetime) -> Iterator[Waiting]:
    """The blind files that the person was drawn for, in one line. One query."""
    today = local_day(now)
    rows = RedecisionSeat.objects.visible_to(actor).waiting().order_by()
    for row in rows.values("file__round__due_on").annotate(n=Count("pk")):
        due_on, n = row["file__round__due_on"], row["n"]
        title = ngettext(
            "You were drawn to decide %(n)s blind file", "You were drawn to decide %(n)s blind files", n
        ) % {"n": n}
        yield Waiting(
            title,
            "",
            reverse("office-redecisions"),
            pgettext_lazy("re-decision", "To the files"),
            on=due_on,
            days_left=(due_on - today).days,
            tone="late" if due_on < today else "",
        )
