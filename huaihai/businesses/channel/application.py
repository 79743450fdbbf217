"""The application, page by page, kept in the browser's session; the digits that prove the contact's phone."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.businesses.channel import sms
from huaihai.businesses.channel.facts import promised
from huaihai.businesses.channel.forms import KIND_HINTS, BusinessForm, CodeForm, ContactForm, PlaceForm
from huaihai.businesses.pages import place_name
from huaihai.desk import codes
from huaihai.desk.lives import Unfit
from huaihai.kit import clock, guards, local_words, sealing
from huaihai.kit.brakes import Brake
from huaihai.kit.form_fields import PlainForm
from huaihai.kit.ids import new_id
from huaihai.kit.network import network_of
from huaihai.law.credit_code import CreditCode
from huaihai.members import directory
from huaihai.members.models import Organisation

DRAFT = "join_draft"  # session key
MOST_PLACES = 40

type Draft = dict[str, Any]


def draft_of(request: HttpRequest) -> Draft:
    """What was typed so far; a fresh one, with its own key, if nothing was."""
    held: Draft | None = request.session.get(DRAFT)
    return held or {"key": str(new_id()), "places": []}


def keep_draft(request: HttpRequest, draft: Draft, **more: Any) -> Draft:
    """Keep it, with these answers too."""
    kept = {**draft, **more}
    request.session[DRAFT] = kept
    return kept


def drop_draft(request: HttpRequest) -> None:
    """It was sent."""
    request.session.pop(DRAFT, None)


def first_missing(draft: Draft) -> str:
    """The name of the page that comes next: "" if all is there."""
    done = (
        ("join-business", bool(draft.get("code") and draft.get("name") and draft.get("as_kind"))),
        ("join-places", bool(draft.get("places"))),
        ("join-contact", bool(draft.get("contact_name") and draft.get("contact_phone"))),
        ("join-code", is_confirmed(draft)),
    )
    return next((name for name, is_done in done if not is_done), "")


def is_confirmed(draft: Draft) -> bool:
    """Whether the phone that stands there now was proven by its code."""
    phone = draft.get("contact_phone")
    return bool(phone) and draft.get("confirmed") == phone


def body_of_draft(draft: Draft) -> Organisation | None:
    """The city's body at the main place, which is the first one."""
    places = draft.get("places") or []
    node = directory.body_at(places[0]["region_code"]) if places else None
    return node.city if node else None


def shown_places(draft: Draft) -> list[dict[str, Any]]:
    """The places in words, with their number in the list."""
    return [
        {
            "number": number,
            "name": " · ".join(filter(None, (place_name(row["region_code"]), row["sign"], row["address"]))),
        }
        for number, row in enumerate(draft.get("places") or [])
    ]


CODE_LIFE = timedelta(minutes=5)
CODES_A_PHONE = Brake("join-code-phone", most=6, seconds=3600)
CODES_A_NETWORK = Brake("join-code-network", most=60, seconds=3600)
TRIES_A_CODE = Brake("join-code-tries", most=5, seconds=int(CODE_LIFE.total_seconds()))
TRIES_A_PHONE = Brake("join-phone-tries", most=30, seconds=3600)


class TriedTooOften(Unfit):
    """This code is spent; a new one may be sent at once."""


