"""What whoever watches the service hears: it lives, it is ready, how it does."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from huaihai.front import views, watching
from huaihai.front.health import findings, working
from huaihai.kit import key_check, pool
from huaihai.kit.models import KeyCheck
from huaihai.record import outbox
from huaihai.record.models import TrustedMoment
from tests.cast import TUESDAY, filed
from tests.posts import load_tree

pytestmark = pytest.mark.django_db
STRANGER = "203.0.113.9"


@pytest.fixture(autouse=True)
def _asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "ASKED_AGAIN", -1.0)
    monkeypatch.setattr(working._Last, "first", (None, 0.0))


def found() -> working.Work:
    return working.lately(at=TUESDAY)


def wrong() -> set[str]:
    return {one.about for one in findings.work(found())}


def test_a_node_with_other_keys_gets_no_visitors(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/readyz").text == "ok\n"
    monkeypatch.setattr(watching, "_fingerprints", lambda: key_check.present() | {"indexing": "another"})
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "keys" in answer.text
    assert client.get("/healthz").status_code == 200


def test_a_node_without_its_database_gets_no_visitors(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = {"NAME": "x", "USER": "x", "PASSWORD": "", "HOST": "127.0.0.1", "PORT": "1", "OPTIONS": {}}
    monkeypatch.setattr(watching, "_fingerprints", lambda: pool.asked_anew(nobody, "SELECT 1", seconds=1))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "the database does not answer\n")


@pytest.mark.django_db(transaction=True)
def test_the_keys_are_read_from_the_database(client: Client) -> None:
    KeyCheck.objects.create(name="indexing", fingerprint="another")
    assert client.get("/readyz").status_code == 503


def test_numbers_are_for_named_networks_or_whoever_shows_the_token(client: Client, settings: Any) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR=STRANGER).status_code == 404
    shown: dict[str, Any] = {"HTTP_AUTHORIZATION": "Bearer of-tests", "REMOTE_ADDR": STRANGER}
    assert client.get("/metrics", **shown).status_code == 404
    settings.METRICS_TOKEN = "of-tests"
    assert client.get("/metrics", **shown).status_code == 200
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer ", REMOTE_ADDR=STRANGER).status_code == 404


def test_requests_are_counted_by_status(client: Client) -> None:
    def counted() -> int:
        lines = client.get("/metrics").text.splitlines()
        rows = [line for line in lines if line.startswith('huaihai_requests_total{status="404"}')]
        return int(rows[0].split()[1]) if rows else 0

    before = counted()
    client.get("/nowhere/")
    assert counted() == before + 1


def test_every_line_is_in_the_format_of_prometheus(client: Client) -> None:
    for line in client.get("/metrics").text.splitlines():
        if not line.startswith("# TYPE "):
            name, _space, number = line.rpartition(" ")
            float(number)
            assert name.partition("{")[0].replace("_", "").isalpha()


def test_without_a_database_only_that_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**_more: object) -> None:
        raise OperationalError

    monkeypatch.setattr(working, "lately", away)
    text = client.get("/metrics").text
    assert "huaihai_database_up 0" in text
    assert "huaihai_probe{" not in text


def test_silence_in_busy_hours_is_measured_by_the_usual_pace() -> None:
    load_tree()
    case = filed().case
    silent = TUESDAY.replace(hour=17)
    rows = type(case).objects.filter(pk=case.pk)
    rows.update(submitted_at=silent - timedelta(days=7))
    work = working.lately(at=silent)
    assert 0 < work.complaints_missed < findings.SURELY_SILENT  # one in four weeks: nobody can tell
    assert "complaints_missed" not in {one.about for one in findings.work(work)}


def test_a_letter_that_stays_is_told() -> None:
    queued: dict[str, Any] = {
        "subject": "case:1",
        "channel": "email",
        "address": "a@example.com",
        "text": "x",
    }
    outbox.queue(effect_key="old", at=TUESDAY - timedelta(hours=2), **queued)
    outbox.queue(effect_key="new", at=TUESDAY, **queued)
    assert found().messages_late == 1
    assert found().messages_oldest_seconds == 7200
    assert "messages_late" in wrong()


def test_a_timer_that_is_silent_is_told() -> None:
    assert "timer_silent_seconds" not in wrong()
    TrustedMoment.objects.create(at=TUESDAY - timedelta(hours=4))
    assert "timer_silent_seconds" in wrong()


def test_what_waits_for_the_search_is_told_once_it_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    load_tree()
    filed()
    assert found().index_behind == 1
    assert "index_behind" not in wrong()
    monkeypatch.setattr(working, "LATE", timedelta(seconds=-1))
    assert "index_behind" in wrong()


def test_the_dashboard_asks_for_numbers_that_there_are(client: Client) -> None:
    import json
    import re

    dashboard = json.loads((Path(__file__).parents[3] / "deploy" / "grafana.json").read_text())
    asked = {
        name
        for panel in dashboard["panels"]
        for name in re.findall(r"(?:huaihai|process)_\w+", panel["targets"][0]["expr"])
    }
    told = client.get("/metrics").text
    assert asked
    assert [name for name in asked if name not in told] == []


def test_the_page_of_an_error_shows_the_number_of_its_request(client: Client) -> None:
    number = client.get("/about/").headers["X-Request-Id"]
    try:
        raise ValueError
    except ValueError:
        page = views.server_error(RequestFactory().get("/"))
    assert number in page.text
