"""Who is acting, read from a request."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from huaihai.kit.sessions import SessionStore
from huaihai.members import actors
from huaihai.members.accounts import open_account
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Role
from tests.posts import (
    AT,
    PASSWORD,
    PROGRAM,
    SECRET,
    body,
    load_tree,
    officer_of,
    post_at,
    sign_in,
)

pytestmark = pytest.mark.django_db
CASE, OTHER = UUID("0199f4d0-0000-7000-8000-000000000001"), UUID("0199f4d0-0000-7000-8000-000000000002")
SHOP = UUID("0199f4d0-0000-7000-8000-0000000000aa")


@pytest.fixture(autouse=True)
def tree() -> None:
    load_tree()


def all_but_ended(held: Mapping[str, str]) -> frozenset[UUID]:
    """As an upper room says which cases of a session are still open."""
    return frozenset(UUID(key) for key, mark in held.items() if mark == "mark")


@pytest.fixture(autouse=True)
def _asked_here(settings: Any) -> None:
    settings.HUAIHAI_VISITS = f"{__name__}.all_but_ended"


@pytest.fixture
def asked(rf: RequestFactory) -> Callable[..., HttpRequest]:
    def request_of(client: Client, account: Any = None) -> HttpRequest:
        request = rf.get("/")
        request.session = SessionStore(client.session.session_key)
        request.user = account
        return request

    return request_of


def answers_for_a_shop(account: Account) -> Actor | None:
    return Actor.business(account, {SHOP}) if account.username == "shop" else None


def test_a_stranger_is_the_public(client: Client, asked: Any) -> None:
    assert Actor.of_request(asked(client)).kind == "public"


def test_a_consumer_is_known_by_the_receipt_codes_shown(client: Client, asked: Any) -> None:
    request = asked(client)
    actors.remember_case(request, CASE, "mark")
    assert Actor.of_request(request) == Actor.consumer({CASE})
    assert Actor.of_request(request).key == f"consumer:{CASE}"
    actors.remember_case(request, OTHER, "mark")
    both = Actor.of_request(request)
    assert both.case_ids == {CASE, OTHER}
    assert both.for_case(OTHER).key == f"consumer:{OTHER}"
    with pytest.raises(PermissionError):
        both.for_case(SHOP)
    actors.forget_cases(request)
    assert Actor.of_request(request).kind == "public"


def test_a_case_whose_code_was_replaced_is_not_open_any_more(client: Client, asked: Any) -> None:
    request = asked(client)
    actors.remember_case(request, CASE, "mark")
    actors.remember_case(request, OTHER, "mark of an older code")
    assert Actor.of_request(request) == Actor.consumer({CASE})
    assert actors.cases_held(request) == {CASE, OTHER}


def test_what_an_older_program_kept_opens_nothing(client: Client, asked: Any) -> None:
    request = asked(client)
    request.session[actors.CONSUMER_CASES] = [str(CASE)]
    assert Actor.of_request(request).kind == "public"


def test_an_officer_acts_from_the_post_with_all_roles_held_there(client: Client, asked: Any) -> None:
    post = post_at("city:320300", username="wang")
    post_at("city:320300", Role.MEDIATOR, username="wang")
    post_at("city:411400", Role.HEAD, username="wang")
    sign_in(client, post.account)
    actor = Actor.of_request(asked(client, post.account))
    assert actor.kind == "officer"
    assert actor.key == f"account:{post.account_id}"
    assert actor.organisation == body("city:320300")
    assert actor.roles == {"officer", "mediator"}


def test_an_officer_keeps_the_cases_shown_in_the_same_browser(client: Client, asked: Any) -> None:
    post = post_at("city:320300")
    sign_in(client, post.account)
    request = asked(client, post.account)
    actors.remember_case(request, CASE, "mark")
    actor = Actor.of_request(request)
    assert actor.kind == "officer"
    assert actor.case_ids == frozenset({CASE})


def test_somebody_who_only_administers_accounts_opens_no_files() -> None:
    assert not officer_of("city:320300", Role.SYSTEM_ADMIN).may_open_files
    assert not officer_of("city:320700", Role.SECURITY_ADMIN).may_open_files
    assert officer_of("city:411400", Role.AUDITOR).may_open_files
    assert officer_of("city:320300").may_open_files
    assert not Actor.system("fall-due").may_open_files


def test_who_only_speaks_for_the_body_in_the_alliance_opens_no_files() -> None:
    post = post_at("city:320300", Role.SECRETARIAT)
    assert not Actor.officer(post).may_open_files
    assert not Actor.officer(post, roles=[Role.SYSTEM_ADMIN]).may_open_files
    assert Actor.officer(post, roles=[Role.OFFICER]).may_open_files


def test_a_business_user_is_known_through_the_room_above(client: Client, asked: Any, settings: Any) -> None:
    settings.HUAIHAI_ACTOR_SOURCES = [f"{__name__}.answers_for_a_shop"]
    account = shop()
    sign_in(client, account)
    actor = Actor.of_request(asked(client, account))
    assert actor.kind == "business"
    assert actor.business_ids == frozenset({SHOP})


def test_an_account_with_neither_post_nor_business_is_the_public(client: Client, asked: Any) -> None:
    account = shop()
    sign_in(client, account)
    assert Actor.of_request(asked(client, account)).kind == "public"


def shop() -> Account:
    return open_account(
        username="shop", display_name="演示 水壶店", password=PASSWORD, totp_secret=SECRET, by=PROGRAM, at=AT
    )
