"""The consumer's answers, one page each: of the whole case, and of one part of an agreement.

A page is a form with the version of the case that was seen; an action does the work and refuses what does not
fit. What was typed before a session ended is put back into the form.
"""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from huaihai.cases import case_forms, life, promises, timeline, visits
from huaihai.cases.consumer.fields import TextBody, TextLine
from huaihai.cases.consumer.filing.business import BusinessFields, as_typed
from huaihai.cases.consumer.filing.papers import take_files
from huaihai.cases.consumer.tracking import facts
from huaihai.cases.consumer.tracking import forms as tracking_forms
from huaihai.cases.consumer.tracking.access import moved, open_case, with_case
from huaihai.cases.consumer.tracking.answer_table import ANSWERS, PART_ANSWERS, Answer
from huaihai.cases.consumer.tracking.forms import (
    AcceptForm,
    CorrectionForm,
    CounterForm,
    OfferForm,
    SeenForm,
    SupplementForm,
    SupplyForm,
)
from huaihai.cases.models import Case, Offer
from huaihai.desk.asking import renewed
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.kit import clock, guards
from huaihai.members.actors import Actor


def page_for(verb: str) -> Callable[..., HttpResponse]:
    """The page of one answer."""
    table = ANSWERS[verb]

    def page(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
        is_known = table.form is AcceptForm and visits.is_just_opened(request, case.pk)
        answer = replace(table, form=OfferForm) if is_known else table
        if verb not in {one.name for one in life.possible(case.stage, life.CONSUMER)}:
            again = answer.form(request.POST) if request.method == "POST" else None
            is_sent = again is not None and again.is_valid() and _is_sent(case, verb, again, actor)
            return _sent(request, case) if is_sent else _not_now(request, case, again)
        if request.method != "POST" and issubclass(answer.form, OfferForm) and _open_offer(case) is None:
            return _not_now(request, case)
        kept = guards.kept_post(request) if request.method == "GET" else None
        data = request.POST if request.method == "POST" else kept
        form = answer.form(data, initial=_initial(case, answer))
        if isinstance(form, CorrectionForm):
            form.offer(tracking_forms.similar(case))
        if kept is not None:
            messages.info(
                request,
                gettext("You were away for long. What you wrote is still here; please send it again."),
            )
        elif request.method == "POST" and form.is_valid():
            typed = dict(form.cleaned_data)
            if isinstance(form, BusinessFields):
                typed["stated"] = form.stated()
            if isinstance(form, SupplementForm) and not _with_files(request, case, form, typed, actor):
                return _shown(request, case, answer, form)
            response = _done(request, case, actor, answer=answer, form=form, typed=typed, verb=verb)
            if response is not None:
                return response
        return _shown(request, case, answer, form)

    page.__name__ = verb
    return require_http_methods(["GET", "HEAD", "POST"])(with_case(page))


def part_page_for(verb: str) -> Callable[..., HttpResponse]:
    """The page of one answer about one part of an agreement."""
    answer = PART_ANSWERS[verb]

    def page(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
        case, actor = open_case(request, case_id)
        promise = promises.numbered(case, number)
        row = promises.row(promise, today=clock.today())
        if not row.is_watched:
            return _not_now(request, case, answer.form(request.POST) if request.method == "POST" else None)
        data = request.POST if request.method == "POST" else guards.kept_post(request)
        form = answer.form(data, initial={"seen": case.version})
        if request.method == "POST" and form.is_valid():
            typed = {**form.cleaned_data, "promise": promise}
            response = _done(request, case, actor, answer=answer, form=form, typed=typed)
            if response is not None:
                return response
        return render(request, answer.template, {"case": case, "answer": answer, "form": form, "part": row})

    page.__name__ = verb
    return guards.consumer(require_http_methods(["GET", "HEAD", "POST"])(page))


def _with_files(
    request: HttpRequest, case: Case, form: SupplementForm, typed: dict[str, Any], actor: Actor
) -> bool:
    """Whether something was added, and every file was taken. What was taken is there in any case."""
    before = case.evidence.count()
    refused = take_files(request, case, by=actor)
    typed["seen"] += case.evidence.count() - before  # each is a change of our own
    if not typed["text"] and not refused:
        if not _has_new_files(case, form):
            form.add_error("text", gettext("Please write what was asked for, or choose a photo."))
        elif isinstance(form, SupplyForm):
            form.cleaned_data["text"] = typed["text"] = gettext("It is among the files.")
    for words in refused:
        form.add_error("upload", words)
    renewed(form, "seen", typed["seen"])
    return not form.errors


def _has_new_files(case: Case, form: SupplementForm) -> bool:
    """Whether the consumer added any since it was asked for."""
    reply = _reply(case) if isinstance(form, SupplyForm) else None
    since = reply.answer.made_at if reply else case.stage_since
    return case.evidence.filter(party=life.CONSUMER, added_at__gte=since).exists()


def _reply(case: Case) -> facts.Reply | None:
    return facts.so_far(case, today=clock.today()).reply


def _done(
    request: HttpRequest,
    case: Case,
    actor: Actor,
    *,
    answer: Answer,
    form: SeenForm,
    typed: dict[str, Any],
    verb: str = "",
) -> HttpResponse | None:
    """Do it and lead back to the case; None if the form has to be shown again. Of a `verb` it is told whether this
    very answer was sent before."""
    try:
        answer.act(case, typed, actor, clock.now())
    except Moved as error:
        if verb and _is_sent(error.row, verb, form, actor):
            return _sent(request, case)
        return moved(request, case, _typed_words(form))
    except (NotPossible, NotAllowed):
        return _not_now(request, case, form)
    except Unfit as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return None
    messages.success(request, str(answer.done))
    return redirect("my-case", case_id=case.pk)


def _is_sent(case: Case, verb: str, form: SeenForm, actor: Actor) -> bool:
    """Whether this very answer was sent before, and comes a second time."""
    if isinstance(form, BusinessFields):
        return False
    typed = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
    seen = form.cleaned_data.get("seen")
    return seen is not None and case_forms.is_sent(case, verb, typed, seen=seen, by=actor)


def _sent(request: HttpRequest, case: Case) -> HttpResponse:
    messages.info(request, gettext("This was sent already; it is not sent twice."))
    return redirect("my-case", case_id=case.pk)


def _open_offer(case: Case) -> Offer | None:
    """The offer of the business that waits for the consumer."""
    return case.offers.filter(state=Offer.State.OPEN, by_party=Offer.Party.BUSINESS).first()


def _typed_words(form: forms.Form) -> list[str]:
    words = [
        form.cleaned_data.get(name)
        for name, field in form.fields.items()
        if isinstance(field, TextBody | TextLine)
    ]
    return [word for word in words if word]


def _shown(request: HttpRequest, case: Case, answer: Answer, form: SeenForm) -> HttpResponse:
    offer = _open_offer(case) if isinstance(form, OfferForm) else None
    context = {
        "case": case,
        "form": form,
        "answer": answer,
        "offer": facts.proposal(offer, today=clock.today()) if offer else None,
        "goods": facts.goods_of(case),
        "reply": _reply(case) if isinstance(form, SupplyForm) else None,
        "is_business": isinstance(form, BusinessFields),
    }
    if isinstance(form, SupplementForm):
        lines = [] if isinstance(form, SupplyForm) else timeline.of(case, life.CONSUMER)
        context["asked"] = next((line.text for line in lines if line.verb == "ask_supplement"), "")
        context["files"] = case.evidence.all()
    return render(request, answer.template, context)


def _not_now(request: HttpRequest, case: Case, form: SeenForm | None = None) -> HttpResponse:
    if form is not None:
        form.full_clean()
    typed = _typed_words(form) if form is not None else []
    context = {"case": case, "typed": typed}
    return render(request, "cases/consumer/not_now.html", context, status=HTTPStatus.CONFLICT)


def _initial(case: Case, answer: Answer) -> dict[str, Any]:
    initial: dict[str, Any] = {"seen": case.version}
    if issubclass(answer.form, OfferForm):
        offer = _open_offer(case)
        initial["offer"] = offer.pk if offer else None
        if issubclass(answer.form, CounterForm) and offer is not None:
            sums = [fen for fen in (case.asked_fen, offer.sum_fen) if fen is not None]
            not_below = max(sums, default=None)  # what is offered already
            initial |= {"remedies": case.remedies or offer.remedies, "sum_fen": not_below}
            initial["perform_by_on"] = max(offer.perform_by_on, clock.today())
    if issubclass(answer.form, BusinessFields):
        initial |= as_typed(case.stated_business)
    return initial
