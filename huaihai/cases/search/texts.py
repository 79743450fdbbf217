"""What is searched of a case: what stands in the file in words, but nothing that its pages show masked."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import QuerySet

from huaihai.businesses.models import Business, Place
from huaihai.cases import timeline
from huaihai.cases.models import Agreement, Answer, Case, Complainant, Offer, Promise
from huaihai.cases.search import folding
from huaihai.kit.clock import local_day
from huaihai.members.models import Organisation
from huaihai.members.models.organisation import CITY_DEPTH
from huaihai.record.models import Event

UNSENT = ("draft", "abandoned")
STATED = ("name", "code", "sign", "address", "phone", "platform", "shop_link")


def of_cases(cases: Sequence[Case]) -> dict[UUID, str]:
    """By case, its text as it is searched, in a constant number of queries. Neither phone nor address of the consumer
    are in it: they are masked, and a search for parts would unmask them unseen."""
    ids = [case.pk for case in cases]
    people = {one.case_id: one.name for one in Complainant.objects.filter(case__in=ids)}
    businesses = Business.objects.in_bulk({case.business_id for case in cases if case.business_id})
    places = Place.objects.in_bulk({case.place_id for case in cases if case.place_id})
    beside = _beside(ids)
    found = {}
    for case in cases:
        business, place = businesses.get(case.business_id), places.get(case.place_id)
        number = case.number or ""
        parts = [number, number.replace("-", ""), case.regulator_number, case.title, case.story]
        parts += [people.get(case.pk, ""), *(str(case.stated_business.get(name, "")) for name in STATED)]
        parts += [business.name if business else ""]
        parts += [place.sign, place.address] if place else []
        found[case.pk] = folding.joined([*parts, *beside[case.pk]])
    return found


def names_of(cases: Sequence[Case]) -> dict[UUID, list[str]]:
    """By case, the names of the business by which form letters differ; one query."""
    businesses = Business.objects.in_bulk({case.business_id for case in cases if case.business_id})
    return {
        case.pk: [
            *(str(case.stated_business.get(name, "")) for name in ("name", "sign")),
            *([businesses[case.business_id].name] if case.business_id in businesses else []),
        ]
        for case in cases
    }


def cities_of(case: Case) -> dict[str, set[str]]:
    """The cities whose officers may see the case, each with what narrows there: the nodes below the city's body that
    have the case or are above one that has it, and the month."""
    if case.stage in UNSENT:
        return {}
    cities: defaultdict[str, set[str]] = defaultdict(set)
    for body in (case.home, case.lead, case.responsible):
        if body is not None and (city := body.city_code):
            cities[city] |= nodes_of(body) | {month_of(case)}
    return cities


def nodes_of(body: Organisation) -> set[str]:
    """Paths below the city's body: its own and those above it."""
    parts = body.path.removesuffix("/").split("/")
    return {"/".join(parts[:depth]) + "/" for depth in range(CITY_DEPTH + 1, len(parts) + 1)}


def month_of(case: Case) -> str:
    """In which it was received; "" for one that was not."""
    return f"{local_day(case.submitted_at):%Y-%m}" if case.submitted_at else ""


def _beside(ids: Iterable[UUID]) -> defaultdict[UUID, list[str]]:
    """What was written into the file after it was sent, by case."""
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    keys = {f"case:{pk}": pk for pk in ids}
    for event in Event.objects.filter(subject__in=keys).exclude(text="").order_by("subject", "number"):
        if timeline.is_read_by_bodies(event):
            found[keys[event.subject]].append(event.text)
    rows: list[tuple[QuerySet[Answer | Offer | Agreement | Promise], tuple[str, ...]]] = [
        (Answer.objects.all(), ("text", "note_to_body")),
        (Offer.objects.all(), ("text", "note_to_body")),
        (Agreement.objects.all(), ("terms",)),
        (Promise.objects.all(), ("proof",)),
    ]
    for kept, names in rows:
        for row in kept.filter(case__in=keys.values()):
            found[row.case_id] += [getattr(row, name) for name in names]
    return found
