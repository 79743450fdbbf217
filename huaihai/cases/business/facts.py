"""What the page of a case tells the business: the complaint, offers, the agreement, evidence, the record.

Numbers and addresses in what the consumer wrote are hidden; the name is shortened. After a settlement the
business may ask to see whom to pay, which is written down.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.cases import case_facts, life, proceedings, timeline, turns, unmasking
from huaihai.cases.business import standing
from huaihai.cases.case_facts import (
    SESSIONS,
    Rows,
    bought_words,
    kind_words,
    known,
    money_words,
    remedy_words,
    row,
)
from huaihai.cases.models import Case, Complainant, Offer
from huaihai.cases.situation import Situation
from huaihai.cases.unmasking import SETTLED
from huaihai.kit import clock, local_words
from huaihai.law import replies
from huaihai.record.models import Event

OWN_WORDS = {
    "offer",
    "reply",
    "refuse",
    "deny",
    "claim_fulfilment",
    "settle_at_once",
}  # said by the business itself


def complaint(case: Case, *, today: date) -> Rows:
    """What the consumer says and asks for."""
    place = case.place
    rows = [
        row(_("What happened"), unmasking.text_masked(case.story), is_text=True),
        row(_("Asked for"), remedy_words(case.remedies)),
        row(_("Sum asked for"), money_words(case.asked_fen)),
        row(_("Price"), money_words(case.price_fen)),
        row(_("Bought"), bought_words(case, today=today)),
        row(_("About"), kind_words(case)),
        row(_("Your business"), case.business.name if case.business else ""),
        row(_("Your place"), " ".join(filter(None, (place.sign, place.address))) if place else ""),
    ]
    return known(rows)


def consumer(case: Case, *, is_open: bool) -> Rows:
    """Who complains: the family name alone, until the business needs to know whom to pay."""
    person: Complainant | None = getattr(case, "complainant", None)
    if person is None:
        return []
    rows = [row(_("Consumer"), person.name if is_open else unmasking.name_masked(person.name))]
    if is_open:
        rows.append(row(_("Phone"), person.phone))
    return rows


def evidence(case: Case, history: Sequence[Event] | None = None) -> Rows:
    """What both sides handed in, by number: a file's own name may name a person."""
    parties = {life.CONSUMER: _("from the consumer"), life.BUSINESS: _("from you")}
    return [
        {
            "label": _("File %(n)s, %(party)s") % {"n": number, "party": parties[held.party]},
            "name": held.name if held.party == life.BUSINESS else "",
            "kind": held.kind,
            "size": held.size,
            "at": held.added_at,
            "is_picture": bool(held.derivative),
            "url": reverse("business-evidence", args=[case.pk, held.pk]),
        }
        for number, held in enumerate(standing.evidence(case, history), start=1)
    ]


def offers(case: Case, history: Sequence[Event] | None = None, *, today: date) -> Rows:
    """What both sides proposed, in order, the newest last; the consumer's words with numbers hidden."""
    return [_offer(held, today) for held in standing.offers(case, history)]


def counter(case: Case, *, today: date) -> dict[str, Any] | None:
    """The counter-offer that waits for the business, if any."""
    held = _open(case, Offer.Party.CONSUMER)
    return _offer(held, today) if held else None


def standing_offer(case: Case, *, today: date) -> dict[str, Any] | None:
    """The offer of this business that the consumer has not answered and still can, if any."""
    held = _open(case, Offer.Party.BUSINESS)
    return _offer(held, today) if held and held.valid_until_on >= today else None


def _open(case: Case, party: str) -> Offer | None:
    """The one that nobody has answered, if it is this party's."""
    rows = standing.offers(case)
    return next((held for held in rows if held.state == Offer.State.OPEN and held.by_party == party), None)


def _offer(held: Offer, today: date) -> dict[str, Any]:
    state = turns.state_of(held, today=today)
    return {
        "is_ours": not held.is_counter,
        "is_open": held.state == Offer.State.OPEN,
        "is_late": state != held.state,
        "state": state.label,
        "what": remedy_words(held.remedies),
        "sum": money_words(held.sum_fen),
        "months": held.monthly_parts if held.monthly_parts > 1 else None,
        "text": unmasking.text_masked(held.text) if held.is_counter else held.text,
        "note": held.note_to_body,
        "perform_by_on": held.perform_by_on,
        "valid_until_on": held.valid_until_on,
        "goods_back_by_on": held.goods_back_by_on,
        "return_to": held.return_to,
        "made_at": held.made_at,
    }


def answers(case: Case) -> Rows:
    """What this business answered beside its offers, in order."""
    return [
        {
            "kind": held.get_kind_display(),
            "said": local_words.said(held.said) if held.said else "",
            "needs": local_words.listed(local_words.said(replies.BY_CODE[code]) for code in held.needs),
            "until_on": held.until_on,
            "text": held.text,
            "note": held.note_to_body,
            "made_at": held.made_at,
        }
        for held in case.answers.all()
        if held.business_id == case.business_id
    ]


def agreement(situation: Situation) -> dict[str, Any] | None:
    """What was agreed, and by when it is to be done."""
    held = situation.agreement
    if held is None:
        return None
    return {
        "kind": held.get_kind_display(),
        "sum": money_words(held.sum_fen),
        "terms": held.terms,
        "perform_by_on": held.perform_by_on,
        "goods": case_facts.goods(held, situation.case, today=situation.today),
        "is_open": situation.case.stage in SETTLED,
    }


def record(case: Case, history: Sequence[Event]) -> Rows:
    """What happened, newest first, in words for the business."""
    lines = timeline.of(case, life.BUSINESS, after=standing.since(case, history), history=history)
    return [
        {
            "at": line.at,
            "title": line.what,
            "text": _text_of(line),
            "is_now": number == 0 and not case.is_final,
        }
        for number, line in enumerate(lines)
    ]


def _text_of(line: timeline.Line) -> str:
    if line.verb in (*SESSIONS, *proceedings.BY_VERB):
        words = case_facts.line_words(line.verb, line.facts, today=clock.today())
        return "\n".join(filter(None, (words, unmasking.text_masked(line.text))))
    return line.text if line.verb in OWN_WORDS else unmasking.text_masked(line.text)


def body(case: Case) -> dict[str, str]:
    """Whom to call about the case."""
    held = case.contact_body
    name = local_words.in_script(held.name) if held else ""
    return {"name": name, "phone": held.phone_to_call if held else ""}
