"""What happens with a card: sold, topped up, used, given back, doubted, settled. Each is one entry and one event.

The shop's people note for the shop, whoever showed the code of the receipt for the holder, the body's officers for the
body. `key` makes what is sent twice stand once.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.businesses.models import Place
from huaihai.desk import codes
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import phones, sealing
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.prepaid import books, life, messages
from huaihai.prepaid.cards.hindering import require_covered, why_no_sale, why_not
from huaihai.prepaid.guarantees import counting
from huaihai.prepaid.issuers import verbs as issuers
from huaihai.prepaid.models import Card, CardEntry, Issuer
from huaihai.prepaid.moving import is_of_body, lock_card, lock_issuer, require_manager, sells
from huaihai.record import events

HOLDER = "prepaid_holder:"  # begins the key of whoever showed the code of a receipt
MOST_AT_ONCE = 20
STAGES = {
    books.SALE: life.SELLS,
    books.BROUGHT: life.SELLS,
    books.TOP_UP: life.SELLS,
    books.USE: life.SERVES,
    books.REFUND: life.SERVES,
    books.UNDO: life.DOUBTS,
    books.DOUBT: life.DOUBTS,
    books.SETTLE: life.DOUBTS,
}
WHY: dict[str, tuple[str, Promise | str]] = {
    "side": ("", gettext_lazy("This is not yours to note.")),
    "nothing": ("amount", gettext_lazy("Please write how much.")),
    "too_much": ("amount", gettext_lazy("So much is not left on this card.")),
    "given_back": ("", gettext_lazy("This card was given back; nothing is left on it.")),
    "no_such_entry": ("", gettext_lazy("This entry is not on this card.")),
    "already": ("", gettext_lazy("This was done already.")),
    "no_top_up": ("", gettext_lazy("A card for a span of time is sold anew.")),
}


@dataclass(frozen=True)
class Sale:
    """What is sold. Sums in fen; `uses` of a card of so many uses."""

    kind: str
    paid_fen: int
    bonus_fen: int = 0
    uses: int = 0
    full_price_fen: int | None = None
    until_on: date | None = None
    holder_phone: str = ""
    place: Place | None = None
    own_number: str = ""  # of a card that was sold before the pledge


@dataclass(frozen=True)
class Noted:
    """What an entry says beside who and when."""

    kind: str
    fen: int = 0
    bonus_fen: int = 0
    uses: int = 0
    of: Any = None
    text: str = ""  # why the body decides so; the record keeps it sealed


@dataclass(frozen=True)
class Sold:
    """A card and its code, which is nowhere else."""

    card: Card
    code: str


def holder_of(card: Card) -> Actor:
    """Whoever showed the code of this card's receipt."""
    return Actor("public", f"{HOLDER}{card.pk}")


def fingerprint(code: str) -> str:
    """What is stored of a receipt's code."""
    return sealing.fingerprint_of_code(code, purpose="prepaid card")


def sell(issuer: Issuer, sale: Sale, *, count: int = 1, by: Actor, at: datetime, key: str) -> list[Sold]:
    """Sell so many alike cards. Sent again, nothing is sold, and the codes are gone: an empty list.

    Raises NotAllowed, NotPossible, Unfit.
    """
    with transaction.atomic():
        held = lock_issuer(issuer.pk)
        if CardEntry.objects.filter(card__issuer=held, client_key=f"{key}:0").exists():
            return []
        why = why_no_sale(held)
        if why:
            raise NotPossible(why)
        if not 0 < count <= MOST_AT_ONCE:
            raise Unfit("count", _("At most %(n)s at once.") % {"n": MOST_AT_ONCE})
        _require_sale(held, sale, at)
        sold = [_sell_one(held, sale, by, at, f"{key}:{place}") for place in range(count)]
        counting.recount(held, at=at)
        require_covered(held)
    return sold


def _require_sale(issuer: Issuer, sale: Sale, at: datetime) -> None:
    _require_own(issuer, sale.holder_phone)
    if sale.kind == books.TERM and sale.until_on is None:
        raise Unfit("until_on", _("Please write the last day of the card."))
    if sale.until_on is not None and sale.until_on < local_day(at):
        raise Unfit("until_on", _("This day is past."))


def _require_own(issuer: Issuer, phone: str) -> None:
    """The receipt goes to the holder, not to the shop. Raises Unfit."""
    if phone and phone == phones.mobile(issuer.business.phone or ""):
        raise Unfit(
            "phone", _("This is the shop's own telephone. Without one of the customer's, leave it empty.")
        )


