"""Taking a standing offer: from the draft straight to fulfilment, in one transaction.

What the consumer was shown holds for the day on which it was shown; a version changes at midnight only. Tapped the
day after, the version then in force (or the one of the day of the sale) is shown anew, and the consumer chooses again.
"""

from copy import copy
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.businesses.models import StandingOfferVersion
from huaihai.businesses.standing import facts as standing_facts
from huaihai.businesses.standing.facts import Fitting
from huaihai.cases import at_once, messages, numbers
from huaihai.cases.actions import intake, promising, routing
from huaihai.cases.actions.intake import Receipt
from huaihai.cases.actions.moving import Move, Unfit, moving
from huaihai.cases.at_once import Found
from huaihai.cases.models import Agreement, Case, Complainant, Consent, Offer, Taking
from huaihai.kit.clock import ZONE
from huaihai.law import jurisdiction
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.record.intake import once

CHANGED = "offer"  # the field of an Unfit that means: look at the offers again


def answer(case: Case, version: StandingOfferVersion | None, *, shown: Found, at: datetime) -> Taking:
    """Keep what the consumer says to the offers shown: takes this one, or (None) goes on with the complaint."""
    with transaction.atomic():
        if not Case.objects.select_for_update().filter(pk=case.pk, stage="draft").exists():
            raise Unfit("", _("This complaint has been sent already."))
        facts = {
            "shown": sorted(shown.keys),
            "shown_on": at.astimezone(ZONE).date(),
            "version": version,
            "answered_at": at,
        }
        taking, _made = Taking.objects.update_or_create(case=case, defaults=facts)
        return taking


def settle_at_once(case: Case, *, key: str, sum_seen: int | None, by: Actor, at: datetime) -> Receipt:
    """Take the standing offer that the consumer chose: number, receipt code, agreement, promises, clock and messages.

    The same key again returns the same number without a new code. Raises Unfit: the field is `CHANGED` if the offer
    is no longer what was shown (`sum_seen`, in fen), else what is missing; lifecycle.NotPossible, KeyReused.
    """
    shown: dict[str, str] = {}

    def act() -> dict[str, Any]:
        shown["code"] = _settle(case, sum_seen, by=by, at=at)
        return {"case": str(case.pk), "number": case.number}

    saved, is_new = once(key=f"intake:{key}", body=f"at once {case.pk}", at=at, act=act)
    if not is_new:
        case = Case.objects.get(pk=saved["case"])
    return Receipt(case, saved["number"], shown.get("code", ""), is_new)


def route_of(case: Case) -> jurisdiction.Route:
    """Where the rules send the draft, its business being known by the register."""
    held = copy(case)
    held.business, held.place = at_once.business_of(case)
    return routing.proposed_route(held)


def needed_consents(route: jurisdiction.Route) -> list[str]:
    """The business always; the association of another city only where one leads."""
    return [Consent.Purpose.BUSINESS, *([Consent.Purpose.OTHER_BODY] if route.is_cross_city else [])]


def _settle(case: Case, sum_seen: int | None, *, by: Actor, at: datetime) -> str:
    code = numbers.new_receipt_code()
    with moving(case, "settle_at_once", by=by, at=at) as move:
        held = move.case
        held.complainant = Complainant.objects.get(case=held)
        chosen = _chosen(held, sum_seen, at)
        _complete(held)
        _file(held, at)
        held.receipt_hash = numbers.receipt_fingerprint(code)
        agreement = _agree(move, chosen, at)
        promising.record(agreement, _parts(agreement), by=by, at=at)
        move.facts |= {"on_word": by.kind == "officer"}
        messages.tell_consumer(held, "settled_at_once", at=at)
        messages.tell_business(held, "taken", at=at)
    return code


def _chosen(case: Case, sum_seen: int | None, at: datetime) -> Fitting:
    taking = at_once.taking_of(case)
    if taking is None or taking.version is None:
        raise Unfit(CHANGED, _("Please choose one of the offers first."))
    found = at_once.of(case, on=at.astimezone(ZONE).date()).one(str(taking.version_id))
    if found is None or found.fit.sum_fen != sum_seen:
        raise Unfit(
            CHANGED, _("The offer is not the same any more. Please look at it again, and choose anew.")
        )
    return found


def _complete(case: Case) -> None:
    if not case.story or not case.title:
        raise Unfit("story", _("Please say what happened."))
    if not case.complainant.name or case.complainant.reached_by is None:
        raise Unfit("phone", _("Please leave your name, and a phone number or an e-mail address."))
    if case.origin == Case.Origin.ONLINE and case.complainant.confirmed_at is None:
        raise Unfit("code", _("Please confirm your phone or e-mail first."))


def _file(case: Case, at: datetime) -> None:
    """The bodies, with the consents that they need, and the number."""
    case.business, case.place = at_once.business_of(case)
    route = routing.proposed_route(case)
    if route.home is None or route.lead is None:
        raise Unfit(
            "consumer_at", _("No association of ours could watch over this. Please go on with the complaint.")
        )
    for purpose in needed_consents(route):
        if not routing.has_consent(case, purpose):
            raise Unfit(purpose, _("Without this agreement it cannot be settled at once."))
    case.home, case.lead = directory.body_for(route.home), directory.body_for(route.lead)
    intake.give_number(case, at)
    case.invited_at = at  # from now on the business sees it


def _agree(move: Move, chosen: Fitting, at: datetime) -> Agreement:
    case, terms, version = move.case, chosen.terms, chosen.version
    due_on, sum_fen = terms.done_by_on(at), chosen.fit.sum_fen
    with translation.override("zh-hans"):
        text = standing_facts.whole(terms, sum_fen, version.note)
    offer = Offer.objects.create(
        case=case,
        remedies=list(terms.remedies),
        sum_fen=sum_fen,
        perform_by_on=due_on,
        valid_until_on=at.astimezone(ZONE).date(),
        text=text,
        state=Offer.State.ACCEPTED,
        made_by=version.offer.record_key,
        made_at=at,
        standing_version=version,
    )
    case.remedies = case.remedies or list(terms.remedies)
    case.settled_fen = sum_fen
    case.asked_fen = sum_fen if case.asked_fen is None else case.asked_fen
    move.due, move.text = {"fulfil": due_on}, text
    move.facts = {
        "standing_offer_version": str(version.pk),
        "offer": str(offer.pk),
        "sum_fen": sum_fen,
        "paid_by_fund": terms.paid_by_fund,
    }
    return Agreement.objects.create(
        case=case,
        kind=Agreement.Kind.SETTLEMENT,
        offer=offer,
        terms=text,
        sum_fen=sum_fen,
        perform_by_on=due_on,
        reached_at=at,
    )


def _parts(agreement: Agreement) -> list[promising.Part]:
    offer = agreement.offer
    remedies = offer.remedies if offer else []
    return promising.parts_of(remedies, agreement.sum_fen, agreement.perform_by_on)
