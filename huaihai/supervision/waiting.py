"""What of joint supervision waits for somebody of staff (named in `reactions.OFFICE_WAITING`)."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.waiting import Waiting
from huaihai.kit import local_words
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.supervision import powers
from huaihai.supervision.models import ProjectCity

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