def _sell_one(issuer: Issuer, sale: Sale, by: Actor, at: datetime, key: str) -> Sold:
    card, code = _new_card(issuer, sale, at)
    card.terms = issuer.terms
    card.terms_hash = hashlib.sha256(issuer.terms.encode()).hexdigest() if issuer.terms else ""
    uses = sale.uses if sale.kind == books.TIMES else 0
    bonus = sale.bonus_fen if sale.kind == books.VALUE else 0
    return _begin(card, code, Noted(books.SALE, sale.paid_fen, bonus, uses), by=by, at=at, key=key)


def _new_card(issuer: Issuer, sale: Sale, at: datetime) -> tuple[Card, str]:
    """A card without entries, not stored, and its code."""
    code, today = codes.new_code(), local_day(at)
    card = Card(
        issuer=issuer,
        place=sale.place,
        region_code=sale.place.region_code if sale.place else issuer.body.region_code,
        number=codes.drawn(8),
        own_number=sale.own_number,
        code_hash=fingerprint(code),
        kind=sale.kind,
        full_price_fen=sale.full_price_fen,
        from_on=today,
        until_on=sale.until_on,
        is_paper=not sale.holder_phone,
        holder_phone=sale.holder_phone,
        sold_at=at,
        counted_on=today,
        is_demo=issuer.is_demo,
    )
    return card, code


def _begin(card: Card, code: str, noted: Noted, *, by: Actor, at: datetime, key: str) -> Sold:
    _write(card, [], noted, by=by, at=at, key=key)
    _send(card, code, at=at)
    return Sold(card, code)


def bring_in(issuer: Issuer, rows: Sequence[Sale], *, by: Actor, at: datetime) -> list[Sold]:
    """Cards that were sold before the pledge: each begins with what is left (`paid_fen`, `uses`) under the shop's own
    number; one that stands there already is left as it is. Who has a telephone is told, with the receipt. What is
    covered may fall below the pledge by it: then its clock runs. Raises NotAllowed, NotPossible, Unfit."""
    require_manager(by, issuer.business, at)
    with transaction.atomic():
        held = lock_issuer(issuer.pk)
        if held.stage not in life.SELLS:
            raise NotPossible(why_not(held))
        known = set(held.cards.exclude(own_number="").values_list("own_number", flat=True))
        brought = []
        for row in rows:
            _require_sale(held, row, at)
            if row.own_number not in known:
                known.add(row.own_number)
                card, code = _new_card(held, row, at)
                noted = Noted(books.BROUGHT, row.paid_fen, uses=row.uses if row.kind == books.TIMES else 0)
                brought.append(_begin(card, code, noted, by=by, at=at, key="brought_in"))
        counting.recount(held, at=at)
        issuers.look(held, at=at)
    return brought


def _send(card: Card, code: str, *, at: datetime, is_new: bool = False) -> None:
    """To the telephone that was left, if any."""
    if card.holder_phone:
        messages.send_receipt(card, code, at=at, is_new=is_new)


def note(
    card: Card,
    kind: str,
    *,
    fen: int = 0,
    bonus_fen: int = 0,
    uses: int = 0,
    of: Any = None,
    text: str = "",
    by: Actor,
    at: datetime,
    key: str,
) -> CardEntry:
    """Note what happened with a card; noted before under this key, it stands once. Raises NotAllowed, NotPossible,
    Unfit (field "amount")."""
    noted = Noted(kind, fen, bonus_fen, uses, of, text)
    with transaction.atomic():
        held = lock_card(card)
        known: CardEntry | None = held.entries.filter(client_key=key).first()
        if known is not None:
            return known
        if held.issuer.stage not in STAGES[kind]:
            raise NotPossible(why_not(held.issuer))
        _require_doubted(held, noted, by=by, at=at)
        entry = _write(held, list(held.entries.all()), noted, by=by, at=at, key=key)
        if kind == books.REFUND:
            messages.tell_holder(held, "refund", fen=fen, at=at)
        if kind != books.USE:
            counting.recount(held.issuer, at=at)
        if kind == books.TOP_UP:
            require_covered(held.issuer)
    card.__dict__.update(held.__dict__)
    return entry


def _require_doubted(card: Card, noted: Noted, *, by: Actor, at: datetime) -> None:
    """A shop that is closed changes nothing on its own word: it only gives in to a doubt. Raises NotPossible."""
    if noted.kind != books.UNDO or card.issuer.stage in life.SERVES or side_of(by, card, at=at) != books.SHOP:
        return
    if not card.entries.filter(of=noted.of, kind=books.DOUBT).exists():
        raise NotPossible(why_not(card.issuer))


def doubt(entry: CardEntry, *, fen: int = 0, uses: int = 0, by: Actor, at: datetime) -> CardEntry:
    """The holder says that this was not so; it counts neither way until both agree, or the body decides. Of what was
    left on a card as it was entered: how much more it was."""
    key = f"doubt:{entry.pk}"
    return note(entry.card, books.DOUBT, fen=fen, uses=uses, of=entry.pk, by=by, at=at, key=key)


