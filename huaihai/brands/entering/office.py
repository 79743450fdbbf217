"""Staff recommend as their city, match nominations with the register, decide on the facts, read about money."""

from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huaihai.brands import moving, powers
from huaihai.brands.entering import eligibility, loose, money, nominating, verbs
from huaihai.brands.entering.forms import CityForm, DealtWithForm, MatchForm
from huaihai.brands.life import LOOSE
from huaihai.brands.models import Entry, LooseNomination, MoneyReport, MoneyReportQuerySet, Nomination
from huaihai.brands.office import shell
from huaihai.brands.office.forms import OutcomeForm
from huaihai.brands.office.shell import MENU_KEY, take_part
from huaihai.businesses.models import Business, Place
from huaihai.businesses.pledges import facts as pledges_facts
from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.desk.verbs import Desk
from huaihai.governance import standing
from huaihai.kit import clock
from huaihai.kit.paging import page_of
from huaihai.kit.text.normalise import show_bidi
from huaihai.members.models import Role

DEALT_WITH = gettext_lazy("This was dealt with already.")
LONGEST_SEARCH = 100
MOST_PLACES = 100
CITY_DIGITS = 4  # of a region code
FACTS_TEMPLATE = "brands/entering/office/facts.html"
MONEY_TEMPLATE = "brands/entering/office/money_report.html"


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
        title=gettext_lazy("This business is meant"),
        button=gettext_lazy("Match them"),
        back=row.office_url,
        back_label=row.name,
        lead=held.name,
        is_shown=loose.may_look(row, actor_of(request), clock.now()),
        closed="" if row.stage == "waiting" else DEALT_WITH,
    )
    return ask(
        request,
        question,
        form=lambda *sent: MatchForm(*sent, row=row, places=_places(held)),
        act=lambda form: loose.match(
            row, form.thing(held), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("It is matched."),
        to=lambda made: made.nomination.entry.office_url if made.nomination else row.office_url,
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
        title=gettext_lazy("Recommend as a city"),
        button=gettext_lazy("Recommend it"),
        back=reverse("office-brand-nominate"),
        back_label=gettext_lazy("Another business"),
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
        done=gettext_lazy("It is recommended. The business is told."),
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
    rows = Place.objects.filter(business__in=pledges_facts.beneath(business), region_code__startswith=within)
    rows = rows.select_related("business")
    return list(rows.order_by("region_code", "sign", "pk")[:MOST_PLACES])


@asking
@readers
def facts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The facts of today, and the form with which somebody of another city proposes a decision."""
    found = shell.entry_or_404(request, pk)
    why_not = _why_not(request, found)
    context: dict[str, Any] = {
        "facts": eligibility.facts(found, clock.today()),
        "entry": found,
        "may_propose": not why_not,
        "why_not": why_not,
    }
    question = Question(
        current=shell.MENU_KEY,
        title=gettext_lazy("The facts"),
        button=gettext_lazy("Propose it"),
        back=found.office_url,
        back_label=found.name,
        template=FACTS_TEMPLATE,
        context=context,
    )
    if why_not and request.method != "POST":
        return show(request, FACTS_TEMPLATE, current=shell.MENU_KEY, question=question, **context)
    return take_part(
        request,
        question,
        form=partial(OutcomeForm, about=verbs.ABOUT),
        act=lambda form: verbs.propose(found, **form.facts(), by=actor_of(request), at=clock.now()),
        done=gettext_lazy("Proposed. Somebody of another city agrees or not."),
        to=found.office_url,
    )


def _why_not(request: HttpRequest, entry: Entry) -> str:
    """Why the reader proposes nothing here; empty if it is possible."""
    if entry.stage not in ("accepted", "listed"):
        return _("The facts of this entry are not being checked now.")
    if not shell.is_outsider(actor_of(request), entry):
        return _("People of two other cities decide on the facts.")
    if shell.has_declared(actor_of(request), entry) and not shell.is_free(actor_of(request), entry):
        return _("You declared a conflict of interest, so somebody else decides here.")
    if any(one.about == verbs.ABOUT for one in moving.open_decisions(entry)):
        return _("A decision is proposed already and waits for a second voice.")
    return ""


@require_safe
@readers
def reports(request: HttpRequest) -> HttpResponse:
    """All reports, the newest first; to everybody else there is no such page."""
    if not reads_reports(request):
        raise Http404
    rows = _seen(request).select_related("entry").order_by("-at", "pk")
    page = page_of(rows, request.GET.get("page"))
    return show(request, "brands/entering/office/money_list.html", current=MENU_KEY, page=page)


@asking
@readers
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One report; the secretariat says what was done."""
    row: MoneyReport = get_object_or_404(_seen(request).select_related("entry"), pk=pk)
    may_deal = row.done_at is None and standing.is_office(actor_of(request), on=clock.today())
    question = Question(
        current=MENU_KEY,
        title=gettext_lazy("Somebody asked for money"),
        button=gettext_lazy("Dealt with"),
        back=reverse("office-brand-money"),
        back_label=gettext_lazy("Reports about money"),
        template=MONEY_TEMPLATE,
        context={"row": row, "may_deal": may_deal, "text": show_bidi(row.text)},
        closed=DEALT_WITH if row.done_at and request.method == "POST" else "",
    )
    return ask(
        request,
        question,
        form=lambda *sent: DealtWithForm(*sent, seen=row.version),
        act=lambda form: money.deal_with(
            row,
            outcome=form.cleaned_data["outcome"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=gettext_lazy("Noted."),
        to=reverse("office-brand-money"),
    )


def reads_reports(request: HttpRequest) -> bool:
    """Whether the reader may see reports about money at all."""
    actor = actor_of(request)
    return Role.AUDITOR.value in actor.roles or standing.is_office(actor, on=clock.today())


def _seen(request: HttpRequest) -> MoneyReportQuerySet:
    rows: MoneyReportQuerySet = MoneyReport.objects.visible_to(actor_of(request), on=clock.today())
    return rows


NOMINATIONS = Desk(
    "office-brand-nomination",
    (loose.set_aside,),
    find=lambda _request, pk: _row(pk),
    may=lambda actor, row: loose.may_look(row, actor, clock.now()),
    life=LOOSE,
    home=lambda row: row.office_url,
    called=lambda row: row.name,
    not_now=lambda _row: DEALT_WITH,
    current=MENU_KEY,
)
