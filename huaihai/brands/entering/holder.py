"""The desk of a business: its entries, one of them, applying, taking part, not taking part, leaving."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huaihai.brands import pages as brands_pages
from huaihai.brands import standing
from huaihai.brands.entering import facts, nominating, verbs
from huaihai.brands.entering.forms import AcceptForm, OwnForm, ReasonForm
from huaihai.brands.entering.nominating import Thing, live_entry
from huaihai.brands.entering.verbs import word_until
from huaihai.brands.life import ENTRY
from huaihai.brands.models import Entry
from huaihai.brands.pages import manages, own_entries, own_entry, own_question, own_url
from huaihai.businesses import pages as businesses_pages
from huaihai.businesses import rights
from huaihai.businesses.models import Business, Place
from huaihai.businesses.pledges import facts as pledges_facts
from huaihai.cases.business.overview import Line, Section
from huaihai.desk.asking import ask, asking
from huaihai.desk.frame import actor_of
from huaihai.kit import clock, guards, spoken
from huaihai.kit.paging import page_of
from huaihai.kit.ways import way

MOST_PLACES = 200
PAGES = "brands/entering/business"
MOST = 50


@require_safe
@guards.business
def entries(request: HttpRequest) -> HttpResponse:
    """The entries of this business, the newest first."""
    today = clock.today()
    page = page_of(own_entries(request).order_by("-opened_at", "-id"), request.GET.get("page"))
    gives_title = standing.gives_title(today)
    context = {
        "page": page,
        "rows": [(row, facts.stage_in_short(row, gives_title=gives_title)) for row in page.rows],
        "may_apply": bool(_managed(request)),
        "gives_title": gives_title,
    }
    return render(request, f"{PAGES}/list.html", businesses_pages.frame(request) | context)


@require_safe
@guards.business
def entry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One entry: where it is, what comes next, until when; and what all subjects add."""
    found = own_entry(request, pk)
    today = clock.today()
    context = {
        "entry": found,
        "told": facts.stage_told(found, today),
        "sections": brands_pages.sections_of(brands_pages.HOLDER, request, found),
        "may_manage": manages(actor_of(request), found),
        "can_answer": found.stage == "nominated",
        "can_leave": ENTRY.can("leave", found.stage),
    }
    return render(request, f"{PAGES}/entry.html", businesses_pages.frame(request) | context)


@asking
@guards.business
def application(request: HttpRequest) -> HttpResponse:
    """The business applies itself; then it states the facts and agrees."""
    businesses = _managed(request)
    keys = [one.pk for one in businesses]
    rows = Place.objects.filter(business__in=keys).select_related("business")
    places = list(rows.order_by("region_code", "sign", "pk")[:MOST_PLACES])

    def act(made: OwnForm) -> str:
        thing = Thing(
            made.chosen_business, made.cleaned_data["kind"], made.chosen_place, made.cleaned_data["what"]
        )
        by, origin = actor_of(request), Entry.Origin.SELF
        is_known = live_entry(thing) is not None
        row = nominating.nominate(thing, made.said(), origin=origin, by=by, at=clock.now())
        if is_known:
            messages.info(request, _("There is an entry for this already. Here it is."))
        name = "business-brand-accept" if row.entry.stage == "nominated" else "business-brand"
        return reverse(name, args=[row.entry_id])

    return ask(
        request,
        own_question(f"{PAGES}/application.html", may=bool(businesses)),
        form=partial(OwnForm, businesses=businesses, places=places, initial={"key": uuid4()}),
        act=act,
        done="",
        to=str,
    )


@asking
@guards.business
def acceptance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It takes part: states what is true, and agrees."""
    found = own_entry(request, pk)
    rows = Place.objects.filter(business__in=pledges_facts.beneath(pledges_facts.standing(found.business)))
    places = list(rows.select_related("business").order_by("region_code", "sign", "pk")[:MOST_PLACES])
    if found.place is not None and found.place not in places:  # a chain with more places than a list can hold
        places.insert(0, found.place)
    by = actor_of(request)
    may = manages(by, found) and found.stage == "nominated"
    return ask(
        request,
        own_question(f"{PAGES}/acceptance.html", may=may, entry=found),
        form=partial(AcceptForm, entry=found, places=places),
        act=lambda made: verbs.accept(found, made.stated(), seen=made.version_seen, by=by, at=clock.now()),
        done=_("You take part. The facts are checked now."),
        to=own_url(found),
    )


@asking
@guards.business
def refusal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It does not take part."""
    done = _("You do not take part. That is all.")
    return _ends(request, pk, template="refusal", verb=verbs.decline, done=done)


@asking
@guards.business
def leaving(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It leaves, which is to take its consent back."""
    return _ends(request, pk, template="leaving", verb=verbs.leave, done=_("You have left."))


def _ends(
    request: HttpRequest, pk: UUID, *, template: str, verb: Callable[..., object], done: str
) -> HttpResponse:
    found = own_entry(request, pk)
    by = actor_of(request)
    is_open = ENTRY.can("decline" if template == "refusal" else "leave", found.stage)
    return ask(
        request,
        own_question(f"{PAGES}/{template}.html", may=manages(by, found) and is_open, entry=found),
        form=partial(ReasonForm, seen=found.version),
        act=lambda made: verb(found, **made.facts(), seen=made.version_seen, by=by, at=clock.now()),
        done=done,
        to=own_url(found),
    )


def _managed(request: HttpRequest) -> list[Business]:
    actor = actor_of(request)
    keys = (
        rights.held_in(actor.account_id, rights.MANAGE, on=clock.today()) if actor.account_id else frozenset()
    )
    rows = Business.objects.standing().filter(pk__in=keys & actor.business_ids, is_gone=False)
    return list(rows.order_by("name", "pk")[:MOST_PLACES])


def sections(business_ids: Iterable[UUID], *, today: date) -> list[Section]:
    """For `reactions.BUSINESS_SECTIONS`. One query."""
    rows = list(
        Entry.objects.filter(business__in=list(business_ids), stage="nominated").order_by("opened_at", "pk")[
            :MOST
        ]
    )
    if not rows:
        return []
    said = {"n": len(rows), "until": spoken.day(word_until(rows[0]), today=today)}
    value = pgettext("nominations", "%(n)s, the first by %(until)s") % said
    line = Line(_("Recommended: do you want to take part?"), value, way("business-brands"), tone="warn")
    return [Section(_("Directory and three hearts"), [line])]
