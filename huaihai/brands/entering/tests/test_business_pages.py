"""The entries of a business on its own desk."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.brands import moving
from huaihai.brands.entering import facts as entering_facts
from huaihai.brands.entering import verbs as entering_verbs
from huaihai.brands.entering.tests.entering import PHONE, nominated, signed_in, taking_part
from huaihai.brands.life import ENTRY
from huaihai.brands.models import BusinessWord, Entry
from huaihai.brands.tests.people import MONDAY, TODAY, People, a_basis, an_entry, declared
from huaihai.businesses.models import Business, Representative

pytestmark = pytest.mark.django_db
TICKED = {"truth": "on", "consent": "on", "conduct": "on", "free": "on"}
TITLES = ("标识", "评审", "公示", "表决")


def page(entry: Entry, name: str = "") -> str:
    return reverse(f"business-brand{name}", args=[entry.pk])


def test_a_nominated_business_reads_what_is_asked_and_until_when(people: People) -> None:
    entry = nominated(people, phone=PHONE).entry
    client = signed_in(people.holder)

    text = client.get(page(entry)).content.decode()

    assert page(entry) in client.get(reverse("business-brands")).content.decode()
    assert page(entry, "-accept") in text
    assert page(entry, "-decline") in text
    assert "2026 年 12 月 2 日" in text
    assert PHONE not in text


def test_it_takes_part_on_the_page(people: People) -> None:
    entry = nominated(people).entry
    client = signed_in(people.holder)
    form = {"name": "水壶老店", "place": str(people.place.pk), "seen": entry.version}

    without = client.post(page(entry, "-accept"), form)
    answer = client.post(page(entry, "-accept"), form | TICKED)

    assert without.status_code == 200
    assert without.content.decode().count("水壶老店") >= 1
    assert answer["Location"] == page(entry)
    entry.refresh_from_db()
    assert (entry.stage, entry.name) == ("accepted", "水壶老店")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "坏\x00字"},
        {"name": "长" * 121},
        {"place": ""},
        {"place": str(uuid4())},
        {"seen": ""},
        {"seen": "-1"},
        {"seen": "9" * 30},
    ],
)
def test_what_cannot_be_taken_is_told_and_stays(people: People, wrong: dict[str, str]) -> None:
    entry = nominated(people).entry
    form = {"name": "水壶老店", "place": str(people.place.pk), "seen": entry.version} | TICKED

    answer = signed_in(people.holder).post(page(entry, "-accept"), form | wrong)

    assert answer.status_code == 200
    assert "error" in answer.content.decode()
    entry.refresh_from_db()
    assert entry.stage == "nominated"


def test_somebody_was_quicker(people: People) -> None:
    entry = nominated(people).entry
    client = signed_in(people.holder)
    Entry.objects.filter(pk=entry.pk).update(version=7)

    answer = client.post(page(entry, "-decline"), {"reason": "太忙", "seen": entry.version})

    assert answer.status_code == 409
    text = answer.content.decode()
    assert "太忙" in text
    assert 'value="7"' in text


def test_it_does_not_take_part_or_leaves(people: People) -> None:
    entry = nominated(people).entry
    listed = an_entry(people, "listed", kind=Entry.Kind.RESTAURANT)
    client = signed_in(people.holder)
    assert client.get(page(entry, "-decline")).status_code == 200
    assert client.get(page(listed, "-leave")).status_code == 200

    client.post(page(entry, "-decline"), {"reason": "", "seen": entry.version})
    client.post(page(listed, "-leave"), {"reason": "要搬家", "seen": listed.version})

    entry.refresh_from_db()
    listed.refresh_from_db()
    assert (entry.stage, listed.stage) == ("declined", "left")
    assert BusinessWord.objects.get(entry=listed).reason == "要搬家"


def test_a_manager_applies_and_goes_on_to_take_part(people: People) -> None:
    client = signed_in(people.holder)
    assert reverse("business-brand-new") in client.get(reverse("business-brands")).content.decode()
    form = {
        "business": str(people.shop.pk),
        "kind": "product",
        "what": "铜壶",
        "why": "手工做。",
        "key": str(uuid4()),
    }

    bad = client.post(reverse("business-brand-new"), form)
    answer = client.post(reverse("business-brand-new"), form | {"free": "on"})

    assert bad.status_code == 200
    assert "手工做" in bad.content.decode()
    entry = Entry.objects.get()
    assert (entry.origin, entry.what) == ("self", "铜壶")
    assert answer["Location"] == page(entry, "-accept")
    shown = client.get(answer["Location"]).content.decode()
    assert 'name="what"' in shown


@pytest.mark.parametrize(
    ("kind", "at_place", "offered"),
    [("shop", True, False), ("product", True, False), ("product", False, True)],
)
def test_all_places_are_offered_only_where_no_place_is_meant(
    people: People, kind: str, at_place: bool, offered: bool
) -> None:
    what = "演示壶" if kind == "product" else ""
    entry = an_entry(people, "nominated", kind=kind, what=what, place=people.place if at_place else None)

    field = signed_in(people.holder).get(page(entry, "-accept")).context["form"].fields["place"]

    assert ("所有" in str(field.choices[0][1])) == offered
    assert field.required != offered
    assert ("只对应一个地点" in str(field.help_text)) != offered


def test_who_applies_again_reads_that_there_is_an_entry(people: People) -> None:
    entry = an_entry(people)
    said = {"business": str(people.shop.pk), "kind": "shop", "place": str(people.place.pk)}
    said |= {"why": "好", "free": "on", "key": str(uuid4())}

    answer = signed_in(people.holder).post(reverse("business-brand-new"), said, follow=True)

    assert answer.redirect_chain[-1][0] == page(entry)
    assert "已经有" in answer.content.decode()


def test_who_only_answers_complaints_reads_and_decides_nothing(people: People) -> None:
    entry = nominated(people).entry
    Representative.objects.update(role=Representative.Role.ANSWERER)
    client = signed_in(people.holder)

    assert page(entry, "-accept") not in client.get(page(entry)).content.decode()
    assert client.post(page(entry, "-accept"), TICKED | {"name": "店", "seen": 1}).status_code == 409
    assert client.post(page(entry, "-decline"), {"seen": entry.version}).status_code == 409
    assert client.post(reverse("business-brand-new"), {}).status_code == 409
    entry.refresh_from_db()
    assert entry.stage == "nominated"


def test_another_business_has_no_such_page(people: People, client: Client) -> None:
    other = Business.objects.create(name="别家", registered_at="320302", created_at=MONDAY)
    entry = an_entry(people, "nominated", business=other, place=None)

    for name in ("", "-accept", "-decline", "-leave"):
        assert signed_in(people.holder).get(page(entry, name)).status_code == 404
        assert client.get(page(entry, name)).status_code == 302
        assert signed_in(people.home).get(page(entry, name)).status_code == 404


def test_the_facts_are_shown_to_it_once_two_people_decided(people: People) -> None:
    entry = taking_part(people)
    declared(entry, people.near, people.far)
    decision = entering_verbs.propose(
        entry, entering_verbs.PASS, reasons="事实清楚。", by=people.near, at=MONDAY
    )
    client = signed_in(people.holder)
    before = client.get(page(entry)).content.decode()

    moving.agree(decision, by=people.far, at=MONDAY)

    assert "事实清楚" not in before
    after = client.get(page(entry)).content.decode()
    assert "事实清楚" in after
    assert "<table" in after


@pytest.mark.parametrize("stage", list(ENTRY.stages))
def test_every_stage_is_told_in_both_forms(people: People, stage: str) -> None:
    entry = an_entry(people, stage)
    client = signed_in(people.holder)

    plain = client.get(page(entry)).content.decode()
    said = entering_facts.stage_told(entry, TODAY)
    a_basis(people)
    titled = client.get(page(entry)).content.decode()

    assert said.now in plain
    assert entering_facts.stage_told(entry, TODAY).now in titled
    if stage in ("listed", "assessing", "notice", "voting", "held", "suspended"):
        assert said.short == entering_facts.stage_told(an_entry(people, kind=Entry.Kind.FACTORY), TODAY).short
        assert not any(word in said.now + said.next + said.short for word in TITLES)
