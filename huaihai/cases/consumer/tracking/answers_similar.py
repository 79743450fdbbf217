"""Which businesses may be meant instead, when the one that was named says that it is not the one."""

from django.db.models import Q

from huaihai.businesses.models import Business, BusinessQuerySet
from huaihai.businesses.pages import place_name
from huaihai.cases.models import Case

MOST = 5
SAID = ("name", "sign", "address")


def similar(case: Case) -> list[Business]:
    """At most five businesses with a credit code that are known by what the consumer said, those in the same city if
    a place was named; never the one that denied."""
    stated = case.stated_business
    said = [stated[name] for name in SAID if stated.get(name)]
    if case.denied_at is None or not said:
        return []
    rows = Business.objects.standing().filter(is_gone=False, is_demo=case.is_demo)
    rows = rows.exclude(Q(credit_code=None) | Q(pk=case.business_id))
    city = stated.get("region_code", "")[:4]
    if city:
        rows = rows.filter(pk__in=rows.filter(places__region_code__startswith=city).values("pk"))
    return list(_known_by(rows, said).prefetch_related("places").order_by("name", "pk")[:MOST])


def label(business: Business) -> str:
    """How it is offered: its name, and where it trades."""
    place = next(iter(business.places.all()), None)
    told = (business.name, place.sign if place else "", place_name(place.region_code) if place else "")
    return " · ".join(dict.fromkeys(part for part in told if part))


def stated_of(business: Business) -> dict[str, str]:
    """The business as `businesses.register.verbs.Stated` names it."""
    place = next(iter(business.places.all()), None)
    said = {"name": business.name, "code": business.credit_code or ""}
    if place is not None:
        said |= {"sign": place.sign, "address": place.address, "region_code": place.region_code}
    return {name: value for name, value in said.items() if value}


def _known_by(rows: BusinessQuerySet, said: list[str]) -> BusinessQuerySet:
    found = rows.none()
    for text in said:
        found = found | rows.matching(text)
    return found
