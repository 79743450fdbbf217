"""The list of what is due."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huaihai.cases.desk import lists
from huaihai.cases.situation import CASEWORK, READING
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of
from huaihai.law.errors import LawError
from huaihai.members.actors import Actor
from huaihai.record import clocks


@guards.staff()
def desk(request: HttpRequest) -> HttpResponse:
    """What this body has to do: what is due and overdue first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked, today = lists.Filters.read(request.GET), clock.today()
    page = page_of(lists.cases(actor, asked, today), request.GET.get("page"))
    node = actor.organisation
    is_plain = asked == lists.Filters(lists.OWN, "", "", "")
    context = {
        "due": lists.due_now(actor, today) if is_plain else None,
        "asked": asked,
        "page": page,
        "rows": [lists.Row(case, today, node) for case in page.rows] if node else [],
        "scopes": _chips(lists.SCOPES, asked.scope, asked, "scope"),
        "filters": _filters(asked),
        "group": lists.BY_NAME.get(asked.group),
        "may_act": bool(actor.roles & set(CASEWORK)),
        "may_read": bool(actor.roles & set(READING)),
        "rest_on": _next_rest_day(today),
    }
    return render(request, "cases/desk/today.html", context)


def _chips(choices: Any, current: str, asked: lists.Filters, name: str) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": asked.url(**{name: key, "q": ""}),
            "is_current": key == current and not asked.words,
        }
        for key, label in choices.items()
    ]


def _filters(asked: lists.Filters) -> list[dict[str, Any]]:
    """Each filter is a link; the one that is on is the link that takes it off."""
    return [
        {
            "label": label,
            "url": asked.url(only="" if key == asked.only else key),
            "is_current": key == asked.only,
        }
        for key, label in lists.FILTERS.items()
    ]


def _next_rest_day(today: Any) -> Any:
    days, day = clocks.calendar(), today
    try:
        for _step in range(14):
            day += clocks.ONE_DAY
            if days.is_rest_day(day):
                return day
    except LawError:
        return None
    return None
