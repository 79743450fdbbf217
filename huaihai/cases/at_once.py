"""Settling at once: which standing offers fit a draft, and taking one, straight to fulfilment.

What the consumer was shown holds for the day on which it was shown; a version changes at midnight only. Tapped the
day after, the version then in force (or the one of the day of the sale) is shown anew, and the consumer chooses again.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.businesses.models import Business, Place, StandingOfferVersion
from huaihai.businesses.standing import facts as standing_facts
from huaihai.businesses.standing.facts import IF_TOLD, Facts, Fitting, Why
from huaihai.businesses.standing.terms import more_by_law
from huaihai.cases import messages, numbers
from huaihai.cases.consents import has_consent
from huaihai.cases.models import Agreement, Case, Complainant, Consent, Offer, Taking
from huaihai.cases.parts import Part, parts_of
from huaihai.cases.verbs import fulfilment, intake, routing
from huaihai.cases.verbs.intake import Receipt
from huaihai.cases.verbs.moving import moving
from huaihai.desk.lives import Unfit
from huaihai.desk.moving import Move
from huaihai.kit.clock import local_day
from huaihai.law import jurisdiction
from huaihai.law.beyond import More
from huaihai.law.errors import UnknownPlace
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.record.intake import once


@dataclass(frozen=True)
class Found:
    """What fits, the best first; what would, once price or day are told; what does not for price, day or matter."""

    fitting: list[Fitting]
    nearly: list[Fitting]
    unfit: list[Fitting] = field(default_factory=list)

    @property
    def keys(self) -> set[str]:
        """What is remembered as shown: an offer that would fit is another thing once it does."""
        return {str(one.version.pk) for one in self.fitting} | {f"{one.version.pk}?" for one in self.nearly}

    def one(self, version_id: str) -> Fitting | None:
        """The fitting one with this id."""
        return next((one for one in self.fitting if str(one.version.pk) == version_id), None)


NONE = Found([], [])
TAKING: Any = Case._meta.get_field("taking")
TOLD = frozenset({Why.OVER_CAP, Why.TOO_LATE, Why.OTHER_MATTER, Why.OTHER_GOODS})  # why not, if that is all


def of(case: Case, *, on: date) -> Found:
    """The standing offers for this draft, filed on this day. None for a business that no body of ours could watch."""
    business, place = business_of(case)
    if business is None or not _is_ours(case, business, place):
        return NONE
    facts = facts_of(case, place, on=on)
    versions = standing_facts.versions_for(business, facts.days)
    fitting = standing_facts.best(versions, facts)
    known = {one.version.offer_id for one in fitting}
    assessed = standing_facts.assessed(versions, facts)
    nearly = [one for one in assessed if one.fit.would_if_told and one.version.offer_id not in known]
    known |= {one.version.offer_id for one in nearly}
    return Found(fitting, nearly, [one for one in _newest(assessed) if _is_told(one, known)])


def is_to_be_shown(case: Case, found: Found) -> bool:
    """Whether something fits that the consumer has not been shown yet."""
    held = taking_of(case)
    return not found.keys <= set(held.shown if held else [])


def taking_of(case: Case) -> Taking | None:
    """What the consumer answered, if asked."""
    if TAKING.is_cached(case):
        return cast("Taking | None", TAKING.get_cached_value(case))
    return Taking.objects.select_related("version__offer__business").filter(case=case).first()


def facts_of(case: Case, place: Place | None, *, on: date) -> Facts:
    """What the draft says, for matching."""
    return Facts(
        filed_on=on,
        nature=case.nature,
        category=case.category,
        remedies=tuple(case.remedies),
        price_fen=case.price_fen,
        asked_fen=case.asked_fen,
        bought_on=case.bought_on,
        received_on=case.received_goods_on,
        place_id=place.pk if place else None,
    )


def business_of(case: Case) -> tuple[Business | None, Place | None]:
    """Which business of the register the draft names: begun at one of its places, by its credit code, or by its exact
    name where it is."""
    if case.business is not None:
        return case.business.merged_into or case.business, case.place
    business = case.business_with_code if case.stated_business.get("code") else _named_so(case)
    if business is None:
        return None, None
    business = business.merged_into or business
    return business, _place_named(case, business)


def law_gives_more(case: Case, one: Fitting) -> tuple[More, ...]:
    """Where the law gives more than this offer, in this very matter."""
    natures = (case.nature,) if case.nature else ()
    return more_by_law(one.terms, natures=natures, categories=(case.category,) if case.category else ())


def _newest(assessed: list[Fitting]) -> list[Fitting]:
    """The newest version of each offer."""
    rising = sorted(assessed, key=lambda one: one.version.number)
    return list({one.version.offer_id: one for one in rising}.values())


def _is_told(one: Fitting, known: set[UUID]) -> bool:
    return one.version.offer_id not in known and TOLD.issuperset(set(one.fit.reasons) - IF_TOLD)


def _place_named(case: Case, business: Business) -> Place | None:
    """The place of the business with the same sign or address in the same region."""
    said = case.stated_business
    names = {said.get("sign"), said.get("address")} - {"", None}
    region = said.get("region_code", "")
    places = (place for place in business.places.all() if place.region_code == region)
    return next((place for place in places if {place.sign, place.address} & names), None)


def _named_so(case: Case) -> Business | None:
    """The one business with a credit code that has exactly this name in the county that was said; of a shop online,
    which tells no county, in the city."""
    name, region = case.stated_business.get("name", "").strip(), case.stated_business.get("region_code", "")
    is_city = region.endswith("00")
    if not name or not region or (is_city and case.bought in ("", Case.Bought.OFFLINE)):
        return None
    reach = region[:4] if is_city else region
    at = Q(places__region_code__startswith=reach) | Q(registered_at__startswith=reach)
    rows = (
        Business.objects.standing().exclude(credit_code=None).filter(at, name=name).select_related("parent")
    )
    found = list(rows.distinct()[:2])
    return found[0] if len(found) == 1 else None


def _is_ours(case: Case, business: Business, place: Place | None) -> bool:
    stated = case.stated_business.get("region_code", "")
    code = (place.region_code if place else "") or stated or business.registered_at
    zone = alliance.load().zone
    try:
        return bool(code) and zone.city_of(zone.place(code)) is not None
    except UnknownPlace:
        return False


CHANGED = "offer"  # the field of an Unfit that means: look at the offers again


def answer(case: Case, version: StandingOfferVersion | None, *, shown: Found, at: datetime) -> Taking:
    """Keep what the consumer says to the offers shown: takes this one, or (None) goes on with the complaint."""
    with transaction.atomic():
        if not Case.objects.select_for_update().filter(pk=case.pk, stage="draft").exists():
            raise Unfit("", _("This complaint has been sent already."))
        facts = {
            "shown": sorted(shown.keys),
            "shown_on": local_day(at),
            "version": version,
            "answered_at": at,
        }
        taking, _made = Taking.objects.update_or_create(case=case, defaults=facts)
        return taking


def settle_at_once(
    case: Case,
    *,
    key: str,
    sum_seen: int | None,
    by: Actor,
    at: datetime,
    keep: Callable[[Receipt], None] = lambda _receipt: None,
) -> Receipt:
    """Take the standing offer that the consumer chose: number, receipt code, agreement, promises, clock and messages.

    `keep` keeps the receipt in the same transaction. The same key again returns the same number without a new code.
    Raises Unfit: the field is `CHANGED` if the offer is no longer what was shown (`sum_seen`, in fen), else what is
    missing; NotPossible, KeyReused.
    """
    shown: dict[str, str] = {}

    def act() -> dict[str, Any]:
        shown["code"] = _settle(case, sum_seen, by=by, at=at)
        keep(Receipt(case, case.number or "", shown["code"], True))
        return {"case": str(case.pk), "number": case.number}

    def settle() -> tuple[dict[str, Any], bool]:
        return once(key=f"intake:{key}", body=f"at once {case.pk}", at=at, act=act)

    saved, is_new = intake.with_free_number(settle)
    if not is_new:
        case = Case.objects.get(pk=saved["case"])
    return Receipt(case, saved["number"], shown.get("code", ""), is_new)


def route_of(case: Case) -> jurisdiction.Route:
    """Where the rules send the draft, its business being known by the register."""
    held = copy(case)
    held.business, held.place = business_of(case)
    return routing.proposed_route(held)


def needed_consents(route: jurisdiction.Route) -> list[str]:
    """The business always; the association of another city only where one leads."""
    return [Consent.Purpose.BUSINESS, *([Consent.Purpose.OTHER_BODY] if route.is_cross_city else [])]


def _settle(case: Case, sum_seen: int | None, *, by: Actor, at: datetime) -> str:
    code = numbers.new_receipt_code()
    with moving(case, "settle_at_once", by=by, at=at) as move:
        held = move.row
        held.complainant = Complainant.objects.get(case=held)
        chosen = _chosen(held, sum_seen, at)
        _complete(held)
        begun_at = held.home
        _file(held, at)
        held.receipt_hash = numbers.receipt_fingerprint(code)
        agreement = _agree(move, chosen, at)
        fulfilment.record(agreement, _parts(agreement), by=by, at=at)
        move.facts |= {"on_word": by.kind == "officer", **intake.begun(begun_at)}
        messages.tell_consumer(held, "settled_at_once", at=at)
        messages.tell_business(held, "taken", at=at, until=agreement.perform_by_on)
    return code


def _chosen(case: Case, sum_seen: int | None, at: datetime) -> Fitting:
    taking = taking_of(case)
    if taking is None or taking.version is None:
        raise Unfit(CHANGED, _("Please choose one of the offers first."))
    found = of(case, on=local_day(at)).one(str(taking.version_id))
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
    case.business, case.place = business_of(case)
    route = routing.proposed_route(case)
    if route.home is None or route.lead is None:
        raise Unfit(
            "consumer_at", _("No association of ours could watch over this. Please go on with the complaint.")
        )
    for purpose in needed_consents(route):
        if not has_consent(case, purpose):
            raise Unfit(purpose, _("Without this agreement it cannot be settled at once."))
    case.home = intake.received_by(case.home, directory.body_for(route.home), on=local_day(at))
    case.lead = directory.body_for(route.lead)
    intake.give_number(case, at)
    case.invited_at = at  # from now on the business sees it


def _agree(move: Move[Case], chosen: Fitting, at: datetime) -> Agreement:
    case, terms, version = move.row, chosen.terms, chosen.version
    due_on, sum_fen = terms.done_by_on(at), chosen.fit.sum_fen
    with translation.override("zh-hans"):
        text = standing_facts.whole(terms, sum_fen, version.note)
    offer = Offer.objects.create(
        case=case,
        remedies=list(terms.remedies),
        sum_fen=sum_fen,
        perform_by_on=due_on,
        valid_until_on=local_day(at),
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


def _parts(agreement: Agreement) -> list[Part]:
    offer = agreement.offer
    remedies = offer.remedies if offer else []
    return parts_of(remedies, agreement.sum_fen, agreement.perform_by_on)
