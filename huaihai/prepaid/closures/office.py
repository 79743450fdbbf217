"""The desk of a closed shop: how it stands, all cards with their sums, a new receipt. Stating it: `stating.py`."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huaihai.businesses.pages import city_frame, place_name
from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of
from huaihai.desk.lists import Choice, List, Options, Rows
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.desk.verbs import Desk
from huaihai.kit import clock, spoken
from huaihai.kit.country import gettext as _
from huaihai.kit.country import gettext_lazy
from huaihai.kit.form_fields import PlainForm, Words
from huaihai.prepaid.cards import verbs as cards
from huaihai.prepaid.cards.shop import slip
from huaihai.prepaid.closures import facts, life
from huaihai.prepaid.closures.desk_verbs import end_page, hand_out_page, lift_page, vote_again_page
from huaihai.prepaid.issuers import sides
from huaihai.prepaid.issuers.sides import officers
from huaihai.prepaid.models import Closure, Creditor
from huaihai.prepaid.moving import is_of_body

RECEIPT = "prepaid_desk_receipt"  # session key: the card and the code of a receipt, until it was shown


@officers
@require_safe
def overview(request: HttpRequest, issuer_id: UUID) -> HttpResponse:
    """Sums, doubts, shares and what remains, with what can be done now."""
    closure = _closure(request, issuer_id)
    context = {
        "closure": closure,
        "issuer": closure.issuer,
        "sums": facts.sums(closure),
        "vote_words": facts.vote_words(closure, now=clock.now()),
        "standing": closure.creditors.standing().count(),
        "verbs": CLOSURES.offered(actor_of(request), closure),
        **city_frame(request),
    }
    return render(request, "prepaid/closures/desk.html", context)


def _closure(request: HttpRequest, issuer_id: UUID) -> Closure:
    """Of a shop of the officer's city; asked once a request."""
    kept: Closure | None = getattr(request, "closure", None)
    if kept is None:
        rows = Closure.objects.visible_to(actor_of(request)).select_related(
            "body", "representative", "together"
        )
        issuer = sides.issuer(request, issuer_id)
        kept = get_object_or_404(rows, issuer=issuer)
        kept.issuer = issuer
        request.closure = kept  # type: ignore[attr-defined]
    return kept


CLOSURES = Desk[Closure](
    "desk-prepaid-closed",
    verbs=(hand_out_page, vote_again_page, end_page, lift_page),
    find=_closure,
    home=lambda closure: reverse("desk-prepaid-closed", args=[closure.issuer_id]),
    called=lambda closure: closure.issuer.business.name,
    life=life.CLOSURE,
    may=lambda actor, closure: is_of_body(actor, closure.issuer),
    keys=lambda closure: [closure.issuer_id],
    readers=officers,
    frame=city_frame,
)


def _rows(request: HttpRequest, issuer_id: UUID) -> Rows:
    rows: Rows = (
        _closure(request, issuer_id)
        .creditors.select_related("card", "case")
        .defer("payee", "case__story", "case__stated_business")
    )
    return rows.order_by("card__number")


def _which(_request: HttpRequest, **_keys: Any) -> Options:
    return {
        "": (_("All"), Q()),
        "doubted": (_("With a doubt"), Q(doubtful_fen__gt=0)),
        "filed": (_("Complaint filed"), Q(case__isnull=False)),
        "unpaid": (_("Share not paid yet"), Q(share_fen__gt=0, paid_on=None)),
        "unreached": (_("No telephone"), Q(card__holder_phone_index="", case=None)),
    }


def _cities(request: HttpRequest, issuer_id: UUID) -> Options:
    """Where the cards were sold; one query."""
    rows = _closure(request, issuer_id).creditors.order_by("card__region_code")
    found = rows.values_list("card__region_code", flat=True).distinct()
    named = {code: (place_name(code), Q(card__region_code=code)) for code in found if code}
    return {"": (_("All cities"), Q()), **named} if len(named) > 1 else {}


def _card(row: Creditor) -> Cell:
    lines = [place_name(row.card.region_code)] if row.card.region_code else []
    if row.card.is_paper and not row.card.holder_phone_index:
        lines.append(_("on paper"))
    url = reverse("desk-prepaid-new-receipt", args=[row.closure.issuer_id, row.pk])
    return Cell(row.card.number, url, lines=lines, aloud=_("new receipt"))


def _doubt(row: Creditor) -> Cell:
    if not row.doubtful_fen:
        return Cell("")
    url = reverse("desk-prepaid-doubts", args=[row.closure.issuer_id])
    return Cell(spoken.figures(row.doubtful_fen), url, aloud=row.card.number)


