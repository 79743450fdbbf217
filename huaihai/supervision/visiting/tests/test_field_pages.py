"""The pages of visitors and what their script asks: who may open them, and what hostile input does."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.kit import clock
from huaihai.kit.filestore.tests.pictures import picture
from huaihai.supervision.models import Photo, Visit, VisitAssignment
from huaihai.supervision.visiting.tests import scene as scenes
from huaihai.supervision.visiting.tests.scene import Scene

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("afternoon")]


@pytest.fixture
def one(held: Scene) -> VisitAssignment:
    """The first visit of the first visitor."""
    return scenes.visits_of(held, 0)[0]


def url(one: VisitAssignment, name: str) -> str:
    return reverse(f"visit-{name}", args=[one.sampled.draw.project_id, one.pk])


def body(**changed: Any) -> str:
    said: dict[str, Any] = {
        "key": str(uuid4()),
        "answers": {"prices": "yes", "refund": "a1", "staff": "5"},
        "started_at": "2026-11-02T01:00:00.000Z",
        "ended_at": "2026-11-02T01:20:00.000Z",
        "latitude": 34.2,
        "longitude": 117.1,
        "accuracy": 8,
        "photos": [],
    }
    return json.dumps(said | changed)


def post(client: Client, one: VisitAssignment, sent: str) -> Any:
    return client.post(url(one, "sent"), sent, content_type="application/json")


def test_a_visitor_sees_the_own_visits_and_nobody_elses_and_only_signed_in(
    client: Client, as_user: Any, held: Scene, one: VisitAssignment
) -> None:
    state = reverse("visit-state", args=[held.project.pk])
    for answer in (client.get(url(one, "form")), client.get(state), post(client, one, body())):
        assert answer.status_code == 302  # to signing in, never an answer
    page = as_user("visitor0").get(reverse("visit-field", args=[held.project.pk])).content.decode()
    other = scenes.visits_of(held, 2)
    assert all(str(mine.pk) in page for mine in scenes.visits_of(held, 0))
    assert not any(str(theirs.pk) in page for theirs in other)
    assert as_user("visitor0").get(url(other[0], "form")).status_code == 404


def test_the_worker_is_a_script_that_stays_in_its_folder(client: Client, held: Scene) -> None:
    answer = client.get(reverse("visit-worker", args=[held.project.pk]))
    assert answer["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer
    assert reverse("visit-field", args=[held.project.pk]) in answer.content.decode()


def test_an_ordinary_form_is_answered_with_what_is_missing_then_taken_once(
    as_user: Any, one: VisitAssignment
) -> None:
    def sent(photo: bytes) -> dict[str, Any]:
        return {
            "key": key,
            "q-prices": "yes",
            "q-refund": "a1",
            "na-wait": "on",
            "q-staff": "na",
            "photo-door": SimpleUploadedFile("a.jpg", photo, "image/jpeg"),
        }

    user, key, address = as_user("visitor0"), str(uuid4()), url(one, "form")
    answer = user.post(address, {"key": key, "q-prices": "yes", "q-words": "说得清楚"})
    assert answer.status_code == 200
    assert "说得清楚" in answer.content.decode()
    none = user.post(address, sent(b"%PDF-1.4 nothing"))
    assert none.status_code == 200
    assert "不是图片" in none.content.decode()
    assert not Visit.objects.exists()
    for _ in range(2):
        assert "已经送到" in user.post(address, sent(picture())).content.decode()
    made = Visit.objects.get()
    assert made.answers == {"prices": "yes", "refund": "a1", "staff": "na", "wait": "na"}
    assert Photo.objects.get().about == f"visit:{key}"


@pytest.mark.both_databases
def test_nonsense_is_refused_in_words(as_user: Any, one: VisitAssignment) -> None:
    for sent in (
        "",
        "[]",
        "{",
        "null",
        body(key="x"),
        body(answers=[]),
        body(answers={"prices": "\ud800"}),
        body(answers={"PRICES": "1"}),
        body(started_at="yesterday"),
        body(started_at="2026-11-02T01:00:00"),
        body(photos=[{"key": "x"}]),
        body(photos=7),
        "[" * 100_000,
        body(answers={"words": "x" * 500_000}),
    ):
        answer = post(as_user("visitor0"), one, sent)
        assert answer.status_code == 422, sent[:80]
        assert answer.json()["error"], sent[:80]
    assert not Visit.objects.exists()


@pytest.mark.both_databases
def test_odd_positions_and_clocks_lose_no_visit(as_user: Any, one: VisitAssignment) -> None:
    said = body(latitude=1e300, longitude="east", accuracy=-5, started_at="1970-01-01T00:00:00Z")
    first, again = (post(as_user("visitor0"), one, said).json() for _time in range(2))
    assert first == {"taken": True, "twin": False, "again": False}
    assert again["again"]
    made = Visit.objects.get()
    assert (made.latitude, made.longitude, made.accuracy) == (None, None, None)
    assert made.started_at >= datetime(2020, 1, 1, tzinfo=clock.ZONE)


@pytest.mark.both_databases
def test_a_photo_is_asked_about_and_sent_in_a_piece(as_user: Any, one: VisitAssignment) -> None:
    user, content, address = as_user("visitor0"), picture(), url(one, "photo")
    said = {
        "key": str(uuid4()),
        "visit": str(uuid4()),
        "item": "door",
        "size": str(len(content)),
        "sha256": sha256(content).hexdigest(),
        "taken_at": "2026-11-02T01:00:00Z",
    }
    assert user.post(address, said).json()["next"] == 0
    piece = SimpleUploadedFile("piece", content)
    assert user.post(address, {**said, "number": "0", "piece": piece}).json()["whole"]
    assert user.post(address, said).json()["whole"]
    assert Photo.objects.get().sha256 == said["sha256"]
    for change in ({"size": "-1"}, {"sha256": "x"}, {"key": ""}, {"taken_at": "x"}, {"item": "\x00"}):
        assert user.post(address, said | change).status_code == 422
    odd = {**said, "key": str(uuid4()), "number": "²", "piece": SimpleUploadedFile("p", content)}
    assert user.post(address, odd).status_code == 422
