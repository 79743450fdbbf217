"""Accounts, posts and who may change them."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from huaihai.members import accounts
from huaihai.members import powers as members_powers
from huaihai.members.actors import Actor
from huaihai.members.bodies import correct_contact
from huaihai.members.errors import LinkNotValid, MayNot, NotFit, TwoAdministratorRoles, UsernameTaken
from huaihai.members.models import Account, OneTimeLink, Organisation, Post, Role
from huaihai.record import events
from tests.posts import AT, PASSWORD, PROGRAM, SINCE, body, load_again, load_tree, officer_of, post_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tree() -> None:
    load_tree()


def test_a_persons_name_lies_sealed_in_the_database() -> None:
    account = post_at("city:320300").account
    with connection.cursor() as cursor:
        cursor.execute("SELECT display_name FROM members_account")
        (stored,) = cursor.fetchone()
    assert "演示" not in stored
    assert Account.objects.get(pk=account.pk).display_name.startswith("演示")


def test_two_people_cannot_share_a_sign_in_name() -> None:
    post_at("city:320300", username="xz-01")
    with pytest.raises(UsernameTaken):
        accounts.open_account(username="xz-01", display_name="", password=PASSWORD, by=PROGRAM, at=AT)


@pytest.mark.parametrize("second", [Role.SECURITY_ADMIN, Role.AUDITOR])
def test_one_person_is_not_two_kinds_of_administrator(second: Role) -> None:
    post = post_at("city:320300", Role.SYSTEM_ADMIN)
    with pytest.raises(TwoAdministratorRoles):
        accounts.open_post(
            account=post.account,
            organisation=body("city:411400"),
            role=second,
            from_on=AT.date(),
            by=PROGRAM,
            at=AT,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(
            account=post.account, organisation=body("city:411400"), role=second, from_on=AT.date()
        )


def test_after_one_such_post_has_ended_another_may_begin() -> None:
    post = post_at("city:320300", Role.SYSTEM_ADMIN)
    accounts.end_post(post=post, last_on=date(2026, 11, 23), by=PROGRAM, at=AT)
    accounts.open_post(
        account=post.account,
        organisation=post.organisation,
        role=Role.AUDITOR,
        from_on=AT.date(),
        by=PROGRAM,
        at=AT,
    )
    assert [held.role for held in post.account.posts.held_on(AT.date())] == [Role.AUDITOR]


@translation.override("en")
def test_nobody_ends_the_own_post_or_account_nor_those_of_the_last_administrator() -> None:
    first, second = post_at("city:320300", Role.SYSTEM_ADMIN), post_at("city:320300", Role.SECURITY_ADMIN)
    for act in (
        partial(accounts.end_post, post=first, last_on=AT.date(), by=Actor.officer(first), at=AT),
        partial(accounts.close_account, account=first.account, by=Actor.officer(first), at=AT),
    ):
        with pytest.raises(MayNot, match="another administrator"):
            act()
    for act in (
        partial(accounts.end_post, post=first, last_on=AT.date(), by=Actor.officer(second), at=AT),
        partial(accounts.close_account, account=first.account, by=Actor.officer(second), at=AT),
    ):
        with pytest.raises(MayNot, match="last system administrator"):
            act()
    third = post_at("city:320300", Role.SYSTEM_ADMIN, username="third")
    accounts.end_post(post=first, last_on=AT.date(), by=Actor.officer(second), at=AT)
    with pytest.raises(MayNot, match="last system administrator"):
        accounts.close_account(account=third.account, by=Actor.officer(second), at=AT)
    assert list(Post.objects.held_on(AT.date() + timedelta(days=1)).filter(role=Role.SYSTEM_ADMIN)) == [third]


def test_an_administrator_changes_accounts_only_in_the_own_part() -> None:
    admin = officer_of("city:320300", Role.SYSTEM_ADMIN)
    opened = members_powers.take_in(
        username="gulou-1",
        display_name="演示",
        organisation=body("county:320302"),
        role=Role.OFFICER,
        by=admin,
        at=AT,
    )
    stranger = post_at("city:411400").account
    assert set(Account.objects.visible_to(admin)) == {
        opened,
        Account.objects.get(username="system-admin-320300"),
    }
    with pytest.raises(MayNot):
        members_powers.make_password_link(account=stranger, with_new_factor=False, by=admin, at=AT)
    with pytest.raises(MayNot):
        accounts.close_account(account=stranger, by=admin, at=AT)
    with pytest.raises(MayNot):
        accounts.open_account(
            username="sq-9",
            display_name="演示",
            organisation=body("city:411400"),
            role=Role.OFFICER,
            by=admin,
            at=AT,
        )


def test_an_officer_changes_no_account_and_sees_only_the_own() -> None:
    officer = officer_of("city:320300")
    post_at("city:320300", username="colleague")
    with pytest.raises(MayNot):
        accounts.open_account(
            username="friend",
            display_name="演示",
            organisation=body("city:320300"),
            role=Role.OFFICER,
            by=officer,
            at=AT,
        )
    assert [account.pk for account in Account.objects.visible_to(officer)] == [officer.account_id]
    assert not Account.objects.visible_to(Actor.public())
    assert not Post.objects.visible_to(Actor.public())


def test_opening_an_account_is_one_event_each_for_account_and_post() -> None:
    account = accounts.open_account(
        username="xz-02",
        display_name="演示",
        organisation=body("city:320300"),
        role=Role.MEDIATOR,
        by=PROGRAM,
        at=AT,
    )
    assert [event.verb for event in events.history(account.record_key)] == ["account opened", "post opened"]
    assert not account.has_usable_password()


def test_the_first_administrator_link_works_once() -> None:
    token = members_powers.make_first_administrator_link(by=PROGRAM, at=AT)
    account = members_powers.become_first_administrator(
        token=token, username="admin-1", display_name="演示", password=PASSWORD, at=AT
    )
    assert account.posts.get().organisation.kind == Organisation.Kind.ALLIANCE
    with pytest.raises(LinkNotValid):
        members_powers.become_first_administrator(
            token=token, username="admin-2", display_name="演示", password=PASSWORD, at=AT
        )
    with pytest.raises(MayNot):
        members_powers.make_first_administrator_link(by=PROGRAM, at=AT)


def test_a_link_runs_out_after_a_day_and_a_newer_one_ends_it() -> None:
    first = members_powers.make_first_administrator_link(by=PROGRAM, at=AT)
    assert members_powers.open_link(first, AT + timedelta(hours=23))
    with pytest.raises(LinkNotValid):
        members_powers.open_link(first, AT + timedelta(hours=24))
    members_powers.make_first_administrator_link(by=PROGRAM, at=AT + timedelta(hours=1))
    with pytest.raises(LinkNotValid):
        members_powers.open_link(first, AT + timedelta(hours=2))


def test_the_token_itself_is_not_stored() -> None:
    token = members_powers.make_first_administrator_link(by=PROGRAM, at=AT)
    assert token not in str(OneTimeLink.objects.values().get())


def test_a_post_is_held_from_its_first_to_its_last_day() -> None:
    post = post_at("city:320300")
    accounts.end_post(post=post, last_on=date(2026, 11, 24), by=PROGRAM, at=AT)
    held = Post.objects.filter(pk=post.pk)
    assert held.held_on(SINCE).exists()
    assert held.held_on(date(2026, 11, 24)).exists()
    assert not held.held_on(date(2026, 11, 25)).exists()
    assert not held.held_on(SINCE - timedelta(days=1)).exists()


XUZHOU = "city:320300"
SAID = {"phone": "0516-83720000", "address": "演示路 1 号", "hours": "周一至周五 9:00–17:00"}


def correct(key: str = XUZHOU, *, by: Actor = PROGRAM, **other: str) -> None:
    correct_contact(organisation=body(key), **(SAID | other), by=by, at=AT)


def contact(key: str = XUZHOU) -> dict[str, str]:
    held = body(key)
    return {"phone": held.phone, "address": held.address, "hours": held.hours}


def test_what_a_body_corrected_outlives_the_next_start() -> None:
    assert contact() != SAID
    correct()
    load_again()
    assert contact() == SAID
    assert body(XUZHOU).is_confirmed
    assert body(XUZHOU).contact_corrected_at == AT


def test_its_name_still_comes_from_the_folder() -> None:
    correct()
    xuzhou = body(XUZHOU)
    name, xuzhou.name = xuzhou.name, "old name"
    xuzhou.save()
    load_again()
    assert body(XUZHOU).name == name
    assert contact() == SAID


def test_a_phone_may_be_taken_away_and_stays_away() -> None:
    correct(phone="", address="", hours="")
    load_again()
    assert contact() == {"phone": "", "address": "", "hours": ""}
    assert body("county:320302").phone_to_call == "0516-12315"


@pytest.mark.parametrize("role", [Role.HEAD, Role.SYSTEM_ADMIN, Role.SECRETARIAT])
def test_those_who_may_correct_it_here_and_below(role: Role) -> None:
    actor = officer_of(XUZHOU, role)
    correct(by=actor)
    correct("county:320302", by=actor)
    assert contact("county:320302") == SAID
    with pytest.raises(MayNot):
        correct("city:411400", by=actor)
    with pytest.raises(MayNot):
        correct("alliance", by=actor)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEDIATOR, Role.AUDITOR, Role.SECURITY_ADMIN])
def test_those_who_may_not(role: Role) -> None:
    before = contact()
    with pytest.raises(MayNot, match="联盟联络员"):
        correct(by=officer_of(XUZHOU, role))
    assert contact() == before


def test_a_county_does_not_correct_its_city() -> None:
    with pytest.raises(MayNot):
        correct(by=officer_of("county:320302", Role.HEAD))
    with pytest.raises(MayNot):
        correct(by=Actor.public())


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("phone", "83720000"),
        ("phone", "ask inside"),
        ("phone", "\0"),
        ("phone", "1" * 500),
        ("address", "路" * 201),
        ("address", "\0"),
        ("hours", "\ud800"),
        ("hours", "时" * 241),
        ("hours", "周一至周六"),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_changes(field: str, typed: str) -> None:
    before, said = contact(), SAID | {field: typed}
    with pytest.raises(NotFit) as refused:
        correct_contact(organisation=body(XUZHOU), **said, by=PROGRAM, at=AT)
    assert refused.value.field == field
    assert contact() == before
    assert body(XUZHOU).contact_corrected_at is None


def test_a_hotline_is_a_phone_and_lines_are_tidied() -> None:
    correct(phone=" 12315 ", address="  演示路\n1 号 ", hours="")
    assert contact() == {"phone": "12315", "address": "演示路 1 号", "hours": ""}


def test_a_correction_is_one_event_that_names_what_changed() -> None:
    head = officer_of(XUZHOU, Role.HEAD)
    correct(by=head)
    correct(by=head, hours="周一至周六 9:00-17:00")
    correct(by=head, hours="星期一到星期六 上午9点至下午5点")
    rows: Any = events.history(f"org:{XUZHOU}")
    assert [row.verb for row in rows] == ["contact corrected"] * 3
    assert [row.facts["changed"] for row in rows] == [["address", "hours", "phone"], ["hours"], []]
    assert rows[0].by == head.key
    assert SAID["phone"] not in str(rows[0].facts)
    assert events.broken_at(f"org:{XUZHOU}") is None
