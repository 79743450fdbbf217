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


def test_number_and_code_lead_where_the_qr_leads_as_long_as_its_link_stands(
    client: Client, clock_at: ClockAt
) -> None:
    scene = measured.told()
    row, other = scene.project.notices.filter(link_issue__gt=0).order_by("pk")[:2]
    clock_at(TOLD)
    number, code = scene.project.number, code_of(row)
    assert checked_code(code) == code
    typed = grouped(code).lower().replace("-", " ")
    answer = client.post(PAGE, {"number": number, "code": typed})
    assert (answer.status_code, answer["Location"]) == (302, address_of(row))
    assert address_of(row) != address_of(other)
    answer = client.post(PAGE, {"number": "2026-99", "code": code})
    assert answer.status_code == 200
    assert "打不开" in answer.content.decode()
    MakerNotice.objects.filter(pk=row.pk).update(link_issue=row.link_issue + 1)
    assert client.post(PAGE, {"number": number, "code": code}).status_code == 200


def test_a_slip_is_told_by_the_check_symbol_and_what_is_hostile_is_asked_again(client: Client) -> None:
    answer = client.post(PAGE, {"number": "2026-1", "code": "0000-0000-0000-0000-1"})
    assert answer.status_code == 200
    assert "请和信上的对一对" in answer.content.decode()
    for typed in ("", "\x00", "?", "9" * 5000):
        assert client.post(PAGE, {"number": typed, "code": "?"}).status_code == 200
