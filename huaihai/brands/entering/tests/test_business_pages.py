"""The entries of a business on its own desk."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from huaihai.brands import moving
from huaihai.brands.entering import facts as entering_facts
from huaihai.brands.entering import holder
from huaihai.brands.entering import verbs as entering_verbs
from huaihai.brands.entering.tests.entering import PHONE, nominated, signed_in, taking_part
from huaihai.brands.life import ENTRY
from huaihai.brands.models import BusinessWord, Entry
from huaihai.brands.tests.people import MONDAY, TODAY, People, a_basis, an_entry, declared
from huaihai.businesses.models import Representative

pytestmark = pytest.mark.django_db
TICKED = {"truth": "on", "consent": "on", "conduct": "on", "free": "on"}
TITLES = ("标识", "评审", "公示", "表决")


@pytest.fixture
def client(people: People) -> Client:
    """A browser of the manager."""
    return signed_in(people.holder)


@pytest.fixture
def entry(people: People) -> Entry:
    """A consumer has nominated the shop."""
    return nominated(people, phone=PHONE).entry


def page(entry: Entry, name: str = "") -> str:
    return reverse(f"business-brand{name}", args=[entry.pk])


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_nominated_business_reads_what_is_asked_and_until_when(client: Client, entry: Entry) -> None:
    text = read(client, page(entry))

    assert page(entry) in read(client, reverse("business-brands"))
    assert page(entry, "-accept") in text
    assert page(entry, "-decline") in text
    assert "2026 年 12 月 2 日" in text
    assert PHONE not in text


def test_the_front_page_of_the_desk_says_that_a_word_is_waited_for(people: People, client: Client) -> None:
    assert holder.sections([people.shop.pk], today=TODAY) == []
    nominated(people)

    (found,) = holder.sections([people.shop.pk], today=TODAY)

    assert found.lines[0].url == reverse("business-brands")
    assert "12 月 2 日" in found.lines[0].value
    assert reverse("business-brands") in read(client, reverse("business-desk"))


@pytest.mark.both_databases
def test_the_list_costs_the_same_for_one_and_for_many(
    people: People, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        an_entry(people, "listed", kind=Entry.Kind.PRODUCT, what=f"壶{number}")

    with django_assert_max_num_queries(25):
        read(client, reverse("business-brands"))


def test_it_takes_part_on_the_page_and_what_cannot_be_taken_stays(
    people: People, client: Client, entry: Entry
) -> None:
    form = {"name": "水壶老店", "place": str(people.place.pk), "seen": entry.version}
    for wrong in ({}, {"name": "坏\x00字"}, {"place": ""}, {"place": str(uuid4())}):
        refused = client.post(page(entry, "-accept"), form | (TICKED | wrong if wrong else {}))
        assert refused.status_code == 200
        assert "error" in refused.content.decode()
        assert "name" in wrong or "水壶老店" in refused.content.decode()
    entry.refresh_from_db()
    assert entry.stage == "nominated"

    answer = client.post(page(entry, "-accept"), form | TICKED)

    assert answer["Location"] == page(entry)
    entry.refresh_from_db()
    assert (entry.stage, entry.name) == ("accepted", "水壶老店")


def test_it_does_not_take_part_or_leaves(people: People, client: Client, entry: Entry) -> None:
    listed = an_entry(people, "listed", kind=Entry.Kind.RESTAURANT)
    read(client, page(entry, "-decline"))
    read(client, page(listed, "-leave"))
    overtaken = client.post(page(entry, "-decline"), {"reason": "太忙", "seen": entry.version - 1})
    assert (overtaken.status_code, "太忙" in overtaken.content.decode()) == (409, True)

    client.post(page(entry, "-decline"), {"reason": "", "seen": entry.version})
    client.post(page(listed, "-leave"), {"reason": "要搬家", "seen": listed.version})

    entry.refresh_from_db()
    listed.refresh_from_db()
    assert (entry.stage, listed.stage) == ("declined", "left")
    assert BusinessWord.objects.get(entry=listed).reason == "要搬家"


def test_a_manager_applies_and_goes_on_to_take_part_or_reads_that_there_is_an_entry(
    people: People, client: Client
) -> None:
    new = reverse("business-brand-new")
    assert new in read(client, reverse("business-brands"))
    form = {"business": str(people.shop.pk), "kind": "product", "what": "铜壶", "why": "手工做。"}
    form["key"] = str(uuid4())

    bad = client.post(new, form)
    answer = client.post(new, form | {"free": "on"})

    assert bad.status_code == 200
    assert "手工做" in bad.content.decode()
    entry = Entry.objects.get()
    assert (entry.origin, entry.what) == ("self", "铜壶")
    assert answer["Location"] == page(entry, "-accept")
    assert 'name="what"' in read(client, answer["Location"])
    entry = an_entry(people)
    said = {"business": str(people.shop.pk), "kind": "shop", "place": str(people.place.pk)}
    said |= {"why": "好", "free": "on", "key": str(uuid4())}

    answer = client.post(reverse("business-brand-new"), said, follow=True)

    assert answer.redirect_chain[-1][0] == page(entry)
    assert "已经有" in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "at_place", "offered"),
    [("shop", True, False), ("product", True, False), ("product", False, True)],
)
def test_all_places_are_offered_only_where_no_place_is_meant(
    people: People, client: Client, kind: str, at_place: bool, offered: bool
) -> None:
    what = "演示壶" if kind == "product" else ""
    entry = an_entry(people, "nominated", kind=kind, what=what, place=people.place if at_place else None)

    field = client.get(page(entry, "-accept")).context["form"].fields["place"]

    assert ("所有" in str(field.choices[0][1])) == offered
    assert field.required != offered
    assert ("只对应一个地点" in str(field.help_text)) != offered


def test_who_only_answers_complaints_reads_and_decides_nothing(client: Client, entry: Entry) -> None:
    Representative.objects.update(role=Representative.Role.ANSWERER)

    assert page(entry, "-accept") not in read(client, page(entry))
    assert client.post(page(entry, "-accept"), TICKED | {"name": "店", "seen": 1}).status_code == 409
    assert client.post(page(entry, "-decline"), {"seen": entry.version}).status_code == 409
    assert client.post(reverse("business-brand-new"), {}).status_code == 409
    entry.refresh_from_db()
    assert entry.stage == "nominated"


def test_the_facts_are_shown_to_it_once_two_people_decided(people: People, client: Client) -> None:
    entry = taking_part(people)
    declared(entry, people.near, people.far)
    passes = entering_verbs.PASS
    decision = entering_verbs.propose(entry, passes, reasons="事实清楚。", by=people.near, at=MONDAY)
    assert "事实清楚" not in read(client, page(entry))

    moving.agree(decision, by=people.far, at=MONDAY)

    after = read(client, page(entry))
    assert "事实清楚" in after
    assert "<table" in after


@pytest.mark.parametrize("stage", list(ENTRY.stages))
def test_every_stage_is_told_in_both_forms(people: People, client: Client, stage: str) -> None:
    entry = an_entry(people, stage)

    said = entering_facts.stage_told(entry, TODAY)
    assert said.now in read(client, page(entry))
    a_basis(people)
    assert entering_facts.stage_told(entry, TODAY).now in read(client, page(entry))

    if stage in ("listed", "assessing", "notice", "voting", "held", "suspended"):
        assert said.short == entering_facts.stage_told(an_entry(people, kind=Entry.Kind.FACTORY), TODAY).short
        assert not any(word in said.now + said.next + said.short for word in TITLES)
