"""The funds of a city at its officers' desk: the list, one fund and the steps of its life, opening one, its rules."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.businesses.models import Business
from huaihai.businesses.register.pages import searched
from huaihai.compensation import ledger, rights
from huaihai.compensation.claims.office import waiting
from huaihai.compensation.funds import facts, sides, verbs
from huaihai.compensation.funds.facts import history
from huaihai.compensation.funds.forms import OpenForm, RulesConfirmForm, RulesForm, begins_with
from huaihai.compensation.funds.public import why_suspended
from huaihai.compensation.funds.rules import rules_of
from huaihai.compensation.funds.sides import Side, actor_of
from huaihai.compensation.life import FUND
from huaihai.compensation.models import Fund, FundTerms
from huaihai.desk.asking import Question, ask, how_it_stands
from huaihai.desk.verbs import Desk
from huaihai.kit import clock
from huaihai.kit.form_fields import SeenForm
from huaihai.kit.paging import page_of
from huaihai.members.models import Organisation

FUNDS = Desk[Fund](
    "desk-fund-step",
    by_noun=True,
    verbs=(verbs.suspend, verbs.resume, verbs.change, verbs.wind_up, verbs.close),
    find=sides.fund,
    life=FUND,
    home=lambda fund: reverse("desk-fund", args=[fund.pk]),
    called=lambda fund: fund.name,
    not_now=how_it_stands,
    thing="fund",
    readers=sides.officers,
    frame=sides.city_frame,
)


@sides.officers
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The funds of the officer's city: those below their minimum first, then by name."""
    rows = sides.funds(request).order_by(F("low_since").asc(nulls_last=True), "name", "pk")
    page = page_of(rows, request.GET.get("page"))
    stands = ledger.standings(page.rows)
    rules = facts.in_force(page.rows, on=clock.today())
    context = {
        "page": page,
        "rows": [{"fund": one, "stands": stands[one.pk], "terms": rules.get(one.pk)} for one in page.rows],
        "waiting": waiting(request),
    }
    return render(request, "compensation/office/funds.html", context)


@sides.officers
@require_safe
def fund(request: HttpRequest, fund_id: UUID) -> HttpResponse:
    """One fund: how it stands, its rules, what can be done, what happened."""
    held = sides.fund(request, fund_id)
    shown = facts.begun(held, today=clock.today())
    context = {
        "fund": held,
        "stands": ledger.standing_of(held),
        "why": why_suspended(held),
        "now": shown[0] if shown else None,
        "versions": held.terms.filter(dropped_at=None).order_by("-serial"),
        "steps": FUNDS.offered(actor_of(request), held),
        "may_propose": FUND.can("propose terms", held.stage),
        "open_claims": held.claims.open().count(),
        "history": history(held),
    }
    return render(request, "compensation/office/fund.html", context)


EITHER = require_http_methods(["GET", "HEAD", "POST"])


@sides.officers
@require_safe
def choose_owner(request: HttpRequest) -> HttpResponse:
    """Find the business whose fund it is."""
    sides.city_of(request)
    words = searched(request)
    rows = Business.objects.standing().filter(is_gone=False)
    found = rows.matching(words) if words else rows.none()
    page = page_of(found.order_by("name", "pk").distinct(), request.GET.get("page"))
    return render(request, "compensation/office/choose.html", {"page": page, "words": words})


@sides.officers
@EITHER
def open_for_business(request: HttpRequest, business_id: UUID) -> HttpResponse:
    """Open a fund of this business."""
    return _opening(request, get_object_or_404(Business.objects.standing(), pk=business_id))


@sides.officers
@EITHER
def open_pool(request: HttpRequest) -> HttpResponse:
    """Open a fund of several together."""
    return _opening(request, None)


