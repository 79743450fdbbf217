"""What waits: for somebody of staff, and what the alliance itself has not finished and hands over."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from huaihai.desk.waiting import Waiting
from huaihai.governance.hand_over.items import DRAFT, DUTY
from huaihai.kit import local_words
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record.hand_over import OpenItem
from huaihai.supervision import powers
from huaihai.supervision.models import Finding, Programme, Project, ProjectCity, Topic
from huaihai.supervision.sweeping.life import CHECKABLE

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


def for_person(actor: Actor, _now: datetime) -> Iterator[Waiting]:
    """The projects in which the person's body is asked to take part, and its city's re-checks; one query each."""
    if not powers.works(actor) or actor.organisation is None:
        return
    yield from _questions(actor.organisation)
    if actor.organisation.city is not None:
        yield from _rechecks(actor.organisation.city)


def _questions(body: Organisation) -> Iterator[Waiting]:
    rows = ProjectCity.objects.filter(body=body, answer=ProjectCity.Answer.ASKED)
    rows = rows.filter(project__stage__in=("draft", "registered")).select_related("project")
    for row in rows.order_by("project__opened_at")[:MOST]:
        yield Waiting(
            key=f"project:{row.project_id}:question:{row.pk}",
            kind=pgettext_lazy("waiting", "Project"),
            title=_("Your body is asked to take part in “%(title)s”")
            % {"title": local_words.in_script(row.project.title)},
            note=str(row.project.get_kind_display()),
            url=reverse("office-project-answer", args=[row.project_id]),
            button=gettext_lazy("Answer"),
            on=row.project.starts_on,
        )


def _rechecks(city: Organisation) -> Iterator[Waiting]:
    """Of each sweep, also one that is published: how many findings are to be looked at again, and by when."""
    rows = Finding.objects.filter(city=city, stage__in=CHECKABLE, clock__name="recheck")
    found = rows.values("project", "project__title").annotate(n=Count("pk"), first=Min("clock__due_on"))
    for row in found.order_by("first")[:MOST]:
        words = ngettext(
            "“%(title)s”: %(n)d re-check is due", "“%(title)s”: %(n)d re-checks are due", row["n"]
        )
        yield Waiting(
            key=f"project:{row['project']}:rechecks:{city.pk}",
            kind=pgettext_lazy("waiting", "Re-check"),
            title=words % {"title": local_words.in_script(row["project__title"]), "n": row["n"]},
            url=f"{reverse('sweep-findings', args=[row['project']])}?show=due",
            button=gettext_lazy("To the re-checks"),
            on=row["first"],
            count=row["n"],
        )
