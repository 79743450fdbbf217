"""The programme for the staff: all years, one year, one topic, what complaints suggest."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.governance.office.frame import actor_of, frame, readers
from huaihai.kit import clock
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.supervision.models import Programme, Topic
from huaihai.supervision.programme import criteria, powers, shown
from huaihai.supervision.programme.actions import choosing
from huaihai.supervision.programme.lives import PROGRAMME, TOPIC
from huaihai.supervision.programme.suggestions import span, suggestions

MENU_KEY = "programme"
TONES = {"collecting": "", "scoring": "", "choosing": "", "proposed": "warn", "adopted": "ok"}
TOPIC_TONES = {"waiting": "warn", "chosen": "ok", "hidden": "late"}
SHOWN = {
    "": pgettext_lazy("topics", "Proposed"),
    "waiting": pgettext_lazy("topics", "To be looked at"),
    "chosen": pgettext_lazy("topics", "Chosen"),
    "other": pgettext_lazy("topics", "Joined, hidden, not this year"),
}
STAGES = {
    "": ["open"],
    "waiting": ["waiting"],
    "chosen": ["chosen"],
    "other": ["merged", "hidden", "not_chosen"],
}


@require_safe
@readers
def programmes(request: HttpRequest) -> HttpResponse:
    """All years."""
    page = page_of(Programme.objects.select_related("resolution"), request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, TONES[row.stage]) for row in page.rows],
        "may_open": powers.is_office(actor_of(request), on=clock.today()),
    }
    return render(request, "supervision/programme/office/list.html", frame(request, MENU_KEY) | context)


@require_safe
@readers
def programme(request: HttpRequest, year: str) -> HttpResponse:
    """One year: what is to be done, and the topics."""
    found, today = programme_or_404(year), clock.today()
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in SHOWN else ""
    rows = Topic.objects.filter(programme=found, stage__in=STAGES[chosen])
    page = page_of(rows.select_related("body", "merged_into"), request.GET.get("page"))
    actor, themes = actor_of(request), shown.themes(found, today)
    is_office = powers.is_office(actor, on=today)
    items = [one for theme in themes for one in theme.items]
    context: dict[str, Any] = {
        "programme": found,
        "tone": TONES[found.stage],
        "themes": themes,
        "budget_fen": sum(one.budget_fen for one in items if not one.item.is_dropped),
        "criteria": criteria.of(found.criteria),
        "page": page,
        "rows": [(one, TOPIC_TONES.get(one.topic.stage, "calm")) for one in shown.topics(found, page.rows)],
        "chosen": chosen,
        "choices": SHOWN.items(),
        "waiting": Topic.objects.filter(programme=found, stage="waiting").count(),
        "city": powers.city_of(actor, on=today),
        "can": _can(found) if is_office else set(),
        "opens": _opens(actor, found, items, today),
        "motion": choosing.motion_about(found) if found.stage == "proposed" else None,
    }
    return render(request, "supervision/programme/office/year.html", frame(request, MENU_KEY) | context)


@require_safe
@readers
def topic(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One topic: its words, numbers and scores, and what can be done with it."""
    found, today = topic_or_404(pk), clock.today()
    actor, year = actor_of(request), found.programme
    city = powers.city_of(actor, on=today)
    rules = criteria.of(year.criteria)
    scores = list(found.scores.select_related("body"))
    own = next((row for row in scores if city is not None and row.body_id == city.pk), None)
    is_over = shown.are_scores_shown(year)
    context = {
        "topic": found,
        "tone": TOPIC_TONES.get(found.stage, "calm"),
        "item": getattr(found, "item", None),
        "facts": _facts(found),
        "criteria": rules,
        "own": _given(rules, own) if own else [],
        "scored_by": len(scores),
        "summary": criteria.summary(rules, [row.given for row in scores]) if is_over else None,
        "scores": [
            (row.body, criteria.weighed(rules, row.given), _given(rules, row)) for row in scores if is_over
        ],
        "may_score": city is not None and found.stage == "open" and year.stage == "scoring",
        "can": _can_topic(found) if powers.may_look(actor, on=today) else set(),
        "may_choose": powers.is_office(actor, on=today)
        and year.stage == "choosing"
        and found.stage == "open",
    }
    return render(request, "supervision/programme/office/topic.html", frame(request, MENU_KEY) | context)


@require_safe
@readers
def suggested(request: HttpRequest, year: str) -> HttpResponse:
    """The trades with most complaints, each a topic that can be proposed."""
    found, today = programme_or_404(year), clock.today()
    context = {
        "programme": found,
        "rows": suggestions(today),
        "span": span(today),
        "may_propose": found.stage == "collecting"
        and powers.city_of(actor_of(request), on=today) is not None,
    }
    return render(
        request, "supervision/programme/office/suggestions.html", frame(request, MENU_KEY) | context
    )


def programme_or_404(year: str) -> Programme:
    """The programme of a year. Raises Http404."""
    return get_object_or_404(Programme.objects.select_related("resolution"), year=int(year))


def topic_or_404(pk: UUID) -> Topic:
    """A topic with its programme. Raises Http404."""
    rows = Topic.objects.select_related("programme", "body", "merged_into", "item")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _opens(actor: Actor, found: Programme, items: list[shown.ItemShown], today: date) -> set[UUID]:
    """The items of which the reader may open the project."""
    if found.stage != "adopted":
        return set()
    return {one.item.pk for one in items if powers.may_open_project(actor, one.item, on=today)}


def _can(found: Programme) -> set[str]:
    return {verb.replace(" ", "_") for verb in PROGRAMME.verbs if PROGRAMME.can(verb, found.stage)}


def _can_topic(found: Topic) -> set[str]:
    """The verbs of an officer who looks at it, while the programme is not yet put to the vote."""
    if not PROGRAMME.can("look at topic", found.programme.stage):
        return set()
    return {verb for verb in ("show", "hide", "merge", "decline") if TOPIC.can(verb, found.stage)}


def _given(rules: list[criteria.Criterion], row: Any) -> list[tuple[str, int]]:
    return [(one.said, row.given[one.key]) for one in rules]


def _facts(found: Topic) -> list[tuple[Organisation, int]]:
    """Complaints by city, of a topic that comes from complaints; most first."""
    held = found.facts.get("cities", {})
    cities = Organisation.objects.cities().filter(key__in=list(held))
    return sorted(((city, held[city.key]) for city in cities), key=lambda pair: -pair[1])
