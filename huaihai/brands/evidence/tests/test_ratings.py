"""Ratings: a case that ended or a slip of a re-visit, once each, and nothing else makes one."""

import ast
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

import huaihai
from huaihai.brands.evidence import buyers, codes, rating_pages
from huaihai.brands.evidence.actions import rating, revisiting, slips
from huaihai.brands.evidence.actions.rating import Said
from huaihai.brands.evidence.rating_pages import doors
from huaihai.brands.evidence.tests.scene import DAY, a_case, an_agreement, answers
from huaihai.brands.models import Entry, Rating, Slip, SlipSheet
from huaihai.brands.tests.people import MONDAY, TODAY, People, an_entry, declared
from huaihai.cases.models import Case
from huaihai.governance.errors import NotAllowed, NotPossible, Unfit
from huaihai.kit import clock, log_paths
from huaihai.kit.brakes import Brake
from huaihai.members.actors import CONSUMER_CASES, Actor
from huaihai.record.models import Event
from huaihai.supervision.tests.people import client_of

pytestmark = pytest.mark.django_db
FIVE = {"overall": 5, "safe": 5, "ease": 4, "care": 5}


@pytest.fixture
def entry(people: People) -> Entry:
    return an_entry(people)


def rate(case: Case, entry: Entry, **said: Any) -> Rating:
    by = said.pop("by", Actor.consumer({case.pk}))
    return rating.rate_after_case(case, entry, Said(FIVE | said.pop("stars", {}), **said), by=by, at=MONDAY)


def a_sheet(people: People, entry: Entry, count: int = 3) -> SlipSheet:
    declared(entry, people.near, people.far, at=MONDAY - DAY)
    return slips.make_sheet(entry, count=count, by=people.near, at=MONDAY)


def test_the_consumer_of_a_confirmed_settlement_rates_once(people: People, entry: Entry) -> None:
    case = a_case(people, admitted_at=None)
    an_agreement(case)
    made = rate(case, entry)
    assert (made.overall, made.way, made.look) == (5, "case", "none")
    assert Rating.objects.counting().count() == 1
    with pytest.raises(NotPossible):
        rate(case, entry)


def test_nothing_stored_leads_back_to_the_case(people: People, entry: Entry) -> None:
    case = a_case(people)
    made = rate(case, entry)
    event = Event.objects.get(subject=entry.record_key)
    for said in (str(made.__dict__), str(event.facts), event.by, event.text):
        assert str(case.pk) not in said
        assert str(case.number) not in said


@pytest.mark.parametrize(
    ("said", "is_open"),
    [
        ({}, True),
        ({"result": Case.Result.UNFULFILLED}, True),
        ({"stage": "terminated", "result": ""}, True),
        ({"admitted_at": None}, False),
        ({"stage": "withdrawn", "result": ""}, False),
        ({"stage": "mediating", "result": "", "ended_at": None}, False),
        ({"stage": "declined", "result": "", "admitted_at": None}, False),
        ({"ended_at": MONDAY - timedelta(days=181)}, False),
    ],
)
def test_only_a_case_that_ended_opens_the_way(people: People, said: dict[str, Any], is_open: bool) -> None:
    case = a_case(people, **said)
    assert buyers.is_open_to_rating(case, today=TODAY) is is_open


def test_a_case_without_a_confirmed_settlement_that_was_not_admitted_is_no_way_in(
    people: People, entry: Entry
) -> None:
    case = a_case(people, admitted_at=None, result=Case.Result.UNCONFIRMED)
    an_agreement(case, promise="open")
    with pytest.raises(NotPossible):
        rate(case, entry)


def test_the_case_of_somebody_else_is_no_way_in(people: People, entry: Entry) -> None:
    case, other = a_case(people), a_case(people, 2)
    with pytest.raises(NotAllowed):
        rate(case, entry, by=Actor.consumer({other.pk}))


