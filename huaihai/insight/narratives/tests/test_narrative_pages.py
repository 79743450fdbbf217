"""Pages of narratives: the consumer's own, the second reader's, and what everybody reads."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.brands.tests.people import MONDAY
from huaihai.cases.visits import mark_of
from huaihai.insight.models import Narrative
from huaihai.insight.narratives import life, protecting, verbs
from huaihai.insight.narratives.tests.scene import DAY, Scene, a_scene, approved, begun, published
from huaihai.members.actors import CONSUMER_CASES
from huaihai.supervision.tests.people import client_of

pytestmark = pytest.mark.django_db
QUERIES = ("category=G01", "page=99999", "page=%00", "place=999999", "quarter='", "nature=%F0%9F%92%A5")


def consumer(scene: Scene) -> Client:
    client = Client()
    session = client.session
    session[CONSUMER_CASES] = {str(scene.case.pk): mark_of(scene.case)}
    session.save()
    return client


def mine(scene: Scene, name: str = "") -> str:
    return reverse(f"my-narrative{name}", args=[scene.case.pk])


def text_of(client: Client, name: str, *args: object, **asked: str) -> str:
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200, name
    return answer.content.decode()


def test_a_consumer_goes_the_whole_way_without_a_script(scene: Scene) -> None:
    client = consumer(scene)
    assert mine(scene) in client.get(reverse("my-case", args=[scene.case.pk])).content.decode()
    assert client.post(mine(scene), {"wording": life.CURRENT}).status_code == 200
    assert not Narrative.objects.exists()
    assert client.post(mine(scene), {"agreed": "on", "wording": life.CURRENT}).status_code == 302
    seen = client.get(mine(scene)).content.decode()
    assert "[姓名]" in seen
    said = "我买的水壶第三天就漏电，协会帮我要回了钱，大家要留好小票。"
    row = Narrative.objects.get()
    client.post(mine(scene, "-text"), {"text": said, "seen": str(row.version)})
    row.refresh_from_db()
    assert row.text == said
    shown = {"shown": protecting.hash_of(said), "seen": str(row.version)}
    assert client.post(mine(scene, "-approval"), shown).status_code == 302
    row.refresh_from_db()
    office = client_of(scene.home)
    assert said in office.get(reverse("office-narrative", args=[row.pk])).content.decode()
    shown = {"shown": row.approved_hash, "seen": str(row.version)}
    assert office.post(reverse("office-narrative-publication", args=[row.pk]), shown).status_code == 302
    assert said in text_of(Client(), "narratives")
    assert client.post(mine(scene, "-withdrawal")).status_code == 302
    assert said not in text_of(Client(), "narratives")


def test_what_is_found_is_marked_and_what_was_typed_stays(scene: Scene) -> None:
    client, row = consumer(scene), begun(scene)
    said = "请打13900001234找我，水壶漏电，店里没有人管这件事。"
    client.post(mine(scene, "-text"), {"text": said, "seen": str(row.version)})
    row.refresh_from_db()
    page = client.get(mine(scene)).content.decode()
    assert "<mark" in page
    shown = {"shown": protecting.hash_of(row.text), "seen": str(row.version), "leaves": "on"}
    answer = client.post(mine(scene, "-approval"), shown)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    typed = {"text": "另外一段要保留下来的话，比较长一些，不能丢。", "seen": "99"}
    answer = client.post(mine(scene, "-text"), typed)
    assert answer.status_code == 409
    assert typed["text"] in answer.content.decode()
    for text in ("水壶\x00漏电", "漏" * 300_000):
        answer = client.post(mine(scene, "-text"), {"text": text, "seen": str(row.version)})
        assert answer.status_code == 200
        assert 'role="alert"' in answer.content.decode()


def test_other_peoples_stories_are_not_found_nor_what_is_still_being_written(scene: Scene) -> None:
    row, other = begun(scene), a_scene(2, scene.people)
    office = [
        reverse(f"office-narrative{name}", args=[row.pk])
        for name in ("", "-publication", "-taking-out", "-refusal")
    ]
    assert client_of(scene.home).get(office[0]).status_code == 404
    verbs.approve(row, shown=protecting.hash_of(row.text), by=scene.li, at=MONDAY, seen=row.version)
    for name in ("", "-text", "-approval", "-withdrawal"):
        assert consumer(other).get(mine(scene, name)).status_code == 404
        assert consumer(other).post(mine(scene, name)).status_code == 404
    for by in (scene.near, scene.people.auditor):
        client = client_of(by)
        for url in office:
            assert client.get(url).status_code == 404
            assert client.post(url).status_code in (404, 405)
    assert Narrative.objects.get().stage == "looking"


def test_the_second_reader_takes_out_and_refuses_on_pages(scene: Scene) -> None:
    row, office = approved(scene), client_of(scene.home)
    url = reverse("office-narrative-taking-out", args=[row.pk])
    bad = office.post(url, {"parts": "不在里面", "answer": "这些太细了", "seen": str(row.version)})
    assert bad.status_code == 200
    assert "这些太细了" in bad.content.decode()
    assert office.post(url, {"parts": "漏电", "answer": "太细", "seen": str(row.version)}).status_code == 302
    row.refresh_from_db()
    assert row.stage == "returned"
    assert "太细" in consumer(scene).get(mine(scene)).content.decode()
    verbs.approve(row, shown=protecting.hash_of(row.text), by=scene.li, at=MONDAY, seen=row.version)
    url = reverse("office-narrative-refusal", args=[row.pk])
    assert office.post(url, {"answer": "说的是别人", "seen": str(row.version)}).status_code == 302
    assert "说的是别人" in consumer(scene).get(mine(scene)).content.decode()
    assert office.get(url).status_code == 409


def test_the_list_of_the_office_shows_what_waits(scene: Scene) -> None:
    row = approved(scene)
    page = client_of(scene.home).get(reverse("office-narratives")).content.decode()
    assert str(row.pk) in page
    assert str(row.pk) not in client_of(scene.near).get(reverse("office-narratives")).content.decode()
    for stage in ("published", "refused", "nonsense", "withdrawn"):
        answer = client_of(scene.home).get(reverse("office-narratives"), {"stage": stage})
        assert answer.status_code == 200


def test_programs_read_the_same_hear_what_is_gone_and_nobody_keeps_a_story(scene: Scene) -> None:
    row = published(scene)
    for name in ("narratives", "narrative", "narratives-json", "narratives-csv", "narratives-gone"):
        answer = Client().get(reverse(name, args=[row.public_id] if name == "narrative" else []))
        assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex, noarchive")
    told = json.loads(Client().get(reverse("narratives-json")).content)
    (one,) = told["narratives"]
    assert (one["id"], one["text"], one["sha256"]) == (row.public_id, row.text, row.approved_hash)
    held = list(csv.reader(io.StringIO(Client().get(reverse("narratives-csv")).content.decode())))
    assert held[1][0] == row.public_id
    answer = Client().get(reverse("narratives-json"))
    for secret in (scene.case.number, str(scene.case.pk), str(row.pk), "2026-11"):
        assert str(secret) not in answer.content.decode()
    verbs.withdraw(row, by=scene.li, at=MONDAY + DAY)
    assert json.loads(Client().get(reverse("narratives-json")).content)["narratives"] == []
    assert len(Client().get(reverse("narratives-csv")).content.decode().splitlines()) == 1
    assert json.loads(Client().get(reverse("narratives-gone")).content)["gone"] == [one["id"]]
    assert Client().get(reverse("narrative", args=[one["id"]])).status_code == 410
    assert Client().get(reverse("narrative", args=["no-such"])).status_code == 404


def test_the_list_is_narrowed_and_any_question_to_it_is_answered(scene: Scene) -> None:
    row = published(scene)
    text = row.text
    assert text in text_of(Client(), "narratives", outcome="confirmed")
    assert text not in text_of(Client(), "narratives", outcome="not_solved")
    for query in QUERIES:
        for name in ("narratives", "narratives-json", "narratives-csv", "narratives-gone"):
            assert Client().get(f"{reverse(name)}?{query}").status_code == 200


def test_the_list_asks_as_much_for_many_as_for_one(scene: Scene) -> None:
    published(scene)
    counts = []
    for more in (0, 12):
        for number in range(more):
            published(a_scene(10 + number, scene.people))
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(reverse("narratives")).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] < 10


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_pages_speak_other_languages(scene: Scene, language: str) -> None:
    row = published(scene)
    for client, url in (
        (Client(), reverse("narratives")),
        (Client(), reverse("narrative", args=[row.public_id])),
        (consumer(scene), mine(scene)),
        (client_of(scene.home), reverse("office-narrative", args=[row.pk])),
    ):
        assert client.get(url, headers={"accept-language": language}).status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        "\u202e壶水了买我，电漏就天三第，管人有没都店",
        "👩‍👩‍👧‍👦🔥" * 20,
        "<script>alert(1)</script>水壶漏电没人管啊啊啊",
        "=cmd|' /C calc'!A0水壶漏电没人管啊",
    ],
)
def test_hostile_words_are_shown_as_words(scene: Scene, text: str) -> None:
    client, row = consumer(scene), begun(scene)
    client.post(mine(scene, "-text"), {"text": text, "seen": str(row.version)})
    row.refresh_from_db()
    shown = {"shown": protecting.hash_of(row.text), "seen": str(row.version), "leaves": "on"}
    assert client.post(mine(scene, "-approval"), shown).status_code in (200, 302)
    for url in (mine(scene), reverse("narratives")):
        page = client.get(url).content.decode()
        assert "<script>alert" not in page
        assert "\u202e" not in page
