"""The pages of visitors and what their script asks: who may open them, and what hostile input does."""

import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from huaihai.kit import clock
from huaihai.members.models import Account
from huaihai.supervision.models import Photo, Visit, VisitAssignment
from huaihai.supervision.tests.people import MONDAY
from huaihai.supervision.visiting.tests import scene as scenes
from huaihai.supervision.visiting.tests.scene import Scene
from tests.posts import sign_in

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=4)


@pytest.fixture(autouse=True)
def _at(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FILES = tmp_path / "files"
    monkeypatch.setattr(clock, "now", lambda: LATER)


@pytest.fixture
def as_user(client: Client) -> Callable[[str], Client]:
    def signed(username: str) -> Client:
        sign_in(client, Account.objects.get(username=username))
        return client

    return signed


def picture() -> bytes:
    into = io.BytesIO()
    Image.new("RGB", (20, 20), "green").save(into, "JPEG")
    return into.getvalue()


def form_of(scene: Scene, visitor: int = 0) -> tuple[str, VisitAssignment]:
    one = scenes.visits_of(scene, visitor)[0]
    return reverse("visit-form", args=[scene.project.pk, one.pk]), one


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


def post(client: Client, scene: Scene, one: VisitAssignment, sent: str) -> Any:
    address = reverse("visit-sent", args=[scene.project.pk, one.pk])
    return client.post(address, sent, content_type="application/json")


class TestField:
    def test_a_visitor_sees_the_own_visits_and_nobody_elses(self, as_user: Any) -> None:
        held = scenes.given()
        page = as_user("visitor0").get(reverse("visit-field", args=[held.project.pk])).content.decode()
        mine, other = scenes.visits_of(held, 0), scenes.visits_of(held, 2)
        assert all(str(one.pk) in page for one in mine)
        assert not any(str(one.pk) in page for one in other)
        theirs = reverse("visit-form", args=[held.project.pk, other[0].pk])
        assert as_user("visitor0").get(theirs).status_code == 404

    def test_signed_out_leads_to_signing_in_and_never_to_an_answer(self, client: Client) -> None:
        held = scenes.given()
        address, one = form_of(held)
        assert client.get(address).status_code == 302
        assert client.get(reverse("visit-state", args=[held.project.pk])).status_code == 302
        assert post(client, held, one, body()).status_code == 302

    def test_the_worker_is_a_script_that_stays_in_its_folder(self, client: Client) -> None:
        held = scenes.given()
        answer = client.get(reverse("visit-worker", args=[held.project.pk]))
        assert answer["Content-Type"].startswith("text/javascript")
        assert "Service-Worker-Allowed" not in answer
        assert reverse("visit-field", args=[held.project.pk]) in answer.content.decode()

    def test_an_ordinary_form_is_answered_with_what_is_missing_then_taken_once(self, as_user: Any) -> None:
        held = scenes.given()
        address, _one = form_of(held)
        user, key = as_user("visitor0"), str(uuid4())
        answer = user.post(address, {"key": key, "q-prices": "yes", "q-words": "说得清楚"})
        assert answer.status_code == 200
        assert "说得清楚" in answer.content.decode()
        assert not Visit.objects.exists()
        for _ in range(2):
            sent = {
                "key": key,
                "q-prices": "yes",
                "q-refund": "a1",
                "na-wait": "on",
                "q-staff": "na",
                "photo-door": SimpleUploadedFile("a.jpg", picture(), "image/jpeg"),
            }
            assert "已经送到" in user.post(address, sent).content.decode()
        made = Visit.objects.get()
        assert made.answers == {"prices": "yes", "refund": "a1", "staff": "na", "wait": "na"}
        assert Photo.objects.get().about == f"visit:{key}"

    def test_what_is_no_picture_is_said_beside_its_item(self, as_user: Any) -> None:
        held = scenes.given()
        address, _one = form_of(held)
        sent = {
            "key": str(uuid4()),
            "q-prices": "yes",
            "q-refund": "a1",
            "q-staff": "3",
            "photo-door": SimpleUploadedFile("a.jpg", b"%PDF-1.4 nothing", "image/jpeg"),
        }
        answer = as_user("visitor0").post(address, sent)
        assert answer.status_code == 200
        assert "不是图片" in answer.content.decode()
        assert not Visit.objects.exists()

    @pytest.mark.both_databases
    @pytest.mark.parametrize(
        "sent",
        [
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
        ],
    )
    def test_nonsense_is_refused_in_words(self, as_user: Any, sent: str) -> None:
        held = scenes.given()
        _address, one = form_of(held)
        answer = post(as_user("visitor0"), held, one, sent)
        assert answer.status_code == 422
        assert answer.json()["error"]
        assert not Visit.objects.exists()

    @pytest.mark.both_databases
    def test_odd_positions_and_clocks_lose_no_visit(self, as_user: Any) -> None:
        held = scenes.given()
        _address, one = form_of(held)
        said = body(latitude=1e300, longitude="east", accuracy=-5, started_at="1970-01-01T00:00:00Z")
        assert post(as_user("visitor0"), held, one, said).json() == {
            "taken": True, "twin": False, "again": False,
        }  # fmt: skip
        made = Visit.objects.get()
        assert (made.latitude, made.longitude, made.accuracy) == (None, None, None)
        assert made.started_at >= datetime(2020, 1, 1, tzinfo=clock.ZONE)
        assert post(as_user("visitor0"), held, one, said).json()["again"]

    @pytest.mark.both_databases
    def test_a_photo_is_asked_about_and_sent_in_a_piece(self, as_user: Any) -> None:
        held = scenes.given()
        _address, one = form_of(held)
        user, content = as_user("visitor0"), picture()
        address = reverse("visit-photo", args=[held.project.pk, one.pk])
        said = {
            "key": str(uuid4()), "visit": str(uuid4()), "item": "door", "size": str(len(content)),
            "sha256": sha256(content).hexdigest(), "taken_at": "2026-11-02T01:00:00Z",
        }  # fmt: skip
        assert user.post(address, said).json()["next"] == 0
        piece = SimpleUploadedFile("piece", content)
        assert user.post(address, {**said, "number": "0", "piece": piece}).json()["whole"]
        assert user.post(address, said).json()["whole"]
        assert Photo.objects.get().sha256 == said["sha256"]
        for change in ({"size": "-1"}, {"sha256": "x"}, {"key": ""}, {"taken_at": "x"}, {"item": "\x00"}):
            assert user.post(address, said | change).status_code == 422
        odd = {**said, "key": str(uuid4()), "number": "²", "piece": SimpleUploadedFile("p", content)}
        assert user.post(address, odd).status_code == 422
