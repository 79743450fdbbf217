"""One case, as an officer sees it; opening its contact data; its evidence."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huaihai.cases import pledged
from huaihai.cases.actions import letters, showing
from huaihai.cases.actions.moving import Unfit
from huaihai.cases.desk import case_file, verbs
from huaihai.cases.letters import state
from huaihai.cases.models import Case
from huaihai.cases.pages import facts, promise_rows, unmasking
from huaihai.cases.pages.forms import LONGEST_TEXT
from huaihai.cases.pages.situation import CASEWORK, READING, Situation, as_officer
from huaihai.kit import clock, filestore, guards
from huaihai.kit.text.normalise import UnstorableTextError, storable


@guards.staff(*READING)
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Facts, parties, clocks, evidence, offers, the record, and what can be done now."""
    situation = situation_of(request, case_id)
    if situation.case.stage == "draft":
        return HttpResponseRedirect(reverse("desk-draft", args=[case_id]))
    pages = verbs.open_to(situation)
    is_open = unmasking.is_open(request.session, case_id, clock.now())
    living, others = facts.of_clocks(situation)
    first = verbs.first_step(situation, pages)
    context = {
        "case": situation.case,
        "situation": situation,
        "is_open": is_open,
        "matter": facts.of_matter(situation, is_open=is_open),
        "consumer": case_file.of_consumer(situation, is_open=is_open),
        "business": facts.of_business(situation.case),
        "pledged": pledged.of(situation.case, today=situation.today),
        "bodies": case_file.of_bodies(situation.case),
        "clock": living,
        "clocks": others,
        "evidence": case_file.of_evidence(situation.case),
        "offers": case_file.of_offers(situation.case),
        "parts": promise_rows.of_case(situation.case, today=situation.today),
        "answers": case_file.of_answers(situation.case),
        "record": case_file.of_record(situation.case, today=situation.today, is_open=is_open),
        "first": first,
        "steps": _grouped([page for page in pages if page is not first]),
        "may_unmask": bool(situation.parties),
        "letter": state.of(situation.case, at=clock.now()),
        "call_asked": state.call_asked(situation.case) if situation.parties else "",
        "may_have_letter": letters.may_have_letter(situation.case),
    }
    return render(request, "cases/desk/case.html", context)


@guards.staff(*CASEWORK)
@require_POST
def unmasking_of(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Open the contact data for a quarter of an hour, with a reason that the record keeps."""
    situation = situation_of(request, case_id)
    if not situation.parties:
        raise Http404
    at = clock.now()
    try:
        text = storable(request.POST.get("text", "")[:LONGEST_TEXT])
        showing.unmask(situation.case, text=text, by=situation.actor, at=at)
    except UnstorableTextError as error:
        messages.error(request, _(error.message_id))
    except Unfit as error:
        messages.error(request, error.message)
    else:
        unmasking.keep_open(request.session, case_id, at)
    return HttpResponseRedirect(reverse("desk-case", args=[case_id]) + "#parties")


@guards.staff(*READING)
def evidence(request: HttpRequest, case_id: UUID, evidence_id: UUID) -> HttpResponse:
    """One file of evidence, as its safe copy; what has none is handed out to be saved."""
    situation = situation_of(request, case_id)
    held = get_object_or_404(situation.case.evidence, pk=evidence_id)
    try:
        return filestore.file_response(  # type: ignore[return-value]  # guards name the usual kind of answer
            sha256=held.sha256, kind=held.kind, name=held.name, derivative=held.derivative
        )
    except FileNotFoundError as error:
        raise Http404 from error


def situation_of(request: HttpRequest, case_id: UUID) -> Situation:
    """The case, if this officer may see it; otherwise 404."""
    actor = as_officer(request.actor)  # type: ignore[attr-defined]
    seen = Case.objects.visible_to(actor).with_parties()
    return Situation(get_object_or_404(seen, pk=case_id), actor, clock.today())


def _grouped(pages: list[verbs.VerbPage]) -> list[dict[str, Any]]:
    titles = {
        verbs.WORK: _("Other steps"),
        verbs.WORD: _("On a party's word"),
        verbs.HAND: _("Hand on or end"),
        verbs.NOTE: _("Add to the file"),
    }
    grouped = {name: [page for page in pages if page.group == name] for name in titles}
    return [{"title": titles[name], "pages": found} for name, found in grouped.items() if found]
