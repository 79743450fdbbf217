"""Results are nobody's advertisement: anybody tells, staff judge, a letter goes out."""

import pytest
from django.core.cache import cache
from django.test import Client

from huaihai.record import events
from huaihai.supervision.models import UseReport
from huaihai.supervision.testing.conftest import ClockAt
from huaihai.supervision.testing.tests import measured
from huaihai.supervision.testing.tests.measured import RELEASED
from huaihai.supervision.tests.people import client_of

ADDRESS = "/supervision/2026-1/use/"
TYPED = {"where": "演示直播间", "product": "p21", "text": "检测第一名！", "contact": "演示电话"}
pytestmark = pytest.mark.django_db


def test_anybody_tells_and_nothing_personal_gets_into_the_record(client: Client, clock_at: ClockAt) -> None:
    scene = measured.published()
    clock_at(RELEASED)

    empty = client.post(ADDRESS, TYPED | {"where": " "})
    done = client.post(ADDRESS, TYPED)

    assert empty.status_code == 200
    assert "检测第一名！" in empty.content.decode()
    assert done.status_code == 302
    row = UseReport.objects.get()
    assert (row.where, row.contact, row.stage) == ("演示直播间", "演示电话", "new")
    told = events.history(scene.project.record_key).last()
    assert "演示" not in str(told.facts) + told.text


def test_a_flood_from_one_network_is_held(client: Client, clock_at: ClockAt) -> None:
    measured.published()
    clock_at(RELEASED)
    cache.clear()

    answers = [client.post(ADDRESS, TYPED).status_code for _n in range(11)]

    assert answers[:10] == [302] * 10
    assert answers[10] == 429
    assert UseReport.objects.count() == 10


def test_before_publication_there_is_nothing_to_report(client: Client) -> None:
    measured.ready()

    assert client.get(ADDRESS).status_code == 404


def test_staff_judge_write_and_note_that_it_has_stopped(client: Client, clock_at: ClockAt) -> None:
    scene = measured.published()
    clock_at(RELEASED)
    client.post(ADDRESS, TYPED)
    row = UseReport.objects.get()
    staff = client_of(scene.kettles.people.partner)
    base = f"/office/supervision/{scene.project.pk}/uses/"
    typed = {"seen": "1", "outcome": "misuse", "user": "演示网店", "verdict": "直播用结果推销。"}

    assert staff.get(f"{base}{row.pk}/letter/").status_code == 404
    assert staff.post(f"{base}{row.pk}/", typed | {"user": ""}).status_code == 200
    assert staff.post(f"{base}{row.pk}/", typed).status_code == 302
    assert staff.post(f"{base}{row.pk}/", typed).status_code in (200, 409)
    assert "演示网店" in staff.get(f"{base}{row.pk}/letter/").content.decode()
    assert staff.post(f"{base}{row.pk}/", {"seen": "2", "verdict": "已下架。"}).status_code == 302
    assert "发函后已停止" in staff.get(base).content.decode()
    row.refresh_from_db()
    assert (row.stage, row.verdict) == ("stopped", "已下架。")


def test_an_auditor_reads_and_judges_nothing(client: Client, clock_at: ClockAt) -> None:
    scene = measured.published()
    clock_at(RELEASED)
    client.post(ADDRESS, TYPED)
    auditor = client_of(scene.kettles.people.auditor)
    base = f"/office/supervision/{scene.project.pk}/uses/"

    assert auditor.get(base).status_code == 200
    assert auditor.get(f"{base}{UseReport.objects.get().pk}/").status_code == 404
