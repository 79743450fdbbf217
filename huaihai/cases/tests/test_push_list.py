"""The push list of a city: whom it counts, whom it leaves out, asking and being answered."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.businesses.channel import facts as channel_facts
from huaihai.businesses.channel import push
from huaihai.businesses.models import Business, PushInvitation
from huaihai.businesses.register.verbs import Stated, find_or_write_down, merge
from huaihai.businesses.tests.channel_scene import (
    CITY,
    COUNTY,
    OTHER_CITY,
    joined,
    last_message,
    officer,
    staff,
)
from huaihai.businesses.tests.shared import code_number
from huaihai.cases.business_figures import most_complained
from huaihai.cases.models import Case
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.record.models import OutboxMessage
from tests.posts import body, load_tree, officer_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tree() -> None:
    load_tree()


def shop(number: int, **stated: str) -> Business:
    facts = {"name": f"演示商家 {number}", "code": code_number(number)} | stated
    return find_or_write_down(Stated(**facts), by=Actor.public(), at=clock.now())[0]


def complaints(business: Business, count: int, *, lead: str = CITY, days_ago: int = 10) -> None:
    at, node = clock.now() - timedelta(days=days_ago), body(lead)
    Case.objects.bulk_create(
        Case(
            number=f"{business.pk.hex[-12:]}{lead[-6:]}{number}",
            stage="deciding",
            home=node,
            lead=node,
            responsible=node,
            business=business,
            created_at=at,
            submitted_at=at,
            stage_since=at,
        )
        for number in range(count)
    )


def counted(days: int = 365) -> dict[Any, int]:
    since, out = clock.now() - timedelta(days=days), channel_facts.covered(on=clock.today()).values("pk")
    return {
        row["standing"]: row["complaints"] for row in most_complained(body(CITY), since=since, but_not=out)
    }


def test_counts_what_the_city_and_its_counties_lead_after_mergers_and_leaves_out_who_is_covered() -> None:
    often, once, elsewhere, old, trace, gone = (shop(number) for number in range(1, 7))
    complaints(often, 3)
    complaints(often, 2, lead=COUNTY)
    complaints(once, 1)
    complaints(elsewhere, 9, lead=OTHER_CITY)
    complaints(old, 9, days_ago=300)
    Business.objects.filter(pk=trace.pk).update(credit_code=None)
    complaints(trace, 4)
    merge(Business.objects.get(pk=trace.pk), once, by=officer(), at=clock.now())
    complaints(gone, 9)
    Business.objects.filter(pk=gone.pk).update(is_gone=True)
    enrolled = joined(8, at=clock.now())
    assert enrolled.business is not None
    complaints(enrolled.business, 9)
    assert counted(90) == {often.pk: 5, once.pk: 5}
    assert counted()[old.pk] == 9


def test_the_list_asks_the_same_number_of_questions_however_long(client: Client) -> None:
    staff(client)
    complaints(shop(1), 1)

    def questions(**query: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("desk-push"), query).status_code == 200
        return len(asked)

    questions()
    few = questions()
    for number in range(2, 30):
        complaints(shop(number), number)
    assert questions() == few
    assert questions(page="2") == few
    for query in ({"page": "x"}, {"page": "9" * 30}, {"days": "\x00"}, {"list": "asked"}, {"days": "90"}):
        assert questions(**query) <= few + 1
    shown = client.get(reverse("desk-push")).text
    assert shown.index("演示商家 29") < shown.index("演示商家 28")


def test_the_count_is_one_search_of_the_index() -> None:
    complaints(shop(1), 1)
    rows = most_complained(
        body(CITY), since=clock.now(), but_not=channel_facts.covered(on=clock.today()).values("pk")
    )
    with CaptureQueriesContext(connection) as asked:
        list(rows[:25])
    assert len(asked) == 1


def test_a_business_is_asked_answers_and_joins(client: Client) -> None:
    held = shop(1, phone="13900000001")
    complaints(held, 2)
    staff(client)
    where = reverse("desk-push-business", args=[held.pk])
    assert "不是处罚" in client.get(where).text
    assert client.post(where, {"seen": "0", "way": "pigeon"}).status_code == 200
    assert client.post(where, {"seen": "0", "way": "sms", "note": "下午打电话"}).status_code == 302
    assert (
        client.post(where, {"seen": "0", "way": "call", "note": "晚了一步"}).status_code == 409
    )  # a double press
    said = last_message()
    assert "自愿" in said
    assert "http" not in said
    made = PushInvitation.objects.get()
    answer = {"invitation": str(made.pk), "was": "", "answer": "thinks", "next_on": "2000-01-01"}
    there = reverse("desk-push-answer", args=[held.pk])
    assert client.post(there, answer).status_code == 200
    later = (clock.today() + timedelta(days=14)).isoformat()
    assert client.post(there, answer | {"next_on": later}).status_code == 302
    assert (
        client.post(there, answer | {"answer": "no", "next_on": ""}).status_code == 409
    )  # a colleague wrote first
    assert client.post(there, answer | {"invitation": "x"}).status_code == 200
    joined(1, at=clock.now(), name=held.name, contact_phone="13900000002")
    assert held.name not in client.get(reverse("desk-push")).text
    asked = client.get(reverse("desk-push"), {"list": "asked"}).text
    assert held.name in asked
    assert "tag ok" in asked
    assert client.post(where, {"seen": "1", "way": "call"}).status_code == 409  # it is on the channel
    assert "下午打电话" not in str(PushInvitation.objects.values_list("note").get())


def test_an_invitation_by_message_needs_a_phone() -> None:
    held, by = shop(1), officer()
    facts: dict[str, Any] = {"body": body(CITY), "note": "", "at": clock.now()}
    with pytest.raises(Unfit):
        push.invite(held, way="sms", seen=0, by=by, **facts)
    assert not OutboxMessage.objects.exists()
    for stranger in (officer_of(OTHER_CITY), officer_of(COUNTY), Actor.public()):
        with pytest.raises(NotAllowed):
            push.invite(held, way="call", seen=0, by=stranger, **facts)
    enrolled = joined(2, at=clock.now(), contact_phone="13900000002")
    assert enrolled.business is not None
    with pytest.raises(NotPossible):
        push.invite(enrolled.business, way="call", seen=0, by=by, **facts)


def test_another_city_neither_reads_nor_answers_our_invitation(client: Client) -> None:
    held = shop(1)
    push.invite(held, body=body(CITY), way="call", note="只给同事", seen=0, by=officer(), at=clock.now())
    staff(client, OTHER_CITY)
    there = reverse("desk-push-business", args=[held.pk])
    assert client.get(there).status_code == 404  # nor can it ask a business that it has nothing to do with
    held.places.create(sign="分店", region_code="320302")
    assert "只给同事" not in client.get(there).text
    answer = {"invitation": str(PushInvitation.objects.get().pk), "was": "", "answer": "no"}
    assert client.post(reverse("desk-push-answer", args=[held.pk]), answer).status_code == 404
    assert "自愿" in client.get(reverse("desk-push-letter", args=[held.pk])).text