def _filed(row: Creditor) -> Cell:
    if row.case is None:
        return Cell("")
    return Cell(row.case.number, reverse("desk-case", args=[row.case_id]))


def _told(row: Creditor) -> Tag | Cell:
    if row.told_at is not None:
        return Tag(_("message sent"), "ok")
    if row.case is not None:
        return Tag(_("has complained"), "ok")
    return Tag(_("no telephone"), "calm") if not row.card.holder_phone_index else Tag(_("goes out"), "warn")


def _fen(name: str) -> Callable[[Creditor], str]:
    return lambda row: spoken.figures(getattr(row, name))


CARDS = List[Creditor](
    pgettext_lazy("list", "Cards of the closed shop"),
    rows=_rows,
    columns=(
        Column(gettext_lazy("Card"), _card, names_row=True, sort=("card__number",)),
        Column(
            gettext_lazy("Certain ({currency})"),
            _fen("certain_fen"),
            is_number=True,
            sort=("certain_fen",),
        ),
        Column(gettext_lazy("In doubt ({currency})"), _doubt, is_number=True, sort=("doubtful_fen",)),
        Column(gettext_lazy("Share ({currency})"), _fen("share_fen"), is_number=True),
        Column(
            gettext_lazy("Reserved ({currency})"),
            _fen("reserved_fen"),
            is_number=True,
        ),
        Column(gettext_lazy("Paid on"), lambda row: row.paid_on, sort=("paid_on",)),
        Column(gettext_lazy("Complaint"), _filed),
        Column(gettext_lazy("Told"), _told),
    ),
    choices=(
        Choice("which", gettext_lazy("Which"), _which),
        Choice("city", gettext_lazy("City"), _cities, as_menu=True),
    ),
    links=lambda request, issuer_id: [(_("Print the list"), "?as=print")],
    empty=gettext_lazy("No card stands so."),
    frame=city_frame,
    guard=officers,
    file="prepaid-cards",
    template="prepaid/closures/cards.html",
    more=lambda request, *_asked: {"closure": request.closure, "sums": facts.sums(request.closure)},
    back=lambda request, issuer_id: (
        _closure(request, issuer_id).issuer.business.name,
        reverse("desk-prepaid-closed", args=[issuer_id]),
    ),
    prepared=lambda request, rows: [_with_closure(row, request) for row in rows],
)


def _with_closure(row: Creditor, request: HttpRequest) -> Creditor:
    row.closure = request.closure  # type: ignore[attr-defined]
    return row


class ReceiptForm(PlainForm):
    text = Words(
        label=gettext_lazy("On what it rests that the card is theirs"),
        help_text=gettext_lazy("For example: identity card seen, payment record of the day it was bought."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@officers
@asking
def receipt(request: HttpRequest, issuer_id: UUID, creditor_id: UUID) -> HttpResponse:
    """A new receipt for a holder at the counter who has lost theirs: the shop makes none any more."""
    closure, actor = _closure(request, issuer_id), actor_of(request)
    card = get_object_or_404(closure.creditors.select_related("card"), pk=creditor_id).card
    card.issuer = closure.issuer

    def act(form: ReceiptForm) -> None:
        made = cards.new_receipt(card, **form.facts(), by=actor, at=clock.now())
        request.session[RECEIPT] = {"card": str(card.pk), "code": made.code}

    question = Question(
        current="",
        title=_("New receipt for card %(number)s") % {"number": card.number},
        button=_("Make the receipt"),
        back=reverse("desk-prepaid-cards", args=[issuer_id]),
        back_label=_("Cards of the closed shop"),
        lead=_("The old one opens nothing any more. Please hand it to the holder alone."),
        closed="" if closure.issuer.stage == "silent" else _("This is over."),
        frame=city_frame,
    )
    return ask(
        request,
        question,
        form=ReceiptForm,
        act=act,
        done="",
        to=reverse("desk-prepaid-receipt", args=[issuer_id]),
    )


@officers
@never_cache
@require_safe
def handed(request: HttpRequest, issuer_id: UUID) -> HttpResponse:
    """The receipt that was just made; it is shown once."""
    closure, kept = _closure(request, issuer_id), request.session.pop(RECEIPT, {})
    card = closure.issuer.cards.filter(pk=kept.get("card")).first() if kept else None
    slips = [slip(request, card, kept["code"])] if card is not None else []
    context = {"issuer": closure.issuer, "closure": closure, "slips": slips, **city_frame(request)}
    return render(request, "prepaid/closures/receipt.html", context)
