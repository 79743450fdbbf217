"""The frame of a sample and its draw. Plain Python and one query; whoever holds frame and seed draws the same.

A place's lot is the SHA-256 of seed and id (`seed:id`, UTF-8); the frame in rising order of lots is the drawn order.
Its first places are the sample, the next take the places of those that are dropped.
"""

import hashlib
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from huaihai.businesses.models import Place
from huaihai.kit.signing import canonical
from huaihai.kit.text.normalise import fold
from huaihai.members.models import Organisation
from huaihai.supervision.visiting.plan import Plan

LARGEST_FRAME = 20_000
CITY_DIGITS = 4  # of a code of GB/T 2260


def frame_of(plan: Plan, city: Organisation) -> QuerySet[Place]:
    """The places of the register that the plan means in this city: of businesses that still trade, with one of the
    words in sign or names, or of a trade that complaints or pledges name for them."""
    within = Place.objects.filter(
        region_code__startswith=city.region_code[:CITY_DIGITS],
        business__merged_into=None,
        business__is_gone=False,
    )
    return within.filter(_meant(plan)).distinct() if city.region_code else within.none()


def lot(seed: str, place: str) -> str:
    """The place's lot: 64 hexadecimal digits."""
    return hashlib.sha256(f"{seed}:{place}".encode()).hexdigest()


def drawn(seed: str, places: Iterable[str]) -> list[str]:
    """All places, in the order in which this seed draws them."""
    return sorted(set(places), key=lambda place: (lot(seed, place), place))


def frame_hash(places: Iterable[str]) -> str:
    """SHA-256 of the sorted ids as canonical JSON."""
    return hashlib.sha256(canonical(sorted(set(places)))).hexdigest()


def _meant(plan: Plan) -> Q:
    asked = [Q(pk=None)]
    for word in filter(fold, plan.words):  # one without letters or digits would mean every place
        asked += [Q(sign__icontains=word), Q(business__words__contains=fold(word))]
    if plan.category:
        asked += [
            Q(business__cases__category=plan.category),
            Q(business__pledges__versions__trades__contains=plan.category),
        ]
    return reduce(or_, asked)
