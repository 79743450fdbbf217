"""For a receiver without a program: the code opens the one offer, which is read and answered here."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from huaihai.cases.models import Passage
from huaihai.cases.passing import forms, reading, threads, verbs
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit import clock, guards, local_words
from huaihai.kit.brakes import Brake
from huaihai.kit.form_fields import PlainForm
from huaihai.kit.network import network_of

OPENED = "answers_passage"
BRAKE = Brake("passport-code", most=30, seconds=600)
TOO_MANY, CONFLICT = 429, 409
asking = require_http_methods(["GET", "HEAD", "POST"])


@guards.public
@asking
def answer(request: HttpRequest) -> HttpResponse:
    """The code. Whatever is wrong with it looks the same."""
    form, status = forms.Code(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        if not BRAKE.lets_through(network_of(request)):
            form.add_error(None, _("Too many tries. Please wait ten minutes, or call the association."))
            status = TOO_MANY
        elif found := verbs.by_code(form.cleaned_data["code"]):
            request.session[OPENED] = {"passage": str(found.pk), "code": found.code_hash}
            return _private(HttpResponseRedirect(reverse("passport-answer-case")))
        else:
            form.add_error("code", _("This code opens nothing. Please call the sender."))
    return _private(render(request, "cases/passing/code.html", {"form": form}, status=status))


@guards.public
@asking
def case(request: HttpRequest) -> HttpResponse:
    """The offer and the answers to it; once it was handed over, the deed, and what is told of the case then."""
    opened = request.session.get(OPENED, {})
    found = verbs.opened_by(opened.get("passage"), opened.get("code", "")) if opened else None
    if found is None:
        return _private(HttpResponseRedirect(reverse("passport-answer")))
    made: dict[str, Any] = {name: form(prefix=name) for name, form in _FORMS.items()}
    status = 200
    if request.method == "POST" and (do := request.POST.get("do", "")) in made:
        form = made[do] = _FORMS[do](request.POST, prefix=do)
        if form.is_valid():
            try:
                _VERBS[do](found, **form.facts(), at=clock.now())
            except (Unfit, NotPossible) as error:
                field = getattr(error, "field", None)
                form.add_error(field if field in form.fields else None, str(getattr(error, "message", error)))
                status = CONFLICT
            else:
                messages.success(request, _("Your answer has arrived."))
                return _private(HttpResponseRedirect(reverse("passport-answer-case")))
    return _private(render(request, "cases/passing/guest.html", _context(found, made), status=status))


_FORMS: Mapping[str, type[PlainForm]] = {
    "accept": forms.GuestAcceptance,
    "refuse": forms.Refusal,
    "ask": forms.Said,
    "answer": forms.Said,
    "end": forms.GuestEnd,
    "give_back": forms.Said,
}
_VERBS: Mapping[str, Callable[..., None]] = {
    "accept": verbs.guest_accepts,
    "refuse": verbs.guest_refuses,
    "ask": verbs.guest_asks,
    "answer": verbs.guest_answers,
    "end": verbs.guest_ends,
    "give_back": verbs.guest_returns,
}


def _context(passage: Passage, made: Mapping[str, Any]) -> dict[str, Any]:
    held, today, stand = threads.read(passage), clock.today(), Passage.Stand(passage.stand)
    states = {
        Passage.Stand.OFFERING: _("It is still with the sender. Please read it, and answer."),
        Passage.Stand.THEIRS: _("It is yours. The deed stands below."),
        Passage.Stand.OFFERED: _("You offered it back. Until the other side has accepted, it is yours."),
        Passage.Stand.ENDED: _("You have reported what came of it. Thank you."),
    }
    is_theirs = stand in (Passage.Stand.THEIRS, Passage.Stand.OFFERED)
    is_read = is_theirs or stand == Passage.Stand.OFFERING
    told = reading.offered(held, today=today, is_open=True, has_contacts=is_theirs) if is_read else {}
    return {
        **made,
        "state": states.get(stand, pgettext("passage", "The offer does not stand any more.")),
        "is_open": stand == Passage.Stand.OFFERING,
        "may_end": stand == Passage.Stand.THEIRS,
        "lines": reading.lines(held, us=local_words.in_script(passage.body.short_name)),
        "told": told,
        "asked": held.asked.body["words"] if is_read and held.asked else "",
        "deed": reading.deed(held) if is_theirs or stand == Passage.Stand.ENDED else [],
        "sender": passage.body,
        "today": today,
    }


def _private(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
