"""Where somebody who signed in begins."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.members import factors
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Role
from tests.posts import PASSWORD, SECRET, load_tree, post_at, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tree() -> None:
    load_tree()


@pytest.mark.parametrize("role", list(Role))
def test_everybody_of_staff_begins_with_what_waits(role: Role, client: Client) -> None:
    post = post_at("city:320300", role)
    assert Actor.officer(post).first_page == "office"
    sign_in(client, post.account)
    assert client.get(reverse("office")).status_code == 200


def test_a_business_has_its_own_desk_and_anybody_else_the_own_account() -> None:
    account = Account(username="shop")
    assert Actor.business(account, {UUID(int=1)}).first_page == "business-desk"
    assert Actor.public().first_page == "my-account"


def test_signing_in_leads_to_what_waits(client: Client) -> None:
    account = post_at("city:320300", Role.MEDIATOR).account
    client.post(reverse("sign-in"), {"login": account.username, "password": PASSWORD})
    answer = client.post(reverse("mfa_authenticate"), {"code": factors.code_of(SECRET)})
    assert answer.headers["Location"] == reverse("office")


def test_the_own_account_leads_back_to_where_one_works(client: Client) -> None:
    for role in (Role.OFFICER, Role.SECRETARIAT, Role.SYSTEM_ADMIN):
        sign_in(client, post_at("city:320300", role).account)
        assert f'href="{reverse("office")}"' in client.get(reverse("my-account")).text
