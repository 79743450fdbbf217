"""A manager's own people: roles, the last manager, whose password may be renewed."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.businesses import rights
from huaihai.businesses.models import Business, Enrolment, Representative
from huaihai.businesses.people import verbs as people_verbs
from huaihai.businesses.rights import of_account
from huaihai.businesses.tests.channel_scene import joined, manager_of, officer
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.kit import clock
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.record import events
from tests.posts import AT, load_tree, post_at, sign_in
from tests.reading import fresh

pytestmark = pytest.mark.django_db
TODAY = local_day(AT)
Role = Representative.Role


@pytest.fixture
def enrolment() -> Enrolment:
    load_tree()
    return joined()


def own(enrolment: Enrolment) -> Business:
    assert enrolment.business is not None
    return enrolment.business


def invited(enrolment: Enrolment, role: Role = Role.ANSWERER) -> Representative:
    by = manager_of(enrolment)
    return people_verbs.invite(own(enrolment), name="演示同事", role=role, by=by, at=AT).representative


def actor(row: Representative) -> Actor:
    return Actor.business(row.account, {row.business_id})


def test_each_role_may_do_its_part(enrolment: Enrolment) -> None:
    answerer, cashier = invited(enrolment), invited(enrolment, Role.CASHIER)
    parts = (rights.ANSWER, rights.MANAGE, rights.PAY)
    assert [rights.may(actor(answerer), own(enrolment), part, on=TODAY) for part in parts] == [
        True,
        False,
        False,
    ]
    assert [rights.may(actor(cashier), own(enrolment), part, on=TODAY) for part in parts] == [
        False,
        False,
        True,
    ]
    for by in (actor(answerer), actor(cashier), officer(), Actor.public()):
        with pytest.raises(NotAllowed):
            people_verbs.invite(own(enrolment), name="演示", role=Role.MANAGER, by=by, at=AT)
        with pytest.raises(NotAllowed):
            people_verbs.end(answerer, by=by, at=AT)


def test_the_last_manager_neither_leaves_nor_becomes_less(enrolment: Enrolment) -> None:
    by, held = manager_of(enrolment), Representative.objects.get()
    with pytest.raises(NotPossible):
        people_verbs.end(held, by=by, at=AT)
    with pytest.raises(NotPossible):
        people_verbs.change_role(held, Role.CASHIER, by=by, at=AT)
    second = invited(enrolment, Role.MANAGER)
    people_verbs.end(held, by=actor(second), at=AT)
    with pytest.raises(NotAllowed):  # ended at once, not at midnight
        people_verbs.end(second, by=by, at=AT)
    assert list(rights.managers_of(own(enrolment), on=TODAY)) == [second]
    assert events.broken_at(own(enrolment).record_key) is None


def test_a_mandate_lets_nobody_name_the_other_ones_people(enrolment: Enrolment) -> None:
    stall = joined(2, contact_phone="13900000002")
    people_verbs.give_mandate(own(stall), own(enrolment), from_on=TODAY, by=officer(), at=AT)
    assert enrolment.account is not None
    market = Actor.business(enrolment.account, {own(enrolment).pk, own(stall).pk})
    assert rights.may(market, own(stall), rights.ANSWER, on=TODAY)
    for act in (people_verbs.end, people_verbs.dismiss):
        more: dict[str, Any] = {"last_on": TODAY} if act is people_verbs.dismiss else {}
        with pytest.raises(NotAllowed):
            act(Representative.objects.get(business=own(stall)), by=market, at=AT, **more)


def test_a_password_is_renewed_only_for_who_answers_for_nobody_else(enrolment: Enrolment) -> None:
    by, held = manager_of(enrolment), invited(enrolment)
    assert people_verbs.new_link(held, with_new_factor=True, by=by, at=AT)
    with pytest.raises(NotPossible):
        people_verbs.new_link(
            Representative.objects.get(account=by.account_id), with_new_factor=True, by=by, at=AT
        )
    other = joined(2, contact_phone="13900000002")
    people_verbs.appoint(held.account, own(other), from_on=TODAY, by=officer(), at=AT)
    with pytest.raises(NotPossible):
        people_verbs.new_link(held, with_new_factor=False, by=by, at=AT)


def test_somebody_of_staff_is_never_renewed_by_a_business(enrolment: Enrolment) -> None:
    held = invited(enrolment)
    Representative.objects.filter(pk=held.pk).update(account=post_at("city:320300", username="wang").account)
    held.refresh_from_db()
    with pytest.raises(NotAllowed):
        people_verbs.new_link(held, with_new_factor=True, by=manager_of(enrolment), at=AT)


@pytest.fixture
def page(client: Client) -> Client:
    load_tree()
    held = joined(at=clock.now())
    assert held.account is not None
    sign_in(client, held.account)
    return client


def test_a_colleague_is_invited_changed_and_ended_on_the_page(page: Client) -> None:
    where = reverse("business-people")
    answer = page.post(
        where, {"business": str(Business.objects.get().pk), "name": "演示同事", "role": "cashier"}
    )
    shown = answer.text
    made = Representative.objects.get(role="cashier")
    assert "/staff/start/" in shown
    assert made.account.username in shown
    assert "/staff/start/" not in page.get(where).text  # once
    assert page.post(reverse("business-person-role", args=[made.pk]), {"role": "answerer"}).status_code == 302
    assert page.post(reverse("business-person-role", args=[made.pk]), {"role": "king"}).status_code == 404
    assert page.post(reverse("business-person-link", args=[made.pk])).status_code == 200
    assert page.post(reverse("business-person-end", args=[made.pk])).status_code == 302
    assert fresh(made).until_on == clock.today() - timedelta(days=1)
    assert of_account(made.account) is None
    assert page.post(reverse("business-person-end", args=[made.pk])).status_code == 404
    last = Representative.objects.get(role="manager")
    assert page.post(reverse("business-person-end", args=[last.pk])).status_code == 409


def test_bad_input_and_other_businesses_people(page: Client) -> None:
    where, mine = reverse("business-people"), str(Business.objects.get().pk)
    other = joined(2, at=clock.now(), contact_phone="13900000002")
    stranger = Representative.objects.get(business=other.business)
    for data in ({}, {"name": "\x00"}, {"name": "演示", "role": "king", "business": mine}):
        assert page.post(where, data).status_code == 200
    theirs = {"name": "演示", "role": "manager", "business": str(other.business_id)}
    assert page.post(where, theirs).status_code == 200
    assert other.business is not None
    assert rights.people_of(other.business, on=clock.today()).count() == 1
    for name in ("role", "link", "end"):
        assert (
            page.post(reverse(f"business-person-{name}", args=[stranger.pk]), {"role": "cashier"}).status_code
            == 404
        )
        assert (
            page.post(reverse(f"business-person-{name}", args=[2**63]), {"role": "cashier"}).status_code
            == 404
        )
    assert "演示孙" in page.get(where).text


def test_the_page_asks_the_same_number_of_questions_however_many_people(page: Client) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert page.get(reverse("business-people")).status_code == 200
        return len(asked)

    questions()
    few = questions()
    held = Enrolment.objects.get()
    for _ in range(4):
        people_verbs.invite(
            own(held), name="演示同事", role=Role.ANSWERER, by=manager_of(held), at=clock.now()
        )
    assert questions() == few


def test_who_is_no_manager_reads_the_names_alone(page: Client) -> None:
    held = Enrolment.objects.get()
    made = people_verbs.invite(
        own(held), name="演示同事", role=Role.CASHIER, by=manager_of(held), at=clock.now()
    )
    reader = Client()
    sign_in(reader, made.representative.account)
    shown = reader.get(reverse("business-people")).text
    assert "演示孙" in shown
    assert reverse("business-person-end", args=[made.representative.pk]) not in shown
    assert reader.post(reverse("business-people"), {"name": "演示", "role": "manager"}).status_code == 404
