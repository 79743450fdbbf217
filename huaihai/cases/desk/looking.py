"""Businesses looked up while a complaint is written down, each with its record; a constant number of queries."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef
from django.utils.module_loading import import_string

from huaihai import reactions
from huaihai.businesses.models import Business, Enrolment, Place, PledgeVersion
from huaihai.businesses.pages import place_name
from huaihai.businesses.posters.pages import Door
from huaihai.cases import business_figures
from huaihai.cases.models import Case
from huaihai.kit.text.normalise import fold
from huaihai.members.actors import Actor

MOST = 8
SHORTEST = 2  # letters worth a look
ASKED = ("code", "name", "sign", "phone")  # what is looked for, the surest first
FILLED = ("name", "sign", "region_code", "address", "code")


@dataclass(frozen=True)
class Known:
    """A business of the register, at its place nearest to the officer's city, with its open cases."""

    business: Business
    place: Place | None
    open_cases: int

    @property
    def where(self) -> str:
        if self.place is None:
            return ""
        sign = self.place.sign if self.place.sign != self.business.name else ""
        return " · ".join(filter(None, (place_name(self.place.region_code), sign, self.place.address)))

    @property
    def fills(self) -> dict[str, str]:
        """What the form holds once it is chosen."""
        place = self.place
        return {
            "name": self.business.name,
            "sign": place.sign if place else "",
            "region_code": place.region_code if place else "",
            "address": place.address if place else "",
            "code": self.business.credit_code or "",
        }


@dataclass(frozen=True)
class BusinessRecord:
    """What the alliance knows of one business. `solved` of `counted` cases of the last twelve months: confirmed by
    the consumer, of those received that were neither withdrawn nor passed elsewhere, as all pages of numbers count."""

    known: Known
    counted: int
    solved: int
    pledges: Sequence[str]
    is_on_channel: bool
    doors: Sequence[Door]  # marks, and what stands about it today


def looked_up(typed: Mapping[str, str], *, actor: Actor, city: str) -> list[Known]:
    """At most eight that fit what is known; those of the own city first, and of one name the identified ones."""
    words = next((held for name in ASKED if len(held := typed.get(name, "").strip()) >= SHORTEST), "")
    if not words:
        return []
    near = Place.objects.filter(business=OuterRef("pk"), region_code__startswith=city[:4])
    rows = (
        Business.objects.visible_to(actor)
        .standing()
        .matching(words[:80])
        .filter(is_gone=False)
        .annotate(is_near=Exists(near))
        .order_by("-is_near", "name", F("credit_code").asc(nulls_last=True), "pk")
    )
    return known_of(list(rows.distinct()[:MOST]), city=city)


def chosen(business_id: UUID, *, actor: Actor, city: str) -> Known | None:
    """The one that an officer chose, as it stands now."""
    rows = Business.objects.visible_to(actor).standing().filter(pk=business_id)
    return next(iter(known_of(list(rows), city=city)), None)


def known_of(businesses: Sequence[Business], *, city: str) -> list[Known]:
    ids = ids_of(businesses)
    places: dict[UUID, Place] = {}
    for place in Place.objects.filter(business__in=businesses).order_by("region_code", "sign", "pk"):
        held = places.get(place.business_id)
        if held is None or (_is_near(place, city) and not _is_near(held, city)):
            places[place.business_id] = place
    open_cases: Counter[UUID] = Counter()
    counted = Case.objects.open().filter(business__in=ids).exclude(business_figures.denied())
    for key, number in counted.order_by().values_list("business").annotate(Count("pk")):
        open_cases[ids[key]] += number
    return [Known(one, places.get(one.pk), open_cases[one.pk]) for one in businesses]


def ids_of(businesses: Collection[Business]) -> dict[UUID, UUID]:
    """Each business and all that were merged into it, by what it stands as."""
    standing = {one.pk: one.pk for one in businesses}
    merged = Business.objects.filter(merged_into__in=businesses).values_list("pk", "merged_into")
    return standing | {key: into for key, into in merged if into is not None}


def record_of(known: Known, *, today: date) -> BusinessRecord:
    """All that stands about one business, in six queries."""
    ids = frozenset(ids_of([known.business]))
    counted, solved = _solved(ids, today)
    pledged = PledgeVersion.objects.in_force_on(today).displayed().filter(pledge__business__in=ids)
    doors = [door for name in reactions.BUSINESS_RECORD for door in import_string(name)(ids)]
    return BusinessRecord(
        known,
        counted,
        solved,
        list(dict.fromkeys(one.pledge.get_kind_display() for one in pledged.select_related("pledge"))),
        Enrolment.objects.joined_on_day(today).filter(business__in=ids).exists(),
        doors,
    )


def _solved(ids: Collection[UUID], today: date) -> tuple[int, int]:
    """Cases that count, and those of them whose consumer confirmed: by the one definition of outcomes."""
    outcome_of = import_string(reactions.OUTCOME_OF)
    period = business_figures.looking_back(today)
    cases = Case.objects.filter(business__in=ids).exclude(business_figures.denied())
    received = business_figures.received_in(cases, period)
    outcomes: Counter[str] = Counter()
    for stage, result, number in received.order_by().values_list("stage", "result").annotate(Count("pk")):
        outcomes[str(outcome_of(stage, result))] += number
    left_out = outcomes["withdrawn"] + outcomes["elsewhere"]
    return outcomes.total() - left_out, outcomes["confirmed"]


def is_same(business: Business, typed: Mapping[str, str]) -> bool:
    """Whether what was typed names exactly this business: by code, by telephone, or by a whole name or sign."""
    code, phone = typed.get("code", "").strip(), typed.get("phone", "").strip()
    if (code and code == business.credit_code) or (phone and phone == business.phone):
        return True
    lines = set(business.words.split("\n"))
    return any(fold(typed[name]) in lines for name in ("name", "sign") if typed.get(name, "").strip())


def _is_near(place: Place, city: str) -> bool:
    return place.region_code[:4] == city[:4]
