"""The public page: one field for whatever one has; the answer; handing in what somebody forged."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huaihai import alliance
from huaihai.cases.genuine import finding, forgeries, signed_papers
from huaihai.kit import clock, guards, local_words, offline
from huaihai.kit.brakes import Brake
from huaihai.kit.form_fields import PlainForm, Words
from huaihai.kit.network import network_of

ASKED = Brake("genuine-network", most=40, seconds=600)
HANDED_IN = Brake("forged-network", most=10, seconds=86_400)
TOO_MANY = 429


class Got(PlainForm):
    """What somebody got in our name, or its code."""

    got = Words(
        label=_("The code (8 letters and digits), or the whole message"),
        max_length=finding.LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
    )


class Forged(PlainForm):
    """What it said, and where."""

    got = Words(
        label=_("What did you get? Write what it says, or who called and what they wanted"),
        max_length=finding.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    city = forms.ChoiceField(label=_("City"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cities = [(city.code, local_words.place(city.name)) for city in alliance.load().cities]
        self.fields["city"].choices = [("", gettext("Another place, or I do not know")), *cities]  # type: ignore[attr-defined]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
@guards.origin_or_token
def check(request: HttpRequest) -> HttpResponse:
    """Ours or not. What is unknown and what is wrong look the same."""
    form = Got(request.POST or None)
    context: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST" and form.is_valid():
        if ASKED.lets_through(network_of(request)):
            got = form.cleaned_data["got"]
            context |= {"is_asked": True, "ours": finding.find(got, at=clock.now())}
            context["forged"] = Forged(initial={"got": got})
        else:
            form.add_error(None, _("Too many tries. Please wait ten minutes, or call the association."))
            status = TOO_MANY
    return render(request, "cases/genuine/check.html", context, status=status)


@never_cache
@require_safe
@guards.public
def paper(request: HttpRequest, text: str) -> HttpResponse:
    """What the square of a paper leads to."""
    context = {"form": Got(), "is_asked": True, "ours": finding.find(text, at=clock.now())}
    context["forged"] = Forged(initial={"got": text})
    return render(request, "cases/genuine/check.html", context, status=200 if context["ours"] else 404)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
@guards.origin_or_token
def forged(request: HttpRequest) -> HttpResponse:
    """What strangers sent in our name is handed in: the association reads it, and early warning counts it."""
    form = Forged(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if HANDED_IN.lets_through(network_of(request)):
            forgeries.hand_in(**form.facts(), at=clock.now(), is_demo=bool(settings.DEMO))
            return redirect("genuine-thanks")
        form.add_error(None, _("Too many came from your network today. Please call the association."))
        status = TOO_MANY
    return render(request, "cases/genuine/forged.html", {"form": form}, status=status)


@require_safe
@guards.public
def shell(request: HttpRequest) -> HttpResponse:
    """The page that verifies a paper in the phone, as phones keep it."""
    return render(request, "cases/genuine/shell.html", {"papers": offline.path_below("genuine-paper")})


@require_safe
@guards.public
def worker(_request: HttpRequest) -> HttpResponse:
    """The script that hands that page out without a network."""
    return offline.worker(
        "huaihai-papers-1",
        page="genuine-offline",
        below="genuine-paper",
        fresh=["genuine-keys"],
        files=["cases/genuine/paper.js"],
    )


@require_safe
@guards.public
def public_keys(_request: HttpRequest) -> HttpResponse:
    """The public keys, and those that count no more."""
    answer = JsonResponse(signed_papers.published())
    answer["Cache-Control"] = "public, max-age=60"
    return answer


@require_safe
@guards.public
def thanks(request: HttpRequest) -> HttpResponse:
    """It has arrived, and what to do now."""
    return render(request, "cases/genuine/thanks.html")
