"""What is held by version is what the database has: after a change, a rollback, and beside another process."""

from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from huaihai.kit import versions
from huaihai.kit.clock import ZONE
from huaihai.kit.models import DataVersion
from huaihai.record.models import HolidayNotice
from tests.threads import each_at_once

AT = datetime(2026, 11, 24, 10, tzinfo=ZONE)
loads: list[list[int]] = []


@versions.by_version
def years() -> list[int]:
    loads.append(list(HolidayNotice.objects.order_by("year").values_list("year", flat=True)))
    return loads[-1]


@pytest.fixture(autouse=True)
def _no_loads() -> None:
    loads.clear()


def notice(year: int) -> HolidayNotice:
    return HolidayNotice.objects.create(year=year, content="", loaded_at=AT)


CHANGES: dict[str, tuple[Any, list[int]]] = {
    "saved": (lambda row: HolidayNotice(pk=row.pk, year=2031, content="", loaded_at=AT).save(), [2031]),
    "made": (lambda _row: notice(2031), [2030, 2031]),
    "updated": (lambda _row: HolidayNotice.objects.update(year=2031), [2031]),
    "made at once": (
        lambda _row: HolidayNotice.objects.bulk_create([HolidayNotice(year=2031, content="", loaded_at=AT)]),
        [2030, 2031],
    ),
    "deleted": (lambda row: row.delete(), []),
    "deleted at once": (lambda _row: HolidayNotice.objects.all().delete(), []),
}


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES)
def test_every_way_to_change_a_row_is_seen(change: str) -> None:
    row = notice(2030)
    assert years() == years() == [2030]
    assert len(loads) == 1
    act, expected = CHANGES[change]
    act(row)
    assert years() == expected


@pytest.mark.django_db
def test_without_a_version_nothing_is_held() -> None:
    assert not DataVersion.objects.exists()
    years()
    years()
    assert len(loads) == 2


@pytest.mark.django_db
def test_what_was_rolled_back_is_not_held() -> None:
    notice(2030)
    with transaction.atomic():
        notice(2031)
        assert years() == [2030, 2031]
        transaction.set_rollback(True)
    assert years() == [2030]
    notice(2032)
    assert years() == [2030, 2032]


@pytest.mark.django_db
def test_in_a_block_the_version_is_asked_once(django_assert_num_queries: Any) -> None:
    notice(2030)
    with versions.seen(DataVersion.objects.get().token), django_assert_num_queries(1):
        years()
        years()
    with versions.seen(versions.version()):
        notice(2031)
        assert years() == [2030, 2031]
    assert years() == [2030, 2031]


@pytest.mark.django_db(transaction=True)
def test_what_another_connection_changed_is_seen() -> None:
    notice(2030)
    assert years() == [2030]
    each_at_once(lambda: notice(2031))
    assert years() == [2030, 2031]
