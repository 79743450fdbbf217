"""The pages of a business's desk: its list, one case, a step, one part done, the consumer's contact, practice."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huaihai.businesses import pages as businesses_pages
from huaihai.businesses import rights
from huaihai.businesses.models import Business, Connection
from huaihai.cases import appointments, life, pledged, practice, promises, unmasking
from huaihai.cases.business import facts, forms, law_words, overview, standing, steps
from huaihai.cases.business.standing import actor_of
from huaihai.cases.business.steps import CONFLICT, Doing, VerbPage
from huaihai.cases.models import Case, Promise
from huaihai.cases.papers import signed
from huaihai.cases.situation import Situation
from huaihai.cases.verbs import care, fulfilment
from huaihai.desk.asking import MakeForm, Question, ask, asking
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.desk.uploads import all_stored
from huaihai.kit import clock, filestore, guards
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor


def aside(request: HttpRequest) -> dict[str, Any]:
    """What `kit/desk.html` asks for: two queries."""
    actor = standing.actor_of(request)
    counts = standing.counts_of(actor, clock.today())
    desk = reverse("business-desk")
    here = f"{request.path}?{request.GET.get('list', standing.OPEN)}"
    items = [
        {
            "label": label,
            "url": f"{desk}?list={name}",
            "count": counts.get(name),
            "is_current": here == f"{desk}?{name}",
        }
        for name, label in standing.LISTS.items()
    ]
    account = {"label": _("My account"), "url": reverse("my-account"), "count": None, "is_current": False}
    return {
        "body_name": _names(actor.business_ids),
        "person": getattr(request.user, "shown_name", ""),
        "groups": [
            {"title": _("Complaints"), "items": items},
            {"title": _("Your business"), "items": businesses_pages.items(request)},
            {"title": _("More"), "items": [account]},
        ],
    }


def _names(ids: frozenset[Any]) -> str:
    """The first business by name, and how many more."""
    names = list(
        Business.objects.standing().filter(pk__in=ids).order_by("created_at").values_list("name", flat=True)
    )
    if not names:
        return ""
    more = len(names) - 1
    told = ngettext("%(name)s and one more", "%(name)s and %(n)s more", more) % {"name": names[0], "n": more}
    return told if more else names[0]


@guards.business
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The cases that the business was invited to: whose turn, until when, what is asked."""
    actor, today = standing.actor_of(request), clock.today()
    wanted = request.GET.get("list", "")
    wanted = wanted if wanted in standing.LISTS else standing.OPEN
    ended = [name for name, stage in life.STAGES.items() if stage.is_final]
    listed = {
        standing.YOURS: standing.our_turn(today),
        standing.OPEN: Q(stage__in=life.OPEN),
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
def appointment_file(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The appointment for the calendar of the business."""
    held = appointments.of_case(standing.situation_of(request, case_id).case, party=life.BUSINESS)
    if held is None:
        raise Http404
    return appointments.response(held, at=clock.now())


@guards.business
@require_safe
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What the consumer says and asks, until when, what one can do, what has happened."""
    situation = standing.situation_of(
        request, case_id, "agreement", "answers", "evidence", "offers", "promises"
    )
    held = situation.case
    may_see = unmasking.may_show_to_business(held)
    is_open = may_see and unmasking.is_open(request.session, case_id, clock.now())
    offers = facts.offers(held, situation.history, today=situation.today)
    answers = facts.answers(held)
    may_answer = standing.may_answer(situation)
    found = steps.open_in(held) if may_answer else []
    context = {
        "desk": aside(request),
        "case": held,
        "stage": standing.stage_shown(held, situation.turn),
        "meeting": appointments.shown(
            held, reverse("business-appointment", args=[case_id]), party=life.BUSINESS
        ),
        "is_first_answer": held.stage in ("inviting", "negotiating") and not (offers or answers),
        "clock": standing.living_clock(situation),
        "complaint": facts.complaint(held, today=situation.today),
        "consumer": facts.consumer(held, is_open=is_open),
        "may_see_contact": may_see and not is_open,
        "law": law_words.about(held),
        "evidence": facts.evidence(held, situation.history),
        "offers": offers,
        "counter": next((one for one in offers if one["is_open"] and not one["is_ours"]), None),
        "answers": answers,
        "may_answer": may_answer,
        "agreement": facts.agreement(situation),
        "proceedings": situation.proceedings_for(life.BUSINESS),
        "signed": signed.of(held, situation.actor, "business-signed"),
        "pledged": pledged.of(held, today=situation.today),
        "parts": promises.of_case(held, today=situation.today),
        "record": facts.record(held, situation.history),
        "steps": found,
        "waits": situation.turn.of == life.CONSUMER,
        "body": facts.body(held),
    }
    return render(request, "cases/business/case.html", context)


@guards.business
@require_POST
def contact(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the consumer's name and phone for a quarter of an hour, after a settlement; the record keeps it."""
    situation, at = standing.situation_of(request, case_id), clock.now()
    try:
        unmasking.show_to_business(situation.case, by=situation.actor, at=at)
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
    held = standing.file_of(situation.case, evidence_id)
    return filestore.file_response(
        sha256=held.sha256, kind=held.kind, name=f"{situation.case.number}", derivative=held.derivative
    )


FORBIDDEN = 403


@guards.business
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, case_id: UUID, noun: str) -> HttpResponse:
    """The page of one step."""
    found = steps.BY_NOUN.get(noun)
    if found is None:
        raise Http404
    again = partial(standing.situation_of, request, case_id)
    try:
        situation = again()
    except Http404:
        if request.method == "POST" and standing.was_theirs(request, case_id):
            return _gone(request, found)
        raise
    doing = Doing(
        request,
        found,
        situation,
        case_url=reverse("business-case", args=[case_id]),
        template="cases/business/step.html",
        again=again,
        frame=partial(_frame, request),
    )
    return steps.take(doing) if standing.may_answer(situation) else _may_not(doing)


def _frame(request: HttpRequest) -> dict[str, Any]:
    return {"base_page": "kit/desk.html", "desk": aside(request)}


def _may_not(doing: Doing) -> HttpResponse:
    """Somebody who sees the case but does not answer for the business, such as a cashier."""
    request = doing.request
    form = doing.step.form(request.POST, situation=doing.situation) if request.method == "POST" else None
    why = _("You can look at this complaint, but not answer it.")
    what_now = _("Managers answer, and those who are named to answer complaints. Please ask one of them.")
    return steps.refused(doing, why, what_now, form, status=FORBIDDEN)


def _gone(request: HttpRequest, step: VerbPage) -> HttpResponse:
    """Another business is meant now: keep what was typed, show nothing else."""
    typed = [
        {"label": str(field.label), "value": request.POST[name]}
        for name, field in step.form.base_fields.items()
        if name != "seen" and request.POST.get(name)
    ]
    why = _("Another business is meant in this case now. You need not do anything more.")
    context = {**_frame(request), "why": why, "typed": typed}
    return render(request, "cases/moved.html", context, status=CONFLICT)


MOVED = 409


@asking
@guards.business
def part(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """One part: what, by when, and the form to say that it is done."""
    situation = standing.situation_of(request, case_id)
    if not standing.may_answer(situation):
        raise Http404
    promise = promises.numbered(situation.case, number)
    return ask(
        request,
        _part_question(request, situation, promise),
        form=partial(forms.ClaimFulfilment, situation=situation),
        act=lambda form: claim(
            promise, **form.facts(), seen=form.version_seen, by=situation.actor, at=clock.now()
        ),
        done=_("The consumer is asked to confirm it now."),
        to=reverse("business-case", args=[case_id]),
    )


def _part_question(request: HttpRequest, situation: Situation, promise: Promise) -> Question:
    case = situation.case
    row = promises.row(promise, today=situation.today)
    is_open = row.is_watched and case.stage in life.VERBS["claim_part"].moves

    def again() -> tuple[Question, MakeForm]:
        now = standing.situation_of(request, case.pk)
        question = _part_question(request, now, promises.numbered(now.case, promise.number))
        return question, partial(forms.ClaimFulfilment, situation=now)

    return Question(
        current="",
        title=_("This part is done"),
        button=_("Say that this part is done"),
        back=reverse("business-case", args=[case.pk]),
        back_label=str(case),
        template="cases/business/part.html",
        refusal="cases/business/part.html",
        closed="" if is_open else _("Nothing more can be said about this part."),
        shows=lambda: {"case": case, "part": row, "body": facts.body(case), "stands": _how_it_stands(case)},
        frame=lambda request, _current: {"desk": aside(request)},
        now=_how_it_stands,
        again=again,
    )


def _how_it_stands(case: Case) -> str:
    return _("It is now: %(stage)s.") % {"stage": standing.stage_words(case)}


def claim(
    promise: Promise, *, text: str, uploads: list[Any], by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Say that this part is done, with the proof, all or nothing."""
    kept = all_stored(uploads)
    try:
        with transaction.atomic():
            fulfilment.claim(promise, text=text, by=by, at=at, seen=seen)
            for stored, name in kept:
                care.add_evidence(promise.case, file=stored, name=name, party=life.BUSINESS, by=by, at=at)
    except (NotPossible, NotAllowed) as error:  # the case has moved on, whatever way
        raise Moved(Case.objects.get(pk=promise.case_id)) from error


@guards.business
@require_POST
def practice_cases(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    """Make one more, if the visitor manages the connection's business."""
    account_id = actor_of(request).account_id
    if account_id is None:
        raise Http404
    managed = rights.held_in(account_id, rights.MANAGE, on=clock.today())
    rows = Connection.objects.live().filter(is_sandbox=True, business__in=managed)
    held = get_object_or_404(rows, pk=connection_id)
    try:
        practice.begin(held, at=clock.now())
    except Unfit as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("A practice case is there. Your system is invited to answer it."))
    return HttpResponseRedirect(reverse("business-connection", args=[held.pk]))
