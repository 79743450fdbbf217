"""A published number changes only together with what hangs on it, by enough people, with a reason."""

import pytest
from django.db.models import F

from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.insight.models import Cell, Correction, CorrectionOrder, MonthCount, Release, WithheldCount
from huaihai.insight.releases import building, changes, facts
from huaihai.insight.releases.cells import Key
from huaihai.insight.releases.tests.conftest import MAY
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from tests import posts

pytestmark = pytest.mark.django_db
OFFICE = Actor.system("test")


JANUARY = {"axis": "channel", "county": "", "month": "2026-01-01"}


def move(count: int, *, key: str) -> None:
    """So many more are counted in January, in the first city that has this channel and enough through it."""
    rows = MonthCount.objects.filter(key=key, received__gte=6, **JANUARY).exclude(city="all")
    first = rows.order_by("city")[0]
    assert MonthCount.objects.filter(pk=first.pk).update(received=F("received") + count)


def channels() -> list[str]:
    """Three channels, those through which most came in somewhere first."""
    rows = MonthCount.objects.filter(received__gte=6, **JANUARY).exclude(city="all")
    return list(dict.fromkeys(rows.order_by("-received", "key").values_list("key", flat=True)))[:3]


def test_a_single_case_that_moved_is_seen_inside_and_not_told(made: Release) -> None:
    one, other, _third = channels()
    move(-1, key=one)
    move(1, key=other)
    found = changes.differences(2026)
    assert {abs(each.by) for each in found} == {1}
    assert not any(each.is_safe for each in found)
    changes.order("a mistake", by=OFFICE, at=MAY)
    assert building.make_release(at=MAY) is None
    assert Correction.objects.count() == 0
    assert CorrectionOrder.objects.get().done_at == MAY


def test_many_cases_that_moved_are_told_with_the_reason(made: Release) -> None:
    one, other, _third = channels()
    before = facts.value("channel", "2026-Q1", "all", one, "received")
    assert before is not None
    move(-6, key=one)
    move(6, key=other)
    changes.order("one channel was noted as another", by=OFFICE, at=MAY)
    second = building.make_release(at=MAY)
    assert second is not None
    assert facts.value("channel", "2026-Q1", "all", one, "received") == before - 6
    told = facts.corrections().get(place="all", key=one)
    assert (told.before, told.after, told.release) == (before, before - 6, second)
    assert told.reason == "one channel was noted as another"
    assert Cell.objects.filter(axis="channel", key=one, place="all", end=second).count() == 1
    assert facts.value("channel", "2026-Q1", "all", one, "received", release=made) == before


def test_what_is_withheld_is_corrected_where_nobody_sees_it(made: Release) -> None:
    """Else the next correction would be judged by what changed long ago."""
    hidden = WithheldCount.objects.select_related("cell", "cell__begin").order_by("pk")[0]
    name = Key(*(getattr(hidden.cell, field) for field in Key._fields))
    change = changes.Corrected(
        name, hidden.counted, hidden.counted + 9, "a mistake", "test", is_withheld=True
    )
    building._correct([change], hidden.cell.begin)
    assert WithheldCount.objects.get(pk=hidden.pk).counted == hidden.counted + 9
    assert Cell.objects.get(pk=hidden.cell.pk).value is None
    assert not Correction.objects.exists()


def test_what_hangs_together_waits_together(made: Release) -> None:
    one, other, third = channels()
    move(-6, key=one)
    move(5, key=other)
    move(1, key=third)
    found = changes.differences(2026)
    assert {abs(each.by) for each in found} == {6, 5, 1}
    assert not any(each.is_safe for each in found)


def test_only_the_secretariat_orders_and_once(made: Release) -> None:
    posts.load_alliance()
    with pytest.raises(NotAllowed):
        changes.order("x", by=posts.officer_of("city:320300", Role.OFFICER), at=MAY)
    with pytest.raises(Unfit):
        changes.order("  ", by=OFFICE, at=MAY)
    changes.order("x", by=OFFICE, at=MAY)
    with pytest.raises(NotPossible):
        changes.order("y", by=OFFICE, at=MAY)
