"""The pages of alarms: lists and verdicts for the staff, how good the warning is for everybody, and what waits."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.cases import rights
from huaihai.cases.models import Case
from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.desk.waiting import Waiting
from huaihai.education.models import Publication
from huaihai.governance import standing as governance_standing
from huaihai.insight.alarms import facts, figures, keys, verbs
from huaihai.insight.alarms.facts import GOING_ON, OVER, TONES, alarm_or_404, beside, chosen, narrowed
from huaihai.insight.alarms.gathering import DAYS, REPLICATES
from huaihai.insight.alarms.life import ALARM
from huaihai.insight.alarms.verbs import TEXTS, standing_verdicts
from huaihai.insight.models import Alarm, AlarmPlace, AlarmText, Verdict
from huaihai.insight.scanning.jobs import QUIET_DAYS
from huaihai.kit import clock, guards
from huaihai.kit.clock import local_day
from huaihai.kit.form_fields import Day, Line, SeenForm, Words
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.supervision.models import Project
from huaihai.supervision.powers import works


class VerdictForm(SeenForm):
    """What did you find?"""

    kind = forms.ChoiceField(
        label=gettext_lazy("What did you find?"), choices=Verdict.Kind.choices, widget=forms.RadioSelect
    )
    reason = Words(
        label=gettext_lazy("What is behind it?"),
        help_text=gettext_lazy(
            "In a few words, without names of consumers. Colleagues in other cities read it."
        ),
        max_length=1000,
    )
    why = forms.ChoiceField(
        label=gettext_lazy("If there is another reason: which?"),
        choices=[("", pgettext_lazy("verdict", "no other reason")), *Verdict.Why.choices],
        required=False,
    )
    watch_until = Day(
        label=gettext_lazy("If it is watched: until which day?"),
        help_text=gettext_lazy("On that day the alarm asks again. At most three months."),
        earliest=1,
        latest=92,
        required=False,
    )


class TextForm(SeenForm):
    """A text because of the alarm."""

    title = Line(label=gettext_lazy("Working title"), max_length=120)
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it to become?"),
        choices=[(kind.value, Publication.Kind(kind).label) for kind in TEXTS],
        widget=forms.RadioSelect,
    )


class SweepForm(SeenForm):
    """A sweep because of the alarm."""

    title = Line(label=gettext_lazy("What is it called?"), max_length=120)
    theme = forms.ChoiceField(
        label=gettext_lazy("Under which theme?"), choices=Project.Theme.choices, widget=forms.RadioSelect
    )


MENU_KEY = "alarms"
FAMILIES = {
    keys.PAIR: pgettext_lazy("alarm", "trade and nature"),
    keys.CATEGORY: pgettext_lazy("alarm", "trade"),
    keys.BUSINESS: pgettext_lazy("alarm", "business"),
    keys.WORD: pgettext_lazy("alarm", "word in titles"),
    keys.ALL: pgettext_lazy("alarm", "all complaints"),
}
DETECTORS = {
    "series": pgettext_lazy("alarm", "more than before in one series"),
    "scan": pgettext_lazy("alarm", "more than elsewhere at one place and time"),
}
TIMES = {GOING_ON: pgettext_lazy("alarm", "going on"), OVER: pgettext_lazy("alarm", "over")}


@require_safe
@readers
def alarms(request: HttpRequest) -> HttpResponse:
    """The alarms that the reader may see, the newest first."""
    actor = actor_of(request)
    cities = list(Organisation.objects.cities()) if rights.reads_all(actor) else []
    by = chosen(request.GET, [city.region_code for city in cities])
    page = page_of(narrowed(actor, by), request.GET.get("page"))
    known = keys.load() if page.rows else keys.Places({})
    context = {
        "page": page,
        "rows": [(one, TONES[one.row.stage]) for one in facts.in_words(page.rows, known)],
        "chosen": by,
        "is_narrowed": any(by.values()),
        "stages": list(ALARM.stages.items()),
        "families": list(FAMILIES.items()),
        "times": list(TIMES.items()),
        "cities": cities,
        "budget": figures.budget(),
    }
    return render(request, "insight/alarms/list.html", frame(request, MENU_KEY) | context)


@require_safe
@readers
def alarm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One alarm: what rises, how much, where, its cases, what the cities say of it, what came of it."""
    found, actor, now = alarm_or_404(request, pk), actor_of(request), clock.now()
    known = keys.load()
    page = page_of(facts.listed(found, known, actor).select_related("home", "lead"), request.GET.get("page"))
    verdicts = list(found.verdicts.select_related("body"))
    counts = {verdict.pk for verdict in standing_verdicts(verdicts)}
    first, *others = facts.in_words([found, *beside(found, actor)], known)
    may_act = verbs.may_act(actor, found, at=now)
    context = {
        "alarm": found,
        "told": first,
        "beside": others,
        "tone": TONES[found.stage],
        "detector": DETECTORS.get(found.detector, found.detector),
        "family": FAMILIES.get(found.family, found.family),
        "chart": facts.over_time(found, known),
        "tiles": facts.on_tiles(found, known),
        "page": page,
        "rows": _with_doors(page.rows, actor),
        "verdicts": [(one, one.pk in counts) for one in reversed(verdicts)],
        "may_judge": may_act,
        "may_write": may_act and verbs.may_write(actor, at=now),
        **_what_came_of_it(found, actor),
    }
    return render(request, "insight/alarms/alarm.html", frame(request, MENU_KEY) | context)


