"""The application is sent; number and code are shown until written down, and open it later."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huaihai.businesses.channel import application, verbs
from huaihai.businesses.channel.application import EITHER, page
from huaihai.businesses.channel.facts import WORDING, promised
from huaihai.businesses.channel.forms import LookUpForm, PromiseForm
from huaihai.businesses.channel.verbs import Applied
from huaihai.businesses.models import Enrolment
from huaihai.businesses.people import verbs as people_verbs
from huaihai.desk import codes
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit import clock, guards
from huaihai.kit.brakes import Brake
from huaihai.kit.country import gettext as _
from huaihai.kit.network import network_of
from huaihai.members import powers
from huaihai.members.actors import Actor

RECEIVED = "join_received"  # session key: number and code
OPENED = "join_opened"  # session key: the application that was opened with its code
LOOKS_A_NETWORK = Brake("join-look-network", most=30, seconds=3600)
LOOKS_HERE = Brake("join-look-here", most=10, seconds=3600)  # of one number from one network
LOOKS_A_NUMBER = Brake("join-look-number", most=500, seconds=86_400)  # from all networks


def keep_received(request: HttpRequest, applied: Applied) -> None:
    """Keep number and code of a new application for the next page."""
    request.session[OPENED] = str(applied.enrolment.pk)
    request.session[RECEIVED] = {"id": str(applied.enrolment.pk), "code": applied.code}
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
        request.session.pop(RECEIVED, None)
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
        number = verbs.stored_number(form.cleaned_data["number"])
        if not _may_look(number, network_of(request)):
            form.add_error(None, _("Too many tries. Please wait an hour, or call the association."))
        elif (found := _with(number, form.cleaned_data["secret"])) is not None:
            request.session[OPENED] = str(found.pk)
            return redirect("join-application")
        else:
            form.add_error(None, _("Number and code do not belong together. Please compare both."))
    return render(request, "businesses/joining/look_up.html", {"form": form})


def _may_look(number: str, network: str) -> bool:
    return (
        LOOKS_A_NETWORK.lets_through(network)
        and LOOKS_HERE.lets_through(f"{number} {network}")
        and LOOKS_A_NUMBER.lets_through(number)
    )


@guards.public
@never_cache
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """How it stands; once confirmed, the way to the account."""
    enrolment = _opened(request)
    if enrolment is None:
        return redirect("join-look-up")
    account = enrolment.account
    context = {
        "enrolment": enrolment,
        "account": account,
        "is_set_up": account is not None and people_verbs.is_account_set_up(account),
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
        token = verbs.first_link(enrolment, by=verbs.applicant_of(enrolment), at=clock.now())
    except NotPossible:  # it was set up meanwhile: the page says so
        return redirect("join-application")
    request.session.pop(OPENED, None)
    return HttpResponseRedirect(powers.path_of(token))


def _opened(request: HttpRequest) -> Enrolment | None:
    held = request.session.get(OPENED)
    rows = Enrolment.objects.select_related("body", "account")
    found: Enrolment | None = rows.filter(pk=UUID(held)).first() if held else None
    return found


def _with(number: str, code: str) -> Enrolment | None:
    found = Enrolment.objects.filter(number=number).first() if number else None
    given = verbs.code_fingerprint(code)
    return found if codes.fits(given, found.code_hash if found else "") else None


def _code_of(request: HttpRequest, enrolment: Enrolment) -> str:
    held: dict[str, str] = request.session.get(RECEIVED) or {}
    return held["code"] if held.get("id") == str(enrolment.pk) else ""


SENT_A_NETWORK = Brake("join-sent", most=20, seconds=3600)


@guards.public
@never_cache
@EITHER
def check(request: HttpRequest) -> HttpResponse:
    """Everything once more, the promise, and off it goes."""
    draft = application.draft_of(request)
    body = application.body_of_draft(draft)
    if application.first_missing(draft) or body is None:
        return redirect(application.first_missing(draft) or "join-places")
    form = PromiseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _sent(request, draft, body)
        except Unfit as error:
            form.add_error(None, str(error))
    context = {"rows": _rows(draft), "body": body, "promised": promised(body, on=clock.today())}
    return page(request, "join-check", form, **context)


def _sent(request: HttpRequest, draft: application.Draft, body: Any) -> HttpResponse:
    if not SENT_A_NETWORK.lets_through(network_of(request)):
        raise Unfit("", _("Too many applications came from your network. Please wait an hour."))
    applied = verbs.apply(
        verbs.Application(
            name=draft["name"],
            code=draft["code"],
            as_kind=draft["as_kind"],
            places=draft["places"],
            contact_name=draft["contact_name"],
            contact_phone=draft["contact_phone"],
        ),
        body=body,
        promise=WORDING,
        client_key=draft["key"],
        by=Actor.public(),
        at=clock.now(),
        is_demo=settings.DEMO,
    )
    if applied.code:  # a second press of the button leaves the session to the first, which holds the code
        application.drop_draft(request)
        keep_received(request, applied)
    return redirect("join-received")


def _rows(draft: application.Draft) -> list[dict[str, Any]]:
    places = "\n".join(row["name"] for row in application.shown_places(draft))
    business, where, person = (
        f"{reverse(name)}?to=check" for name in ("join-business", "join-places", "join-contact")
    )
    return [
        {"label": _("{Business_code_short}"), "value": draft["code"], "change_url": business},
        {"label": _("Name of the business"), "value": draft["name"], "change_url": business},
        {
            "label": _("What are you?"),
            "value": Enrolment.Kind(draft["as_kind"]).label,
            "change_url": business,
        },
        {"label": _("Places"), "value": places, "is_text": True, "change_url": where},
        {"label": _("Contact person"), "value": draft["contact_name"], "change_url": person},
        {"label": _("Phone"), "value": draft["contact_phone"], "change_url": person},
    ]
