"""A case in the shape that a system reads, with what the page of the business shows and no more; all codes."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from huaihai import alliance
from huaihai.businesses.pages import place_name
from huaihai.cases import life, unmasking
from huaihai.cases.business import standing
from huaihai.cases.business.standing import Row
from huaihai.cases.models import Answer, Case, Complainant, Offer, Promise
from huaihai.kit import local_words
from huaihai.law import kinds, remedies, replies
from huaihai.members.models import Organisation
from huaihai.record import events

NOUNS = {  # verb of the life → the noun it is posted to
    "serve": "receipt",
    "reply": "reply",
    "offer": "offer",
    "accept": "acceptance",
    "reject": "rejection",
    "refuse": "refusal",
    "deny": "denial",
    "claim_fulfilment": "fulfilment",
    "add_evidence": "files",
}


def lines(cases: list[Case], today: date) -> list[dict[str, Any]]:
    """The lines of a list, with clocks in one query."""
    return [_line(row) for row in standing.rows_of(cases, today)]


def whole(case: Case, today: date) -> dict[str, Any]:
    """One case with all that the business sees of it."""
    [row] = standing.rows_of([case], today)
    offers = list(_offers(case))
    person = Complainant.objects.filter(case=case).first()
    place = case.place
    return {
        **_line(row),
        "story": unmasking.text_masked(case.story),
        "consumer": unmasking.name_masked(person.name) if person else "",
        "remedies": case.remedies,
        "price_fen": case.price_fen,
        "bought": case.bought,
        "bought_on": case.bought_on,
        "category": case.category,
        "nature": case.nature,
        "place": " ".join(filter(None, (place.sign, place.address))) if place else "",
        "invited_at": case.invited_at,
        "served_at": case.served_at,
        "can": possible(
            case.stage, has_counter=any(held.is_counter and held.state == "open" for held in offers)
        ),
        "evidence": [_file(held) for held in standing.evidence(case)],
        "offers": [_offer(held) for held in offers],
        "answers": [_answer(held) for held in Answer.objects.of(case)],
        "promises": [_promise(held) for held in Promise.objects.filter(case=case)],
    }


def possible(stage: str, *, has_counter: bool) -> list[str]:
    """The nouns that can be posted to in this stage; a counter-offer is answered only if one is open."""
    verbs = [verb.name for verb in life.possible(stage, life.BUSINESS) if verb.name in NOUNS]
    return [NOUNS[name] for name in verbs if has_counter or name not in ("accept", "reject")]


def city_of(body: Organisation | None) -> dict[str, str]:
    """The city whose body has the case."""
    city = (body.city or body) if body else None
    code = city.region_code if city else ""
    return {"code": code, "name": place_name(code)}


def _line(row: Row) -> dict[str, Any]:
    case = row.case
    return {
        "id": case.pk,
        "number": case.number or "",
        "version": case.version,
        "stage": {"code": case.stage, "name": str(row.stage)},
        "is_your_turn": row.is_our_turn,
        "is_final": case.is_final,
        "city": city_of(case.lead or case.responsible),
        "business": {"id": case.business_id, "name": case.business.name if case.business else ""},
        "title": case.title,
        "asked_fen": case.asked_fen,
        "due_on": row.due_on,
        "stage_since": case.stage_since,
        "is_practice": False,
    }


def _offers(case: Case) -> Iterable[Offer]:
    """What this business offered and what was offered to it, oldest first."""
    said = events.history(case.record_key).filter(verb="counter", number__gt=standing.since(case))
    theirs = [str(event.facts.get("offer", "")) for event in said]
    mine = [held.pk for held in standing.offers(case)]
    return case.offers.filter(Q(pk__in=mine) | Q(pk__in=[key for key in theirs if key])).order_by("made_at")


def _offer(held: Offer) -> dict[str, Any]:
    return {
        "id": held.pk,
        "by": held.by_party,
        "state": held.state,
        "remedies": held.remedies,
        "sum_fen": held.sum_fen,
        "monthly_parts": held.monthly_parts,
        "perform_by_on": held.perform_by_on,
        "valid_until_on": held.valid_until_on,
        "text": unmasking.text_masked(held.text) if held.is_counter else held.text,
        "made_at": held.made_at,
    }


def _answer(held: Answer) -> dict[str, Any]:
    return {
        "kind": held.kind,
        "reason": held.reason,
        "needs": held.needs,
        "until_on": held.until_on,
        "text": held.text,
        "made_at": held.made_at,
    }


def _promise(held: Promise) -> dict[str, Any]:
    return {
        "number": held.number,
        "remedy": held.remedy,
        "sum_fen": held.sum_fen,
        "due_on": held.due_on,
        "state": held.state.value,
    }


def _file(held: Any) -> dict[str, Any]:
    return {
        "id": held.pk,
        "from_you": held.party == life.BUSINESS,
        "kind": held.kind,
        "size": held.size,
        "added_at": held.added_at,
    }


def vocabularies(today: date) -> dict[str, Any]:
    """All codes that the protocol knows on this day."""
    known = [life.STAGES[name] for name in life.KNOWN_TO_BUSINESS]
    return {
        "remedies": [_word(one) for one in remedies.ALL],
        "reasons": [_word(one) for one in replies.reasons(today)],
        "needs": [_word(one) for one in replies.needs(today)],
        "stages": [{"code": stage.name, "name": str(stage.business)} for stage in known],
        "categories": [_named(one) for one in kinds.CATEGORIES],
        "natures": [_named(one) for one in kinds.NATURES],
        "cities": [
            {"code": city.code, "name": local_words.place(city.name)} for city in alliance.load().cities
        ],
    }


def _word(one: Any) -> dict[str, Any]:
    return {**_named(one), "needs_words": getattr(one, "needs_words", False)}


def _named(one: Any) -> dict[str, str]:
    return {"code": one.code, "name": local_words.said(one)}
