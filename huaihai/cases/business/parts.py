"""The business says that it has done one part of what was agreed, with proof."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huaihai.cases import lifecycle
from huaihai.cases.actions import care, promising
from huaihai.cases.actions.moving import CaseMoved, NotAllowed, Unfit
from huaihai.cases.business import forms, standing, told
from huaihai.cases.business.aside import aside
from huaihai.cases.models import Promise
from huaihai.cases.pages import promise_rows
from huaihai.cases.pages.situation import Situation
from huaihai.kit import clock, filestore, guards
from huaihai.members.actors import Actor

CONFLICT = 409


@guards.business
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """One part: what, by when, and the form to say that it is done."""
    situation = standing.situation_of(request, case_id)
    if not standing.may_answer(situation):
        raise Http404
    promise = promise_rows.numbered(situation.case, number)
    data = request.POST if request.method == "POST" else guards.kept_post(request)
    form = forms.ClaimFulfilment(data, request.FILES or None, situation=situation)
    moved = ""
    if request.method == "POST" and form.is_valid():
        try:
            claim(promise, **form.facts(), seen=form.version_seen, by=situation.actor, at=clock.now())
        except (CaseMoved, lifecycle.NotPossible, NotAllowed):
            situation = standing.situation_of(request, case_id)
            promise = promise_rows.numbered(situation.case, number)
            moved = _("It is now: %(stage)s.") % {"stage": standing.stage_words(situation.case)}
            form = forms.ClaimFulfilment(_with_version(request, situation), situation=situation)
        except Unfit as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("The consumer is asked to confirm it now."))
            return HttpResponseRedirect(reverse("business-case", args=[case_id]))
    return _page(request, situation, promise, form, moved)


def claim(
    promise: Promise, *, text: str, uploads: list[Any], by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Say that this part is done, with the proof, all or nothing."""
    try:
        kept = [(filestore.store(upload), upload.name or "") for upload in uploads]
    except filestore.Refused as error:
        raise Unfit("uploads", error.message) from error
    with transaction.atomic():
        promising.claim(promise, text=text, by=by, at=at, seen=seen)
        for stored, name in kept:
            care.add_evidence(promise.case, file=stored, name=name, party=lifecycle.BUSINESS, by=by, at=at)


def _page(
    request: HttpRequest, situation: Situation, promise: Promise, form: forms.ClaimFulfilment, moved: str
) -> HttpResponse:
    shown = promise_rows.row(promise, today=situation.today)
    is_open = shown.is_watched and situation.case.stage in lifecycle.VERBS["claim_part"].moves
    context = {
        "desk": aside(request),
        "case": situation.case,
        "part": shown,
        "form": form,
        "is_open": is_open,
        "moved": moved,
        "body": told.body(situation.case),
    }
    status = CONFLICT if moved or not is_open else 200
    return render(request, "cases/business/part.html", context, status=status)


def _with_version(request: HttpRequest, situation: Situation) -> Any:
    data = request.POST.copy()
    data["seen"] = str(situation.case.version)
    return data
