"""A shop is heard before its clause counts: it gets word, answers or changes the clause; a second person decides."""

from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.businesses.models import Place
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.waiting import Whose
from huaihai.kit import clock
from huaihai.record.models import OutboxMessage
from huaihai.supervision.clauses import verbs
from huaihai.supervision.clauses.tests.test_findings import CODE, noted
from huaihai.supervision.models import ClauseFinding
from huaihai.supervision.sweeping.tests.scene import DAY, MONDAY, gym
from huaihai.supervision.sweeping.tests.test_business_pages import browser_of
from huaihai.supervision.tests.people import People, client_of
from huaihai.supervision.waiting import for_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
LAST = date(2026, 12, 21)  # ten working days after the Monday
FAIR = "会员可以退卡，余额退还。"


def told(people: People, phone: str = "13900001234") -> ClauseFinding:
    """A clause of a shop that has a telephone."""
    business = gym().business
    business.phone = phone
    business.save()
    return noted(people, business=business)


def waiting(people: People) -> list[Whose]:
    found = for_person(people.helper, clock.now())
    return [row.whose for row in found if row.key.startswith("clause:")]


def test_a_shop_with_a_telephone_gets_word_and_days_to_answer(people: People) -> None:
    found = told(people)
    (message,) = OutboxMessage.objects.filter(effect_key__startswith=found.record_key)
    assert (message.channel, message.address) == ("sms", "13900001234")
    assert "办了卡、交了费就不退" in message.text
    assert "2026 年 12 月 21 日" in message.text
    assert found.answer_due_on == LAST
    with pytest.raises(NotPossible, match="12 月 21 日"):
        verbs.confirm(found, by=people.helper, at=MONDAY + 14 * DAY)
    assert ClauseFinding.objects.get().stage == "noted"
    assert verbs.confirm(found, by=people.helper, at=MONDAY + 15 * DAY).stage == "confirmed"


def test_what_nobody_can_be_asked_about_waits_for_nobody(people: People) -> None:
    found = noted(people, business=None)
    assert found.answer_due_on is None
    assert verbs.confirm(found, by=people.helper, at=MONDAY).stage == "confirmed"


def test_a_letter_is_written_where_there_is_only_an_address(people: People) -> None:
    place = gym()
    Place.objects.filter(pk=place.pk).update(address="云龙区演示路 1 号")
    found = noted(people, business=place.business)
    assert found.answer_due_on is None
    with pytest.raises(NotPossible):
        verbs.confirm(found, by=people.helper, at=MONDAY)
    html = client_of(people.leader).get(found.office_url).content.decode()
    assert "云龙区演示路 1 号" in html
    assert reverse("office-clause-question", args=[found.pk]) in html
    verbs.ask(found, by=people.leader, at=MONDAY)
    assert found.answer_due_on == LAST
    with pytest.raises(NotPossible):
        verbs.ask(found, by=people.leader, at=MONDAY + DAY)
    assert not OutboxMessage.objects.filter(effect_key__startswith=found.record_key).exists()


def test_a_shop_answers_at_its_desk_and_then_it_can_be_decided(people: People, client: Client) -> None:
    place = gym()
    shop, other = browser_of(place), browser_of(gym("演示别家", digit="9"))
    found = noted(people, business=place.business)
    assert found.answer_due_on == LAST
    assert waiting(people) == [Whose.OTHERS]
    address = reverse("business-clause", args=[found.pk])
    assert f'href="{address}"' in shop.get(reverse("business-desk")).content.decode()
    assert other.get(address).status_code == 404
    assert "公平的写法" in shop.get(address).content.decode()
    sent = {"seen": str(found.version), "text": "这是老合同，新的没有这一条。", "changed_to": ""}
    assert other.post(address, sent).status_code == 404
    assert shop.post(address, {**sent, "text": " "}).status_code == 200
    assert "138" in unescape(shop.post(address, {**sent, "text": "请打 13800001111"}).content.decode())
    assert not ClauseFinding.objects.get().has_answered
    assert shop.post(address, sent).status_code == 302
    assert waiting(people) == [Whose.MINE]
    page = client_of(people.helper).get(found.office_url).content.decode()
    assert "这是老合同" in page
    assert reverse("office-clause-confirmation", args=[found.pk]) in page
    assert reverse("office-clause-change", args=[found.pk]) not in page
    found.refresh_from_db()
    verbs.confirm(found, by=people.helper, at=MONDAY)
    asked = client.post(
        reverse("clauses-owed"), {"shop": place.business.name, "signed_on": "2026-05-02"}
    ).content.decode()
    assert "这是老合同" in asked
    assert shop.post(address, {**sent, "seen": str(found.version)}).status_code == 409
    assert "已经由第二个人确认" in shop.get(address).content.decode()


def test_a_clause_that_the_shop_changed_ends_without_a_mark(people: People, client: Client) -> None:
    found = told(people)
    with pytest.raises(NotPossible):
        verbs.change(found, by=people.helper, at=MONDAY)
    verbs.answer(found, text="", changed_to=FAIR, by=people.leader, at=MONDAY)
    with pytest.raises(NotAllowed):
        verbs.change(found, by=people.leader, at=MONDAY)
    page = client_of(people.helper).get(found.office_url).content.decode()
    assert FAIR in page
    assert reverse("office-clause-change", args=[found.pk]) in page
    assert verbs.change(found, by=people.helper, at=MONDAY).stage == "changed"
    for public in (reverse("clause", args=[CODE]), reverse("clauses-file"), reverse("clauses")):
        assert found.body.short_name not in client.get(public).content.decode()
    with pytest.raises(NotPossible):
        verbs.answer(found, text="还有一句", changed_to="", by=people.leader, at=MONDAY)
    assert waiting(people) == []


def test_only_the_city_and_the_shop_answer_and_not_with_nothing(people: People) -> None:
    found = told(people)
    with pytest.raises(NotAllowed):
        verbs.answer(found, text="不对", changed_to="", by=people.partner, at=MONDAY)
    with pytest.raises(Unfit):
        verbs.answer(found, text=" ", changed_to=" ", by=people.leader, at=MONDAY)
