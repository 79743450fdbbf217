"""A head keeps the people of the own part of the tree, with a second person where power or a second step is given."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.members import accounts, factors, powers
from huaihai.members.models import Account, Post, PowerRequest, Role
from tests.posts import AT, PASSWORD, PROGRAM, SINCE, body, load_alliance, post_at, sign_in
from tests.reading import fresh

pytestmark = pytest.mark.django_db
CITY, COUNTY = "city:320300", "county:320302"


@pytest.fixture
def head() -> Client:
    load_alliance()
    client = Client()
    sign_in(client, post_at(CITY, Role.HEAD, username="head").account)
    return client


@pytest.fixture
def admin(head: Client) -> Client:
    client = Client()
    sign_in(client, post_at("alliance", Role.SYSTEM_ADMIN, username="admin").account)
    return client


def link_in(text: str) -> str:
    found = re.search(r"/staff/start/([\w-]{20,})", text)
    return found[1] if found else ""


def test_somebody_comes_works_and_goes_again(head: Client, admin: Client) -> None:
    typed = {
        "username": "li-ming",
        "display_name": "演示",
        "organisation": str(body(COUNTY).pk),
        "role": "officer",
    }
    page = head.post(reverse("person-new"), typed)
    assert page.status_code == 302, page.text
    asked = PowerRequest.objects.get()
    page = admin.post(reverse("power-confirmation", args=[asked.pk]))
    token, word = (
        link_in(page.text),
        re.search(
            r"[0-9a-f]{5}-[0-9a-f]{5}",
            head.get(reverse("office")).text + head.get(reverse("people-waiting")).text,
        ),
    )
    assert token
    assert word
    li = powers.set_new_password(token=token, password=PASSWORD, word=word[0], at=asked.asked_at)

    # A further post, which an administrator confirms; it ends again, which needs nobody.
    head.post(reverse("person-posts", args=[li.pk]), {"organisation": str(body(CITY).pk), "role": "mediator"})
    assert not li.posts.filter(role=Role.MEDIATOR).exists()
    admin.post(reverse("power-confirmation", args=[PowerRequest.objects.get(role="mediator").pk]))
    post = li.posts.get(role=Role.MEDIATOR)
    head.post(reverse("post-end", args=[post.pk]))
    assert fresh(post).until_on is not None

    # Closed.
    head.post(reverse("person-closure", args=[li.pk]))
    assert not fresh(li).is_active


def test_a_new_password_comes_from_the_head_alone_a_new_second_step_with_an_administrator(
    head: Client, admin: Client
) -> None:
    li = post_at(COUNTY, username="li").account
    page = head.post(reverse("person-password-link", args=[li.pk]))
    assert link_in(page.text)
    assert factors.is_set_up(li)

    page = head.post(reverse("person-password-link", args=[li.pk]), {"with_new_factor": "1"}, follow=True)
    assert not link_in(page.text)
    asked = PowerRequest.objects.get()
    assert not link_in(head.post(reverse("power-confirmation", args=[asked.pk]), follow=True).text)
    assert factors.is_set_up(li)
    assert link_in(admin.post(reverse("power-confirmation", args=[asked.pk])).text)


@pytest.mark.parametrize("key", [CITY, COUNTY])
@pytest.mark.parametrize("role", [Role.HEAD, Role.SYSTEM_ADMIN, Role.AUDITOR, Role.SECRETARIAT])
def test_a_head_touches_nobody_who_has_a_post_that_heads_do_not_give(
    head: Client, key: str, role: Role
) -> None:
    other = post_at(key, role, username="other").account
    post_at(COUNTY, username="other")
    head.post(reverse("person-closure", args=[other.pk]))
    page = head.post(reverse("person-password-link", args=[other.pk]), follow=True)
    assert fresh(other).is_active
    assert not link_in(page.text)
    assert reverse("person-closure", args=[other.pk]) not in head.get(reverse("person", args=[other.pk])).text


def test_nor_somebody_who_works_elsewhere_too_or_elsewhere_alone(head: Client) -> None:
    both = post_at(COUNTY, username="both").account
    post_at("city:411400", username="both")
    elsewhere = post_at("city:411400", username="elsewhere").account
    head.post(reverse("person-closure", args=[both.pk]))
    assert fresh(both).is_active
    for name in ("person-closure", "person-password-link"):
        assert head.post(reverse(name, args=[elsewhere.pk])).status_code == 404
    assert Account.objects.get(pk=elsewhere.pk).is_active


def test_an_administrator_of_a_city_closes_nobody_who_has_a_post_beyond_it(head: Client) -> None:
    """Else whoever once worked in a city could be locked out of the alliance from there."""
    client = Client()
    sign_in(client, post_at(CITY, Role.SYSTEM_ADMIN).account)
    above = post_at("alliance", Role.SECURITY_ADMIN, username="above").account
    once = post_at(CITY, username="above")
    accounts.end_post(post=once, last_on=SINCE, by=PROGRAM, at=AT)
    own = post_at(COUNTY, Role.AUDITOR, username="own").account
    for account in (above, own):
        client.post(reverse("person-closure", args=[account.pk]))
    page = client.post(reverse("person-password-link", args=[above.pk]), follow=True)
    assert "联盟的管理员" in page.text
    assert fresh(above).is_active
    assert not fresh(own).is_active


def test_a_head_closes_not_the_own_account(head: Client) -> None:
    own = Post.objects.get(role=Role.HEAD).account
    head.post(reverse("person-closure", args=[own.pk]))
    assert fresh(own).is_active
