"""What pages show of a card: what is left, what the shop owes, what happened."""

from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from huaihai.kit import clock, spoken
from huaihai.prepaid import books
from huaihai.prepaid.books import Balance, Line
from huaihai.prepaid.models import Card, CardEntry

SIDES: dict[str, Promise | str] = {
    books.SHOP: gettext_lazy("noted by the shop"),
    books.HOLDER: gettext_lazy("noted by the holder"),
    books.BODY: gettext_lazy("noted by the association"),
}
SHOWN = (books.SALE, books.BROUGHT, books.TOP_UP, books.USE, books.REFUND)


def card_facts(card: Card, *, today: date, for_holder: bool = False) -> dict[str, Any]:
    """The context of every page about a card. One query."""
    entries = list(card.entries.all())
    balance = books.balance(card, entries, on=today)
    once = {row.of_id for row in entries if row.kind in (books.DOUBT, books.SETTLE)}  # nobody doubts twice
    over = {row.of_id for row in entries if row.kind == books.SETTLE}
    claim = books.claim_of(entries)
    return {
        "card": card,
        "issuer": card.issuer,
        "balance": balance,
        "left": left_words(card, balance),
        "bought": bought_words(card, balance),
        "doubted": amount_words(card, balance.doubted) if balance.doubted else "",
        "settled": bool(over & {row.pk for row in entries if row.kind == books.REFUND}),
        "happened": [
            _shown(card, line, may_doubt=line.entry.pk not in once, for_holder=for_holder)
            | {"claim": claim_words(card, line.entry, claim)}
            for line in reversed(books.lines(card, entries))
            if line.entry.kind in SHOWN
        ],
    }


def left_words(card: Card, balance: Balance) -> str:
    """What can still be had for it."""
    if balance.is_given_back:
        return _("given back")
    if card.kind == books.TERM and card.until_on is not None:
        days = max((card.until_on - clock.today()).days + 1, 0)
        words = ngettext("%(n)s day, until %(day)s", "%(n)s days, until %(day)s", days)
        return words % {"n": days, "day": spoken.full_day(card.until_on)}
    return amount_words(card, balance.left)


def bought_words(card: Card, balance: Balance) -> str:
    """What was bought for the money; of a card that was sold before, what was left."""
    if card.own_number:
        return brought_words(card, balance.paid_fen, balance.bought)
    if card.kind == books.TIMES:
        return _("%(uses)s for %(sum)s") % {
            "uses": amount_words(card, balance.bought),
            "sum": spoken.money(balance.paid_fen),
        }
    if balance.bonus_fen:
        return _("%(paid)s, and %(bonus)s added by the shop") % {
            "paid": spoken.money(balance.paid_fen),
            "bonus": spoken.money(balance.bonus_fen),
        }
    return spoken.money(balance.paid_fen)


def brought_words(card: Card, fen: int, uses: int) -> str:
    """So much was left: money, or uses and what they are worth."""
    if card.kind != books.TIMES:
        return spoken.money(fen)
    return _("%(uses)s, worth %(sum)s") % {"uses": amount_words(card, uses), "sum": spoken.money(fen)}


def amount_words(card: Card, amount: int) -> str:
    """Credit or uses in words."""
    if card.kind == books.VALUE:
        return spoken.money(amount)
    return ngettext("%(n)s use", "%(n)s uses", amount) % {"n": amount}


def entry_words(card: Card, entry: CardEntry, *, for_holder: bool = False) -> str:
    """What happened, and how much."""
    label = entry.get_kind_display()
    if for_holder and entry.kind == books.SALE:
        label = pgettext("entry of a card", "bought")
    if entry.kind == books.USE:
        if card.kind == books.TERM:
            return label
        return f"{label} · {amount_words(card, entry.fen if card.kind == books.VALUE else entry.uses)}"
    if entry.kind == books.BROUGHT:
        return f"{label} · {brought_words(card, entry.fen, entry.uses)}"
    return f"{label} · {spoken.money(entry.fen)}"


def claim_words(card: Card, entry: CardEntry, claim: books.Claim) -> str:
    """What the holder says was left, where that is more than was entered."""
    if claim.of != entry.pk:
        return ""
    said = brought_words(card, entry.fen + claim.fen, entry.uses + claim.uses)
    return _("the holder says: %(said)s") % {"said": said}


def _shown(card: Card, line: Line, *, may_doubt: bool, for_holder: bool) -> dict[str, Any]:
    entry: CardEntry = line.entry
    is_brought = entry.kind == books.BROUGHT
    return {
        "is_brought": is_brought,
        "entry": entry,
        "words": entry_words(card, entry, for_holder=for_holder),
        "side": SIDES[entry.by],
        "is_refund": entry.kind == books.REFUND,
        "is_taken": line.is_doubted if is_brought else entry.kind in books.TAKES and not line.is_undone,
        "may_doubt": may_doubt and entry.kind in books.DOUBTED and not line.is_undone,
        "is_doubted": line.is_doubted,
        "is_undone": line.is_undone,
    }
