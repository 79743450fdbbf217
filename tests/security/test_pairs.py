"""Two people of two roles and two bodies give power over an account, and neither alone comes in."""

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.desk import waiting
from huaihai.governance.directory import verbs as directory
from huaihai.governance.models import Contact
from huaihai.kit import clock
from huaihai.members import accounts, pairs, persons
from huaihai.members import powers as members_powers
from huaihai.members.actors import Actor
from huaihai.members.errors import MayNot, TwoAdministratorRoles, WordNotRight
from huaihai.members.models import Account, PowerRequest, Role
from tests.posts import AT, PASSWORD, PROGRAM, body, load_tree, officer_of, post_at, sign_in

pytestmark = pytest.mark.django_db
XUZHOU, COUNTY, OTHER, ALL = "city:320300", "county:320302", "city:321300", "alliance"
SYSTEM, SECURITY, HEAD = Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.HEAD
ON = AT.date()


@pytest.fixture(autouse=True)
def tree() -> None:
    load_tree()


def named(role: Role, key: str, name: str) -> Actor:
    return Actor.officer(post_at(key, role, username=name))


def asked_for(
    by: Actor, role: Role = Role.OFFICER, key: str = XUZHOU, account: Account | None = None
) -> PowerRequest:
    account = account or post_at(key, Role.MEDIATOR, username="concerned").account
    asked = members_powers.give_post(account=account, organisation=body(key), role=role, by=by, at=AT)
    assert isinstance(asked, PowerRequest)
    return asked


@pytest.mark.parametrize(
    ("asker", "confirmer", "may"),
    [
        ((SYSTEM, ALL), (SYSTEM, ALL), False),
        ((SYSTEM, ALL), (SYSTEM, XUZHOU), False),
        ((SYSTEM, ALL), (SECURITY, ALL), False),
        ((SYSTEM, XUZHOU), (SECURITY, XUZHOU), False),
        ((SYSTEM, ALL), (SECURITY, XUZHOU), True),
        ((SECURITY, XUZHOU), (SYSTEM, ALL), True),
        ((SYSTEM, ALL), (SECURITY, OTHER), False),
        ((SYSTEM, ALL), (HEAD, XUZHOU), True),
        ((SYSTEM, XUZHOU), (HEAD, XUZHOU), True),
        ((HEAD, XUZHOU), (SYSTEM, XUZHOU), True),
        ((HEAD, XUZHOU), (SECURITY, ALL), True),
        ((HEAD, XUZHOU), (HEAD, XUZHOU), False),
        ((SYSTEM, ALL), (HEAD, OTHER), False),
        ((SYSTEM, ALL), (HEAD, COUNTY), False),
        ((SYSTEM, ALL), (Role.OFFICER, XUZHOU), False),
        ((SYSTEM, ALL), (Role.AUDITOR, XUZHOU), False),
        ((SYSTEM, ALL), (Role.SECRETARIAT, XUZHOU), False),
    ],
)
def test_two_roles_and_two_bodies(asker: tuple[Role, str], confirmer: tuple[Role, str], may: bool) -> None:
    post_at(XUZHOU, HEAD, username="the-head")
    asked = asked_for(named(*asker, "asker"))
    assert pairs.may_confirm(named(*confirmer, "confirmer"), asked, on=ON) is may


def test_for_the_alliance_itself_the_head_of_any_city_says_yes() -> None:
    first = named(SYSTEM, ALL, "first")
    asked = asked_for(first, Role.AUDITOR, ALL)
    assert pairs.may_confirm(officer_of(OTHER, HEAD), asked, on=ON)
    assert not pairs.may_confirm(officer_of(COUNTY, HEAD), asked, on=ON)
    assert not pairs.may_confirm(named(SECURITY, ALL, "second"), asked, on=ON)


def test_a_body_without_a_head_is_answered_for_from_above_or_by_another_city() -> None:
    first = named(SYSTEM, ALL, "first")
    asked = asked_for(first, HEAD, COUNTY)
    elsewhere = officer_of(OTHER, HEAD)
    assert pairs.may_confirm(elsewhere, asked, on=ON)
    assert PowerRequest.objects.visible_to(elsewhere).filter(pk=asked.pk).exists()
    above = officer_of(XUZHOU, HEAD)
    assert pairs.may_confirm(above, asked, on=ON)
    assert not pairs.may_confirm(elsewhere, asked, on=ON)
    assert not PowerRequest.objects.visible_to(elsewhere).filter(pk=asked.pk).exists()


def test_the_only_head_who_lost_the_phone_is_confirmed_by_another_citys_head() -> None:
    account, elsewhere = post_at(XUZHOU, HEAD).account, officer_of(OTHER, HEAD)
    asked = members_powers.make_link(
        account=account, with_new_factor=True, by=named(SYSTEM, ALL, "first"), at=AT
    )
    assert isinstance(asked, PowerRequest)
    assert PowerRequest.objects.visible_to(elsewhere).filter(pk=asked.pk).exists()
    assert members_powers.confirm(request=asked, by=elsewhere, at=AT)


