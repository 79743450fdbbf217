"""Claims on the funds of a city: what waits, one claim with its facts, and the steps that the body takes."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huaihai.cases import unmasking
from huaihai.cases.case_facts import Rows, known, money_words, row
from huaihai.cases.models import Case
from huaihai.compensation import ledger
from huaihai.compensation.claims import facts, forms, verbs
from huaihai.compensation.claims import steps as claims_steps
from huaihai.compensation.claims.acting import Audience, SignedClaimForm, VerbPage, take
from huaihai.compensation.funds import sides
from huaihai.compensation.models import Claim, Decision, PaymentOrder
from huaihai.compensation.models.claim import ClaimQuerySet
from huaihai.desk.lists import Choice, List, Options
from huaihai.desk.lives import NotAllowed
from huaihai.desk.tables import Column
from huaihai.kit import clock
from huaihai.members.actors import Actor


class SignedRefusalForm(SignedClaimForm, forms.RefusalForm):
    """Do not pay; the body signs a refusal as it signs an approval."""


LISTS: dict[str, Promise | str] = {
    "check": gettext_lazy("Waiting to be checked"),
    "decide": gettext_lazy("Waiting for a decision"),
    "late": gettext_lazy("Payment overdue"),
    "write-off": gettext_lazy("To be written off"),
    "open": gettext_lazy("All open ones"),
}
STEPS = tuple(
    replace(step, form=SignedRefusalForm, send=gettext_lazy("Sign: do not pay"))
    if step.noun == "refusal"
    else step
    for step in claims_steps.STEPS
)
BY_NOUN = {step.noun: step for step in STEPS}


@dataclass(frozen=True)
class Waiting:
    """One list and how much waits in it."""

    name: str
    label: Promise | str
    count: int


def waiting(request: HttpRequest) -> list[Waiting]:
    """What waits in the officer's city, list by list."""
    rows = sides.claims(request)
    return [Waiting(name, label, _in_list(rows, name).count()) for name, label in LISTS.items()]


def _lists(request: HttpRequest) -> Options:
    return {
        one.name: (f"{one.label} {one.count}", partial(_in_list, name=one.name)) for one in waiting(request)
    }


LIST = List[Claim](
    gettext_lazy("Claims"),
    rows=lambda request: sides.claims(request).order_by("stage_since", "pk"),
    columns=facts.columns(
        "desk-fund-claim", Column(gettext_lazy("Fund"), lambda one: one.fund.name, sort=("fund__name",))
    ),
    choices=(Choice("list", gettext_lazy("Claims"), _lists),),
    links=lambda _request: [(gettext_lazy("Funds"), reverse("desk-funds"))],
    empty=gettext_lazy("Nothing is waiting on this list."),
    frame=sides.city_frame,
    guard=sides.officers,
)


@sides.officers
@require_safe
def claim(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """What is asked, on what facts, who has said what, what became of the money; and what can be done."""
    held, actor = sides.claim(request, claim_id), sides.actor_of(request)
    may_pay = claims_steps.pays(actor, held, clock.today())
    is_open = may_pay and unmasking.is_open(request.session, held.pk, clock.now())
    voices = facts.voices(held, actor)
    writing_off = facts.voices(held, actor, about=Decision.About.WRITE_OFF)
    trace = ledger.trace(held)
    found = [one for one in _open_steps(held, actor) if not _is_said(one, voices, writing_off)]
    context = {
        "claim": held,
        "tone": facts.TONES[held.stage],
        "rows": facts.rows(held, is_open=is_open),
        "facts": facts.listed_checks(held),
        "voices": voices,
        "is_decided": held.stage not in ("asked", "checked"),
        "writing_off": writing_off if writing_off.words else None,
        "complaint": _complaint(held.case),
        "case_url": _case_url(held.case, actor),
        "trace": trace,
        "money": facts.money(trace),
        "order": next((one for one in trace.orders if one.is_open), None),
        "now": clock.now(),
        "may_pay": may_pay,
        "is_open": is_open,
        "leading": [one for one in found if one.noun in claims_steps.LEADING],
        "others": [one for one in found if one.noun not in claims_steps.LEADING],
    }
    return render(request, "compensation/office/claim.html", context)


@sides.officers
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, claim_id: UUID, noun: str) -> HttpResponse:
    """The page of one step."""
    found = BY_NOUN.get(noun)
    if found is None:
        raise Http404
    held = sides.claim(request, claim_id)
    return take(request, held, found, AUDIENCE, by=sides.actor_of(request))


@sides.officers
@require_POST
def payee(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Show whom to pay for a quarter of an hour, where the body keeps the money's books; the record keeps it."""
    held, at = sides.claim(request, claim_id), clock.now()
    try:
        verbs.show_payee(held, by=sides.actor_of(request), at=at)
    except NotAllowed as error:
        raise Http404 from error
    unmasking.keep_open(request.session, held.pk, at)
    return HttpResponseRedirect(reverse("desk-fund-claim", args=[held.pk]) + "#payee")


def _in_list(rows: ClaimQuerySet, name: str) -> ClaimQuerySet:
    match name:
        case "check":
            return rows.filter(stage="asked")
        case "decide":
            return rows.filter(stage="checked")
        case "late":
            late = PaymentOrder.objects.filter(
                claim=OuterRef("pk"), state__in=["ordered", "sent"], due_at__lt=clock.now()
            )
            return rows.filter(Exists(late), stage="ordered")
        case "write-off":
            said = Decision.objects.filter(claim=OuterRef("pk"), about=Decision.About.WRITE_OFF)
            return rows.filter(Exists(said), stage="recovering")
    return rows.open()


def _open_steps(held: Claim, actor: Actor) -> list[VerbPage]:
    today = clock.today()
    return [one for one in STEPS if one.is_open(held) and one.may(actor, held, today)]


def _is_said(step: VerbPage, voices: facts.Voices, writing_off: facts.Voices) -> bool:
    """Whether this person has said it already: nobody twice."""
    if step.noun in ("approval", "refusal"):
        return voices.has_spoken
    return step.noun == "write-off" and writing_off.has_spoken


def _complaint(case: Case) -> Rows:
    story = unmasking.text_masked(case.story)
    price = row(_("Price"), money_words(case.price_fen))
    return known([row(_("What happened"), story, is_text=True), price])


def _case_url(case: Case, actor: Actor) -> str:
    """The page of the complaint, for those who may see it."""
    if not Case.objects.visible_to(actor).filter(pk=case.pk).exists():
        return ""
    return reverse("desk-case", args=[case.pk])


def _more(held: Claim) -> dict[str, Any]:
    return {"rows": facts.rows(held), "facts": facts.listed_checks(held)}


AUDIENCE = Audience(
    template="compensation/office/step.html",
    refusal="compensation/office/moved.html",
    frame=lambda request: {},
    home=lambda held: reverse("desk-fund-claim", args=[held.pk]),
    fresh=lambda request, held: sides.claim(request, held.pk),
    more=_more,
)
