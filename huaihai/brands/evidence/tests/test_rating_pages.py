"""Pages of ratings: the consumer's own, those of slips, and the look at words."""

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.brands.evidence import rating_pages, ratings, revisits
from huaihai.brands.evidence.rating_pages import doors
from huaihai.brands.evidence.ratings import BuyerWords
from huaihai.brands.evidence.tests.scene import DAY, a_case
from huaihai.brands.models import Entry, Rating, SlipSheet
from huaihai.brands.tests.people import MONDAY, People, declared
from huaihai.cases.models import Case
from huaihai.cases.visits import mark_of
from huaihai.kit import clock, log_paths
from huaihai.kit.brakes import Brake
from huaihai.members.actors import CONSUMER_CASES, Actor
from huaihai.supervision.tests.people import client_of

pytestmark = pytest.mark.django_db


FIVE = {"overall": 5, "safe": 5, "ease": 4, "care": 5}


def consumer(case: Case) -> Client:
    client = Client()
    session = client.session
    session[CONSUMER_CASES] = {str(case.pk): mark_of(case)}
    session.save()
    return client


SAID = {name: str(star) for name, star in FIVE.items()} | {"words": "很耐心"}


def test_the_consumers_own_page_of_the_case_leads_to_the_rating_and_no_others(
    people: People, entry: Entry
) -> None:
    case = a_case(people, at=clock.now() - 30 * DAY)
    assert [door.url for door in doors(case, today=clock.today())] == [
        reverse("my-brand-rating", args=[case.pk])
    ]
    client = consumer(case)
    url = reverse("my-brand-rating", args=[case.pk])
    assert entry.name in client.get(url).content.decode()
    assert client.post(url, {**SAID, "care": ""}).status_code == 200
    assert client.post(url, SAID).status_code == 302
    assert Rating.objects.get().words == "很耐心"
    assert doors(case, today=clock.today()) == []
    assert "form" not in (client.get(url).context or {})
    assert client.get(reverse("my-brand-rating", args=[a_case(people, 2).pk])).status_code == 404
    assert Client().get(reverse("my-brand-rating", args=[case.pk])).status_code == 302


def test_a_slip_is_typed_or_scanned_however_it_is_written(people: People, entry: Entry) -> None:
    declared(entry, people.near, at=clock.now() - DAY)
    sheet = revisits.make_sheet(entry, count=2, by=people.near, at=clock.now())
    code, client = ratings.code(sheet.pk, 1), Client()
    answer = client.post(reverse("brand-rating-start"), {"code": code})
    assert answer["Location"] == reverse("brand-rating", args=[code])
    assert client.post(answer["Location"], SAID).status_code == 302
    assert client.post(answer["Location"], SAID).status_code == 410
    assert Rating.objects.count() == 1
    code = ratings.code(sheet.pk, 2)
    for typed in (code, code.upper(), code.replace("-", "/"), f" {code.replace('-', '?')}#"):
        answer = Client().post(reverse("brand-rating-start"), {"code": typed})
        assert answer.status_code == 302
        assert Client().get(answer["Location"]).status_code == 200


def test_guessing_codes_is_braked_for_good_ones_too(
    people: People, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rating_pages, "TRIES", Brake("brand-slip-test", most=3, seconds=3600))
    declared(entry, people.near, at=clock.now() - DAY)
    code = ratings.code(revisits.make_sheet(entry, count=1, by=people.near, at=clock.now()).pk, 1)
    client = Client(REMOTE_ADDR="203.0.113.9")
    told = [client.get(reverse("brand-rating", args=[f"guess-{n}"])).status_code for n in range(3)]
    assert told == [410] * 3
    assert client.get(reverse("brand-rating", args=[code])).status_code == 429
    assert client.post(reverse("brand-rating-start"), {"code": code}).status_code == 429
    assert Client(REMOTE_ADDR="203.0.113.10").get(reverse("brand-rating", args=[code])).status_code == 200


@pytest.mark.parametrize("code", ["%00", "a" * 300, "%ED%A0%80", "💥"])
def test_hostile_codes_are_not_good(people: People, code: str) -> None:
    assert Client().get(f"/brands/rating/{code}/").status_code in (404, 410)


def test_a_code_is_not_written_into_the_log() -> None:
    assert "abcd-efgh-jkmn" not in log_paths.shortened("/brands/rating/abcd-efgh-jkmn/")


def test_only_whoever_made_them_prints_the_slips(people: People, entry: Entry) -> None:
    declared(entry, people.near, at=clock.now() - DAY)
    client = client_of(people.near)
    answer = client.post(reverse("office-brand-slips-new", args=[entry.pk]), {"count": "2"})
    sheet = SlipSheet.objects.get()
    seen = client.get(answer["Location"]).content.decode()
    assert ratings.code(sheet.pk, 2) in seen
    qr = reverse("office-brand-slip-qr", args=[entry.pk, sheet.pk, 2])
    assert client.get(qr).content.startswith(b"<svg")
    assert client.get(reverse("office-brand-slip-qr", args=[entry.pk, sheet.pk, 3])).status_code == 404
    assert client_of(people.far).get(answer["Location"]).status_code == 404


def test_staff_look_at_words_on_a_page(people: People, entry: Entry) -> None:
    case = a_case(people)
    said = BuyerWords(FIVE, "不错")
    ratings.rate_after_case(case, entry, said, by=Actor.consumer({case.pk}), at=MONDAY)
    client = client_of(people.far)
    url = reverse("office-brand-words", args=[entry.pk])
    assert "不错" in client.get(url).content.decode()
    look = reverse("office-brand-words-look", args=[entry.pk, Rating.objects.get().pk])
    assert client.post(look, {"show": "yes"}).status_code == 302
    assert Rating.objects.get().look == Rating.Look.SHOWN
    assert client_of(people.auditor).post(look, {"show": "no"}).status_code == 409
