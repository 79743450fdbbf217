"""The pages on which anybody nominates, or says that money was asked for."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from huaihai.brands import moving
from huaihai.brands.entering import public
from huaihai.brands.entering import verbs as entering_verbs
from huaihai.brands.entering.tests.entering import PHONE, nominated, on_channel, taking_part
from huaihai.brands.models import Entry, LooseNomination, Nomination, NominationContact
from huaihai.brands.pages import Gate
from huaihai.brands.tests.people import MONDAY, People, a_basis, an_entry, declared
from huaihai.businesses.models import Business
from huaihai.kit.text.normalise import fold
from huaihai.members.actors import CONSUMER_CASES

pytestmark = pytest.mark.django_db
HOSTILE = ["坏\x00字", "\ud800", "1" * 4000, "'; drop table--", "<script>alert(1)</script>"]


def known(people: People) -> str:
    """The address of the form for the shop, which is on the fast channel."""
    on_channel(people)
    people.shop.words = fold("演示水壶店 鼓楼")
    people.shop.save()
    return reverse("brand-nominate-known", args=[people.shop.pk])


def sent(**more: Any) -> dict[str, Any]:
    facts = {"kind": "shop", "why": "修得好，价钱公道。", "free": "on", "key": str(uuid4())}
    return facts | more


def loose(**more: Any) -> dict[str, Any]:
    return sent(name="街角水壶店", city="320300", where="解放路") | more


def test_the_page_says_first_that_it_costs_nothing_and_promises_no_mark_without_a_basis(
    people: People, client: Client
) -> None:
    text = client.get(reverse("brand-nominate")).content.decode()

    assert text.index(reverse("brand-money")) < text.index('name="q"')
    assert reverse("brand-nominate-unknown") in text
    a_basis(people)
    titled = client.get(reverse("brand-nominate")).content.decode()

    assert "三心标识" not in text
    assert "投票决定" in titled
    assert "投票决定" not in text


def test_the_form_says_first_what_is_listed_already_or_barred(people: People, client: Client) -> None:
    listed, removed = an_entry(people), an_entry(people, "removed", what="演示壶", kind="product")
    hidden = an_entry(people, "nominated", what="演示杯", kind="product")
    Entry.objects.filter(pk=removed.pk).update(ended_at=MONDAY)

    intro = client.get(known(people)).content.decode().split("<form")[-2]

    assert listed.get_absolute_url() in intro
    assert "2026 年 11 月 2 日" in intro
    assert removed.get_absolute_url() in intro
    assert "2028 年 11 月 2 日" in intro
    assert hidden.get_absolute_url() not in intro


@pytest.mark.both_databases
def test_only_businesses_that_went_public_are_found(people: People, client: Client) -> None:
    address = known(people)
    hidden = Business.objects.create(
        name="演示水壶暗店", words=fold("演示水壶暗店"), registered_at="320302", created_at=MONDAY
    )

    text = client.get(reverse("brand-nominate"), {"q": "水壶"}).content.decode()

    assert address in text
    assert "暗店" not in text
    assert client.get(reverse("brand-nominate-known", args=[hidden.pk])).status_code == 404
    assert client.get(reverse("brand-nominate-known", args=[uuid4()])).status_code == 404


@pytest.mark.both_databases
def test_the_search_costs_the_same_for_one_and_for_many(
    people: People, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    known(people)
    for number in range(30):
        business = Business.objects.create(name=f"水壶{number}", words=fold("水壶"), created_at=MONDAY)
        an_entry(people, "listed", business=business, place=None, name=f"水壶{number}")

    with django_assert_max_num_queries(6):
        answer = client.get(reverse("brand-nominate"), {"q": "水壶"})
    assert answer.content.decode().count("/brands/nominate/") > 20


def test_a_consumer_nominates_without_an_account_and_one_browser_counts_once(
    people: People, client: Client
) -> None:
    address = known(people)

    answer = client.post(address, sent(place=str(people.place.pk), phone="138 0013 8000"))

    assert answer["Location"] == reverse("brand-nomination-thanks")
    assert client.get(answer["Location"]).status_code == 200
    made = Nomination.objects.get()
    assert (made.origin, made.entry.place) == ("consumer", people.place)
    assert made.contact.phone == PHONE

    for _ in range(3):
        assert client.post(address, sent()).status_code == 302

    assert Nomination.objects.count() == 1


def test_who_nominates_is_nobody_even_with_a_complaint_open_in_the_same_browser(
    people: People, client: Client
) -> None:
    address = known(people)
    session = client.session
    session[CONSUMER_CASES] = {str(uuid4()): ""}
    session.save()

    client.post(address, sent())

    assert Nomination.objects.get().by == "public"


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": ""},
        {"kind": "product", "what": ""},
        {"why": "请打 13800000001"},
        {"free": ""},
        {"phone": "12345"},
        {"place": str(uuid4())},
        {"key": "nothing"},
        {"why": "坏\x00字"},
        {"why": "1" * 4000},
    ],
)
def test_what_cannot_be_taken_is_told_and_stays(
    people: People, client: Client, wrong: dict[str, str]
) -> None:
    address = known(people)

    answer = client.post(address, sent(**wrong))

    assert answer.status_code == 200
    assert not Nomination.objects.exists()
    text = answer.content.decode()
    if "why" not in wrong:  # no chance
        assert "修得好" in text
    if "key" not in wrong:  # no chance
        assert "error" in text


def test_a_business_that_nobody_knows_waits_for_an_officer(people: People, client: Client) -> None:
    answer = client.post(reverse("brand-nominate-unknown"), loose(phone=PHONE))

    assert answer["Location"] == reverse("brand-nomination-thanks")
    row = LooseNomination.objects.get()
    assert (row.name, row.city, row.where, row.stage) == ("街角水壶店", people.home_body, "解放路", "waiting")
    assert NominationContact.objects.get(loose=row).phone == PHONE
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "坏\x00字"}, {"city": ""}, {"city": "110000"}, {"where": "长" * 121}]
)
def test_a_wrong_name_or_city_is_told(people: People, client: Client, wrong: dict[str, str]) -> None:
    answer = client.post(reverse("brand-nominate-unknown"), loose(**wrong))

    assert answer.status_code == 200
    assert "error" in answer.content.decode()
    assert not LooseNomination.objects.exists()


@pytest.mark.parametrize("address", ["brand-nominate-unknown", "known"])
def test_stuffing_is_slowed_down(
    people: People, client: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    where = known(people) if address == "known" else reverse(address)
    monkeypatch.setattr(public, "NOMINATIONS", Gate("nomination-test", in_all=9, a_network=1))
    client.post(where, loose())

    answer = Client().post(where, loose(why="第二次"))

    assert answer.status_code == 429
    assert "第二次" in answer.content.decode()
    assert Nomination.objects.count() + LooseNomination.objects.count() == 1


@pytest.mark.both_databases
@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_searches_and_names_break_nothing(people: People, client: Client, typed: str) -> None:
    plain = typed.encode("utf-8", "replace").decode()
    for name in ("brand-nominate", "brand-nominate-unknown", "brand-money"):
        answer = client.get(reverse(name), {"q": plain, "name": plain, "entry": plain, "page": plain})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()


@pytest.mark.both_databases
@pytest.mark.parametrize("has_basis", [True, False])
def test_the_public_page_tells_counts_and_that_no_fee_was_taken(
    people: People, client: Client, has_basis: bool
) -> None:
    entry = taking_part(people)
    nominated(people)
    Entry.objects.filter(pk=entry.pk).update(stage="listed", listed_at=MONDAY)
    if has_basis:
        a_basis(people)

    text = client.get(reverse("brand", args=[entry.number])).content.decode()

    assert "2 位消费者" in text
    assert "2026 年 11 月 2 日" in text
    assert "没有收取任何费用" in text
    assert entry.nominations.first().why not in text


def test_the_public_page_names_the_two_cities_that_checked_the_facts_and_their_reasons(
    people: People, client: Client
) -> None:
    entry = taking_part(people)
    declared(entry, people.near, people.far)
    decision = entering_verbs.propose(
        entry, entering_verbs.PASS, reasons="证照齐全。", by=people.near, at=MONDAY
    )
    moving.agree(decision, by=people.far, at=MONDAY)

    text = client.get(reverse("brand", args=[entry.number])).content.decode()

    assert "证照齐全。" in text
    for actor in (people.near, people.far):
        assert actor.organisation is not None
        assert actor.organisation.short_name in text
    assert "演示 near" not in text
