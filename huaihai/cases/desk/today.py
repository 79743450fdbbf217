"""The list of what is due, and the side of every page of the desk: what there is to do, by stage."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from huaihai.cases.desk import lists
from huaihai.cases.models import Case
from huaihai.cases.situation import CASEWORK, READING
from huaihai.governance import standing
from huaihai.kit import clock, guards, local_words
from huaihai.kit.paging import page_of
from huaihai.kit.side import Group, Item, Side
from huaihai.law.errors import LawError
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from huaihai.record import clocks


def side(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `desk` for every page, asked for by none but the desk's."""
    return {"desk": SimpleLazyObject(lambda: desk_aside(request))}


def desk_aside(request: HttpRequest) -> Side:
    """The side of the desk for whoever sent this request: two queries for an officer, none for others."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    node = actor.organisation
    if actor.kind != "officer" or node is None:
        return Side()
    body = local_words.in_script(node.short_name)
    return Side(body, getattr(request.user, "shown_name", ""), _groups(request, actor))


def _groups(request: HttpRequest, actor: Actor) -> list[Group]:
    here = f"{request.path}?{request.GET.get('stage', '')}"
    work = [
        Item(_("Today"), reverse("desk"), lists.due_now(actor, clock.today()), here == f"{reverse('desk')}?")
    ]
    counts = _counts(actor)
    for group in lists.GROUPS:
        number = sum(counts.get(stage, 0) for stage in group.stages)
        url = f"{reverse('desk')}?stage={group.name}"
        work.append(Item(group.label, url, number, here == f"{reverse('desk')}?{group.name}"))
    ended = lists.ENDED
    work.append(
        Item(ended.label, f"{reverse('desk')}?stage={ended.name}", None, here.endswith(f"?{ended.name}"))
    )
    found = [Group(_("Casework"), work)] if actor.roles & set(READING) else []
    if actor.roles & set(CASEWORK):
        taking = (
            ("desk-register", _("Visit or call")),
            ("desk-entrust", _("Entrusted case")),
            ("desk-drafts", _("Imported drafts")),
        )
        found.append(Group(_("Taking down"), _doors(request, taking)))
    if actor.roles & {*READING, Role.SECRETARIAT}:
        lists_kept = [("desk-forwarded", _("Forwarded between cities"))]
        if actor.roles & set(CASEWORK):
            lists_kept.append(("desk-calls", _("To be called")))
        found.append(Group(_("Lists"), _doors(request, lists_kept)))
    found.append(Group(_("More"), _doors(request, _others(actor))))
    return [group for group in found if group.items]


def _others(actor: Actor) -> list[tuple[str, Any]]:
    doors: list[tuple[str, Any]] = []
    if actor.roles & {*READING, Role.SECRETARIAT}:
        doors.append(("businesses", _("Businesses")))
    if actor.organisation and actor.organisation.kind == "city" and actor.roles & {Role.OFFICER, Role.HEAD}:
        doors += [
            ("desk-joining", _("Fast channel")),
            ("desk-push", _("Push list")),
            ("desk-pledges", _("Pledges and posters")),
            ("desk-funds", _("Advance payments")),
            ("desk-corrections", _("Corrections that businesses ask for")),
        ]
    if standing.reads_office(actor):
        doors.append(("office", _("Alliance office")))
    if actor.is_administrator:
        doors.append(("people", _("Accounts")))
    elif Role.HEAD in actor.roles:
        doors.append(("people-waiting", _("Accounts")))
    return [*doors, ("my-account", _("My account"))]


def _counts(actor: Actor) -> dict[str, int]:
    """Open cases of the officer's own node, by stage."""
    rows = Case.objects.visible_to(actor).open().filter(responsible=actor.organisation)
    return dict(rows.order_by().values_list("stage").annotate(Count("pk")))


def _doors(request: HttpRequest, doors: Any) -> list[Item]:
    found = []
    for name, label in doors:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        found.append(Item(label, url, None, request.path == url))
    return found


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
