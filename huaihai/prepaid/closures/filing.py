"""One tap: a complaint with everything that is known of the card, into the one joint handling."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.cases.consumer.filing import story
from huaihai.cases.models import USUAL, Case
from huaihai.cases.models.complainant import BY_CARD
from huaihai.cases.together import verbs as together
from huaihai.cases.verbs import intake
from huaihai.cases.verbs.intake import Receipt
from huaihai.desk.lives import NotPossible
from huaihai.kit import phones, spoken
from huaihai.kit.clock import local_day
from huaihai.law.triage.reading import tree
from huaihai.members.actors import Actor
from huaihai.prepaid import books
from huaihai.prepaid.closures import speaking
from huaihai.prepaid.closures.verbs import moving
from huaihai.prepaid.models import Card, Creditor

WORDING = "2026-12-card"  # of the page on which holders agree
PROBLEM = "prepaid.gone"  # of the tree of problems
REMEDIES = ("refund",)


@dataclass(frozen=True)
class Contact:
    """How the holder is reached, where the card does not say it."""

    name: str
    phone: str


def file(
    creditor: Creditor, contact: Contact, *, by: Actor, at: datetime, keep: Callable[[Receipt], None]
) -> Receipt:
    """File the complaint of this card. Pressed again, the same number without a code. Raises Unfit, NotPossible."""
    with transaction.atomic():
        with moving(creditor.closure, "closure_file", by=by, at=at) as move:
            rows = Creditor.objects.select_for_update(of=("self",)).select_related("card__place", "case")
            held = rows.get(pk=creditor.pk)
            held.closure, held.card.issuer = move.row, move.row.issuer
            if held.case is not None:
                raise FiledAlready(held.case)
            receipt = _submit(held, contact, at=at, keep=keep)
            held.case = receipt.case
            if held.told_at is None and not held.share_fen:
                held.told_at = at  # whoever complains knows that the shop is closed
            held.save(update_fields=["case", "told_at"])
            move.stays, move.facts = True, {"creditor": str(held.pk), "case": str(receipt.case.pk)}
        binder = held.closure.together
        if binder is not None and binder.is_open:
            consumer = Actor.consumer({receipt.case.pk})
            together.file_in(receipt.case, binder, is_willing=held.stands_at is not None, by=consumer, at=at)
            speaking.speaks_if_chosen(held, at)
    return receipt


class FiledAlready(NotPossible):
    """This card has a complaint already."""

    def __init__(self, case: Case) -> None:
        super().__init__(_("This card has a complaint already: %(number)s.") % {"number": case.number})
        self.case = case


def _submit(held: Creditor, contact: Contact, *, at: datetime, keep: Callable[[Receipt], None]) -> Receipt:
    card = held.card
    draft = intake.start_draft(
        by=Actor.public(), at=at, is_demo=card.is_demo, client_key=f"{BY_CARD}{card.pk}", **_facts(held, at)
    )
    if (problem := tree().cards.get(PROBLEM)) is not None:
        story.chosen(draft, problem)
    person = draft.complainant
    person.name, person.phone, person.confirmed_at = contact.name, phones.stored(contact.phone), at
    person.save()
    intake.consent(draft, purposes=[*USUAL], wording=WORDING, at=at)
    return intake.submit(
        draft, key=f"prepaid-card:{card.pk}", by=Actor.consumer({draft.pk}), at=at, keep=keep
    )


def _facts(held: Creditor, at: datetime) -> dict[str, Any]:
    card, business, place = held.card, held.closure.issuer.business, held.card.place
    entries = list(card.entries.order_by("serial"))
    balance = books.balance(card, entries, on=held.closure.silent_on)
    with translation.override("zh-hans"):
        title, words = _words(held, balance.paid_fen, at)
    stated = {
        "name": business.name,
        "code": business.credit_code or "",
        "sign": place.sign if place else "",
        "address": place.address if place else "",
        "region_code": place.region_code if place else card.region_code,
    }
    return {
        "title": title,
        "story": words,
        "business": business,
        "place": place,
        "stated_business": {name: value for name, value in stated.items() if value},
        "consumer_at": card.region_code,
        "bought": Case.Bought.OFFLINE,
        "bought_on": card.from_on,
        "price_fen": balance.paid_fen,
        "asked_fen": held.certain_fen + held.doubtful_fen,
        "remedies": list(REMEDIES),
    }


def _words(held: Creditor, paid_fen: int, at: datetime) -> tuple[str, str]:
    """The title, and what happened: of the card alone, nothing that nobody said."""
    card, closure, today = held.card, held.closure, local_day(at)
    facts = {
        "number": card.number,
        "day": spoken.day(card.from_on, today=today),
        "sum": spoken.money(paid_fen),
    }
    words = [
        _("I hold prepaid card %(number)s of this business, which entered on %(day)s what was left: %(sum)s.")
        % {**facts, "number": card.own_number}
        if card.own_number
        else _(
            "I hold prepaid card %(number)s of this business, bought on %(day)s, and paid %(sum)s for it in all."
        )
        % facts,
        _("The shop has been closed since %(day)s.") % {"day": spoken.day(closure.silent_on, today=today)},
        _("By the entries of the card %(sum)s is left.") % {"sum": spoken.money(held.certain_fen)},
    ]
    if held.doubtful_fen:
        words.append(
            _("Another %(sum)s is in doubt between the shop and me.")
            % {"sum": spoken.money(held.doubtful_fen)}
        )
    words.append(_("I ask for the money back."))
    return _("Prepaid card, shop closed"), spoken.run_on(words)


def contact_of(card: Card) -> Contact:
    """What the card says of its holder."""
    return Contact(card.holder_name, card.holder_phone)
