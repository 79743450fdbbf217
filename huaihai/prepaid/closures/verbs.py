"""A shop fell silent: stated, taken back, ended; what each card is owed is frozen from its entries on the same day."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import F, Max
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.cases.together import verbs as together
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.desk.moving import Moving, begin
from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.prepaid import books, messages, voting
from huaihai.prepaid.closures.life import CLOSURE
from huaihai.prepaid.models import Card, CardEntry, Closure, Creditor, Issuer
from huaihai.prepaid.moving import lock_issuer, moving_issuer, require_body
from huaihai.record import events

LONGEST_AGO = timedelta(days=366)
TO_DENY = timedelta(days=7)  # how long a holder has at least, once something was marked as paid


def _lock(closure: Closure) -> Closure:
    """The pledge and then the closure, both kept until the transaction ends (see `prepaid.moving`)."""
    issuer = lock_issuer(closure.issuer_id)
    held: Closure = Closure.objects.select_for_update(of=("self",)).get(pk=closure.pk)
    held.issuer, held.body = issuer, issuer.body
    return held


moving = Moving[Closure](CLOSURE, lock=_lock, tells_stage=False)


def state(
    issuer: Issuer,
    *,
    silent_on: date,
    how: str,
    text: str = "",
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Closure:
    """The shop fell silent on this day. Every card on which something is open or doubted becomes a creditor with its
    sums of that day; a binder waits for complaints; the vote begins. Two reads, whatever the number of cards. Raises
    Unfit, NotAllowed, NotPossible, Moved."""
    today = local_day(at)
    if not today - LONGEST_AGO <= silent_on <= today:
        raise Unfit("silent_on", _("This day cannot be right here. Please check it."))
    require_body(by, issuer)
    with transaction.atomic():
        with moving_issuer(issuer, "silence", by=by, at=at, seen=seen) as move:
            move.facts = {"silent_on": silent_on.isoformat()}
        facts = {"silent_on": silent_on, "how": how, "text": text, "stated_at": at}
        facts["vote_until"] = today + timedelta(days=voting.RULE.days)
        closure = Closure.objects.filter(issuer=issuer).first()
        creditors = _creditors(issuer, silent_on)
        if closure is None:
            closure = _new(issuer, facts, creditors, by=by, at=at)
        else:
            with moving(closure, "closure_state", by=by, at=at) as again:
                for name, value in facts.items():
                    setattr(again.row, name, value)
                again.facts = {"silent_on": silent_on.isoformat(), "how": how, "cards": len(creditors)}
                _freeze(again.row, creditors)
    return closure


def lift(closure: Closure, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The shop is open after all: its cards are cards again. Complaints that were filed go on by themselves. Raises
    NotAllowed, NotPossible, Moved."""
    with transaction.atomic(), moving(closure, "closure_lift", by=by, at=at, seen=seen) as move:
        require_body(by, move.row.issuer)
        if move.row.guarantee_fen:
            raise NotPossible(_("The guarantee has been shared out already; this cannot be taken back."))
        with moving_issuer(move.row.issuer, "speak again", by=by, at=at) as issuer:
            issuer.facts = {"closure": str(closure.pk)}
        move.text = text
        move.row.creditors.filter(case=None).delete()