@require_safe
@readers
def quality(request: HttpRequest) -> HttpResponse:
    """What came of the alarms: precision by detector, and the tally against the budget."""
    today = clock.today()
    context = {
        "precision": [(DETECTORS.get(one.detector, one.detector), one) for one in figures.precision(today)],
        "fortnights": figures.by_fortnight(today),
        "budget": figures.budget(),
    }
    return render(request, "insight/alarms/quality.html", frame(request, MENU_KEY) | context)


def _with_doors(rows: Any, actor: Actor) -> list[tuple[Case, bool]]:
    """Each row, and whether the reader may open its file. One query."""
    ids = [row.pk for row in rows]
    opened = (
        set(Case.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    )
    return [(row, row.pk in opened) for row in rows]


def _what_came_of_it(found: Alarm, actor: Actor) -> dict[str, Any]:
    """The texts and sweeps; a draft of another body is named without a link."""
    texts = [row.publication for row in found.texts.select_related("publication__publisher")]
    ids = [text.pk for text in texts]
    seen = (
        set(Publication.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))
        if ids
        else set()
    )
    return {
        "texts": [(text, text.pk in seen) for text in texts],
        "sweeps": [row.project for row in found.sweeps.select_related("project")],
    }


@asking
@readers
def verdict(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The verdict of the reader's city."""
    found, actor = _to_act_on(request, pk)
    return ask(
        request,
        _question(found, gettext_lazy("What is behind this alarm?"), gettext_lazy("Give this verdict")),
        form=partial(VerdictForm, seen=found.version),
        act=lambda form: verbs.judge(found, **form.facts(), seen=form.version_seen, by=actor, at=clock.now()),
        done=gettext_lazy("The verdict is stored."),
        to=found.office_url,
    )


@asking
@readers
def text(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A draft of a warning or a tip, with the facts filled in."""
    found, actor = _to_act_on(request, pk)
    if not verbs.may_write(actor, at=clock.now()):
        raise Http404
    initial = {"title": verbs.title(found), "kind": Publication.Kind.WARNING}
    return ask(
        request,
        _question(found, gettext_lazy("Begin a warning"), gettext_lazy("Open the draft")),
        form=partial(TextForm, seen=found.version, initial=initial),
        act=lambda form: verbs.open_text(
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
    initial = {"title": verbs.sweep_title(found), "theme": Project.Theme.QUALITY}
    return ask(
        request,
        _question(found, gettext_lazy("Plan a sweep"), gettext_lazy("Open the project")),
        form=partial(SweepForm, seen=found.version, initial=initial),
        act=lambda form: verbs.open_sweep(
            found, **form.facts(), seen=form.version_seen, by=actor, at=clock.now()
        ),
        done=gettext_lazy("The project is open. Write its plan next."),
        to=lambda made: made.office_url,
    )


def _to_act_on(request: HttpRequest, pk: UUID) -> tuple[Alarm, Actor]:
    found, actor = alarm_or_404(request, pk), actor_of(request)
    if not verbs.may_act(actor, found, at=clock.now()):
        raise Http404
    return found, actor


def _question(alarm: Alarm, title: Promise | str, button: Promise | str) -> Question:
    told = facts.in_words([alarm], keys.load())[0]
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


@require_safe
@guards.public
def early_warning(request: HttpRequest) -> HttpResponse:
    """The page of the early warning. Nothing of a single alarm stands on it."""
    came_of = AlarmText.objects.values("publication")
    warnings = Publication.objects.published().alerts().filter(pk__in=came_of)
    context = {
        "quarters": figures.for_public(clock.today()),
        "budget": figures.budget(),
        "days": DAYS,
        "replicates": REPLICATES,
        "quiet": QUIET_DAYS,
        "page": page_of(warnings, request.GET.get("page")),
    }
    return render(request, "insight/alarms/public.html", context)


MOST = 20


def for_person(actor: Actor, now: datetime) -> Iterator[Waiting]:
    """Alarms that nobody has judged, in the person's own city; to the secretariat, all of them. At most six queries."""
    city = verbs.own_body(actor) if works(actor) else None
    if city is None:
        return
    rows = Alarm.objects.visible_to(actor).unjudged()
    if not governance_standing.is_office(actor, on=local_day(now)):
        rows = rows.filter(pk__in=AlarmPlace.objects.filter(city=city).values("alarm"))
    found = list(rows[:MOST])
    if not found:
        return
    for one in facts.in_words(found, keys.load()):
        title = _("Early warning %(number)s: %(about)s") % {"number": one.row.number, "about": one.about}
        yield Waiting(title, one.text, one.row.office_url, gettext_lazy("Look at it"), tone="warn")
