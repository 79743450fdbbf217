"""Nobody gives power over an account to oneself, or alone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.kit import clock
from huaihai.members import factors
from huaihai.members import powers as members_powers
from huaihai.members.actors import Actor
from huaihai.members.errors import AskedAlready, MayNot
from huaihai.members.models import Account, OneTimeLink, Post, PowerRequest, Role
from huaihai.record import events
from tests.posts import AT, PASSWORD, PROGRAM, body, load_tree, officer_of, post_at, sign_in
from tests.reading import fresh

pytestmark = pytest.mark.django_db
XUZHOU = "city:320300"


@pytest.fixture(autouse=True)
def tree() -> None:
    load_tree()


def administrator(name: str, key: str = "alliance") -> Actor:
    return Actor.officer(post_at(key, Role.SYSTEM_ADMIN, username=name))


def ask_for(account: Account, role: Role, by: Actor) -> PowerRequest:
    asked = members_powers.give_post(account=account, organisation=body(XUZHOU), role=role, by=by, at=AT)
    assert isinstance(asked, PowerRequest)
    return asked


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.AUDITOR])
def test_nobody_gives_a_post_to_oneself(role: Role) -> None:
    own = post_at("alliance", Role.SYSTEM_ADMIN, username="first").account
    first, _second = Actor.officer(own.posts.get()), administrator("second")
    with pytest.raises(MayNot):
        members_powers.give_post(account=own, organisation=body(XUZHOU), role=role, by=first, at=AT)
    with pytest.raises(MayNot):
        members_powers.make_link(account=own, with_new_factor=True, by=first, at=AT)
    assert not PowerRequest.objects.exists()


def test_a_post_counts_once_a_second_person_said_yes() -> None:
    first, second = administrator("first"), officer_of(XUZHOU, Role.HEAD)
    account = post_at(XUZHOU, username="wang").account
    asked = ask_for(account, Role.HEAD, first)
    assert not account.posts.filter(role=Role.HEAD).exists()
    with pytest.raises(MayNot):
        members_powers.confirm(request=asked, by=first, at=AT)
    assert members_powers.confirm(request=asked, by=second, at=AT) == ""
    assert account.posts.held_on(AT.date()).filter(role=Role.HEAD).exists()
    told = events.history(account.record_key)
    assert [event.verb for event in told][-2:] == ["power asked", "post opened"]
    assert told.last().facts["asked_by"] == first.key  # type: ignore[union-attr]  # it was just written
    with pytest.raises(AskedAlready):
        members_powers.confirm(request=asked, by=second, at=AT)


def test_who_is_concerned_and_who_is_of_another_part_do_not_confirm() -> None:
    first = administrator("first")
    account = post_at(XUZHOU, Role.HEAD, username="wang").account
    post_at(XUZHOU, Role.HEAD, username="deputy")
    asked = ask_for(account, Role.OFFICER, first)
    for stranger in (
        Actor.officer(account.posts.get()),
        administrator("suqian", "city:321300"),
        officer_of("city:321300", Role.HEAD),
        officer_of(XUZHOU, Role.MEDIATOR),
    ):
        with pytest.raises(MayNot):
            members_powers.confirm(request=asked, by=stranger, at=AT)
    security = Actor.officer(post_at(XUZHOU, Role.SECURITY_ADMIN, username="xuzhou"))
    assert members_powers.confirm(request=asked, by=security, at=AT) == ""


def test_the_head_of_the_body_confirms_too_and_hands_over_the_link_of_a_new_person() -> None:
    account = members_powers.take_in(
        username="li-new",
        display_name="演示",
        organisation=body(XUZHOU),
        role=Role.OFFICER,
        by=administrator("first"),
        at=AT,
    )
    assert not Post.objects.filter(account=account).exists()
    token = members_powers.confirm(
        request=account.power_requests.get(), by=officer_of(XUZHOU, Role.HEAD), at=AT
    )
    assert members_powers.open_link(token, AT).account == account


def test_before_the_yes_no_link_opens_a_way_in_for_the_one_who_asked() -> None:
    first, _second = administrator("first"), administrator("second")
    account = members_powers.take_in(
        username="li-new", display_name="演示", organisation=body(XUZHOU), role=Role.HEAD, by=first, at=AT
    )
    assert isinstance(
        members_powers.make_link(account=account, with_new_factor=False, by=first, at=AT), PowerRequest
    )
    assert not OneTimeLink.objects.exists()


def test_a_new_second_step_waits_and_the_old_one_works_until_the_yes() -> None:
    first, second = administrator("first"), officer_of("city:321300", Role.HEAD)
    account = post_at(XUZHOU, Role.HEAD, username="wang").account
    asked = members_powers.make_link(account=account, with_new_factor=True, by=first, at=AT)
    assert isinstance(asked, PowerRequest)
    assert factors.is_set_up(account)
    token = members_powers.confirm(request=asked, by=second, at=AT)
    assert members_powers.open_link(token, AT).account == account
    assert not factors.is_set_up(account)


def test_a_forgotten_password_alone_still_needs_one_administrator() -> None:
    account = post_at(XUZHOU, Role.HEAD, username="wang").account
    token = members_powers.make_link(account=account, with_new_factor=False, by=administrator("first"), at=AT)
    assert isinstance(token, str)
    assert factors.is_set_up(account)


def test_what_nobody_answers_lapses_and_may_be_asked_again() -> None:
    first, second = administrator("first"), administrator("second")
    account = post_at(XUZHOU, username="wang").account
    asked = ask_for(account, Role.HEAD, first)
    with pytest.raises(AskedAlready):
        ask_for(account, Role.HEAD, first)
    later = AT + timedelta(days=7)
    with pytest.raises(AskedAlready):
        members_powers.confirm(request=asked, by=second, at=later)
    again = members_powers.give_post(
        account=account, organisation=body(XUZHOU), role=Role.HEAD, by=first, at=later
    )
    assert isinstance(again, PowerRequest)


def test_the_only_administrator_makes_the_second_one_alone_and_nobody_after() -> None:
    token = members_powers.make_first_administrator_link(by=PROGRAM, at=AT)
    account = members_powers.become_first_administrator(
        token=token, username="admin-1", display_name="演示", password=PASSWORD, at=AT
    )
    only = Actor.officer(account.posts.get())
    given: dict[str, Any] = {"display_name": "演示", "organisation": body("alliance"), "by": only, "at": AT}
    head = members_powers.take_in(username="head-1", role=Role.HEAD, **given)
    assert not head.posts.exists()
    second = members_powers.take_in(username="admin-2", role=Role.SECURITY_ADMIN, **given)
    assert second.posts.get().role == Role.SECURITY_ADMIN
    assert isinstance(members_powers.make_link(account=second, with_new_factor=False, by=only, at=AT), str)
    third = members_powers.take_in(username="admin-3", role=Role.SYSTEM_ADMIN, **given)
    assert not third.posts.exists()


def test_a_post_given_twice_is_answered_with_a_sentence(client: Client) -> None:
    sign_in(client, post_at("alliance", Role.SYSTEM_ADMIN, username="first").account)
    post = post_at(XUZHOU, Role.HEAD, username="wang")
    page = client.post(
        reverse("person-posts", args=[post.account_id]),
        {"organisation": post.organisation_id, "role": "head"},
    )
    assert page.status_code == 200
    assert "已经有这个岗位" in page.text
    sole = post_at(XUZHOU, Role.AUDITOR, username="shen")
    page = client.post(
        reverse("person-posts", args=[sole.account_id]),
        {"organisation": body("alliance").pk, "role": "auditor"},
    )
    assert "已经有这个岗位" in page.text


def test_asked_on_one_page_confirmed_on_another_and_read_by_the_person(client: Client) -> None:
    account = post_at(XUZHOU, username="wang").account
    head = post_at(XUZHOU, Role.HEAD, username="head")
    sign_in(client, post_at("alliance", Role.SYSTEM_ADMIN, username="first").account)
    place = {"organisation": head.organisation_id, "role": "mediator"}
    asked = client.post(reverse("person-posts", args=[account.pk]), place, follow=True)
    assert "等第二个人同意" in asked.text
    lost = client.post(
        reverse("person-password-link", args=[account.pk]), {"with_new_factor": "1"}, follow=True
    )
    assert "staff/start/" not in lost.text

    for row in PowerRequest.objects.all():
        assert client.post(reverse("power-confirmation", args=[row.pk])).status_code == 302
    assert PowerRequest.objects.open(clock.now()).count() == 2

    sign_in(client, post_at("alliance", Role.SECURITY_ADMIN, username="second").account)
    page = client.get(reverse("people-waiting")).text
    assert page.count("等负责人同意") == 2  # the body has a head by now: no second administrator
    sign_in(client, head.account)
    assert "2 项等您同意" in client.get(reverse("my-account")).text
    assert "等负责人同意" not in client.get(reverse("people-waiting")).text
    post, way_in = PowerRequest.objects.get(role="mediator"), PowerRequest.objects.get(role="")
    client.post(reverse("power-confirmation", args=[post.pk]))
    shown = client.post(reverse("power-confirmation", args=[way_in.pk])).text
    assert re.search(r"/staff/start/[\w-]{20,}", shown)
    assert account.posts.filter(role=Role.MEDIATOR).exists()

    factors.set_authenticator(account, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    sign_in(client, account)
    assert client.get(reverse("my-account")).text.count("first") >= 2
    assert client.get(reverse("people-waiting")).status_code == 404


def test_a_head_refuses_and_no_other_head_sees_it(client: Client) -> None:
    account = post_at(XUZHOU, username="wang").account
    asked = members_powers.give_post(
        account=account, organisation=body(XUZHOU), role=Role.HEAD, by=administrator("first"), at=clock.now()
    )
    assert isinstance(asked, PowerRequest)
    head = post_at(XUZHOU, Role.HEAD, username="head")
    sign_in(client, post_at("city:321300", Role.HEAD, username="other").account)
    assert client.post(reverse("power-refusal", args=[asked.pk])).status_code == 404
    sign_in(client, head.account)
    client.post(reverse("power-refusal", args=[asked.pk]))
    assert fresh(asked).outcome == "refused"
    assert "不同意" in client.get(reverse("people-waiting")).text
