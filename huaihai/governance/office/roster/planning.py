"""Planning the own body's roster: a rota, one day, leave."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huaihai.governance import roster, standing
from huaihai.governance.actions import leaves
from huaihai.governance.actions import roster as planning
from huaihai.governance.models import Leave, Shift
from huaihai.governance.office.asking import Question, ask, asking, press
from huaihai.governance.office.frame import actor_of, readers
from huaihai.governance.office.roster.forms import NOBODY, DayForm, LeaveForm, PlanForm
from huaihai.governance.office.roster.views import own_city
from huaihai.kit import clock, spoken
from huaihai.members.models import Organisation


@asking
@readers
def plan(request: HttpRequest) -> HttpResponse:
    """A span of days, dealt out fairly."""
    body, today = _planned_by(request), clock.today()
    question = _question(
        _("Plan the roster"),
        button=_("Deal the days out"),
        now=lambda _body: _("The roster is another one than you saw."),
        seen=planning.version_of,
    )
    initial = {"from_on": today + roster.ONE_DAY, "seen": planning.version_of(body)}
    form = partial(PlanForm, people=roster.people_of(body, today), initial=initial)

    def act(form: Any) -> str:
        done = planning.plan(body, **form.facts(), by=actor_of(request), at=clock.now())
        said = [
            ngettext("%(n)d day is planned.", "%(n)d days are planned.", done.filled) % {"n": done.filled}
        ]
        if done.kept:
            said.append(_("%(n)d days stay as they were.") % {"n": done.kept})
        if done.without:
            said.append(_("Nobody is free on: %(days)s") % {"days": _days(done.without)})
        return " ".join(said)

    return ask(request, question, form=form, act=act, done=str, to=question.back)


@asking
@readers
def day(request: HttpRequest, on: date) -> HttpResponse:
    """Who has this one day."""
    body, at = _planned_by(request), clock.now()
    shift = Shift.objects.filter(organisation=body, on=on).select_related("account").first()
    people = roster.people_of(body, on)
    away = set(Leave.objects.touching(on, on).filter(organisation=body).values_list("account_id", flat=True))
    spoken_day = spoken.day(on, today=at.date())
    question = _question(
        f"{spoken_day} {spoken.weekday(on)}",
        button=_("Save"),
        back=reverse("office-roster-month") + f"?month={on:%Y-%m}",
        now=_who_has_it,
        seen=_holder,
    )
    return ask(
        request,
        question,
        form=partial(
            DayForm,
            people=people,
            may_be_empty=not roster.has_begun(on, at),
            away=away,
            initial={"seen": _holder(shift), "account": _holder(shift) or NOBODY},
        ),
        act=lambda form: planning.put(
            body,
            on=on,
            account=form.person("account"),
            seen=form.cleaned_data["seen"],
            by=actor_of(request),
            at=clock.now(),
        ),
        done=_("%(day)s is changed.") % {"day": spoken_day},
        to=question.back,
    )


@asking
@readers
def leave(request: HttpRequest) -> HttpResponse:
    """Somebody takes no shift for some days: oneself, or, for those who plan, anybody of the body."""
    actor, body = actor_of(request), own_city(actor_of(request))
    people = roster.people_of(body, clock.today()) if body else []
    if body is not None and not standing.speaks_for(actor, body):
        people = [person for person in people if person.pk == actor.account_id]
    if body is None or not people:
        raise Http404

    def act(form: Any) -> str:
        facts = {name: form.cleaned_data[name] for name in ("from_on", "until_on")}
        noted = leaves.note(body, account=form.person("account"), **facts, by=actor, at=clock.now())
        if noted.freed:
            return _("Leave is noted. Nobody is on duty now on: %(days)s") % {"days": _days(noted.freed)}
        return _("Leave is noted.")

    question = _question(
        _("Note leave"),
        lead=_("The reason is not asked. Shifts already planned for these days become empty."),
    )
    form = partial(LeaveForm, people=people)
    return ask(request, question, form=form, act=act, done=str, to=question.back)


@asking
@readers
def leave_end(request: HttpRequest, leave_id: UUID) -> HttpResponse:
    """The leave is taken off the roster."""
    actor = actor_of(request)
    noted = get_object_or_404(Leave.objects.visible_to(actor).select_related("organisation"), pk=leave_id)
    return press(
        request,
        _question(pgettext("roster", "Leave")),
        lambda _seen: leaves.end(noted, by=actor, at=clock.now()),
        done=_("The leave is taken off the roster."),
        carries_version=False,
    )


def _question(title: str, **more: Any) -> Question:
    asked: dict[str, Any] = {
        "current": "roster",
        "title": title,
        "button": title,
        "back": reverse("office-roster-month"),
        "back_label": _("Back to the month"),
        "template": "roster/question",
    }
    return Question(**asked | more)


def _holder(shift: Shift | None) -> str:
    """What the form of a day carries: who has it."""
    return str(shift.account_id) if shift else ""


def _who_has_it(shift: Shift | None) -> str:
    who = shift.account.shown_name if shift else pgettext("on duty", "nobody")
    return _("Now on duty that day: %(who)s.") % {"who": who}


def _planned_by(request: HttpRequest) -> Organisation:
    """The city body that the actor plans; otherwise the page is not there."""
    actor = actor_of(request)
    body = own_city(actor)
    if body is None or not standing.speaks_for(actor, body):
        raise Http404
    return body


def _days(days: tuple[date, ...]) -> str:
    return "、".join(spoken.day(on, today=clock.today()) for on in days)
