"""The code on a letter: typed instead of scanned."""

import pytest
from django.test import Client

from huaihai.desk.codes import checked_code, grouped
from huaihai.supervision.models import MakerNotice
from huaihai.supervision.testing.conftest import ClockAt
from huaihai.supervision.testing.hearing.facts import code_of
from huaihai.supervision.testing.hearing.own_pages import address_of
from huaihai.supervision.testing.tests import measured
from huaihai.supervision.testing.tests.measured import TOLD

pytestmark = pytest.mark.django_db
PAGE = "/supervision/notice/"


def told() -> tuple[MakerNotice, MakerNotice]:
    """Two makers who were told their results."""
    scene = measured.told()
    first, second = scene.project.notices.filter(link_issue__gt=0).order_by("pk")[:2]
    return first, second


def test_number_and_code_lead_where_the_qr_leads(client: Client, clock_at: ClockAt) -> None:
    row, other = told()
    clock_at(TOLD)
    typed = grouped(code_of(row)).lower().replace("-", " ")

    answer = client.post(PAGE, {"number": row.project.number, "code": typed})

    assert answer.status_code == 302
    assert answer["Location"] == address_of(row)
    assert address_of(row) != address_of(other)


def test_the_code_of_another_test_opens_nothing(client: Client, clock_at: ClockAt) -> None:
    row, _other = told()
    clock_at(TOLD)

    answer = client.post(PAGE, {"number": "2026-99", "code": code_of(row)})

    assert answer.status_code == 200
    assert "打不开" in answer.content.decode()


def test_a_code_ends_with_its_link(client: Client, clock_at: ClockAt) -> None:
    row, _other = told()
    clock_at(TOLD)
    before = code_of(row)
    MakerNotice.objects.filter(pk=row.pk).update(link_issue=row.link_issue + 1)

    answer = client.post(PAGE, {"number": row.project.number, "code": before})

    assert answer.status_code == 200


def test_a_slip_is_told_by_the_check_symbol(client: Client) -> None:
    answer = client.post(PAGE, {"number": "2026-1", "code": "0000-0000-0000-0000-1"})

    assert answer.status_code == 200
    assert "请和信上的对一对" in answer.content.decode()


@pytest.mark.parametrize("typed", ["", "\x00", "\ud800", "9" * 5000])
def test_what_is_hostile_is_asked_again(client: Client, typed: str) -> None:
    assert client.post(PAGE, {"number": typed.replace("\ud800", "?"), "code": "?"}).status_code == 200


def test_every_code_has_its_check_symbol() -> None:
    for row in told():
        assert checked_code(code_of(row)) == code_of(row)