def test_a_case_is_about_things_of_the_same_business_and_place(people: People, entry: Entry) -> None:
    elsewhere = type(people.place).objects.create(business=people.shop, sign="分店", region_code="320302")
    product = an_entry(people, place=None, kind=Entry.Kind.PRODUCT, what="水壶", name="演示水壶")
    there = an_entry(people, place=elsewhere, name="分店")
    an_entry(people, "accepted", kind=Entry.Kind.SERVICE, what="修理", name="没有公开")
    assert buyers.entries_of(a_case(people)) == [entry, product]
    assert set(buyers.entries_of(a_case(people, 2, place=None))) == {entry, product, there}
    with pytest.raises(NotPossible):
        rate(a_case(people, 3), there)


def test_people_of_the_business_do_not_rate_it(people: People, entry: Entry) -> None:
    case = a_case(people)
    insider = Actor("business", "x", business_ids=people.holder.business_ids, case_ids=frozenset({case.pk}))
    with pytest.raises(NotAllowed):
        rate(case, entry, by=insider)
    people.shop.phone = "13900000009"
    people.shop.save()
    with pytest.raises(NotAllowed):
        rate(a_case(people, 9), entry)
    code = codes.code(a_sheet(people, entry).pk, 1)
    for actor in (people.holder, people.home):
        with pytest.raises(NotAllowed):
            rating.rate_with_slip(code, Said(FIVE), by=actor, at=MONDAY)
    assert not Rating.objects.exists()


@pytest.mark.parametrize("star", [0, 6, -1])
def test_stars_go_from_one_to_five(people: People, entry: Entry, star: int) -> None:
    with pytest.raises(Unfit):
        rate(a_case(people), entry, stars={"care": star})


def test_words_wait_for_a_look_and_are_masked(people: People, entry: Entry) -> None:
    made = rate(a_case(people), entry, words="老板好，电话 13800000001")
    assert made.look == Rating.Look.WAITING
    assert "13800000001" not in made.words
    with pytest.raises(NotAllowed):
        rating.look(made, is_shown=True, by=people.holder, at=MONDAY)
    rating.look(made, is_shown=True, by=people.far, at=MONDAY)
    assert Rating.objects.get().look == Rating.Look.SHOWN
    made.words = "别的"
    with pytest.raises(TypeError):
        made.save()


def test_a_slip_is_good_once_and_counts_when_its_revisit_is_confirmed(people: People, entry: Entry) -> None:
    sheet = a_sheet(people, entry)
    code = codes.code(sheet.pk, 1)
    rating.rate_with_slip(code.upper().replace("-", " "), Said(FIVE), by=Actor.public(), at=MONDAY)
    with pytest.raises(NotPossible):
        rating.rate_with_slip(code, Said(FIVE), by=Actor.public(), at=MONDAY)
    assert not Rating.objects.counting().exists()
    made = revisiting.record(
        entry, client_key=uuid4(), visited_on=TODAY, answers=answers(entry), by=people.near, at=MONDAY
    )
    assert not Rating.objects.counting().exists()
    revisiting.confirm(made, agrees=True, by=people.far, at=MONDAY)
    assert Rating.objects.counting().count() == 1


def test_slips_run_out_and_their_codes_are_stored_nowhere(people: People, entry: Entry) -> None:
    sheet = a_sheet(people, entry)
    code = codes.code(sheet.pk, 2)
    assert not Slip.objects.filter(code_hash__contains=code.replace("-", "")).exists()
    with pytest.raises(NotPossible):
        rating.rate_with_slip(code, Said(FIVE), by=Actor.public(), at=MONDAY + timedelta(days=22))


def test_at_most_thirty_slips_and_one_sheet_at_a_time(people: People, entry: Entry) -> None:
    declared(entry, people.near, at=MONDAY - DAY)
    for count in (0, 31):
        with pytest.raises(Unfit):
            slips.make_sheet(entry, count=count, by=people.near, at=MONDAY)
    slips.make_sheet(entry, count=30, by=people.near, at=MONDAY)
    with pytest.raises(NotPossible):
        slips.make_sheet(entry, count=1, by=people.near, at=MONDAY)


