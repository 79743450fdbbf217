"""One claim on an own fund: facts, evidence, the case in short, who said what, the money; and the steps."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huaihai.cases import unmasking
from huaihai.cases.business import standing
from huaihai.compensation import ledger
from huaihai.compensation.claims import facts as claims_facts
from huaihai.compensation.claims import steps as claims_steps
from huaihai.compensation.claims import verbs
from huaihai.compensation.claims.acting import VerbPage, take
from huaihai.compensation.funds import own
from huaihai.compensation.models import Claim, Decision
from huaihai.desk.lives import NotAllowed
from huaihai.kit import clock, filestore, guards
from huaihai.members.actors import Actor


@guards.business
@require_safe
def claim(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """What is asked, on what facts, who has said what, what became of the money."""
    held, actor, today = own.claim(request, claim_id), own.actor_of(request), clock.today()
    may_pay = claims_steps.pays(actor, held, today)
    is_open = may_pay and unmasking.is_open(request.session, held.pk, clock.now())
    voices = claims_facts.voices(held, actor)
    writing_off = claims_facts.voices(held, actor, about=Decision.About.WRITE_OFF)
    trace = ledger.trace(held)
    found = [one for one in _open_steps(held, actor) if not _is_said(one, voices, writing_off)]
    context = {
        "claim": held,
        "tone": claims_facts.TONES[held.stage],
        "rows": claims_facts.rows(held, is_open=is_open),
        "facts": (facts := claims_facts.listed_checks(held)),
        "failed": sum(not one.holds and not one.is_only_at_once for one in facts),
        "voices": voices,
        "is_decided": held.stage not in ("asked", "checked"),
        "writing_off": writing_off if writing_off.words else None,
        "complaint": claims_facts.case_rows(held.case, today=today),
        "evidence": _evidence(held),
        "trace": trace,
        "money": claims_facts.money(trace),
        "order": next((one for one in trace.orders if one.is_open), None),
        "leading": [one for one in found if one.noun in claims_steps.LEADING],
        "others": [one for one in found if one.noun not in claims_steps.LEADING],
        "may_pay": may_pay,
        "is_open": is_open,
    }
    return render(request, "compensation/business/claim.html", own.frame(request) | context)


@guards.business
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, claim_id: UUID, noun: str) -> HttpResponse:
    """The page of one step."""
    found = claims_steps.BY_NOUN.get(noun)
    if found is None:
        raise Http404
    held = own.claim(request, claim_id)
    return take(request, held, found, own.AUDIENCE, by=own.actor_of(request))


@guards.business
@require_POST
def payee(request: HttpRequest, claim_id: UUID) -> HttpResponse:
    """Show whom to pay for a quarter of an hour; the record keeps it."""
    held, at = own.claim(request, claim_id), clock.now()
    try:
        verbs.show_payee(held, by=own.actor_of(request), at=at)
    except NotAllowed as error:
        messages.error(request, str(error))
    else:
        unmasking.keep_open(request.session, held.pk, at)
    if request.POST.get("next") == "payments":
        return HttpResponseRedirect(reverse("business-payments"))
    return HttpResponseRedirect(reverse("business-claim", args=[held.pk]) + "#payee")


@guards.business
@require_safe
def evidence(request: HttpRequest, claim_id: UUID, evidence_id: UUID) -> Any:
    """One file, as its safe copy, under a name that names nobody."""
    held = own.claim(request, claim_id)
    file = standing.file_of(held.case, evidence_id)
    return filestore.file_response(
        sha256=file.sha256, kind=file.kind, name=f"{held.case.number}", derivative=file.derivative
    )


def _open_steps(held: Claim, actor: Actor) -> list[VerbPage]:
    today = clock.today()
    return [one for one in claims_steps.STEPS if one.is_open(held) and one.may(actor, held, today)]


def _is_said(step: VerbPage, voices: claims_facts.Voices, writing_off: claims_facts.Voices) -> bool:
    """Whether this person has said it already: nobody twice."""
    if step.noun in ("approval", "refusal"):
        return voices.has_spoken
    return step.noun == "write-off" and writing_off.has_spoken


def _evidence(held: Claim) -> list[dict[str, Any]]:
    """What the consumer shares with the business, by number."""
    return [
        {
            "label": _("File %(n)s") % {"n": number},
            "size": file.size,
            "at": file.added_at,
            "url": reverse("business-claim-evidence", args=[held.pk, file.pk]),
        }
        for number, file in enumerate(standing.evidence(held.case), start=1)
    ]
