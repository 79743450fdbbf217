"""Opening a card: its QR or its code, without an account. The session keeps which cards were opened here, by the
beginning of their codes' fingerprints; so a new receipt closes what the old one opened."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huaihai.desk import codes
from huaihai.desk.codes import CodeField, Mistyped
from huaihai.desk.frame import actor_of
from huaihai.kit import clock, country, guards
from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of
from huaihai.prepaid.cards import verbs
from huaihai.prepaid.models import Card
from huaihai.prepaid.moving import sells

NO_SUCH: Final = gettext_lazy(
    "No receipt has this code. If the shop made a new one and you did not ask for it, call %(hotline)s."
)
OPENED: Final = "prepaid_cards"  # session key: card → mark of the code that opened it
MARK: Final = 16  # characters
MOST: Final = 20
TOO_MANY: Final = 429
BRAKE = Brake("prepaid-card", most=60, seconds=600)

type CardView = Callable[..., HttpResponse]


class OpenForm(forms.Form):
    """The code under the QR."""

    code = CodeField(
        label=gettext_lazy("Code of the receipt"),
        error_messages={
            "required": gettext_lazy("Please write the code of the receipt."),
            "mistyped": gettext_lazy(
                "A symbol is missing, too many, or mistyped. Please compare it with your receipt."
            ),
        },
    )


def with_card(view: CardView) -> Callable[..., HttpResponse]:
    """Hands the view the card that this browser has opened. Without it, its code is asked for."""

    @wraps(view)
    def opened(request: HttpRequest, card_id: UUID, **more: Any) -> HttpResponse:
        rows = Card.objects.select_related("issuer__business", "issuer__body", "issuer__under", "place")
        card = rows.filter(pk=card_id).first() if str(card_id) in _opened(request) else None
        if card is None or card.code_hash[:MARK] != _opened(request)[str(card_id)]:
            return private(HttpResponseRedirect(reverse("card-open")))
        return private(view(request, card, **more))

    return guards.public(opened)


@guards.public
@require_http_methods(["GET", "HEAD", "POST"])
def open_card(request: HttpRequest) -> HttpResponse:
    """The code as it is typed."""
    form, status = OpenForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        if not BRAKE.lets_through(network_of(request)):
            form.add_error(None, _("Too many tries. Please wait ten minutes."))
            status = TOO_MANY
        elif (card := _find(form.cleaned_data["code"])) is not None:
            return private(_remember(request, card))
        else:
            form.add_error("code", NO_SUCH % {"hotline": country.word("hotline")})
    cards = Card.objects.filter(pk__in=_opened(request)).select_related("issuer__business")
    own = [one for one in cards if _opened(request)[str(one.pk)] == one.code_hash[:MARK]]
    return private(render(request, "prepaid/card/open.html", {"form": form, "own": own}, status=status))


@guards.public
@require_safe
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Where the QR leads; the code leaves the address at once."""
    slow = not BRAKE.lets_through(network_of(request))
    card = None if slow else _find(code)
    if card is not None:
        return private(_remember(request, card))
    form = OpenForm({"code": ""})
    form.errors.clear()
    form.add_error(
        None,
        _("Too many tries. Please wait ten minutes.")
        if slow
        else NO_SUCH % {"hotline": country.word("hotline")},
    )
    status = TOO_MANY if slow else 404
    return private(render(request, "prepaid/card/open.html", {"form": form, "own": []}, status=status))


@guards.public
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """This browser shows no card any more."""
    request.session.pop(OPENED, None)
    return private(HttpResponseRedirect(reverse("card-open")))


def private(answer: HttpResponse) -> HttpResponse:
    """Not kept, not listed, not named to others."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def remember(request: HttpRequest, card: Card) -> None:
    """From now on this browser opens the card."""
    kept = {key: mark for key, mark in _opened(request).items() if key != str(card.pk)}
    kept[str(card.pk)] = card.code_hash[:MARK]
    request.session[OPENED] = dict(list(kept.items())[-MOST:])
    if request.session.session_key is not None:
        request.session.cycle_key()


def _remember(request: HttpRequest, card: Card) -> HttpResponse:
    """The shop's people who scan a receipt note a use for the shop: they are no holders."""
    if sells(actor_of(request), card.issuer.business, on=clock.today()):
        number = {"number": card.number}
        return HttpResponseRedirect(reverse("business-prepaid-use", args=[card.issuer_id], query=number))
    remember(request, card)
    return HttpResponseRedirect(reverse("card", args=[card.pk]))


def _find(typed: str) -> Card | None:
    try:
        code = codes.checked_code(typed)
    except Mistyped:
        return None
    rows = Card.objects.select_related("issuer__business")
    return rows.filter(code_hash=verbs.fingerprint(code)).first()


def _opened(request: HttpRequest) -> dict[str, str]:
    found = request.session.get(OPENED)
    return dict(found) if isinstance(found, dict) else {}
