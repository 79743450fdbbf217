"""The shop's pages about cards: sell, receipts on the screen and on paper, note a use, one card."""

from functools import partial
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huaihai.businesses.models import Place
from huaihai.businesses.pages import frame
from huaihai.desk import codes
from huaihai.desk.asking import Question, ask, asking, press
from huaihai.desk.frame import actor_of
from huaihai.desk.lives import Unfit
from huaihai.kit import clock, guards, money_field, spoken
from huaihai.kit.network import whole
from huaihai.packs.words import of_country
from huaihai.prepaid import books, life
from huaihai.prepaid.cards import facts, hindering, verbs
from huaihai.prepaid.cards.forms import FoundForm, MoneyForm, ReceiptForm, SellForm, TopUpForm
from huaihai.prepaid.cards.verbs import Sold
from huaihai.prepaid.issuers.sides import own_issuer
from huaihai.prepaid.models import Card, CardEntry, Issuer

KEPT: Final = "prepaid_receipts"  # session key: card → its code, until the receipts are handed over
MOST_KEPT: Final = 40
MOST_PLACES: Final = 100


@guards.business
@asking
def sell(request: HttpRequest, issuer_id: UUID, kind: str) -> HttpResponse:
    """Sell a card, or several alike ones for paper."""
    issuer = own_issuer(request, issuer_id)
    if kind not in Card.Kind.values:
        raise Http404
    places = list(Place.objects.filter(business=issuer.business_id).select_related("business")[:MOST_PLACES])
    receipts = reverse("business-prepaid-receipts", args=[issuer.pk])
    return ask(
        request,
        _question(
            issuer,
            gettext_lazy("Sell a card"),
            lead=dict(Card.Kind.choices)[kind],
            closed=hindering.why_no_sale(issuer),
        ),
        form=partial(SellForm, kind=kind, places=places),
        act=lambda form: _sell(request, issuer, form),
        done="",
        to=receipts,
    )


def _sell(request: HttpRequest, issuer: Issuer, form: Any) -> None:
    found = form.cleaned_data
    sold = verbs.sell(
        issuer,
        form.sale(),
        count=found["count"],
        by=actor_of(request),
        at=clock.now(),
        key=str(found["key"]),
    )
    if sold:
        keep(request, sold)


@guards.business
@never_cache
@require_safe
def receipts(request: HttpRequest, issuer_id: UUID) -> HttpResponse:
    """The receipts of what was just sold: on the screen to be scanned, or on paper, eight to a sheet."""
    issuer, kept = own_issuer(request, issuer_id), request.session.get(KEPT, {})
    cards = {str(one.pk): one for one in Card.objects.filter(issuer=issuer, pk__in=kept)}
    slips = [slip(request, cards[key], code) for key, code in kept.items() if key in cards]
    on_paper = any(one["code"] for one in slips)
    context = {"issuer": issuer, "slips": slips, "on_paper": on_paper, **frame(request)}
    return render(request, "prepaid/shop/receipts.html", context)


def slip(request: HttpRequest, card: Card, code: str) -> dict[str, Any]:
    """What stands on a receipt; without a code, as it went to the holder's telephone."""
    address = whole(request, reverse("card-code", args=[code])) if code else ""
    found = facts.card_facts(card, today=clock.today())
    picture = mark_safe(codes.qr(address, scale=5).decode()) if code else ""  # noqa: S308 -- drawn by us
    return {
        **found,
        "qr": picture,
        "code": codes.grouped(code),
        "number": codes.grouped(card.number),
        "phone_end": card.holder_phone[-4:],
        "address": whole(request, reverse("card-open")),
    }


def keep(request: HttpRequest, sold: list[Sold]) -> None:
    """Only what was sold last; those before were handed over. A code that went to a telephone is not for the shop."""
    request.session[KEPT] = {
        str(one.card.pk): "" if one.card.holder_phone else one.code for one in sold[:MOST_KEPT]
    }


@guards.business
@asking
def use(request: HttpRequest, issuer_id: UUID) -> HttpResponse:
    """Note a use by the number of the card."""
    issuer = own_issuer(request, issuer_id)
    closed = "" if issuer.stage in life.SERVES else hindering.why_not(issuer)
    number = codes.plain(request.GET.get("number", ""))[:8]
    return ask(
        request,
        _question(issuer, gettext_lazy("Note a use"), closed=closed),
        form=partial(FoundForm, initial={"number": codes.grouped(number)} if number else {}),
        act=lambda form: _use(request, issuer, form),
        done=_left_after,
        to=reverse("business-prepaid-use", args=[issuer.pk]),
    )


def _use(request: HttpRequest, issuer: Issuer, form: Any) -> CardEntry:
    found = form.cleaned_data
    rows = Card.objects.filter(issuer__business=issuer.business_id).select_related("issuer__business")
    own = "".join(form.data.get("number", "").split()).upper()
    card = (
        rows.filter(number=found["number"]).first()
        or rows.filter(own_number=own).exclude(own_number="").first()
    )
    if card is None:
        raise Unfit("number", _("You have sold no card with this number."))
    amount = _amount(card, found["amount"])
    how_much: dict[str, Any] = {"fen": amount} if card.kind == books.VALUE else {"uses": amount}
    entry = verbs.note(
        card, books.USE, by=actor_of(request), at=clock.now(), key=str(found["key"]), **how_much
    )
    entry.card = card
    return entry


