"""The application, page by page: which business, where, whom we call, the promise."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.businesses.joining import drafts, phone_codes
from huaihai.businesses.joining.forms import (
    KIND_HINTS,
    BusinessForm,
    CodeForm,
    ContactForm,
    PlaceForm,
    Plain,
)
from huaihai.businesses.joining.promises import promised
from huaihai.businesses.place_names import place_name
from huaihai.desk.lives import Unfit
from huaihai.kit import clock, guards, local_words
from huaihai.kit.network import network_of
from huaihai.law.credit_code import CreditCode
from huaihai.members import directory

STEPS = ("join-business", "join-places", "join-contact", "join-code", "join-check")
EITHER = require_http_methods(["GET", "HEAD", "POST"])


@guards.public
@require_safe
def join(request: HttpRequest) -> HttpResponse:
    """Who may join, what it costs, what is promised."""
    sentences = promised(directory.root(), on=clock.today())
    has_draft = drafts.KEPT in request.session
    return render(request, "businesses/joining/join.html", {"promised": sentences, "has_draft": has_draft})


@guards.public
@never_cache
@EITHER
def business(request: HttpRequest) -> HttpResponse:
    """Credit code, name, kind."""
    draft = drafts.of(request)
    form = BusinessForm(request.POST if request.method == "POST" else None, initial=draft)
    if request.method == "POST" and form.is_valid():
        drafts.keep(request, draft, **form.cleaned_data)
        return redirect(_next(request, "join-places"))
    return page(request, "join-business", form, hints=KIND_HINTS)


@guards.public
@never_cache
@EITHER
def places(request: HttpRequest) -> HttpResponse:
    """Where it trades: the main place first, then branches in any of the cities."""
    draft = drafts.of(request)
    if not draft.get("code"):
        return redirect("join-business")
    held: list[dict[str, str]] = list(draft["places"])
    if "remove" in request.POST:
        kept = [row for number, row in enumerate(held) if str(number) != request.POST["remove"]]
        drafts.keep(request, draft, places=kept)
        return redirect(request.get_full_path())
    form = PlaceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if form.is_empty and held and "add" not in request.POST:
            return redirect(_next(request, "join-contact"))
        if form.is_valid() and _added(request, form, draft, held):
            return redirect(
                request.get_full_path() if "add" in request.POST else _next(request, "join-contact")
            )
    context = {"places": drafts.shown_places(draft), "found": _found(draft), "business_name": draft["name"]}
    return page(request, "join-places", form, **context)


@guards.public
@never_cache
@EITHER
def contact(request: HttpRequest) -> HttpResponse:
    """Whom we call; another number gets a code."""
    draft = drafts.of(request)
    if drafts.first_missing(draft) in STEPS[:2]:
        return redirect(drafts.first_missing(draft))
    form = ContactForm(request.POST if request.method == "POST" else None, initial=draft)
    if request.method == "POST" and form.is_valid():
        draft = drafts.keep(request, draft, **form.cleaned_data)
        if drafts.is_confirmed(draft) or _send(request, draft, form):
            return redirect("join-check" if drafts.is_confirmed(draft) else "join-code")
    return page(request, "join-contact", form)


@guards.public
@never_cache
@EITHER
def code(request: HttpRequest) -> HttpResponse:
    """The six digits."""
    draft = drafts.of(request)
    if drafts.first_missing(draft) != "join-code":
        return redirect(drafts.first_missing(draft) or "join-check")
    if "resend" in request.POST:
        if _send(request, draft, None):
            messages.success(request, _("A new code is on its way."))
        return redirect("join-code")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            phone_codes.check(draft, form.cleaned_data["code"], at=clock.now())
        except Unfit as error:
            form.add_error("code", str(error))
            if isinstance(error, phone_codes.TriedTooOften):
                drafts.keep(request, draft, code_hash="", code_sent_at="")
        else:
            drafts.keep(request, draft, confirmed=draft["contact_phone"], code_hash="")
            return redirect("join-check")
    return page(request, "join-code", form, last_digits=draft["contact_phone"][-4:])


def _added(request: HttpRequest, form: PlaceForm, draft: drafts.Draft, held: list[dict[str, str]]) -> bool:
    if len(held) >= drafts.MOST_PLACES:
        form.add_error(None, _("At most %(n)s places. Tell us the others later.") % {"n": drafts.MOST_PLACES})
        return False
    if form.place() not in held:
        drafts.keep(request, draft, places=[*held, form.place()])
    return True


def _send(request: HttpRequest, draft: drafts.Draft, form: ContactForm | None) -> bool:
    """Send a code, within limits; what stands in the way is said at the field, or above the page."""
    try:
        kept = phone_codes.send(draft, network=network_of(request), at=clock.now())
    except Unfit as error:
        if form is not None and draft.get("code_for") == draft["contact_phone"]:
            return True  # a code is on its way already: go on and type it
        if form is None:
            messages.warning(request, str(error))
        else:
            form.add_error("contact_phone", str(error))
        return False
    drafts.keep(request, draft, **kept)
    return True


def _found(draft: drafts.Draft) -> str:
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


def page(request: HttpRequest, name: str, form: Plain, **more: Any) -> HttpResponse:
    """The page of one step, with its place in the row and the way back."""
    place = STEPS.index(name)
    before = "join" if place == 0 else STEPS[place - 1 if name != "join-check" else 2]
    back = "join-check" if request.GET.get("to") == "check" else before
    context = {"form": form, "step": place + 1, "steps": len(STEPS), "back_url": reverse(back)}
    template = f"businesses/joining/{name.removeprefix('join-')}.html"
    return render(request, template, context | more)
