"""After sending, number and code, shown until written down; later the application is looked up with both."""

import json
import secrets
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huaihai.businesses import application_numbers
from huaihai.businesses.actions import accounts, way_in
from huaihai.businesses.actions.enrolling import Applied
from huaihai.businesses.joining.forms import LookUpForm
from huaihai.businesses.models import Enrolment
from huaihai.desk.lives import NotPossible
from huaihai.kit import clock, guards, sealing
from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of
from huaihai.members.actions import links

KEPT = "join_received"  # session key: number and code, sealed
OPENED = "join_opened"  # session key: the application that was opened with its code
NO_CODE = "0" * 64
LOOKS_A_NETWORK = Brake("join-look-network", most=30, seconds=3600)
LOOKS_A_NUMBER = Brake("join-look-number", most=10, seconds=3600)


def keep(request: HttpRequest, applied: Applied) -> None:
    """Keep number and code of a new application for the next page."""
    request.session[OPENED] = str(applied.enrolment.pk)
    held = json.dumps({"id": str(applied.enrolment.pk), "code": applied.code})
    request.session[KEPT] = sealing.seal(held, place=KEPT)
    request.session.save()  # now: a second press of the button may ask for the page before this answer is out


@guards.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def received(request: HttpRequest) -> HttpResponse:
    """Number and code; once written down, how the application stands."""
    enrolment = _opened(request)
    if enrolment is None:
        return redirect("join-look-up")
    if request.method == "POST":
        request.session.pop(KEPT, None)
        return redirect("join-application")
    context = {"enrolment": enrolment, "code": _code_of(request, enrolment)}
    return render(request, "businesses/joining/received.html", context)


@guards.public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Number and code open an application. Unknown and wrong are told alike."""
    form = LookUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        number = application_numbers.stored_number(form.cleaned_data["number"])
        if not LOOKS_A_NETWORK.lets_through(network_of(request)) or not LOOKS_A_NUMBER.lets_through(number):
            form.add_error(None, _("Too many tries. Please wait an hour, or call the association."))
        elif (found := _with(number, form.cleaned_data["secret"])) is not None:
            request.session[OPENED] = str(found.pk)
            return redirect("join-application")
        else:
            form.add_error(None, _("Number and code do not belong together. Please compare both."))
    return render(request, "businesses/joining/look_up.html", {"form": form})


@guards.public
@never_cache
@require_safe
def application(request: HttpRequest) -> HttpResponse:
    """How it stands; once confirmed, the way to the account."""
    enrolment = _opened(request)
    if enrolment is None:
        return redirect("join-look-up")
    account = enrolment.account
    context = {
        "enrolment": enrolment,
        "account": account,
        "is_set_up": account is not None and accounts.is_set_up(account),
        "is_live": enrolment.stage in ("joined", "suspended"),
    }
    return render(request, "businesses/joining/application.html", context)


@guards.public
@never_cache
@require_POST
def account(request: HttpRequest) -> HttpResponse:
    """Begin to set up the account: a password, then the second factor."""
    enrolment = _opened(request)
    if enrolment is None:
        return redirect("join-look-up")
    try:
        token = way_in.first_link(enrolment, by=way_in.applicant_of(enrolment), at=clock.now())
    except NotPossible:  # it was set up meanwhile: the page says so
        return redirect("join-application")
    request.session.pop(OPENED, None)
    return HttpResponseRedirect(links.path_of(token))


def _opened(request: HttpRequest) -> Enrolment | None:
    held = request.session.get(OPENED)
    rows = Enrolment.objects.select_related("body", "account")
    found: Enrolment | None = rows.filter(pk=UUID(held)).first() if held else None
    return found


def _with(number: str, code: str) -> Enrolment | None:
    found = Enrolment.objects.filter(number=number).first() if number else None
    given = application_numbers.fingerprint(code)
    fits = secrets.compare_digest(given, found.code_hash if found else NO_CODE)
    return found if fits else None


def _code_of(request: HttpRequest, enrolment: Enrolment) -> str:
    kept = request.session.get(KEPT)
    if not kept:
        return ""
    held: dict[str, str] = json.loads(sealing.unseal(kept, place=KEPT))
    return held["code"] if held["id"] == str(enrolment.pk) else ""