def _opening(request: HttpRequest, owner: Business | None) -> HttpResponse:
    body = sides.city_of(request)
    title = gettext_lazy("Open a fund")
    question = Question(
        current="",
        title=title,
        button=title,
        back=reverse("desk-fund-choose"),
        back_label=gettext_lazy("Whose fund is it?"),
        lead=gettext_lazy(
            "The money stays with the owner or its bank. The rules come next: two people decide them."
        ),
        frame=sides.city_frame,
        context={"owner": owner},
        template="compensation/office/open.html",
    )
    return ask(
        request,
        question,
        form=partial(OpenForm, is_pool=owner is None),
        act=lambda form: verbs.open_fund(
            **_said(form), owner=owner, body=body, by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("The fund is open. Next, propose its rules."),
        to=lambda fund: reverse("desk-fund", args=[fund.pk]),
    )


def _said(form: Any) -> dict[str, Any]:
    said = dict(form.cleaned_data)
    return said | {"owner_type": Fund.OwnerType(said["owner_type"])}


@dataclass(frozen=True)
class Change:
    """One line of the rules that is not as it was."""

    label: str
    before: str
    now: str


@EITHER
def new_rules(request: HttpRequest, held: Fund, side: Side) -> HttpResponse:
    """Propose rules; the form begins with those in force."""
    _require_side(request, held)
    cities = list(Organisation.objects.cities())
    now = held.terms_on(clock.today())
    title = gettext_lazy("Propose rules")
    closed = "" if FUND.can("propose terms", held.stage) else how_it_stands(held)
    question = Question(
        current="",
        title=title,
        button=title,
        back=side.home_url(held),
        back_label=held.name,
        lead=gettext_lazy("They bind nobody until another person has confirmed them."),
        closed=closed,
        frame=side.frame,
        template="compensation/office/rules_form.html",
    )
    initial = begins_with(rules_of(now) if now else None, cities)
    return ask(
        request,
        question,
        form=partial(
            RulesForm, cities=cities, owner_type=held.owner_type, seen=held.version, initial=initial
        ),
        act=lambda form: verbs.propose_terms(
            held, form.rules(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("The rules are proposed. Somebody else has to confirm them."),
        to=lambda made: side.url("rules", held.pk, made.serial),
    )


@EITHER
def one_rules(request: HttpRequest, held: Fund, side: Side, serial: int) -> HttpResponse:
    """One version: what it says and what it changes; who did not propose it may confirm it."""
    terms = _version(held, serial)
    question = _question(request, held, terms, side)
    return ask(
        request,
        question,
        form=partial(RulesConfirmForm, initial={"hash": terms.text_hash}),
        act=lambda form: verbs.confirm_terms(
            terms, hash_seen=form.cleaned_data["hash"], by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("The rules are confirmed."),
        to=question.back,
    )


@EITHER
def drop_rules(request: HttpRequest, held: Fund, side: Side, serial: int) -> HttpResponse:
    """Take a proposal away that nobody has confirmed."""
    _require_side(request, held)
    terms = _version(held, serial)
    title = gettext_lazy("Drop this proposal")
    question = Question(
        current="",
        title=title,
        button=title,
        back=side.url("rules", held.pk, terms.serial),
        back_label=_("Version %(n)s") % {"n": terms.serial},
        lead=gettext_lazy("It stays in the record, and cannot be confirmed any more."),
        tone="late",
        frame=side.frame,
    )
    return ask(
        request,
        question,
        form=partial(SeenForm, seen=held.version),
        act=lambda _form: verbs.drop_terms(terms, by=actor_of(request), at=clock.now()),
        done=gettext_lazy("The proposal is dropped."),
        to=side.home_url(held),
    )


def changes(before: FundTerms | None, now: FundTerms) -> list[Change]:
    """What is not as it was, line by line."""
    if before is None or before.pk == now.pk:
        return []
    old = {row.label: row.value for row in facts.terms_rows(before)}
    new = {row.label: row.value for row in facts.terms_rows(now)}
    labels = [*new, *(label for label in old if label not in new)]
    return [
        Change(label, old.get(label, "–"), new.get(label, "–"))
        for label in labels
        if old.get(label) != new.get(label)
    ]


def _question(request: HttpRequest, held: Fund, terms: FundTerms, side: Side) -> Question:
    today, actor = clock.today(), actor_of(request)
    is_waiting = not terms.is_confirmed and terms.dropped_at is None
    decides = bool(rights.side_of(actor, held, on=today))
    context = {
        "drop_url": side.url("rules-drop", held.pk, terms.serial),
        "fund": held,
        "shown": facts.terms_in_words(terms, until=None, today=today),
        "changes": changes(held.terms_on(today), terms),
        "is_waiting": is_waiting,
        "may_confirm": is_waiting and decides and terms.proposed_by != actor.key,
        "may_drop": is_waiting and decides,
        "is_own": terms.proposed_by == actor.key,
    }
    return Question(
        current="",
        title=_("Rules, version %(n)s") % {"n": terms.serial},
        button=gettext_lazy("Confirm these rules"),
        back=side.home_url(held),
        back_label=held.name,
        frame=side.frame,
        context=context,
        template="compensation/office/rules.html",
    )


def _require_side(request: HttpRequest, held: Fund) -> None:
    """A cashier keeps the money, and has no say in the rules."""
    if not rights.side_of(actor_of(request), held, on=clock.today()):
        raise Http404


def _version(held: Fund, serial: int) -> FundTerms:
    rows = held.terms.select_related("fund__body", "fund__owner").prefetch_related("shares__city")
    found: FundTerms = get_object_or_404(rows, serial=min(serial, 2**15 - 1))
    return found
