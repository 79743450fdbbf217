"""The tree of organisations, loaded from the alliance's folder."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import FieldError
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest
from django.test import Client, RequestFactory

from huaihai import alliance
from huaihai.members import actors, directory
from huaihai.members.accounts import open_account
from huaihai.members.actors import Actor
from huaihai.members.directory import found_organisation, note_computers
from huaihai.members.errors import MayNot
from huaihai.members.models import Account, AdoptedClock, Organisation, PlaceAlias, Role
from huaihai.record import events
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


THREE_RIVERS = Path(__file__).resolve().parents[3] / "tests" / "alliances" / "three_rivers"


def test_ten_cities_and_77_counties_stand_under_the_alliance() -> None:
    load_tree()
    assert Organisation.objects.cities().count() == 10
    assert Organisation.objects.filter(kind="county").count() == 77
    assert Organisation.objects.within(directory.root()).count() == 88


def test_each_province_calls_its_bodies_by_their_right_name() -> None:
    load_tree()
    assert body("city:320300").name == "徐州市消费者权益保护委员会"
    assert body("city:411400").name == "商丘市消费者协会"
    assert body("county:320302").name == "徐州市鼓楼区消费者权益保护委员会"
    assert body("county:371721").short_name == "曹县消协"
    assert not body("county:371721").is_confirmed


def test_loading_again_changes_nothing() -> None:
    load_tree()
    again = directory.load(alliance.load(), by=PROGRAM, at=AT)
    assert (again.made, again.changed) == (0, 0)
    assert events.history("org:alliance").count() == 1


def test_a_changed_telephone_is_brought_in_line_and_what_officers_noted_stays() -> None:
    load_tree()
    county = body("county:320302")
    note_computers(organisation=county, has_computers=True, by=PROGRAM, at=AT)
    Organisation.objects.filter(key="city:320300").update(phone="old")
    loaded = directory.load(alliance.load(), by=PROGRAM, at=AT)
    assert loaded.changed == 1
    assert body("city:320300").phone == "12315"
    assert body("county:320302").is_computerised


def test_a_node_knows_what_is_above_and_below_it() -> None:
    load_tree()
    gulou, xuzhou, shangqiu = body("county:320302"), body("city:320300"), body("city:411400")
    assert [node.key for node in gulou.ancestors()] == ["city:320300", "alliance"]
    assert gulou.is_within(xuzhou)
    assert not gulou.is_within(shangqiu)
    assert gulou.city == xuzhou
    assert gulou.phone_to_call == "12315"
    assert set(Organisation.objects.within(xuzhou).values_list("region_code", flat=True)) >= {
        "320300",
        "320302",
    }
    assert Organisation.objects.within(xuzhou).count() == 11


def test_own_node_and_below_is_one_search_of_an_index() -> None:
    load_tree()
    found = Organisation.objects.order_by().filter(path__under=body("city:320300").path).only("pk")
    if connection.vendor == "sqlite":
        assert "USING INDEX" in found.explain().upper()
    assert found.count() == 11


def test_a_path_that_is_not_one_is_refused() -> None:
    with pytest.raises(ValueError, match="ends with"):
        list(Organisation.objects.filter(path__under="alliance"))


def test_a_path_that_begins_with_the_same_figures_is_not_below() -> None:
    load_tree()
    county = body("county:320302")
    Organisation.objects.filter(pk=county.pk).update(path=f"{body('city:320300').path[:-1]}0/")
    below = Organisation.objects.filter(path__under=body("city:320300").path)
    assert body("city:320300") in below
    assert county not in below


def test_a_development_zone_is_answered_by_its_city() -> None:
    load_tree()
    assert directory.body_at("320371") == body("city:320300")
    assert directory.body_at("320302") == body("county:320302")
    assert directory.body_at("411400") == directory.body_for("411400")
    assert directory.body_at("110101") is None
    assert PlaceAlias.objects.count() == 11


def test_an_unknown_kind_and_an_orphan_are_refused_by_the_database() -> None:
    load_tree()
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(key="x:1", path="x/", kind="club", name="x", short_name="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(key="city:1", path="y/", kind="city", name="x", short_name="x")


def test_the_head_of_a_city_founds_a_branch_and_nobody_else_does() -> None:
    load_tree()
    parent = body("county:320302")
    facts: dict[str, Any] = {
        "parent": parent,
        "kind": Organisation.Kind.BRANCH,
        "key": "branch:320302-01",
        "name": "鼓楼区消保委分会（演示）",
        "short_name": "鼓楼分会",
        "at": AT,
    }
    with pytest.raises(MayNot):
        found_organisation(**facts, by=officer_of("city:411400", Role.HEAD))
    branch = found_organisation(**facts, by=officer_of("city:320300", Role.HEAD))
    assert branch.is_within(body("city:320300"))
    assert branch.path.endswith("320302/320302-01/")
    assert events.history(branch.record_key).get().verb == "organisation founded"


def test_a_second_alliance_starts_from_its_folder_alone() -> None:
    other = alliance.load(THREE_RIVERS)
    directory.load(other, by=PROGRAM, at=AT)
    assert [node.place_name for node in Organisation.objects.cities()] == ["甲江", "乙江", "丙江"]
    assert directory.root().name == other.name
    assert directory.body_at("520171") == body("city:520100")
    assert body("county:450302").name == "乙江市石桥区消费者权益保护委员会"
    assert [(city.column, city.row) for city in other.cities] == [(1, 1), (2, 1), (2, 2)]


def test_a_clock_that_no_body_may_set_is_an_error_in_the_data(tmp_path: Path) -> None:
    for file in THREE_RIVERS.iterdir():
        (tmp_path / file.name).write_text(
            file.read_text(encoding="utf-8").replace('"NEGOTIATE"', '"LIMITATION"'), encoding="utf-8"
        )
    with pytest.raises(alliance.AllianceDataError, match="LIMITATION"):
        directory.load(alliance.load(tmp_path), by=PROGRAM, at=AT)
    assert not AdoptedClock.objects.exists()


def test_the_sealed_name_cannot_be_searched() -> None:
    from huaihai.members.models import Account

    with pytest.raises((TypeError, FieldError)):
        list(Account.objects.get_queryset().filter(display_name="演示"))


CASE, OTHER = UUID("0199f4d0-0000-7000-8000-000000000001"), UUID("0199f4d0-0000-7000-8000-000000000002")
SHOP = UUID("0199f4d0-0000-7000-8000-0000000000aa")


@pytest.fixture(autouse=True)
def tree() -> None:
    load_tree()


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
    actors.remember_case(request, CASE)
    assert Actor.of_request(request) == Actor.consumer({CASE})
    assert Actor.of_request(request).key == f"consumer:{CASE}"
    actors.remember_case(request, OTHER)
    both = Actor.of_request(request)
    assert both.case_ids == {CASE, OTHER}
    assert both.for_case(OTHER).key == f"consumer:{OTHER}"
    with pytest.raises(PermissionError):
        both.for_case(SHOP)
    actors.forget_cases(request)
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
    actors.remember_case(request, CASE)
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
