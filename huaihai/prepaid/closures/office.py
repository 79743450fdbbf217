"""The desk of a closed shop: how it stands, all cards with their sums. Stating it: `stating.py`."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.businesses.pages import city_frame, place_name
from huaihai.desk import codes
from huaihai.desk.frame import actor_of
from huaihai.desk.lists import Choice, List, Options, Rows
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.desk.verbs import Desk
from huaihai.kit import clock, spoken
from huaihai.kit.country import gettext as _
from huaihai.kit.country import gettext_lazy
from huaihai.prepaid.closures import facts, life
from huaihai.prepaid.closures.desk_verbs import end_page, hand_out_page, lift_page, vote_again_page
from huaihai.prepaid.issuers import sides
from huaihai.prepaid.issuers.sides import officers
from huaihai.prepaid.models import Closure, Creditor
from huaihai.prepaid.moving import is_of_body


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
        "denied": (_("Says that nothing arrived"), Q(denied_on__isnull=False)),
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
    query = {"number": codes.grouped(row.card.number)}
    url = reverse("desk-prepaid-new-receipt", args=[row.closure.issuer_id], query=query)
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


def _paid(row: Creditor) -> Cell:
    lines = [_("Number of the payment: %(number)s") % {"number": row.paid_proof}] if row.paid_proof else []
    if row.denied_on is not None:
        lines = [_("nothing arrived, says the holder on %(day)s") % {"day": spoken.full_day(row.denied_on)}]
    return Cell(spoken.full_day(row.paid_on) if row.paid_on else "", lines=lines)


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
        Column(gettext_lazy("Paid on"), _paid, sort=("paid_on",)),
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
