"""A draft that goes on on another device: a short code, shown on the one and typed on the other, good once, for a day.

The code stands in no address. The database has its fingerprint, and the session that had it made has it sealed.
"""

from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huaihai.cases.consumer.filing import questions, steps
from huaihai.cases.consumer.filing.steps import Draft, with_draft
from huaihai.cases.models import Case, UploadCode
from huaihai.desk import codes
from huaihai.desk.lives import NotPossible
from huaihai.kit import clock, guards, sealing
from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of
from huaihai.members.actors import Actor
from huaihai.record import events

GOOD_FOR = timedelta(hours=24)
CODE_LENGTH = 8  # 40 random bits, of which each network tries a few an hour
CODES = "go_on_code"  # session key: the draft, and its code
TRIES = Brake("go-on", most=20, seconds=3600)  # of a network
ALL_TRIES = Brake("go-on-all", most=5000, seconds=3600)
MADE = Brake("go-on-made", most=10, seconds=3600)  # of a draft


def make_code(case: Case, *, by: Actor, at: datetime) -> str:
    """A new code of this draft, given back this once; an earlier one ends. Raises NotPossible."""
    code = codes.drawn(CODE_LENGTH)
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if held.stage != "draft":
            raise NotPossible("only a draft goes on elsewhere")
        held.upload_codes.filter(ended_at=None).update(ended_at=at)
        UploadCode.objects.create(
            case=held, code_hash=_fingerprint(code), made_by=by.key, made_at=at, expires_at=at + GOOD_FOR
        )
        events.write(subject=held.record_key, verb="go_on_code_made", by=by.key, at=at)
    return code


def use_code(typed: str, *, at: datetime) -> UUID | None:
    """The draft that this code opens, for the only time; None for any other code."""
    fits = UploadCode.objects.filter(code_hash=_fingerprint(typed), ended_at=None, expires_at__gt=at)
    with transaction.atomic():
        found = fits.select_for_update(of=("self",)).filter(case__stage="draft").first()
        if found is None:
            return None
        found.ended_at = at
        found.save(update_fields=["ended_at"])
        by = Actor.consumer({found.case_id}).key
        events.write(subject=f"case:{found.case_id}", verb="went_on_elsewhere", by=by, at=at)
    return found.case_id


def _fingerprint(code: str) -> str:
    return sealing.fingerprint_of_code(codes.plain(code), purpose="go-on")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_draft
def elsewhere(request: HttpRequest, case: Case) -> HttpResponse:
    """The code of the draft in hand; the button makes one."""
    if request.method == "POST":
        if MADE.lets_through(str(case.pk)):
            code = make_code(case, by=steps.consumer_of(case), at=clock.now())
            request.session[CODES] = {"case": str(case.pk), "code": code}
        else:
            messages.warning(request, gettext("Many codes were made already. Please wait an hour."))
        return redirect("file-elsewhere")
    held = request.session.get(CODES, {})
    shown = codes.grouped(held["code"]) if held.get("case") == str(case.pk) and _is_good(held["code"]) else ""
    return render(request, "cases/consumer/file_elsewhere.html", {"case": case, "code": shown})


def _is_good(code: str) -> bool:
    rows = UploadCode.objects.filter(code_hash=_fingerprint(code), ended_at=None, expires_at__gt=clock.now())
    return rows.exists()


class GoOnForm(forms.Form):
    code = forms.CharField(
        max_length=40,
        label=_("The code from the other device"),
        help_text=_("Eight letters and digits. Dashes and capitals do not matter."),
        error_messages={"required": _("Please write the code")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
def with_code(request: HttpRequest) -> HttpResponse:
    """Type the code, and go on where one was."""
    form, status = GoOnForm(request.POST if request.method == "POST" else None), HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        if not TRIES.lets_through(network_of(request)) or not ALL_TRIES.lets_through("all"):
            form.add_error("code", gettext("Too many tries from your network. Please wait an hour."))
            status = HTTPStatus.TOO_MANY_REQUESTS
        elif (case_id := use_code(form.cleaned_data["code"], at=clock.now())) is None:
            words = gettext(
                "This code does not fit, was used, or is older than a day. Please have a new one shown."
            )
            form.add_error("code", words)
        else:
            TRIES.give_back(network_of(request))  # only wrong codes count
            ALL_TRIES.give_back("all")
            steps.take_up(request, case_id)
            own = Case.objects.visible_to(Actor.consumer({case_id})).with_parties().get(pk=case_id)
            messages.success(request, gettext("Here is what you have written so far."))
            return redirect(steps.address(questions.first_open(Draft(own))))
    return render(request, "cases/consumer/file_with_code.html", {"form": form}, status=status)