def send_code(draft: Draft, *, network: str, at: datetime) -> Draft:
    """Send a new code to the draft's phone; what to keep of it. Raises Unfit: a moment ago, or too many."""
    phone, sent = draft["contact_phone"], draft.get("code_sent_at")
    if sent and draft.get("code_for") == phone:
        codes.require_pause(datetime.fromisoformat(sent), at)
    if not CODES_A_NETWORK.lets_through(network) or not CODES_A_PHONE.lets_through(phone):
        raise Unfit("code", _("Too many codes were asked for. Please wait an hour, or call the association."))
    code = codes.six_digits()
    sms.send_code(phone, code, minutes=CODE_LIFE.seconds // 60, at=at)
    return {"code_for": phone, "code_hash": _code_fingerprint(phone, code), "code_sent_at": at.isoformat()}


def check_code(draft: Draft, typed: str, *, at: datetime) -> None:
    """Whether it is the code. Raises Unfit: wrong, or too old; TriedTooOften."""
    phone, kept, sent = draft["contact_phone"], draft.get("code_hash", ""), draft.get("code_sent_at")
    is_old = not sent or not timedelta(0) <= at - datetime.fromisoformat(sent) <= CODE_LIFE
    if not kept or is_old or draft.get("code_for") != phone:
        raise Unfit("code", codes.TOO_OLD)
    if not TRIES_A_CODE.lets_through(kept) or not TRIES_A_PHONE.lets_through(phone):
        raise TriedTooOften("code", codes.TOO_OFTEN)
    if not codes.fits(_code_fingerprint(phone, typed), kept):
        raise Unfit("code", codes.WRONG)


def _code_fingerprint(phone: str, code: str) -> str:
    return sealing.fingerprint_of_code(code, purpose=f"join:{phone}")


STEPS = ("join-business", "join-places", "join-contact", "join-code", "join-check")
EITHER = require_http_methods(["GET", "HEAD", "POST"])


@guards.public
@require_safe
def join(request: HttpRequest) -> HttpResponse:
    """Who may join, what it costs, what is promised."""
    sentences = promised(directory.root(), on=clock.today())
    has_draft = DRAFT in request.session
    return render(request, "businesses/joining/join.html", {"promised": sentences, "has_draft": has_draft})


@guards.public
@never_cache
@EITHER
def business(request: HttpRequest) -> HttpResponse:
    """Credit code, name, kind."""
    draft = draft_of(request)
    form = BusinessForm(request.POST if request.method == "POST" else None, initial=draft)
    if request.method == "POST" and form.is_valid():
        keep_draft(request, draft, **form.cleaned_data)
        return redirect(_next(request, "join-places"))
    return page(request, "join-business", form, hints=KIND_HINTS)


@guards.public
@never_cache
@EITHER
def places(request: HttpRequest) -> HttpResponse:
    """Where it trades: the main place first, then branches in any of the cities."""
    draft = draft_of(request)
    if not draft.get("code"):
        return redirect("join-business")
    held: list[dict[str, str]] = list(draft["places"])
    if "remove" in request.POST:
        kept = [row for number, row in enumerate(held) if str(number) != request.POST["remove"]]
        keep_draft(request, draft, places=kept)
        return redirect(request.get_full_path())
    form = PlaceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form.is_empty and held and "add" not in request.POST:
            return redirect(_next(request, "join-contact"))
        if form.is_valid() and _added(request, form, draft, held):
            return redirect(
                request.get_full_path() if "add" in request.POST else _next(request, "join-contact")
            )
    context = {"places": shown_places(draft), "found": _found(draft), "business_name": draft["name"]}
    return page(request, "join-places", form, **context)


@guards.public
@never_cache
@EITHER
def contact(request: HttpRequest) -> HttpResponse:
    """Whom we call; another number gets a code."""
    draft = draft_of(request)
    if first_missing(draft) in STEPS[:2]:
        return redirect(first_missing(draft))
    form = ContactForm(request.POST if request.method == "POST" else None, initial=draft)
    if request.method == "POST" and form.is_valid():
        draft = keep_draft(request, draft, **form.cleaned_data)
        if is_confirmed(draft) or _send(request, draft, form):
            return redirect("join-check" if is_confirmed(draft) else "join-code")
    return page(request, "join-contact", form)


@guards.public
@never_cache
@EITHER
def code(request: HttpRequest) -> HttpResponse:
    """The six digits."""
    draft = draft_of(request)
    if first_missing(draft) != "join-code":
        return redirect(first_missing(draft) or "join-check")
    if "resend" in request.POST:
        if _send(request, draft, None):
            messages.success(request, _("A new code is on its way."))
        return redirect("join-code")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            check_code(draft, form.cleaned_data["code"], at=clock.now())
        except Unfit as error:
            form.add_error("code", str(error))
            if isinstance(error, TriedTooOften):
                keep_draft(request, draft, code_hash="", code_sent_at="")
        else:
            keep_draft(request, draft, confirmed=draft["contact_phone"], code_hash="")
            return redirect("join-check")
    return page(request, "join-code", form, last_digits=draft["contact_phone"][-4:])


def _added(request: HttpRequest, form: PlaceForm, draft: Draft, held: list[dict[str, str]]) -> bool:
    if len(held) >= MOST_PLACES:
        form.add_error(None, _("At most %(n)s places. Tell us the others later.") % {"n": MOST_PLACES})
        return False
    if form.place() not in held:
        keep_draft(request, draft, places=[*held, form.place()])
    return True


def _send(request: HttpRequest, draft: Draft, form: ContactForm | None) -> bool:
    """Send a code, within limits; what stands in the way is said at the field, or above the page."""
    try:
        kept = send_code(draft, network=network_of(request), at=clock.now())
    except Unfit as error:
        if form is not None and draft.get("code_for") == draft["contact_phone"]:
            return True  # a code is on its way already: go on and type it
        if form is None:
            messages.warning(request, str(error))
        else:
            form.add_error("contact_phone", str(error))
        return False
    keep_draft(request, draft, **kept)
    return True


def _found(draft: Draft) -> str:
    """What the code itself tells, in a sentence."""
    code = CreditCode(draft["code"])
    kind = code.kind
    where = place_name(code.region.code) if code.region else ""
    said = {"kind": local_words.either(zh=kind[0], en=kind[1]) if kind else _("business"), "place": where}
    if where:
        return _("The code is right: %(kind)s, registered in %(place)s.") % said
    return _("The code is right: %(kind)s.") % said


def _next(request: HttpRequest, name: str) -> str:
    return "join-check" if request.GET.get("to") == "check" else name


def page(request: HttpRequest, name: str, form: PlainForm, **more: Any) -> HttpResponse:
    """The page of one step, with its place in the row and the way back."""
    place = STEPS.index(name)
    before = "join" if place == 0 else STEPS[place - 1 if name != "join-check" else 2]
    back = "join-check" if request.GET.get("to") == "check" else before
    context = {"form": form, "step": place + 1, "steps": len(STEPS), "back_url": reverse(back)}
    template = f"businesses/joining/{name.removeprefix('join-')}.html"
    return render(request, template, context | more)
