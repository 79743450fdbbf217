"""Staff recommend as their city, match what consumers named with the register, and set aside what is nothing."""

from typing import Any
from uuid import UUID, uuid4

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.brands import powers
from huaihai.brands.entering.actions import loose, nominating
from huaihai.brands.entering.office.forms import AsideForm, CityForm, MatchForm
from huaihai.brands.models import Entry, LooseNomination, Nomination
from huaihai.brands.office.shell import MENU_KEY
from huaihai.businesses import pledges
from huaihai.businesses.models import Business, Place
from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.kit import clock
from huaihai.kit.paging import page_of
from huaihai.kit.text.normalise import show_bidi

LONGEST_SEARCH = 100
MOST_PLACES = 100
CITY_DIGITS = 4  # of a region code


@require_safe
@readers
def nominations(request: HttpRequest) -> HttpResponse:
    """What waits to be matched, the oldest first."""
    rows = LooseNomination.objects.filter(stage="waiting").select_related("city").order_by("at", "pk")
    page = page_of(rows, request.GET.get("page"))
    return show(request, "brands/entering/office/nominations.html", current=MENU_KEY, page=page)


@require_safe
@readers
def nomination(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them, with the search of the register."""
    row = _row(pk)
    may = row.stage == "waiting" and loose.may_look(row, actor_of(request), clock.now())
    words = request.GET.get("q", row.name)[:LONGEST_SEARCH].strip()
    context = frame(request, MENU_KEY) | {"row": row, "why": show_bidi(row.why), "may_look": may}
    if may:
        context |= _searched(
            request, words, lambda one: reverse("office-brand-nomination-match", args=[pk, one.pk])
        )
    return render(request, "brands/entering/office/nomination.html", context)


@asking
@readers
def match(request: HttpRequest, pk: UUID, business: UUID) -> HttpResponse:
    """It is this business; which thing of it was meant."""
    row, held = _row(pk), _business(business)
    question = Question(
        current=MENU_KEY,
        title=_("This business is meant"),
        button=_("Match them"),
        back=row.office_url,
        back_label=row.name,
        lead=held.name,
        is_shown=loose.may_look(row, actor_of(request), clock.now()),
        closed="" if row.stage == "waiting" else _("This was dealt with already."),
    )
    return ask(
        request,
        question,
        form=lambda *sent: MatchForm(*sent, row=row, places=_places(held)),
        act=lambda form: loose.match(
            row, form.thing(held), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=_("It is matched."),
        to=lambda made: made.nomination.entry.office_url if made.nomination else row.office_url,
    )


@asking
@readers
def aside(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It cannot be found, or is no recommendation."""
    row = _row(pk)
    question = Question(
        current=MENU_KEY,
        title=_("Set this recommendation aside"),
        button=pgettext_lazy("nomination", "Set it aside"),
        back=row.office_url,
        back_label=row.name,
        lead=_("Whoever left a number is told that the business was not found, not your reason."),
        is_shown=loose.may_look(row, actor_of(request), clock.now()),
        closed="" if row.stage == "waiting" else _("This was dealt with already."),
    )
    return ask(
        request,
        question,
        form=lambda *sent: AsideForm(*sent, seen=row.version),
        act=lambda form: loose.set_aside(
            row,
            answer=form.cleaned_data["answer"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=_("It is set aside."),
        to=reverse("office-brand-nominations"),
    )


@require_safe
@readers
def choose(request: HttpRequest) -> HttpResponse:
    """Which business a city recommends: those of its own city are found."""
    words = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    found = _searched(
        request,
        words,
        lambda one: reverse("office-brand-nominate-business", args=[one.pk]),
        within=_own_code(request),
    )
    return show(request, "brands/entering/office/choose.html", current=MENU_KEY, **found)


@asking
@readers
def nominate(request: HttpRequest, business: UUID) -> HttpResponse:
    """A city recommends something of this business."""
    held = _business(business)
    actor = actor_of(request)
    question = Question(
        current=MENU_KEY,
        title=_("Recommend as a city"),
        button=_("Recommend it"),
        back=reverse("office-brand-nominate"),
        back_label=_("Another business"),
        lead=held.name,
        is_shown=powers.city_of(actor) is not None,
    )

    def act(form: CityForm) -> Nomination:
        said, origin = form.said(), Entry.Origin.CITY
        return nominating.nominate(form.thing(held), said, origin=origin, by=actor, at=clock.now())

    return ask(
        request,
        question,
        form=lambda *sent: CityForm(
            *sent, places=_places(held, within=_own_code(request)), initial={"key": uuid4()}
        ),
        act=act,
        done=_("It is recommended. The business is told."),
        to=lambda made: made.entry.office_url,
    )


def _searched(request: HttpRequest, words: str, url: Any, *, within: str = "") -> dict[str, Any]:
    """The search of the register: two queries, none without words. `within`: what the region code of the business or of
    one of its places begins with."""
    if not words:
        return {"words": "", "page": None, "found": []}
    rows = Business.objects.visible_to(actor_of(request)).standing().filter(is_gone=False).matching(words)
    if within:
        here = Q(places__region_code__startswith=within) | Q(registered_at__startswith=within)
        rows = rows.filter(pk__in=Business.objects.filter(here).values("pk"))
    page = page_of(rows.order_by("name", "pk"), request.GET.get("page"))
    return {"words": words, "page": page, "found": [(one, url(one)) for one in page.rows]}


def _row(pk: UUID) -> LooseNomination:
    rows = LooseNomination.objects.select_related("city", "nomination__entry")
    found: LooseNomination = get_object_or_404(rows, pk=pk)
    return found


def _business(pk: UUID) -> Business:
    found: Business = get_object_or_404(Business.objects.standing(), pk=pk)
    return found


def _own_code(request: HttpRequest) -> str:
    """What the region codes of the reader's city begin with; of nobody's city where there is none."""
    city = powers.city_of(actor_of(request))
    return city.region_code[:CITY_DIGITS] if city is not None else "-"


def _places(business: Business, *, within: str = "") -> list[Place]:
    rows = Place.objects.filter(business__in=pledges.beneath(business), region_code__startswith=within)
    rows = rows.select_related("business")
    return list(rows.order_by("region_code", "sign", "pk")[:MOST_PLACES])