def test_the_first_head_of_all_is_given_by_the_two_administrators_of_one_body() -> None:
    asked = asked_for(named(SYSTEM, ALL, "first"), HEAD)
    assert not pairs.may_confirm(named(SYSTEM, ALL, "other"), asked, on=ON)
    members_powers.confirm(request=asked, by=named(SECURITY, ALL, "second"), at=AT)
    again = asked_for(Actor.officer(post_at(ALL, SYSTEM, username="third")), HEAD, OTHER)
    assert not pairs.may_confirm(Actor.officer(post_at(XUZHOU, SECURITY, username="x")), again, on=ON)


def test_who_lost_the_post_meanwhile_has_asked_for_nothing() -> None:
    first, head = post_at(ALL, SYSTEM, username="first"), officer_of(XUZHOU, HEAD)
    asked = asked_for(Actor.officer(first))
    post_at(ALL, SYSTEM, username="other")
    accounts.end_post(post=first, last_on=ON, by=PROGRAM, at=AT)
    assert pairs.may_confirm(head, asked, on=ON)
    assert not pairs.may_confirm(head, asked, on=ON.replace(day=25))


def test_two_accounts_with_one_private_number_are_one_person() -> None:
    first = post_at(XUZHOU, SYSTEM, username="first")
    second = post_at(XUZHOU, HEAD, username="second")
    asked = asked_for(Actor.officer(first))
    assert pairs.may_confirm(Actor.officer(second), asked, on=ON)
    for account, number in ((first.account, "138 0000 0001"), (second.account, "13800000001")):
        stated = directory.Stated(Contact.Kind.PERSON, "手机", number, account=account)
        held = directory.add(body(XUZHOU), stated=stated, from_on=ON, by=PROGRAM, at=AT)
    assert persons.accounts_of(first.account_id) == {first.account_id, second.account_id}
    assert not pairs.may_confirm(Actor.officer(second), asked, on=ON)
    directory.end(held, last_on=ON, by=PROGRAM, at=AT)  # a number of yesterday counts, too
    assert not pairs.may_confirm(Actor.officer(second), asked, on=ON.replace(day=25))


def test_one_person_holds_no_two_administrator_roles_through_two_accounts() -> None:
    first, second = post_at(XUZHOU, SYSTEM, username="first"), post_at(XUZHOU, username="second")
    for account in (first.account, second.account):
        stated = directory.Stated(Contact.Kind.PERSON, "手机", "13800000001", account=account)
        directory.add(body(XUZHOU), stated=stated, from_on=ON, by=PROGRAM, at=AT)
    asker = named(SYSTEM, ALL, "asker")
    for role in (SECURITY, Role.AUDITOR):
        with pytest.raises(TwoAdministratorRoles):
            asked_for(asker, role, account=second.account)


def test_the_link_of_one_opens_with_the_word_of_the_other_alone(client: Client) -> None:
    head, first = post_at(XUZHOU, HEAD, username="head"), named(SYSTEM, ALL, "first")
    at = clock.now()
    account = members_powers.take_in(
        username="li-new",
        display_name="演示",
        organisation=body(XUZHOU),
        role=Role.OFFICER,
        by=Actor.officer(head),
        at=at,
    )
    asked = account.power_requests.get()
    assert members_powers.word_of(asked, at) == ""
    token = members_powers.confirm(request=asked, by=first, at=at)
    with pytest.raises(WordNotRight):
        members_powers.set_new_password(token=token, password=PASSWORD, at=at)

    sign_in(client, head.account)
    page = client.get(reverse("people-waiting")).text
    word = members_powers.word_of(asked, at)
    assert f"word:{asked.pk}" in {row.key for row in waiting.of(Actor.officer(head), at).to_do}
    assert word in page
    assert word in client.get(reverse("person", args=[account.pk])).text
    other = Client()
    sign_in(other, Account.objects.get(username="first"))
    assert word not in other.get(reverse("people-waiting")).text
    assert word not in other.get(reverse("person", args=[account.pk])).text

    person = Client()
    person.get(members_powers.path_of(token))
    typed = {"word": "00000-00000", "password": PASSWORD, "again": PASSWORD}
    assert "不对" in person.post(reverse("start"), typed).text
    assert not Account.objects.get(pk=account.pk).has_usable_password()
    answer = person.post(reverse("start"), typed | {"word": word.upper().replace("-", " ")})
    assert answer.url == reverse("factor-set-up")  # type: ignore[attr-defined]  # a redirect
    assert members_powers.word_of(asked, clock.now()) == ""


def test_whoever_asked_does_not_say_yes_by_taking_the_request_back() -> None:
    first = named(SYSTEM, ALL, "first")
    asked = asked_for(first)
    with pytest.raises(MayNot):
        members_powers.confirm(request=asked, by=first, at=AT)
    members_powers.refuse(request=asked, by=first, at=AT)
    assert not asked.account.posts.filter(role=Role.OFFICER).exists()
