"""Entering, as staff see it."""

from uuid import uuid4

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from huaihai.brands.entering.tests.entering import PHONE, nominated, signed_in, taking_part, waiting
from huaihai.brands.models import Entry, FactSheet, PairDecision
from huaihai.brands.tests.people import People, a_basis, an_entry, declared
from huaihai.businesses.models import Place
from huaihai.kit.text.normalise import fold

pytestmark = pytest.mark.django_db


def searchable(people: People) -> None:
    people.shop.words = fold("演示水壶店")
    people.shop.save()


def test_nominations_wait_in_a_list_and_other_cities_do_nothing_with_them(people: People) -> None:
    row = waiting(people, phone=PHONE)
    client = signed_in(people.home)

    listed = client.get(reverse("office-brand-nominations")).content.decode()
    shown = client.get(row.office_url).content.decode()

    assert row.office_url in listed
    assert "街角水壶店" in shown
    assert PHONE not in listed + shown
    client = signed_in(people.near)
    aside = reverse("office-brand-nomination-aside", args=[row.pk])

    assert aside not in client.get(row.office_url).content.decode()
    assert client.get(aside).status_code == 404
    assert client.post(aside, {"answer": "没有", "seen": row.version}).status_code == 404
    row.refresh_from_db()
    assert row.stage == "waiting"


@pytest.mark.both_databases
def test_the_list_costs_the_same_for_one_and_for_many(
    people: People, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(people.home)
    for _ in range(30):
        waiting(people)

    with django_assert_max_num_queries(14):
        answer = client.get(reverse("office-brand-nominations"))
    assert answer.content.decode().count("街角水壶店") == 25


@pytest.mark.both_databases
def test_staff_of_the_city_match_it_on_the_page(people: People) -> None:
    searchable(people)
    row = waiting(people)
    client = signed_in(people.home)
    address = reverse("office-brand-nomination-match", args=[row.pk, people.shop.pk])
    assert address in client.get(row.office_url, {"q": "水壶"}).content.decode()
    assert client.get(address).status_code == 200

    answer = client.post(address, {"kind": "shop", "place": str(people.place.pk), "seen": row.version})

    entry = Entry.objects.get()
    assert answer["Location"] == entry.office_url
    row.refresh_from_db()
    assert row.stage == "matched"
    assert entry.office_url in client.get(row.office_url).content.decode()


def test_what_somebody_else_has_dealt_with_says_so(people: People) -> None:
    row = waiting(people)
    client = signed_in(people.home)
    address = reverse("office-brand-nomination-aside", args=[row.pk])
    assert client.post(address, {"answer": "", "seen": 1}).status_code == 200
    assert client.post(address, {"answer": "登记中没有", "seen": 1}).status_code == 302

    assert client.post(address, {"answer": "再来", "seen": 1}).status_code == 409
    assert "登记中没有" in client.get(row.office_url).content.decode()


@pytest.mark.both_databases
def test_a_city_nominates_on_its_page(people: People) -> None:
    searchable(people)
    client = signed_in(people.home)
    address = reverse("office-brand-nominate-business", args=[people.shop.pk])
    assert address in client.get(reverse("office-brand-nominate"), {"q": "水壶"}).content.decode()
    form = {"kind": "product", "what": "铜壶", "why": "老字号。", "free": "on", "key": str(uuid4())}

    refused = signed_in(people.near).post(address, form)
    bad = client.post(address, form | {"what": ""})
    answer = client.post(address, form)

    assert refused.status_code == 409
    assert bad.status_code == 200
    entry = Entry.objects.get()
    assert answer["Location"] == entry.office_url
    assert (entry.origin, entry.what) == ("city", "铜壶")


def test_a_city_finds_the_businesses_of_its_own_city_alone(people: People) -> None:
    searchable(people)
    address = reverse("office-brand-nominate-business", args=[people.shop.pk])
    for actor, finds in ((people.home, True), (people.near, False)):
        page = signed_in(actor).get(reverse("office-brand-nominate"), {"q": "水壶"}).content.decode()
        assert (address in page) is finds
    elsewhere = Place.objects.create(
        business=people.shop, sign="商丘分店", address="演示路", region_code="411402"
    )
    page = signed_in(people.near).get(reverse("office-brand-nominate"), {"q": "水壶"}).content.decode()
    assert address in page
    form = signed_in(people.near).get(address).content.decode()
    assert str(elsewhere.pk) in form
    assert str(people.place.pk) not in form


def test_the_entry_tells_staff_its_nominations_and_the_next_step(people: People) -> None:
    entry = nominated(people, phone=PHONE).entry
    client = signed_in(people.near)

    text = client.get(entry.office_url).content.decode()

    assert "老板实在" in text
    assert reverse("office-brand-facts", args=[entry.pk]) in text
    assert "2026 年 12 月 2 日" in text
    assert PHONE not in text


def test_the_facts_are_shown_and_somebody_of_another_city_proposes(people: People) -> None:
    entry = taking_part(people)
    declared(entry, people.near, people.far)
    client = signed_in(people.near)
    address = reverse("office-brand-facts", args=[entry.pk])
    assert 'name="outcome"' in client.get(address).content.decode()
    assert client.post(address, {"outcome": "pass", "reasons": ""}).status_code == 200
    assert client.post(address, {"outcome": "king", "reasons": "好。"}).status_code == 200

    answer = client.post(address, {"outcome": "pass", "reasons": "事实清楚。"})

    assert answer["Location"] == entry.office_url
    decision = PairDecision.objects.get()
    assert FactSheet.objects.get().decision == decision
    assert 'name="outcome"' not in client.get(address).content.decode()
    agreed = signed_in(people.far).post(
        reverse("office-brand-agreement", args=[decision.pk]), {"seen": entry.version}
    )
    assert agreed.status_code == 302
    entry.refresh_from_db()
    assert entry.stage == "listed"


def test_people_of_its_own_city_propose_nothing_and_a_fact_that_blocks_is_told(people: People) -> None:
    entry = taking_part(people)
    address = reverse("office-brand-facts", args=[entry.pk])
    for actor in (people.home, people.office, people.auditor):
        client = signed_in(actor)
        shown = client.get(address)
        assert shown.status_code == 200
        assert 'name="outcome"' not in shown.content.decode()
        assert client.post(address, {"outcome": "pass", "reasons": "好。"}).status_code == 409
    people.shop.credit_code = None
    people.shop.save()
    declared(entry, people.near)
    client = signed_in(people.near)

    answer = client.post(
        reverse("office-brand-facts", args=[entry.pk]), {"outcome": "pass", "reasons": "看着挺好。"}
    )

    assert answer.status_code == 200
    assert "看着挺好" in answer.content.decode()
    assert not PairDecision.objects.exists()


@pytest.mark.parametrize("has_basis", [True, False])
def test_pages_of_staff_open_in_both_forms_at_every_stage(people: People, has_basis: bool) -> None:
    if has_basis:
        a_basis(people)
    client = signed_in(people.near)
    for number, stage in enumerate(
        ("nominated", "accepted", "declined", "listed", "held", "removed", "left")
    ):
        entry = an_entry(people, stage, kind=Entry.Kind.PRODUCT, what=f"壶{number}")
        assert client.get(entry.office_url).status_code == 200
        assert client.get(reverse("office-brand-facts", args=[entry.pk])).status_code == 200
