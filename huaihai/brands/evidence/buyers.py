"""Whose purchase is known: which cases open the way to a rating, and of what."""

from datetime import date, timedelta

from django.db.models import Q

from huaihai.brands.models import Entry, Rating
from huaihai.businesses import pledges
from huaihai.businesses.models import Business, Enrolment
from huaihai.cases.models import Case, Complainant
from huaihai.kit import sealing
from huaihai.kit.clock import local_day

RATED_WITHIN = timedelta(days=180)  # of the end of the case


def is_open_to_rating(case: Case, *, today: date) -> bool:
    """Whether the case ended, not long ago, with a settlement that the consumer confirmed, or after the association had
    admitted it, with an agreement or without: who got nothing bought all the same."""
    if case.business_id is None or case.ended_at is None or local_day(case.ended_at) + RATED_WITHIN < today:
        return False
    if case.admitted_at is not None:
        return case.stage in ("closed", "terminated")
    return case.stage == "closed" and case.result == Case.Result.FULFILLED and hasattr(case, "agreement")


def entries_of(case: Case) -> list[Entry]:
    """What the case can be about: things of the same business in the directory, at the same place if both are known,
    the nearest first; of a group above only what has no place."""
    if case.business is None:
        return []
    levels = pledges.line(case.business)
    place = Q(place=None) if case.place_id is None else Q(place=None) | Q(place=case.place_id)
    own = Q(business__in=levels[0]) & (Q() if case.place_id is None else place)
    above = Q(business__in=frozenset().union(*levels[1:]), place=None)
    rows = Entry.objects.directory().filter(own | above).select_related("body", "business")
    return sorted(rows, key=lambda one: (one.place_id is None, one.number))


def token_of_case(case: Case) -> str:
    """What is stored instead of the case."""
    return sealing.blind(f"case:{case.pk}", purpose="brand rating")


def token_of_slip(code_hash: str) -> str:
    """What is stored instead of the slip."""
    return sealing.blind(f"slip:{code_hash}", purpose="brand rating")


def has_rated(case: Case) -> bool:
    """Whether this case has had its say."""
    return Rating.objects.filter(token=token_of_case(case)).exists()


def is_own(case: Case) -> bool:
    """Whether the consumer can be reached under a telephone of the business itself."""
    complainant = Complainant.objects.filter(case=case).first()
    if complainant is None or not complainant.phone or case.business is None:
        return False
    keys = pledges.line(case.business)[0]
    phone = str(complainant.phone)
    own = Business._meta.get_field("phone_index").of(phone)
    contact = Enrolment._meta.get_field("phone_index").of(phone)
    return (
        Business.objects.filter(pk__in=keys, phone_index=own).exists()
        or Enrolment.objects.filter(business__in=keys, phone_index=contact).exists()
    )
