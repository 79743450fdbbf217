"""The list, one case, the consumer's contact after a settlement, and the files."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huaihai.cases import lifecycle, pledged
from huaihai.cases.actions import showing
from huaihai.cases.actions.moving import NotAllowed
from huaihai.cases.business import law_words, overview, shared, standing, steps, told
from huaihai.cases.business.aside import aside
from huaihai.cases.pages import promise_rows, unmasking
from huaihai.kit import clock, filestore, guards
from huaihai.kit.paging import page_of


@guards.business
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The cases that the business was invited to: whose turn, until when, what is asked."""
    actor, today = standing.actor_of(request), clock.today()
    wanted = request.GET.get("list", "")
    wanted = wanted if wanted in standing.LISTS else standing.OPEN
    ended = [name for name, stage in lifecycle.STAGES.items() if stage.is_final]
    listed = {
        standing.YOURS: standing.our_turn(today),
        standing.OPEN: Q(stage__in=lifecycle.OPEN),
        standing.ENDED: Q(stage__in=ended),
    }[wanted]
    page = page_of(standing.cases_of(actor).filter(listed), request.GET.get("page"))
    context = {
        "desk": aside(request),
        "page": page,
        "rows": standing.rows_of(list(page.rows), today),
        "wanted": wanted,
        "heading": standing.LISTS[wanted],
        "has_several": len(actor.business_ids) > 1,
        "overview": None if request.GET.keys() & {"list", "page"} else overview.of(actor, today=today),
    }
    return render(request, "cases/business/list.html", context)


@guards.business
@require_safe
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What the consumer says and asks, until when, what one can do, what has happened."""
    situation = standing.situation_of(request, case_id)
    held = situation.case
    may_see = showing.may_show_to_business(held)
    is_open = may_see and unmasking.is_open(request.session, case_id, clock.now())
    offers, answers = told.offers(held), told.answers(held)
    may_answer = standing.may_answer(situation)
    found = steps.open_in(held) if may_answer else []
    context = {
        "desk": aside(request),
        "case": held,
        "stage": standing.stage_shown(held, situation.turn),
        "is_first_answer": held.stage in ("inviting", "negotiating") and not (offers or answers),
        "clock": standing.living_clock(situation),
        "complaint": told.complaint(held, today=situation.today),
        "consumer": told.consumer(held, is_open=is_open),
        "may_see_contact": may_see and not is_open,
        "law": law_words.about(held),
        "evidence": told.evidence(held),
        "offers": offers,
        "counter": next((one for one in offers if one["is_open"] and not one["is_ours"]), None),
        "answers": answers,
        "may_answer": may_answer,
        "agreement": told.agreement(situation),
        "pledged": pledged.of(held, today=situation.today),
        "parts": promise_rows.of_case(held, today=situation.today),
        "record": told.record(held),
        "steps": found,
        "waits": situation.turn.of == lifecycle.CONSUMER,
        "body": told.body(held),
    }
    return render(request, "cases/business/case.html", context)


@guards.business
@require_POST
def contact(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the consumer's name and phone for a quarter of an hour, after a settlement; the record keeps it."""
    situation, at = standing.situation_of(request, case_id), clock.now()
    try:
        showing.show_to_business(situation.case, by=situation.actor, at=at)
    except NotAllowed:
        messages.error(request, _("The phone is shown only after a settlement."))
    else:
        unmasking.keep_open(request.session, case_id, at)
    return HttpResponseRedirect(reverse("business-case", args=[case_id]) + "#consumer")


@guards.business
@require_safe
def evidence(request: HttpRequest, case_id: UUID, evidence_id: UUID) -> Any:
    """One file, as its safe copy, under a name that names nobody."""
    situation = standing.situation_of(request, case_id)
    held = get_object_or_404(shared.evidence(situation.case), pk=evidence_id)
    try:
        return filestore.file_response(
            sha256=held.sha256, kind=held.kind, name=f"{situation.case.number}", derivative=held.derivative
        )
    except FileNotFoundError as error:
        raise Http404 from error
