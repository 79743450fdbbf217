"""The consumer's own data: all of it to take along in one file, and what nobody needs any more erased."""

import json
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.cases import timeline, visits
from huaihai.cases.consumer.tracking import answer_table
from huaihai.cases.consumer.tracking.access import with_case
from huaihai.cases.consumer.tracking.forms import ProofFields
from huaihai.cases.life import CONSUMER
from huaihai.cases.models import Agreement, Case
from huaihai.cases.package import facts as package
from huaihai.cases.package.handing import handed
from huaihai.cases.verbs import erasing
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit import clock
from huaihai.members.actors import Actor

ERASE = {erasing.CONTACT: erasing.erase_contact, erasing.WHOLE: erasing.erase_file}


class PartForm(forms.Form):
    """Which part is to go; the buttons say it."""

    part = forms.ChoiceField(choices=[(part, part) for part in ERASE], widget=forms.HiddenInput)


class ProvenPartForm(PartForm, ProofFields):
    pass


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def page(request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """What there is, what may go now, what stays, why and until when."""
    is_known = visits.is_just_opened(request, case.pk)
    form_class = PartForm if is_known else ProvenPartForm
    form = form_class(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            if not is_known:
                answer_table.prove(case, name=form.cleaned_data["name"], code=form.cleaned_data["code"])
            ERASE[form.cleaned_data["part"]](case, by=actor, at=clock.now())
        except Unfit as error:
            form.add_error(error.field or None, error.message)
        except NotPossible:
            status = HTTPStatus.CONFLICT
            form = form_class()
        else:
            return _done(request, case, form.cleaned_data["part"])
    context = {
        "case": case,
        "form": form,
        "found": erasing.erasable(case, today=clock.today()),
        "was_refused": status == HTTPStatus.CONFLICT,
        "is_known": is_known,
    }
    return render(request, "cases/consumer/my_data.html", context, status=status)


def _done(request: HttpRequest, case: Case, part: str) -> HttpResponse:
    if part == erasing.WHOLE:
        messages.success(request, _("Erased. Number and receipt code open nothing any more."))
        return redirect("home")
    messages.success(request, _("Erased. One way to reach you stays."))
    return redirect("my-data", case_id=case.pk)


@require_safe
@with_case
def file(_request: HttpRequest, case: Case, actor: Actor) -> HttpResponse:
    """The whole case as a signed package; with it `data.json`, all that was given, for programs."""
    text = json.dumps(facts(case), ensure_ascii=False, indent=1, default=_plain)
    return handed(lambda: package.of(case, CONSUMER, by=actor, at=clock.now()), {"data.json": text.encode()})


PERSON = ("name", "phone", "email", "address", "wechat", "is_for_child", "acts_for", "confirmed_at")
CASE = (
    *(
        "number",
        "stage",
        "origin",
        "bought",
        "bought_on",
        "received_goods_on",
        "consumer_at",
        "title",
        "story",
    ),
    *(
        "stated_business",
        "category",
        "nature",
        "price_fen",
        "remedies",
        "asked_fen",
        "regulator_number",
        "result",
    ),
    *("settled_fen", "created_at", "submitted_at", "invited_at", "ended_at"),
)
OFFER = (
    *("by_party", "remedies", "sum_fen", "monthly_parts", "perform_by_on", "valid_until_on", "text", "state"),
    "made_at",
)

OWN = Q(asked_at__isnull=False) | Q(why="wish")  # what the consumer was asked, or asked for
TOGETHER = (
    "stage",
    "why",
    "is_spoken_for",
    "is_willing",
    "speaks",
    "wording",
    "asked_at",
    "answered_at",
    "left_at",
)


def facts(case: Case) -> dict[str, Any]:
    """What the consumer gave, and what the consumer reads of what others wrote; nothing that only bodies read."""
    agreement = Agreement.objects.filter(case=case).first()
    return {
        "complaint": _of(case, CASE),
        "you": _of(case.complainant, PERSON),
        "consents": [
            _of(one, ("purpose", "wording", "given_at", "withdrawn_at")) for one in case.consents.all()
        ],
        "answers": [_of(one, ("kind", "reason", "needs", "text", "made_at")) for one in case.answers.all()],
        "offers": [_of(one, OFFER) for one in case.offers.all()],
        "agreement": agreement
        and _of(agreement, ("kind", "terms", "sum_fen", "perform_by_on", "reached_at", "parcel")),
        "together_with_others": [_of(one, TOGETHER) for one in case.togethers.filter(OWN)],
        "numbers_elsewhere": [_of(one, ("platform", "number")) for one in case.elsewhere.all()],
        "what_happened": [
            {"at": line.at, "what": str(line.what), "text": line.text, "with": line.to}
            for line in reversed(timeline.of(case, CONSUMER))
        ],
    }


def _of(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