def _amount(card: Card, typed: str) -> int:
    if not typed:
        if card.kind == books.VALUE:
            raise Unfit("amount", _("Please write how much."))
        return 1
    fen = money_field.read(typed)
    unit = money_field.read("1") or 1
    if fen is None or (card.kind != books.VALUE and fen % unit):
        raise Unfit("amount", _("Please write a whole number."))
    return fen if card.kind == books.VALUE else min(fen // unit, 10_000)


def _left_after(entry: CardEntry) -> str:
    card = entry.card
    balance = books.balance(card, list(card.entries.all()), on=clock.today())
    return _("Noted. Left on %(number)s: %(left)s.") % {
        "number": codes.grouped(card.number),
        "left": facts.left_words(card, balance),
    }


@guards.business
@require_safe
def card(request: HttpRequest, issuer_id: UUID, card_id: UUID) -> HttpResponse:
    """One card: what is left, what happened, what can be done."""
    held = _card(request, issuer_id, card_id)
    found = facts.card_facts(held, today=clock.today())
    context = {
        **found,
        "number": codes.grouped(held.number),
        "serves": held.issuer.stage in life.SERVES and not found["balance"].is_given_back,
        "tops_up": held.issuer.stage in life.SELLS and held.kind != books.TERM,
        **frame(request),
    }
    return render(request, "prepaid/shop/card.html", context)


@guards.business
@asking
def top_up(request: HttpRequest, issuer_id: UUID, card_id: UUID) -> HttpResponse:
    """More money on the card."""
    held = _card(request, issuer_id, card_id)
    form = partial(TopUpForm, kind=held.kind)
    closed = hindering.why_no_sale(held.issuer)
    return _money(request, held, books.TOP_UP, form, title=gettext_lazy("Top up"), closed=closed)


@guards.business
@asking
def refund(request: HttpRequest, issuer_id: UUID, card_id: UUID) -> HttpResponse:
    """The card is given back, and money for it."""
    held = _card(request, issuer_id, card_id)
    balance = books.balance(held, list(held.entries.all()), on=clock.today())
    form = partial(MoneyForm, initial={"fen": of_country().money.figures(sum(balance.open))})
    closed = "" if held.issuer.stage in life.SERVES else hindering.why_not(held.issuer)
    lead = _(
        "By the law %(sum)s are to be given back. If you give back less, the rest stays open until the holder agrees."
    ) % {"sum": spoken.money(sum(balance.open))}
    title = gettext_lazy("Give money back")
    return _money(request, held, books.REFUND, form, title=title, closed=closed, lead=lead)


def _money(request: HttpRequest, card: Card, kind: str, form: Any, **more: Any) -> HttpResponse:
    return ask(
        request,
        _question(card.issuer, back=_home(card), back_label=codes.grouped(card.number), **more),
        form=form,
        act=lambda made: verbs.note(card, kind, by=actor_of(request), at=clock.now(), **made.facts()),
        done=gettext_lazy("Noted."),
        to=_home(card),
    )


@guards.business
@asking
def undo(request: HttpRequest, issuer_id: UUID, card_id: UUID, entry_id: UUID) -> HttpResponse:
    """Take back what was noted: it was wrong, or the holder is right to doubt it."""
    held = _card(request, issuer_id, card_id)
    entry = get_object_or_404(CardEntry, pk=entry_id, card=held)
    entry.card = held
    question = _question(held.issuer, gettext_lazy("Take it back"), back=_home(held), back_label=held.number)
    return press(
        request,
        question,
        lambda _seen: verbs.settle_doubt(entry, stands=False, by=actor_of(request), at=clock.now()),
        done=gettext_lazy("Taken back."),
        carries_version=False,
    )


@guards.business
@asking
def new_receipt(request: HttpRequest, issuer_id: UUID, card_id: UUID) -> HttpResponse:
    """A new receipt for a card whose old one was lost."""
    held = _card(request, issuer_id, card_id)
    may_mend = verbs.may_mend_phone(held, on=clock.today())
    lead = _("The old one opens nothing any more. Please hand it to the holder alone.")
    if held.holder_phone and not may_mend:
        lead = _(
            "It goes to the telephone ending in %(end)s; the old one opens nothing any more. Another telephone? The "
            "holder comes to %(body)s."
        ) % {"end": held.holder_phone[-4:], "body": held.issuer.body.short_name}

    def act(form: ReceiptForm) -> None:
        phone = form.cleaned_data.get("phone")
        keep(request, [verbs.new_receipt(held, phone=phone, by=actor_of(request), at=clock.now())])

    return ask(
        request,
        _question(
            held.issuer,
            gettext_lazy("New receipt"),
            lead=lead,
            back=_home(held),
            back_label=codes.grouped(held.number),
        ),
        form=partial(ReceiptForm, may_mend=may_mend, initial={"phone": held.holder_phone}),
        act=act,
        done="",
        to=reverse("business-prepaid-receipts", args=[held.issuer_id]),
    )


def _card(request: HttpRequest, issuer_id: UUID, card_id: UUID) -> Card:
    issuer = own_issuer(request, issuer_id)
    found: Card = get_object_or_404(Card, pk=card_id, issuer=issuer)
    found.issuer = issuer
    return found


def _home(card: Card) -> str:
    return reverse("business-prepaid-card", args=[card.issuer_id, card.pk])


def _question(issuer: Issuer, title: Any, **more: Any) -> Question:
    return Question(
        **{
            "current": "",
            "title": title,
            "button": title,
            "back": reverse("business-prepaid-one", args=[issuer.pk]),
            "back_label": gettext_lazy("Prepaid cards"),
            "frame": frame,
            **more,
        }
    )
