"""Requests: those that wait for my body, to it, from it, and calls to all; one request; asking."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huaihai.governance.actions.pools import asking as acts
from huaihai.governance.actions.pools import conflicts
from huaihai.governance.actions.pools.keeping import keeps
from huaihai.governance.actions.pools.times import HalfDay
from huaihai.governance.models import PoolRequest
from huaihai.governance.models.pools.lives import REQUEST, Stage
from huaihai.governance.models.pools.requests import PoolRequestQuerySet
from huaihai.governance.office.asking import ask, asking
from huaihai.governance.office.frame import actor_of, frame, readers
from huaihai.governance.office.pools import showing, steps, wording
from huaihai.governance.office.pools.forms import requests as forms
from huaihai.governance.office.pools.views.finding import asked_of, entry_of, may_ask, own_body
from huaihai.governance.office.pools.wording import Door
from huaihai.kit import clock, local_words
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor

WAITING, TO, FROM, CALLS = "waiting", "to", "from", "calls"


@readers
@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """Requests in four lists."""
    actor = actor_of(request)
    asked = request.GET.get("list", "")
    current = asked if asked in (TO, FROM, CALLS) else WAITING
    page = page_of(
        _narrowed(current, actor).select_related("asked_by", "entry__body"), request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": [showing.request_row(row) for row in page.rows],
        "lists": _lists(current),
        "doors": wording.doors("requests"),
        "may_ask": may_ask(request),
        **frame(request, "pools"),
    }
    return render(request, "governance/office/pools/requests.html", context)


@readers
@never_cache
@require_safe
def one_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request: what is asked, what was found and promised, the hours, and what comes next."""
    asked, actor = asked_of(request, request_id), actor_of(request)
    is_party = steps.is_party(asked, actor)
    found = (
        conflicts.found(asked.entry, asked)
        if asked.entry and asked.stage in (Stage.ASKED, Stage.OFFERED)
        else []
    )
    lines = page_of(asked.hours.select_related("answer"), request.GET.get("page"))
    context = {
        "asked": asked,
        "row": showing.request_row(asked),
        "is_party": is_party,
        "facts": showing.request_facts(asked, is_party=is_party, today=clock.today()),
        "found": found if is_party else [],
        "is_same_business": any(one.is_same_business for one in found),
        "half_days": wording.free_words(HalfDay(held.day, held.half) for held in asked.bookings.all()),
        "page": lines,
        "lines": [showing.line_row(line) for line in lines.rows],
        "receives": keeps(actor, asked.asked_by) and REQUEST.can("answer hours", asked.stage),
        "gives": asked.entry is not None
        and keeps(actor, asked.entry.body)
        and REQUEST.can("counter hours", asked.stage),
        "steps": steps.open_to(asked, actor),
        "may_offer": not asked.names_entry and asked.stage == Stage.ASKED and may_ask(request),
        "doors": wording.doors("requests"),
        **frame(request, "pools"),
    }
    return render(request, "governance/office/pools/request.html", context)


@readers
@asking
def new_request(request: HttpRequest, entry_id: UUID | None = None) -> HttpResponse:
    """Ask for one entry, or call to all bodies."""
    body = own_body(request)
    entry = entry_of(request, entry_id) if entry_id else None
    question = steps.question_of(
        title=_("Ask for: %(entry)s") % {"entry": entry.shown_as} if entry else _("Ask all bodies"),
        button=_("Send the request"),
        back=reverse("office-pool", args=[entry.pk]) if entry else reverse("office-pool-requests"),
        back_label=entry.shown_as if entry else _("Requests"),
        lead=_("%(body)s asks.") % {"body": local_words.in_script(body.short_name)},
    )

    return ask(
        request,
        question,
        form=forms.AskForm if entry else forms.CallForm,
        act=lambda form: acts.ask(
            body=body, entry=entry, by=actor_of(request), at=clock.now(), **form.facts()
        ),
        done=_("The request is sent."),
        to=lambda made: reverse("office-pool-request", args=[made.pk]),
    )


def _narrowed(current: str, actor: Actor) -> PoolRequestQuerySet:
    rows, body = PoolRequest.objects.visible_to(actor), actor.organisation
    if body is None:
        return rows
    match current:
        case "to":
            return rows.to_body(body)
        case "from":
            return rows.from_body(body)
        case "calls":
            return rows.calls()
    return rows.waiting_for(body)


def _lists(current: str) -> list[Door]:
    names = (
        (WAITING, _("Waiting for us")),
        (TO, _("To us")),
        (FROM, _("From us")),
        (CALLS, _("To all bodies")),
    )
    url = reverse("office-pool-requests")
    return [Door(label, f"{url}?list={name}", name == current) for name, label in names]
