"""What waits: for somebody of staff, and what the alliance itself has not finished and hands over."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.waiting import Waiting
from huaihai.governance.hand_over.items import DRAFT, DUTY
from huaihai.kit import local_words
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.record.hand_over import OpenItem
from huaihai.supervision import powers
from huaihai.supervision.models import Programme, Project, ProjectCity, Topic

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


MOST = 20


def for_person(actor: Actor, now: datetime) -> Iterator[Waiting]:
    """The projects in which the person's body is asked to take part; one query."""
    if not powers.works(actor) or actor.organisation is None:
        return
    rows = ProjectCity.objects.filter(body=actor.organisation, answer=ProjectCity.Answer.ASKED)
    rows = rows.filter(project__stage__in=("draft", "registered")).select_related("project")
    for row in rows.order_by("project__opened_at")[:MOST]:
        title, first = local_words.in_script(row.project.title), row.project.starts_on
        yield Waiting(
            title=_("Your body is asked to take part in “%(title)s”") % {"title": title},
            text=str(row.project.get_kind_display()),
            url=reverse("office-project-answer", args=[row.project_id]),
            button=gettext_lazy("Answer"),
            on=first,
            days_left=(first - local_day(now)).days if first else None,
        )
