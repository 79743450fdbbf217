"""Alarms for the staff: the list, one alarm with its cases, and how good the early warning is."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.cases import listing
from huaihai.cases.models import Case
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.education.models import Publication
from huaihai.insight.alarms import cases, figures, keys, pictures, places, powers, telling
from huaihai.insight.alarms.actions.judging import standing
from huaihai.insight.alarms.finding import GOING_ON, OVER, TONES, alarm_or_404, beside, chosen, narrowed
from huaihai.insight.alarms.lives import ALARM
from huaihai.insight.models import Alarm
from huaihai.kit import clock
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

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
    cities = list(Organisation.objects.cities()) if listing.reads_all(actor) else []
    by = chosen(request.GET, [city.region_code for city in cities])
    page = page_of(narrowed(actor, by), request.GET.get("page"))
    known = places.load() if page.rows else places.Places({})
    context = {
        "page": page,
        "rows": [(one, TONES[one.row.stage]) for one in telling.told(page.rows, known)],
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
    known = places.load()
    page = page_of(cases.listed(found, known, actor).select_related("home", "lead"), request.GET.get("page"))
    verdicts = list(found.verdicts.select_related("body"))
    counts = {verdict.pk for verdict in standing(verdicts)}
    first, *others = telling.told([found, *beside(found, actor)], known)
    may_act = powers.may_act(actor, found, at=now)
    context = {
        "alarm": found,
        "told": first,
        "beside": others,
        "tone": TONES[found.stage],
        "detector": DETECTORS.get(found.detector, found.detector),
        "family": FAMILIES.get(found.family, found.family),
        "chart": pictures.over_time(found, known),
        "tiles": pictures.on_tiles(found, known),
        "page": page,
        "rows": _with_doors(page.rows, actor),
        "verdicts": [(one, one.pk in counts) for one in reversed(verdicts)],
        "may_judge": may_act,
        "may_write": may_act and powers.may_write(actor, at=now),
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
