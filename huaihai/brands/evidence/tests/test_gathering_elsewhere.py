"""Evidence out of projects of supervision, ratings, exposures; how much is asked; what sources tell."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from huaihai.brands.evidence.measures import measures
from huaihai.brands.evidence.refreshing import all_found, gather
from huaihai.brands.evidence.tests.lists import code
from huaihai.brands.evidence.tests.scene import DAY, a_case, a_revisit, an_agreement, evidence
from huaihai.brands.models import Entry, Rating
from huaihai.brands.tests.people import HOME, MONDAY, TODAY, People
from huaihai.businesses.models import Business, Place
from huaihai.education.models import Exposure
from huaihai.supervision.models import Project, Purchase, Release
from huaihai.supervision.sweeping.tests import scene as sweeps
from huaihai.supervision.testing.tests import measured
from huaihai.supervision.tests import people as supervision
from tests.posts import body

pytestmark = pytest.mark.django_db


def an_entry_of(business: Business, place: Place | None, kind: str = "shop") -> Entry:
    """An entry in a scene of supervision."""
    return Entry.objects.create(
        number=f"2026-{business.pk.int % 10**6}",
        year=2026,
        kind=kind,
        origin="self",
        business=business,
        place=place,
        name=business.name,
        body=body(HOME),
        stage="listed",
        opened_at=MONDAY,
        opened_by="x",
    )


def test_a_published_sweep_counts_beside_the_revisits() -> None:
    staff = supervision.assemble()
    sweep, gym = sweeps.running(staff), sweeps.gym()
    sweeps.inspected(sweep, gym, "price", by=staff.leader)
    entry = an_entry_of(gym.business, gym)
    as_of = sweeps.MONDAY.date()
    assert "revisit" not in evidence(entry, as_of=as_of)
    file = Release.objects.create(
        project=sweep, number=1, file="{}", sha256="0" * 64, at=sweeps.MONDAY, by="x"
    )
    Project.objects.filter(pk=sweep.pk).update(stage="published", release=file, published_at=sweeps.MONDAY)
    told = all_found(entry, as_of=as_of, look_back_months=24)["revisit"]
    assert told.evidence == {"hits": 2, "of": 3}
    assert told.urls == (sweep.get_absolute_url(),)


def test_ratings_count_who_gave_four_or_five(entry: Entry) -> None:
    for number, star in enumerate((5, 4, 3)):
        Rating.objects.bulk_create(
            [
                Rating(
                    entry=entry,
                    way="case",
                    token=f"{number:064}",
                    overall=star,
                    safe=5,
                    ease=5,
                    care=5,
                    rated_on=TODAY - timedelta(days=number),
                )
            ]
        )
    assert evidence(entry)["ratings"] == {"hits": 2, "of": 3}


def test_the_best_grade_of_the_makers_goods_becomes_points_and_an_unsafe_one_makes_it_none() -> None:
    scene = measured.published()
    unsafe_product, safe_product = "p05", "p01"
    unsafe, safe = code(5), code(1)
    for product, maker in ((unsafe_product, unsafe), (safe_product, safe)):
        bought: QuerySet[Purchase] = QuerySet(model=Purchase)  # a sealed row is not changed otherwise
        assert bought.filter(product=product).update(maker_code=maker)
    as_of = measured.RELEASED.date()
    for maker, is_safe in ((unsafe, False), (safe, True)):
        made = Business.objects.create(name="演示厂", credit_code=maker, created_at=measured.RELEASED)
        factory = an_entry_of(made, None, "factory")
        told = all_found(factory, as_of=as_of, look_back_months=24)["tests"]
        assert told.evidence is not None
        assert (told.evidence["points"] != "0") is is_safe
        assert told.urls
        count = measures(factory, as_of=as_of, within_months=12)["unsafe_tests"]
        assert (count == 0) is is_safe
        Project.objects.filter(pk=scene.project.pk).update(withdrawn_at=measured.RELEASED)
        assert "tests" not in gather(factory, as_of=as_of, look_back_months=24)
        Project.objects.filter(pk=scene.project.pk).update(withdrawn_at=None)


def test_exposures_are_told_beside_the_evidence(entry: Entry) -> None:
    assert not Exposure.objects.exists()
    told = all_found(entry, as_of=TODAY, look_back_months=24)["exposures"]
    assert told.evidence is None
    assert told.counts == {"count": 0}


def test_the_number_of_queries_does_not_grow_with_cases(people: People, entry: Entry) -> None:
    def counted() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            evidence(entry)
        return len(asked)

    an_agreement(a_case(people, 1))
    a_revisit(people, entry, at=MONDAY - DAY)
    few = counted()
    for number in range(2, 12):
        an_agreement(a_case(people, number))
    a_revisit(people, entry)
    assert counted() == few


def test_sources_hold_counts_and_public_addresses_only(people: People, entry: Entry) -> None:
    case = a_case(people, 1)
    an_agreement(case)
    a_revisit(people, entry)
    told = {name: one.source() for name, one in all_found(entry, as_of=TODAY, look_back_months=24).items()}
    said = str(told)
    assert str(case.pk) not in said
    assert str(case.number) not in said
    assert all(url.startswith(("/", "https://", "http://")) for one in told.values() for url in one["urls"])
