"""File number and receipt code after sending, and a paper as proof of filing.

The code is kept in the session until the person says that it is written down: a page loaded again shows
the same, and no second case.
"""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huaihai.businesses.standing import facts as standing_facts
from huaihai.businesses.standing.terms import HOURS, Terms
from huaihai.cases import turns, visits
from huaihai.cases.consumer.filing import gates, remedies, steps
from huaihai.cases.consumer.tracking import facts as tracking_facts
from huaihai.cases.models import Agreement, Case
from huaihai.cases.models.complainant import BY_CARD
from huaihai.cases.together import facts as together_facts
from huaihai.cases.verbs.intake import Receipt
from huaihai.kit import clock, guards
from huaihai.kit.sessions import SessionStore
from huaihai.members import actors
from huaihai.members.actors import Actor

KEPT = "receipt_kept"  # session key


def keep(request: HttpRequest, receipt: Receipt) -> None:
    """Keep the code for the receipt page. A repeat has no code to show and leaves what is kept alone.

    It is written now, in the caller's transaction: the answer may never arrive, and a second press of the button may
    ask for the receipt before it is out.
    """
    if not receipt.code:
        return
    session = cast("SessionStore", request.session)
    session[KEPT] = {"case": str(receipt.case.pk), "code": receipt.code}
    actors.remember_case(request, receipt.case.pk, visits.mark_of_code(receipt.code))
    if session.session_key is not None:
        session.save_within()


@require_http_methods(["GET", "HEAD", "POST"])
@guards.consumer
def receipt(request: HttpRequest) -> HttpResponse:
    """The receipt of what was sent last; once acknowledged, the case page."""
    case_id = steps.in_hand_id(request)
    is_open = case_id in Actor.of_request(request).case_ids
    own = Case.objects.visible_to(Actor.consumer({case_id} if case_id and is_open else ())).with_parties()
    case = own.filter(pk__in=[case_id]).exclude(number=None).first() if case_id else None
    if case is None:
        return redirect("my-cases")
    if request.method == "POST":
        request.session.pop(KEPT, None)
        actor = Actor.of_request(request)
        if actor.kind != "officer":
            return redirect("my-case", case_id=case.pk)
        actors.forget_case(request, case.pk)  # an officer who helped has no more of it than the post gives
        messages.success(
            request, _("It is sent. The consumer opens it with number and code; this browser does no more.")
        )
        return redirect(actor.first_page)
    today = clock.today()
    context = {
        "case": case,
        "code": _code_of(request, case),
        "card": tracking_facts.clocks_of(case, turns.of(case, today=today), today=today).big,
        "body": case.contact_body,
        "settled": _settled(case),
        "away": gates.away(case),
        "already": gates.already_words(case),
        "case_doors": tracking_facts.case_doors(case, today=today)
        if case.client_key.startswith(BY_CARD)
        else [],
        "has_others": together_facts.offered(case) is not None,
        "app_until": remedies.app_until(case, today=today),
    }
    return render(request, "cases/consumer/file_receipt.html", context)


def _settled(case: Case) -> dict[str, Any] | None:
    """What was settled at once with a standing offer; None for a complaint."""
    held = Agreement.objects.select_related("offer__standing_version").filter(case=case).first()
    version = held.offer.standing_version if held is not None and held.offer is not None else None
    if held is None or version is None:
        return None
    terms = Terms.of(version.terms)
    return {
        "given": standing_facts.given(terms, held.sum_fen),
        "payer": standing_facts.payer(terms),
        "done_by": terms.done_by(held.reached_at),
        "in_hours": terms.perform_unit == HOURS,
        "by_fund": terms.paid_by_fund,
    }


def _code_of(request: HttpRequest, case: Case) -> str:
    held: dict[str, str] = request.session.get(KEPT) or {}
    return held["code"] if held.get("case") == str(case.pk) else ""
