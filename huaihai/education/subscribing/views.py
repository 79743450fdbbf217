"""Asking for warnings, and confirming the address with a code or a link."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from huaihai.desk.frame import actor_of
from huaihai.desk.lives import Unfit
from huaihai.education import tokens
from huaihai.education.actions import confirming
from huaihai.education.letters import addresses
from huaihai.education.models import Subscription
from huaihai.education.subscribing import consent
from huaihai.education.subscribing.forms import CodeForm, SubscribeForm
from huaihai.kit import clock, guards
from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of

ASKED = "subscription_asked"  # session key: the subscription that waits for its code
ASKS_AN_ADDRESS = Brake("subscribe-address", most=5, seconds=3600)
ASKS_A_NETWORK = Brake("subscribe-network", most=60, seconds=3600)
TRIES_A_NETWORK = Brake("subscribe-tries", most=60, seconds=3600)
asking = require_http_methods(["GET", "HEAD", "POST"])


@asking
@guards.public
def subscribe(request: HttpRequest) -> HttpResponse:
    """One page: where to, what, how often. City and topic may stand in the address of the page."""
    form = SubscribeForm(request.POST or None, initial=_asked_for(request))
    if request.method == "POST" and form.is_valid():
        if _may_ask(request, form.cleaned_data["address"]):
            asked = confirming.ask(
                form.wish,
                channel=form.channel,
                address=form.cleaned_data["address"],
                language=get_language() or "zh-hans",
                consent_version=consent.VERSION,
                at=clock.now(),
            )
            request.session[ASKED] = str(asked.pk)
            return redirect("subscribe-confirm")
        form.add_error("address", gettext("Too many codes were asked for. Please try again in an hour."))
    return render(request, "education/subscribing/subscribe.html", {"form": form, "consent": consent.WORDS})


@asking
@guards.public
def confirm(request: HttpRequest) -> HttpResponse:
    """The six digits. They are asked for whether or not the address is known."""
    asked = request.session.get(ASKED)
    if not asked:
        return redirect("subscribe")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if not TRIES_A_NETWORK.lets_through(network_of(request)):
                raise Unfit("code", gettext("Too many tries. Please try again in an hour."))
            held = confirming.confirm(
                UUID(asked), form.cleaned_data["code"], by=actor_of(request), at=clock.now()
            )
        except Unfit as error:
            form.add_error("code", error.message)
        else:
            del request.session[ASKED]
            return _welcome(held)
    return render(request, "education/subscribing/confirm.html", {"form": form})


@asking
@guards.public
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the e-mail: one button, since programs that look through mail open links by themselves."""
    why = ""
    if request.method == "POST":
        try:
            return _welcome(confirming.confirm_by_link(token, by=actor_of(request), at=clock.now()))
        except Unfit as error:
            why = str(error.message)
    return render(request, "education/subscribing/link.html", {"why": why}, status=409 if why else 200)


def _welcome(held: Subscription) -> HttpResponse:
    return redirect("subscription-begun", tokens.made(addresses.SUBSCRIPTION, held.pk))


def _may_ask(request: HttpRequest, address: str) -> bool:
    return ASKS_A_NETWORK.lets_through(network_of(request)) and ASKS_AN_ADDRESS.lets_through(address)


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    cities = [f"city:{code.removeprefix('city:')}" for code in request.GET.getlist("city")]
    named = {"cities": cities, "topics": request.GET.getlist("topic")}
    initial: dict[str, Any] = {name: values for name, values in named.items() if values}
    if word := request.GET.get("word", "")[:40]:
        initial["words"] = word
    return initial
