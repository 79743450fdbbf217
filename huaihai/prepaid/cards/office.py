"""The body's counter: a new receipt for a holder who has lost both receipt and telephone, or whose shop is closed."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huaihai.businesses.pages import city_frame
from huaihai.desk import codes
from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of
from huaihai.desk.lives import Unfit
from huaihai.kit import clock
from huaihai.kit.form_fields import Line, PlainForm, Words
from huaihai.prepaid import life
from huaihai.prepaid.cards import verbs
from huaihai.prepaid.cards.shop import slip
from huaihai.prepaid.issuers import sides
from huaihai.prepaid.issuers.sides import officers
from huaihai.prepaid.models import Issuer

KEPT = "prepaid_desk_receipt"  # session key: the card and the code of a receipt, until it was shown


class ReceiptForm(PlainForm):
    number = Line(
        label=gettext_lazy("Number of the card"),
        help_text=gettext_lazy("The holder may not know it: the shop does."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    text = Words(
        label=gettext_lazy("On what it rests that the card is theirs"),
        help_text=gettext_lazy("For example: identity card seen, payment record of the day it was bought."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@officers
@asking
def receipt(request: HttpRequest, issuer_id: UUID) -> HttpResponse:
    """A new receipt for the holder at the counter."""
    issuer = sides.issuer(request, issuer_id)
    question = Question(
        current="",
        title=_("New receipt"),
        button=_("Make the receipt"),
        back=reverse("desk-prepaid-one", args=[issuer.pk]),
        back_label=issuer.business.name,
        lead=_("The old one opens nothing any more. Please hand it to the holder alone."),
        closed="" if issuer.stage in life.DOUBTS else _("This is over."),
        frame=city_frame,
    )
    number = codes.plain(request.GET.get("number", ""))[:8]
    return ask(
        request,
        question,
        form=lambda *args, **options: ReceiptForm(
            *args, initial={"number": codes.grouped(number)}, **options
        ),
        act=lambda form: _make(request, issuer, **form.facts()),
        done="",
        to=reverse("desk-prepaid-receipt", args=[issuer.pk]),
    )


def _make(request: HttpRequest, issuer: Issuer, number: str, text: str) -> None:
    card = issuer.cards.filter(number=codes.plain(number)).first()
    if card is None:
        raise Unfit("number", _("This shop has sold no card with this number."))
    card.issuer = issuer
    made = verbs.new_receipt(card, text=text, by=actor_of(request), at=clock.now())
    request.session[KEPT] = {"card": str(card.pk), "code": made.code}


@officers
@never_cache
@require_safe
def handed(request: HttpRequest, issuer_id: UUID) -> HttpResponse:
    """The receipt that was just made; it is shown once."""
    issuer, kept = sides.issuer(request, issuer_id), request.session.pop(KEPT, {})
    card = issuer.cards.filter(pk=kept.get("card")).first() if kept else None
    slips = [slip(request, card, kept["code"])] if card is not None else []
    context: dict[str, Any] = {"issuer": issuer, "slips": slips, **city_frame(request)}
    return render(request, "prepaid/desk/receipt.html", context)
