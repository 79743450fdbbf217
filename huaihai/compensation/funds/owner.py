"""The funds of a business on its own pages: the list, one fund, money beside claims; what its front page says."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.db.models import Count, F, Min, Prefetch, Q, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.businesses.models import Business
from huaihai.cases.business.overview import Line, Section
from huaihai.cases.case_facts import money_words
from huaihai.compensation import books, ledger, rights
from huaihai.compensation.claims import facts as claims_facts
from huaihai.compensation.funds import facts, own, verbs
from huaihai.compensation.models import Claim, Fund, FundTerms, Instalment, Posting
from huaihai.compensation.moving import lock_fund
from huaihai.desk.asking import MakeForm, Question, ask, asking
from huaihai.desk.lives import Moved, Unfit
from huaihai.desk.tables import table
from huaihai.kit import clock, guards, spoken
from huaihai.kit.form_fields import Day, SeenForm
from huaihai.kit.money_field import MoneyField
from huaihai.kit.paging import page_of
from huaihai.kit.ways import way
from huaihai.members.actors import Actor
from huaihai.members.forms import SignedForm

GROUPS: dict[str, tuple[Promise | str, tuple[str, ...]]] = {
    "decide": (gettext_lazy("Waiting for a decision"), ("asked", "checked", "returned")),
    "pay": (pgettext_lazy("claims", "To be paid"), ("approved", "ordered")),
    "back": (pgettext_lazy("claims", "Being paid back"), ("recovering",)),
    "ended": (pgettext_lazy("claims", "Ended"), ("paid", "recovered", "written_off", "refused", "cancelled")),
}
CLAIMS = claims_facts.columns("business-claim")
TO_DECIDE = Q(claims__stage__in=GROUPS["decide"][1])
TO_PAY = Q(claims__stage__in=GROUPS["pay"][1])


@guards.business
@require_safe
def funds(request: HttpRequest) -> HttpResponse:
    """The funds that the businesses answered for own."""
    terms = FundTerms.objects.begun_by(clock.today())
    rows = (
        own.funds(own.actor_of(request))
        .annotate(to_decide=Count("claims", filter=TO_DECIDE), to_pay=Count("claims", filter=TO_PAY))
        .prefetch_related(Prefetch("terms", queryset=terms))
    )
    page = page_of(rows, request.GET.get("page"))
    standings = ledger.standings(page.rows)
    context = {
        "page": page,
        "rows": [_row(one, standings[one.pk]) for one in page.rows],
        "may_pay": own.payable_funds(own.actor_of(request), on=clock.today()).exists(),
    }
    return render(request, "compensation/business/funds.html", own.frame(request) | context)


def _row(fund: Any, standing: ledger.Standing) -> dict[str, Any]:
    terms = next(iter(fund.terms.all()), None)
    minimum = terms.minimum_fen if terms else 0
    return {
        "fund": fund,
        "standing": standing,
        "minimum_fen": minimum,
        "is_low": standing.free < minimum,
    }


@guards.business
@require_safe
def fund(request: HttpRequest, fund_id: UUID) -> HttpResponse:
    """One fund: what is in it, its badge, its terms, its claims."""
    held, today = own.fund(request, fund_id), clock.today()
    chosen = request.GET.get("list", "")
    chosen = chosen if chosen in GROUPS else next(iter(GROUPS))
    claims = Claim.objects.filter(fund=held).with_parties().order_by("-stage_since", "-id")
    page = page_of(claims.filter(stage__in=GROUPS[chosen][1]), request.GET.get("page"))
    context = {
        "fund": held,
        "page": page,
        "table": table(_("Claims"), CLAIMS, page.rows),
        "tabs": _tabs(held, chosen),
        **_standing(request, held, today),
    }
    return render(request, "compensation/business/fund.html", own.frame(request) | context)


def _standing(request: HttpRequest, fund: Fund, today: date) -> dict[str, Any]:
    standing, versions = ledger.standing_of(fund), facts.begun(fund, today=today)
    actor = own.actor_of(request)
    may_pay, decides = rights.pays(actor, fund, on=today), bool(rights.side_of(actor, fund, on=today))
    minimum = versions[0].terms.minimum_fen if versions else 0
    return {
        "standing": standing,
        "set_aside_fen": standing.bank - standing.free,
        "minimum_fen": minimum,
        "is_low": standing.free < minimum,
        "missing_fen": max(minimum - standing.free, 0),
        "terms": versions[0] if versions else None,
        "earlier": versions[1:],
        "to_come": list(fund.terms.confirmed().filter(from_on__gt=today).order_by("from_on")),
        "may_pay": may_pay,
        "decides": decides,
        "keeps_books": may_pay or decides,
    }


def _tabs(fund: Fund, chosen: str) -> list[dict[str, Any]]:
    counts = dict(Claim.objects.filter(fund=fund).order_by().values_list("stage").annotate(Count("pk")))
    here = reverse("business-fund", args=[fund.pk])
    return [
        {
            "label": label,
            "url": f"{here}?list={name}#claims",
            "count": sum(counts.get(stage, 0) for stage in stages),
            "is_current": name == chosen,
        }
        for name, (label, stages) in GROUPS.items()
    ]


A_YEAR = 366
OF_BUSINESS = ("deposit", "withdraw")
KINDS = {
    "deposit": pgettext_lazy("money of a fund", "Paid in"),
    "withdraw": pgettext_lazy("money of a fund", "Taken out"),
    "charge": pgettext_lazy("money of a fund", "Fee of the bank"),
    "interest": pgettext_lazy("money of a fund", "Interest of the bank"),
}
VERBS = {
    "deposit": verbs.deposit,
    "withdraw": verbs.withdraw,
    "charge": verbs.charge,
    "interest": verbs.interest,
}


class MoneyForm(SignedForm, SeenForm):
    """What the bank has moved."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What was it?"),
        choices=list(KINDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what it was.")},
    )
    fen = MoneyField(label=gettext_lazy("Sum"))
    business = forms.ModelChoiceField(
        label=gettext_lazy("Whose money?"),
        queryset=Business.objects.none(),
        required=False,
        empty_label=gettext_lazy("the owner's own"),
    )
    value_on = Day(label=gettext_lazy("Day at the bank"), earliest=-A_YEAR, latest=0)

    def __init__(self, *args: Any, fund: Fund, **options: Any) -> None:
        options["initial"] = {"value_on": clock.today(), "kind": "deposit", **(options.get("initial") or {})}
        super().__init__(*args, seen=fund.version, **options)
        field: Any = self.fields["business"]
        paid_in = Posting.objects.filter(fund=fund, account=books.DEPOSITS).values("business")
        beneath = Business.objects.standing().filter(Q(parent=fund.owner_id) | Q(pk__in=paid_in))
        field.queryset = beneath.order_by("name", "pk")
        field.label_from_instance = lambda business: business.name
        if not field.queryset.exists():
            del self.fields["business"]