def end(closure: Closure, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """What the guarantee gives is paid, and where it went is erased; complaints go on by themselves. Raises NotAllowed,
    NotPossible, Moved."""
    with transaction.atomic(), moving(closure, "closure_end", by=by, at=at, seen=seen) as move:
        require_body(by, move.row.issuer)
        if move.row.creditors.filter(reserved_fen__gt=0).exists():
            raise NotPossible(_("Something is still reserved for doubts. Please settle them first."))
        if why := _why_no_end(move.row, at=at):
            raise NotPossible(why)
        with moving_issuer(move.row.issuer, "settle", by=by, at=at) as issuer:
            issuer.facts = {"closure": str(closure.pk)}
        move.row.creditors.update(payee="")


def _why_no_end(closure: Closure, *, at: datetime) -> str:
    """Why the guarantee is not settled yet; empty if it is."""
    if closure.creditors.filter(denied_on__isnull=False).exists():
        return _("A holder says that nothing arrived. Please ask the bank for the number of the payment.")
    if closure.creditors.filter(share_fen__gt=F("paid_fen")).exists():
        return _("Shares are still to be paid. Their holders can still say where.")
    marked = events.history(closure.record_key).filter(verb="closure_pay").last()
    if marked is not None and local_day(at) <= (until := local_day(marked.at + TO_DENY)):
        return _("Until %(day)s a holder can still say that nothing arrived.") % {
            "day": spoken.day(until, today=local_day(at))
        }
    return ""


def say_closed(card: Card, *, at: datetime) -> None:
    """The holder found the shop closed: noted once a card."""
    Card.objects.filter(pk=card.pk, closed_said_at=None).update(closed_said_at=at)


def unsay_closed(card: Card) -> None:
    """It was pressed by mistake."""
    Card.objects.filter(pk=card.pk).update(closed_said_at=None)


def found_open(issuer: Issuer, *, text: str = "", by: Actor, at: datetime) -> None:
    """The body looked, and the shop is open: whoever said that it is closed is told so, and can say it again. Raises
    NotAllowed."""
    require_body(by, issuer)
    with transaction.atomic():
        held = lock_issuer(issuer.pk)
        said = list(held.cards.exclude(closed_said_at=None))
        for card in said:
            card.issuer = held
            messages.tell_holder(card, "found_open", at=at)
        held.cards.exclude(closed_said_at=None).update(closed_said_at=None)
        facts = {"cards": len(said)}
        events.write(
            subject=held.record_key, verb="prepaid_found_open", by=by.key, at=at, facts=facts, text=text
        )


def newest_work(issuer: Issuer) -> date | None:
    """The last day on which the shop itself noted anything sold, topped up or used. One query."""
    rows = CardEntry.objects.filter(
        card__issuer=issuer, by=books.SHOP, kind__in=[books.SALE, books.TOP_UP, books.USE]
    )
    newest: date | None = rows.aggregate(day=Max("day"))["day"]
    return newest


def _new(
    issuer: Issuer, facts: dict[str, object], creditors: Sequence[Creditor], *, by: Actor, at: datetime
) -> Closure:
    with translation.override("zh-hans"):
        title = _("Prepaid cards: %(name)s is closed") % {"name": issuer.business.name}
    binder = together.open_empty(issuer.business, title=title, by=by, at=at, is_demo=issuer.is_demo)
    closure = Closure(issuer=issuer, body=issuer.body, together=binder, is_demo=issuer.is_demo, **facts)
    begin(
        closure,
        "closure_state",
        CLOSURE,
        by=by,
        at=at,
        silent_on=closure.silent_on.isoformat(),
        how=closure.how,
        cards=len(creditors),
    )
    _freeze(closure, creditors)
    return closure


def _freeze(closure: Closure, creditors: Sequence[Creditor]) -> None:
    known = {one.card_id: one for one in closure.creditors.all()}
    new = [one for one in creditors if one.card_id not in known]
    for one in creditors:
        one.closure = closure
        if (before := known.get(one.card_id)) is not None:
            before.certain_fen, before.doubtful_fen = one.certain_fen, one.doubtful_fen
    Creditor.objects.bulk_create(new)
    Creditor.objects.bulk_update(known.values(), ["certain_fen", "doubtful_fen"])


def _creditors(issuer: Issuer, on: date) -> list[Creditor]:
    found = []
    for card, entries in _books_of(issuer):
        certain, doubtful = books.sums(card, entries, on=on)
        if certain or doubtful:
            found.append(Creditor(card=card, certain_fen=certain, doubtful_fen=doubtful))
    return found


def _books_of(issuer: Issuer) -> Iterator[tuple[Card, list[CardEntry]]]:
    """Each card with its entries; those without any are owed nothing."""
    entries = CardEntry.objects.filter(card__issuer=issuer).order_by("card", "serial")
    cards = {card.pk: card for card in Card.objects.filter(issuer=issuer)}
    for key, rows in groupby(entries, lambda row: row.card_id):
        yield cards[key], list(rows)
