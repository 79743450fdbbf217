"""What officers do with an alarm: a verdict, a draft text, a draft sweep."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.education.models import Publication
from huaihai.insight.alarms import drafts, places, powers, telling
from huaihai.insight.alarms.actions import judging, opening
from huaihai.insight.alarms.finding import alarm_or_404
from huaihai.insight.alarms.forms import SweepForm, TextForm, VerdictForm
from huaihai.insight.alarms.office import MENU_KEY
from huaihai.insight.models import Alarm
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.supervision.models import Project


@asking
@readers
def verdict(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The verdict of the reader's city."""
    found, actor = _to_act_on(request, pk)
    return ask(
        request,
        _question(found, gettext_lazy("What is behind this alarm?"), gettext_lazy("Give this verdict")),
        form=partial(VerdictForm, seen=found.version),
        act=lambda form: judging.judge(
            found, **form.facts(), seen=form.version_seen, by=actor, at=clock.now()
        ),
        done=gettext_lazy("The verdict is stored."),
        to=found.office_url,
    )


@asking
@readers
def text(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A draft of a warning or a tip, with the facts filled in."""
    found, actor = _to_act_on(request, pk)
    if not powers.may_write(actor, at=clock.now()):
        raise Http404
    initial = {"title": drafts.title(found), "kind": Publication.Kind.WARNING}
    return ask(
        request,
        _question(found, gettext_lazy("Begin a warning"), gettext_lazy("Open the draft")),
        form=partial(TextForm, seen=found.version, initial=initial),
        act=lambda form: opening.open_text(
            found, **form.facts(), seen=form.version_seen, by=actor, at=clock.now()
        ),
        done=gettext_lazy("The draft is open."),
        to=lambda made: reverse("office-publication", args=[made.pk]),
    )


@asking
@readers
def sweep(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A draft of a sweep in the cities concerned."""
    found, actor = _to_act_on(request, pk)
    initial = {"title": drafts.sweep_title(found), "theme": Project.Theme.QUALITY}
    return ask(
        request,
        _question(found, gettext_lazy("Plan a sweep"), gettext_lazy("Open the project")),
        form=partial(SweepForm, seen=found.version, initial=initial),
        act=lambda form: opening.open_sweep(
            found, **form.facts(), seen=form.version_seen, by=actor, at=clock.now()
        ),
        done=gettext_lazy("The project is open. Write its plan next."),
        to=lambda made: made.office_url,
    )


def _to_act_on(request: HttpRequest, pk: UUID) -> tuple[Alarm, Actor]:
    found, actor = alarm_or_404(request, pk), actor_of(request)
    if not powers.may_act(actor, found, at=clock.now()):
        raise Http404
    return found, actor


def _question(alarm: Alarm, title: Promise | str, button: Promise | str) -> Question:
    told = telling.told([alarm], places.load())[0]
    return Question(
        current=MENU_KEY,
        title=title,
        button=button,
        back=alarm.office_url,
        back_label=_("Alarm %(number)s") % {"number": alarm.number},
        lead=_("%(about)s. %(text)s") % {"about": told.about, "text": told.text},
        now=_now,
    )


def _now(row: Any) -> str:
    return _("It is now: %(stage)s.") % {"stage": row.stage_label}