@guards.business
@asking
def money(request: HttpRequest, fund_id: UUID) -> HttpResponse:
    """Write down what the bank has moved, apart from claims."""
    actor = own.actor_of(request)

    def of(fund: Fund) -> tuple[Question, MakeForm]:
        question = Question(
            current="",
            title=gettext_lazy("Money in or out"),
            button=gettext_lazy("Sign: write it into the books"),
            back=reverse("business-fund", args=[fund.pk]),
            back_label=fund.name,
            template="compensation/business/money.html",
            refusal="",
            context={"fund": fund},
            frame=own.frame,
            again=lambda: of(own.fund(request, fund_id)),
        )
        return question, partial(MoneyForm, fund=fund, account=request.user)

    fund = own.fund(request, fund_id)
    if not rights.pays(actor, fund, on=clock.today()):
        raise Http404
    question, form = of(fund)
    return ask(
        request,
        question,
        form=form,
        act=lambda made: _book(fund, made, actor),
        done=gettext_lazy("Written down in the books."),
        to=question.back,
    )


def _book(fund: Fund, form: MoneyForm, actor: Actor) -> None:
    """Under the fund's lock: a form that is sent twice is not booked twice. Raises Moved."""
    said = form.cleaned_data
    facts = {"fen": said["fen"], "value_on": said["value_on"], "by": actor, "at": clock.now()}
    if said["kind"] in OF_BUSINESS:
        facts["business"] = said.get("business")
    with transaction.atomic():
        held = lock_fund(fund.pk)
        if held.version != form.version_seen:
            raise Moved(held)
        try:
            VERBS[said["kind"]](fund, **facts)
        except Unfit as error:
            raise Unfit({"sum": "fen"}.get(error.field, error.field), error.message) from error


def sections(business_ids: Iterable[UUID], *, today: date) -> list[Section]:
    """For `reactions.BUSINESS_SECTIONS`. Four queries for those who have to do with funds, two for all others."""
    ids = list(business_ids)
    return [Section(_("Advance compensation"), [*_own(ids), *_owed(ids, today)])]


def _own(ids: list[UUID]) -> list[Line]:
    funds, here = list(Fund.objects.filter(owner__in=ids).shown()), way("business-funds")
    if not funds:
        return []
    free = sum(one.free for one in ledger.standings(funds).values())
    counts = Claim.objects.filter(fund__in=funds).aggregate(
        decide=Count("pk", filter=Q(stage__in=GROUPS["decide"][1])),
        pay=Count("pk", filter=Q(stage__in=GROUPS["pay"][1])),
    )
    lines = [Line(_("Free in your funds"), money_words(free), here)]
    if low := [one for one in funds if not one.carries_badge]:
        lines.append(Line(_("Funds without their badge"), str(len(low)), here, tone="late"))
    if counts["decide"]:
        lines.append(Line(_("Claims to be decided"), str(counts["decide"]), here, tone="warn"))
    if counts["pay"]:
        lines.append(Line(_("Claims to be paid"), str(counts["pay"]), here, tone="warn"))
    return lines


def _owed(ids: list[UUID], today: date) -> list[Line]:
    unpaid = Instalment.objects.unpaid().filter(recourse__business__in=ids)
    unpaid = unpaid.exclude(recourse__claim__fund__owner__in=ids)
    told = unpaid.aggregate(sum=Sum(F("fen") - F("paid_fen")), next=Min("due_on"))
    if not told["sum"]:
        return []
    here, is_late = way("business-debts"), told["next"] < today
    return [
        Line(_("You owe to funds"), money_words(told["sum"]), here),
        Line(
            _("Next part by"),
            spoken.day(told["next"], today=today),
            here,
            tone="late" if is_late else "warn",
        ),
    ]
