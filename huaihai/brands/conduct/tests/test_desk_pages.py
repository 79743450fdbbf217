"""Proceedings on the desks: the whole way through the pages, who may press what, and what bad input gets."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.brands.conduct import panels
from huaihai.brands.conduct.tests import cast as scene
from huaihai.brands.conduct.tests.browsing import one, send, text_of
from huaihai.brands.conduct.tests.cast import DAY, HOUR, Cast
from huaihai.brands.models import PairDecision, StatementFile
from huaihai.brands.tests.people import MONDAY, declared
from huaihai.supervision.tests.people import client_of

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def test_a_business_states_its_case_is_heard_and_two_people_decide(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime]
) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    own = client_of(cast.people.holder)
    desk = text_of(own, reverse("business-brand", args=[cast.entry.pk]))
    assert reverse("business-brand-statement", args=[row.pk]) in desk
    page = text_of(own, reverse("business-brand-proceeding", args=[row.pk]))
    assert "发生严重案件" in page

    paper = SimpleUploadedFile("证明.pdf", PDF, content_type="application/pdf")
    said = {"text": "情况已经处理", "papers": paper, "wants_hearing": "on", "seen": row.version}
    send(own, reverse("business-brand-statement", args=[row.pk]), **said)
    row.refresh_from_db()
    assert row.stage == "hearing"
    file = StatementFile.objects.get()
    assert own.get(reverse("business-brand-statement-file", args=[file.pk])).status_code == 200

    office = client_of(cast.people.office)
    day = {"day": "2026-11-10", "time": "09:30", "where": "演示会议室", "seen": row.version}
    send(office, one(row, "hearing"), **day)
    hour["now"] = MONDAY + 9 * DAY
    row.refresh_from_db()
    send(office, one(row, "minutes"), came="yes", minutes="店方到会说明", seen=row.version)
    row.refresh_from_db()
    assert row.stage == "deciding"
    assert "店方到会说明" in text_of(office, one(row))

    declared(cast.entry, cast.people.near, cast.people.far)
    near, far = client_of(cast.people.near), client_of(cast.people.far)
    send(near, one(row, "decision"), outcome="confirm", reasons="事实清楚", seen=row.version)
    decision = PairDecision.objects.get()
    agreement = reverse("office-brand-agreement", args=[decision.pk])
    assert agreement in text_of(far, cast.entry.office_url)
    assert agreement not in text_of(near, cast.entry.office_url)
    send(far, reverse("office-brand-agreement", args=[decision.pk]), seen=1)
    row.refresh_from_db()
    assert (row.stage, row.outcome) == ("decided", "suspended")

    page = text_of(own, reverse("business-brand-proceeding", args=[row.pk]))
    assert reverse("business-brand-appeal", args=[row.pk]) in page
    assert "事实清楚" in page
    send(own, reverse("business-brand-appeal", args=[row.pk]), text="不服", seen=row.version)
    for seat in panels.seats_taken(row)[:2]:
        by = scene.actor_of(seat)
        declared(cast.entry, by)
        client = client_of(by)
        row.refresh_from_db()
        assert one(row, "vote") in text_of(client, one(row))
        send(client, one(row, "vote"), choice="set-aside", reasons="复核理由", seen=row.version)
    row.refresh_from_db()
    cast.entry.refresh_from_db()
    assert (row.outcome, cast.entry.stage) == ("set-aside", "held")
    assert "复核理由" in text_of(office, one(row))


def test_the_panel_reads_no_voice_before_two_agree(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime]
) -> None:
    row = scene.fired(cast, monkeypatch, broken_promises=1)
    at = scene.until_deciding(row)
    scene.decided(cast, row, "warn", at=at)
    first, second, _third = scene.appealed(cast, row, at=at + DAY)
    declared(cast.entry, scene.actor_of(first))
    panels.vote(
        first, choice="uphold", reasons="独一无二的理由", by=scene.actor_of(first), at=at + DAY + HOUR
    )
    hour["now"] = at + 2 * DAY
    for actor in (scene.actor_of(second), cast.people.office, cast.people.auditor):
        assert "独一无二的理由" not in text_of(client_of(actor), one(row))


def test_whoever_has_no_seat_gets_no_form_of_the_panel(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime]
) -> None:
    row = scene.fired(cast, monkeypatch, broken_promises=1)
    at = scene.until_deciding(row)
    scene.decided(cast, row, "warn", at=at)
    seats = {seat.account_id for seat in scene.appealed(cast, row, at=at + DAY)}
    hour["now"] = at + 2 * DAY
    for actor in (cast.people.near, cast.people.office, cast.people.home):
        assert actor.account_id not in seats
        assert client_of(actor).get(one(row, "vote")).status_code == 404


@pytest.mark.parametrize(
    ("who", "steps"),
    [
        ("home", ("hearing", "minutes", "decision", "motion", "vote")),
        ("auditor", ("hearing", "minutes", "decision", "motion", "vote")),
        ("near", ("hearing", "minutes", "motion", "vote")),
    ],
)
def test_a_step_that_is_not_ones_own_is_not_there(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime], who: str, steps: tuple[str, ...]
) -> None:
    row = scene.fired(cast, monkeypatch, closed_or_moved=1)
    client = client_of(getattr(cast.people, who))
    for step in steps:
        assert client.get(one(row, step)).status_code == 404, step


def test_the_public_and_other_businesses_see_no_file_of_a_proceeding(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: dict[str, datetime], client: Client
) -> None:
    row = scene.fired(cast, monkeypatch, serious_cases=1)
    own = reverse("business-brand-proceeding", args=[row.pk])
    assert client.get(own).status_code == 302
    assert client.get(one(row)).status_code == 302
    assert client_of(cast.people.near).get(own).status_code == 404
    assert client_of(cast.people.holder).get(one(row)).status_code == 404