def test_nothing_but_the_two_verbs_makes_a_rating() -> None:
    """No module of ours calls the class of ratings, or adds to their table, but `actions/rating.py`."""
    makers = set()
    for file in Path(huaihai.__file__).parent.rglob("*.py"):
        if "tests" in file.parts or "migrations" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _makes_rating(node.func):
                makers.add(file.name)
    assert makers == {"rating.py"}


def _makes_rating(called: ast.expr) -> bool:
    told = ast.unparse(called)
    return told == "Rating" or (told.startswith("Rating.") and "create" in told)


def test_a_rating_without_a_way_cannot_be_stored(entry: Entry) -> None:
    facts = {"entry": entry, "token": "0" * 64, "rated_on": TODAY, **FIVE}
    made = Rating(way=Rating.Way.VISIT, **facts)
    with pytest.raises(IntegrityError, match="a_rating_has_a_way"):
        made.save()


def consumer(case: Case) -> Client:
    client = Client()
    session = client.session
    session[CONSUMER_CASES] = [str(case.pk)]
    session.save()
    return client


SAID = {name: str(star) for name, star in FIVE.items()} | {"words": "很耐心"}


def test_the_consumers_own_page_of_the_case_leads_to_the_rating(people: People, entry: Entry) -> None:
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


def test_other_peoples_cases_are_not_found(people: People, entry: Entry) -> None:
    own, other = a_case(people, at=clock.now() - 30 * DAY), a_case(people, 2, at=clock.now() - 30 * DAY)
    assert consumer(own).get(reverse("my-brand-rating", args=[other.pk])).status_code == 404
    assert Client().get(reverse("my-brand-rating", args=[own.pk])).status_code == 302


def test_a_slip_is_typed_or_scanned(people: People, entry: Entry) -> None:
    declared(entry, people.near, at=clock.now() - DAY)
    sheet = slips.make_sheet(entry, count=2, by=people.near, at=clock.now())
    code, client = codes.code(sheet.pk, 1), Client()
    answer = client.post(reverse("brand-rating-start"), {"code": code})
    assert answer["Location"] == reverse("brand-rating", args=[code])
    assert client.post(answer["Location"], SAID).status_code == 302
    assert client.post(answer["Location"], SAID).status_code == 410
    assert Rating.objects.count() == 1


def test_guessing_codes_is_braked_for_good_ones_too(
    people: People, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rating_pages, "TRIES", Brake("brand-slip-test", most=3, seconds=3600))
    declared(entry, people.near, at=clock.now() - DAY)
    code = codes.code(slips.make_sheet(entry, count=1, by=people.near, at=clock.now()).pk, 1)
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
    assert codes.code(sheet.pk, 2) in seen
    qr = reverse("office-brand-slip-qr", args=[entry.pk, sheet.pk, 2])
    assert client.get(qr).content.startswith(b"<svg")
    assert client.get(reverse("office-brand-slip-qr", args=[entry.pk, sheet.pk, 3])).status_code == 404
    assert client_of(people.far).get(answer["Location"]).status_code == 404


def test_staff_look_at_words_on_a_page(people: People, entry: Entry) -> None:
    rate(a_case(people), entry, words="不错")
    client = client_of(people.far)
    url = reverse("office-brand-words", args=[entry.pk])
    assert "不错" in client.get(url).content.decode()
    look = reverse("office-brand-words-look", args=[entry.pk, Rating.objects.get().pk])
    assert client.post(look, {"show": "yes"}).status_code == 302
    assert Rating.objects.get().look == Rating.Look.SHOWN
    assert client_of(people.auditor).post(look, {"show": "no"}).status_code == 409
