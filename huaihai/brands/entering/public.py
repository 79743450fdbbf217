"""Anybody nominates: find the business, then one short form. And anybody says that money was asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huaihai.brands import standing
from huaihai.brands.entering import loose, nominating
from huaihai.brands.entering import money as entering_money
from huaihai.brands.entering.forms import LooseForm, MoneyForm, NominationForm
from huaihai.brands.entering.nominating import Thing
from huaihai.brands.life import DIRECTORY
from huaihai.brands.models import Entry
from huaihai.brands.pages import Gate, send_in
from huaihai.brands.standing import back_from
from huaihai.businesses.channel import facts as channel_facts
from huaihai.businesses.models import Business, BusinessQuerySet, Place, PledgeVersion
from huaihai.businesses.pledges import facts as pledges_facts
from huaihai.businesses.profile.pages import is_public
from huaihai.desk.asking import asking
from huaihai.desk.frame import actor_of
from huaihai.governance import membership
from huaihai.kit import clock, guards, sealing
from huaihai.kit.clock import local_day
from huaihai.kit.paging import page_of
from huaihai.kit.text.normalise import fold
from huaihai.members.actors import Actor

NOMINATOR = "brand_nominator"  # session key
MOST_WORDS = 5
MOST_NAMED = 10  # entries of one business
NOMINATIONS = Gate("brand-nomination", in_all=500)
ABOUT_MONEY = Gate("brand-money", in_all=300)
MOST_PLACES = 100
LONGEST_SEARCH = 120


def browser_of(request: HttpRequest) -> str:
    """The blind index of this browser; drawn now if it has none."""
    if NOMINATOR not in request.session:
        request.session[NOMINATOR] = uuid4().hex
    return sealing.blind(request.session[NOMINATOR], purpose="brand-nominator")


def found(typed: str, *, today: date) -> BusinessQuerySet:
    """Those on the fast channel, with a pledge in force or in the directory, in whose words all typed words stand."""
    words = fold(typed.replace("\x00", "")).split()[:MOST_WORDS]
    if not words:
        return Business.objects.none()
    promised = PledgeVersion.objects.in_force_on(today).values("pledge__business")
    listed = Entry.objects.directory().values("business")
    public = Q(pk__in=channel_facts.joined(on=today).values("pk")) | Q(pk__in=promised) | Q(pk__in=listed)
    rows: BusinessQuerySet = Business.objects.standing().filter(public, is_gone=False)
    for word in words:
        rows = rows.filter(words__says=word)
    return rows.order_by("name", "pk")


@dataclass(frozen=True)
class Already:
    """An entry of the business that anybody may know of: in the directory, or removed and barred until `waits`."""

    entry: Entry
    since: date
    waits: date | None = None


def already(business: Business, *, today: date) -> list[Already]:
    """Its entries in the directory, and those that were removed and may not come back yet."""
    found = []
    rows = Entry.objects.filter(business=business, stage__in=(*DIRECTORY, "removed"), listed_at__isnull=False)
    for entry in rows.order_by("-opened_at", "-pk")[:MOST_NAMED]:
        if entry.stage != "removed":
            found.append(Already(entry, local_day(entry.listed_at)))
        elif (waits := back_from(entry)) is not None and today < waits:
            found.append(Already(entry, local_day(entry.ended_at), waits))
    return found


def is_open(business: Business, *, today: date) -> bool:
    """Whether anybody may know that this business is in the register."""
    if business.is_gone or business.merged_into_id is not None:
        return False
    return is_public(business, today=today) or Entry.objects.directory().filter(business=business).exists()


@require_safe
@guards.public
def start(request: HttpRequest) -> HttpResponse:
    """What it costs (nothing), what happens next, and which business."""
    typed = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    today = clock.today()
    context = {
        "typed": typed,
        "page": page_of(found(typed, today=today), request.GET.get("page")) if typed else None,
        "gives_title": standing.gives_title(today),
    }
    return render(request, "brands/entering/public/start.html", context)


@asking
@guards.public
def known(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A nomination of a business that has gone public itself."""
    business = get_object_or_404(Business.objects.standing(), pk=pk)
    if not is_open(business, today=clock.today()):
        raise Http404
    rows = Place.objects.filter(business__in=pledges_facts.beneath(business)).select_related("business")
    places = list(rows.order_by("region_code", "sign", "pk")[:MOST_PLACES])

    def act(form: NominationForm) -> str:
        thing = Thing(business, form.cleaned_data["kind"], form.chosen_place, form.cleaned_data["what"])
        said = form.said(browser_of(request))
        nominating.nominate(thing, said, origin=Entry.Origin.CONSUMER, by=Actor.public(), at=clock.now())
        return reverse("brand-nomination-thanks")

    form = partial(NominationForm, places=places, initial={"key": uuid4()})
    context = {"business": business, "already": already(business, today=clock.today())}
    return _nominated(request, form, act, context)


@asking
@guards.public
def unknown(request: HttpRequest) -> HttpResponse:
    """A nomination of a business by name and city: an officer looks for it in the register."""
    bodies = membership.members_on(clock.today())
    initial = {"key": uuid4(), "name": request.GET.get("name", "")[:LONGEST_SEARCH]}

    def act(form: LooseForm) -> str:
        loose.hand_in(form.typed(), form.said(browser_of(request)), at=clock.now())
        return reverse("brand-nomination-thanks")

    return _nominated(request, partial(LooseForm, bodies=bodies, initial=initial), act, {})


@require_safe
@guards.public
def thanks(request: HttpRequest) -> HttpResponse:
    """It has arrived, and what happens next."""
    return render(request, "brands/entering/public/thanks.html")


@asking
@guards.public
def money(request: HttpRequest) -> HttpResponse:
    """Somebody was asked for money, or offered some."""
    entry = _entry(request)

    def act(form: MoneyForm) -> str:
        entering_money.report(**form.cleaned_data, entry=entry, at=clock.now())
        return reverse("brand-money-thanks")

    return send_in(
        request,
        "brands/entering/public/money.html",
        gate=ABOUT_MONEY,
        too_many=_("Too much comes in just now. Please try again in an hour, or call us."),
        form=partial(MoneyForm, initial={"key": uuid4()}),
        act=act,
        context={"entry": entry},
    )


@require_safe
@guards.public
def money_thanks(request: HttpRequest) -> HttpResponse:
    """It has arrived, and who reads it."""
    return render(request, "brands/entering/public/money_thanks.html")


def _nominated(
    request: HttpRequest, form: Callable[..., Any], act: Callable[[Any], str], context: dict[str, Any]
) -> HttpResponse:
    return send_in(
        request,
        "brands/entering/public/form.html",
        gate=NOMINATIONS,
        too_many=_("Too many nominations come in just now. Please try again in an hour."),
        form=form,
        act=act,
        context=context,
    )


def _entry(request: HttpRequest) -> Entry | None:
    """What it is about, if the reader may see that."""
    number = request.GET.get("entry", "").replace("\x00", "")[:12]
    rows = Entry.objects.visible_to(actor_of(request)).filter(number=number)
    found_one: Entry | None = rows.first()
    return found_one