def settle_doubt(entry: CardEntry, *, stands: bool, text: str = "", by: Actor, at: datetime) -> CardEntry:
    """The doubt is over: what was noted counts (the holder says so, or the body), or it is taken back (the shop, or the
    body, which says why in `text`)."""
    kind = books.SETTLE if stands else books.UNDO
    return note(entry.card, kind, of=entry.pk, text=text, by=by, at=at, key=f"{kind}:{entry.pk}")


def new_receipt(card: Card, *, phone: str | None = None, text: str = "", by: Actor, at: datetime) -> Sold:
    """A new code for a card whose receipt was lost; the old one opens nothing any more. The shop's goes to the
    telephone on the card; on the day of the sale it may mend that (`phone`). The body hands it over at its counter, and
    `text` says on what it rests that the card is theirs. Raises NotAllowed, Unfit."""
    with transaction.atomic():
        held = lock_card(card)
        side = side_of(by, held, at=at)
        if side != books.BODY and (side != books.SHOP or held.issuer.stage not in life.SERVES):
            raise NotAllowed(str(WHY["side"][1]))
        if phone is not None and phone != held.holder_phone:
            _mend_phone(held, phone, side, at=at)
        code = codes.new_code()
        held.code_hash = fingerprint(code)
        _save(held)
        if side == books.SHOP:
            _send(held, code, at=at, is_new=True)
        else:
            messages.tell_holder(held, "new_receipt", at=at)
        events.write(
            subject=held.record_key,
            verb="prepaid_new_receipt",
            by=by.key,
            at=at,
            facts={"side": side},
            text=text,
        )
    return Sold(held, code)


def _mend_phone(card: Card, phone: str, side: str, *, at: datetime) -> None:
    if side != books.SHOP or not may_mend_phone(card, on=local_day(at)):
        raise NotAllowed(str(WHY["side"][1]))
    _require_own(card.issuer, phone)
    messages.tell_holder(card, "new_receipt", at=at)
    card.holder_phone, card.is_paper = phone, not phone


def may_mend_phone(card: Card, *, on: date) -> bool:
    """Whether the shop may still mend a number that was typed wrongly: on the day of the sale."""
    return local_day(card.sold_at) == on


def leave_phone(card: Card, phone: str, *, by: Actor, at: datetime) -> None:
    """Where the holder wants to be told; empty: nowhere any more. Raises NotAllowed."""
    with transaction.atomic():
        held = lock_card(card)
        if side_of(by, held, at=at) != books.HOLDER:
            raise NotAllowed(str(WHY["side"][1]))
        held.holder_phone = phone
        _save(held)
        _tell(held, "leave_phone", by=by, at=at, is_given=bool(phone))


def side_of(actor: Actor, card: Card, *, at: datetime) -> str:
    """For whom the actor notes on this card; "" for nobody."""
    if actor.key == f"{HOLDER}{card.pk}":
        return books.HOLDER
    if sells(actor, card.issuer.business, on=local_day(at)):
        return books.SHOP
    return books.BODY if is_of_body(actor, card.issuer) else ""


def _write(
    card: Card, entries: Sequence[CardEntry], noted: Noted, *, by: Actor, at: datetime, key: str
) -> CardEntry:
    side, today = side_of(by, card, at=at), local_day(at)
    if not side:
        raise NotAllowed(str(WHY["side"][1]))
    sums = {"fen": noted.fen, "bonus_fen": noted.bonus_fen, "uses": noted.uses}
    try:
        books.check(card, entries, noted.kind, by=side, of=noted.of, on=today, **sums)
    except books.Refused as error:
        field, words = WHY[error.why]
        raise (Unfit(field, words) if field else NotPossible(str(words))) from error
    entry = CardEntry(
        card=card,
        serial=len(entries) + 1,
        kind=noted.kind,
        by=side,
        day=today,
        noted_at=at,
        of_id=noted.of,
        client_key=key,
        **sums,
    )
    card.certain_fen, card.doubtful_fen = books.sums(card, [*entries, entry], on=today)
    card.counted_on = today
    _save(card, is_new=not entries)
    entry.save(force_insert=True)
    _tell(card, noted.kind, by=by, at=at, text=noted.text, serial=entry.serial, side=side, **sums)
    return entry


def _save(card: Card, *, is_new: bool = False) -> None:
    card.version += not is_new
    card.save(force_insert=is_new)


def _tell(card: Card, verb: str, *, by: Actor, at: datetime, text: str = "", **said: Any) -> None:
    events.write(subject=card.record_key, verb=f"prepaid_{verb}", by=by.key, at=at, facts=said, text=text)
