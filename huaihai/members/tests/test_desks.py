"""Where somebody who signed in begins."""

from typing import Any
from uuid import UUID

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path, reverse

from huaihai.members import factors, sessions
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Role
from tests.posts import PASSWORD, SECRET, load_tree, officer_of, post_at, sign_in

pytestmark = pytest.mark.django_db


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("made-up-office/", nothing, name="office"), path("", include("huaihai.urls"))]


@pytest.fixture(autouse=True)
def tree() -> None:
    load_tree()


@pytest.fixture
def with_office(settings: Any) -> None:
    """A site that has an office, whatever the rooms above build."""
    settings.ROOT_URLCONF = __name__


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.OFFICER, "desk"),
        (Role.MEDIATOR, "desk"),
        (Role.HEAD, "desk"),
        (Role.SECRETARIAT, "office"),
        (Role.AUDITOR, "office"),
        (Role.SYSTEM_ADMIN, "people"),
        (Role.SECURITY_ADMIN, "people"),
    ],
)
def test_each_post_begins_at_its_own_desk(with_office: None, role: Role, page: str) -> None:
    assert sessions.first_page_of(officer_of("city:320300", role)) == page


def test_an_officer_who_also_speaks_for_the_body_begins_at_the_complaints(with_office: None) -> None:
    post_at("city:320300", Role.SECRETARIAT, username="wang")
    officer = post_at("city:320300", Role.OFFICER, username="wang")
    both = Actor.officer(officer, roles=[Role.SECRETARIAT])
    assert sessions.first_page_of(both) == "desk"
    assert both.may_open_files


def test_who_speaks_for_the_body_and_administers_it_begins_at_the_office(with_office: None) -> None:
    post = post_at("city:320300", Role.SECRETARIAT)
    assert sessions.first_page_of(Actor.officer(post, roles=[Role.SYSTEM_ADMIN])) == "office"


def test_a_business_has_its_own_desk_and_anybody_else_the_own_account() -> None:
    account = Account(username="shop")
    assert sessions.first_page_of(Actor.business(account, {UUID(int=1)})) == "business-desk"
    assert sessions.first_page_of(Actor.public()) == "my-account"


def test_signing_in_leads_the_alliance_desk_to_the_office(with_office: None, client: Client) -> None:
    account = post_at("city:320300", Role.SECRETARIAT).account
    client.post(reverse("sign-in"), {"login": account.username, "password": PASSWORD})
    answer = client.post(reverse("mfa_authenticate"), {"code": factors.code_of(SECRET)})
    assert answer.headers["Location"] == reverse("office")


def test_the_own_account_leads_back_to_where_one_works(with_office: None, client: Client) -> None:
    for role, link in ((Role.OFFICER, reverse("desk")), (Role.SECRETARIAT, reverse("office"))):
        sign_in(client, post_at("city:320300", role).account)
        assert f'href="{link}"' in client.get(reverse("my-account")).text
    sign_in(client, post_at("city:320300", Role.SYSTEM_ADMIN).account)
    assert f'href="{reverse("people")}"' in client.get(reverse("my-account")).text
