"""The holder's pages behind the QR of a receipt: no account, no password, nothing to install."""

from functools import partial
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk import codes
from huaihai.desk.asking import Question, ask, asking, outside, press
from huaihai.kit import clock
from huaihai.kit.paging import PER_PAGE
from huaihai.prepaid import books, life
from huaihai.prepaid.cards import facts, hindering, verbs
from huaihai.prepaid.cards.forms import AmountForm, LeftForm, PhoneForm
from huaihai.prepaid.cards.opening import with_card
from huaihai.prepaid.closures import facts as closures_facts
from huaihai.prepaid.guarantees import counting
from huaihai.prepaid.issuers.facts import issuer_facts
from huaihai.prepaid.models import Card, CardEntry
from huaihai.prepaid.provinces import law_here
from huaihai.record import events

RECEIPT: Final = "prepaid_new_receipt"  # as the record calls it


@with_card
@require_safe
def card(request: HttpRequest, card: Card) -> HttpResponse:
    """What is left, what the shop owes, what happened; what one can do."""
    today = clock.today()
    found = facts.card_facts(card, today=today, for_holder=True)
    all_of_it = "all" in request.GET
    context = {
        **found,
        "happened": found["happened"] if all_of_it else found["happened"][:PER_PAGE],
        "is_cut": not all_of_it and len(found["happened"]) > PER_PAGE,
        **issuer_facts(card.issuer, today=today),
        "number": codes.grouped(card.number),
        "guaranteed_fen": found["balance"].open.certain_fen * (counting.ratio(card.issuer) or 0) // 1000,
        "new_receipts": [one.at for one in events.history(card.record_key) if one.verb == RECEIPT],
        "law": law_here(card.region_code),
        "serves": card.issuer.stage in life.SERVES and not found["balance"].is_given_back,
        "doubts": card.issuer.stage in life.DOUBTS,
        "closing": closures_facts.on_card(card, today=today),
    }
    return render(request, "prepaid/card/card.html", context)


@with_card
@asking
def use(request: HttpRequest, card: Card) -> HttpResponse:
    """Note a use that the shop has not noted."""
    closed = "" if card.issuer.stage in life.SERVES else _closed(card)
    return ask(
        request,
        _question(card, gettext_lazy("Note a use"), closed=closed),
        form=partial(AmountForm, kind=card.kind),
        act=lambda form: verbs.note(
            card, books.USE, by=verbs.holder_of(card), at=clock.now(), **form.facts()
        ),
        done=gettext_lazy("Noted."),
        to=_home(card),
    )


@with_card
@asking
def doubt(request: HttpRequest, card: Card, entry_id: UUID) -> HttpResponse:
    """This was not me; of what was left on a card that was sold before: it was more."""
    entry = get_object_or_404(CardEntry, pk=entry_id, card=card)
    if entry.kind == books.BROUGHT:
        return _more_was_left(request, card, entry)
    return _press(request, card, entry_id, verbs.doubt, gettext_lazy("Noted: this is doubted."))


@with_card
@asking
def keep(request: HttpRequest, card: Card, entry_id: UUID) -> HttpResponse:
    """It was right after all."""
    stands = partial(verbs.settle_doubt, stands=True)
    return _press(request, card, entry_id, stands, gettext_lazy("Noted: it counts."))


@with_card
@asking
def phone(request: HttpRequest, card: Card) -> HttpResponse:
    """Where one is told."""
    return ask(
        request,
        _question(card, gettext_lazy("Be told"), button=gettext_lazy("Keep")),
        form=PhoneForm,
        act=lambda form: verbs.leave_phone(
            card, form.cleaned_data["phone"], by=verbs.holder_of(card), at=clock.now()
        ),
        done=gettext_lazy("Kept."),
        to=_home(card),
    )


def _more_was_left(request: HttpRequest, card: Card, entry: CardEntry) -> HttpResponse:
    entry.card = card
    lead = _(
        "The shop entered: %(figure)s. The shop reads what you write; if it does not agree, %(body)s decides."
    ) % {
        "figure": facts.brought_words(card, entry.fen, entry.uses),
        "body": card.issuer.body.short_name,
    }
    return ask(
        request,
        _question(card, gettext_lazy("How much was left?"), button=gettext_lazy("Say so"), lead=lead),
        form=partial(LeftForm, kind=card.kind),
        act=lambda form: verbs.doubt(
            entry, **form.beyond(entry.fen, entry.uses), by=verbs.holder_of(card), at=clock.now()
        ),
        done=gettext_lazy("Noted. The shop is asked."),
        to=_home(card),
    )


def _press(request: HttpRequest, card: Card, entry_id: UUID, act: Any, done: Any) -> HttpResponse:
    entry = get_object_or_404(CardEntry.objects.select_related("card"), pk=entry_id, card=card)
    if request.method != "POST":
        raise Http404
    return press(
        request,
        _question(card, gettext_lazy("Note")),
        lambda _seen: act(entry, by=verbs.holder_of(card), at=clock.now()),
        done=done,
        carries_version=False,
    )


def _question(card: Card, title: Any, **more: Any) -> Question:
    return outside(
        "prepaid/question.html",
        **{
            "title": title,
            "button": title,
            "back": _home(card),
            "back_label": card.issuer.business.name,
            "refusal": "prepaid/refused.html",
            **more,
        },
    )


def _home(card: Card) -> str:
    return reverse("card", args=[card.pk])


def _closed(card: Card) -> str:
    return hindering.why_not(card.issuer)
