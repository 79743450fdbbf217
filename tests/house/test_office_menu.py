"""Whatever the menu shows somebody opens for them, and its numbers and names are right on every page."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.desk.menu import entries_of_all
from huaihai.desk.roles import READING
from huaihai.members.actors import Actor
from huaihai.members.models import Post, Role
from tests.posts import load_alliance, post_at, sign_in

pytestmark = pytest.mark.django_db
ROLES = [*sorted(READING), Role.SYSTEM_ADMIN.value, Role.SECURITY_ADMIN.value]
FRAME = re.compile(r'<header class="side.*?</header>|<nav class="bar".*?</nav>', re.DOTALL)


def links_in(page: str) -> set[str]:
    return {link for part in FRAME.findall(page) for link in re.findall(r'href="(/[^"#]*)"', part)}


def signed_in(client: Client, role: str) -> Post:
    load_alliance()
    post = post_at("city:320300", Role(role))
    sign_in(client, post.account)
    return post


@pytest.mark.parametrize("role", ROLES)
def test_every_entry_of_every_place_opens(role: str, client: Client) -> None:
    actor = Actor.officer(signed_in(client, role))
    entries = [row for row in entries_of_all() if row.may(actor)]
    closed = {
        row.url: status for row in entries if (status := client.get(row.url, follow=True).status_code) != 200
    }
    assert not closed


@pytest.mark.parametrize("role", ROLES)
def test_every_link_of_the_frame_opens_wherever_one_is(role: str, client: Client) -> None:
    signed_in(client, role)
    links = links_in(client.get(reverse("office-find")).content.decode())
    for link in sorted(links):
        links |= links_in(client.get(link, follow=True).content.decode())
    assert len(links) > 3
    closed = {
        link: status for link in sorted(links) if (status := client.get(link, follow=True).status_code) != 200
    }
    assert not closed


@pytest.mark.parametrize("role", ROLES)
def test_pages_of_staff_stand_in_the_one_frame(role: str, client: Client) -> None:
    actor = Actor.officer(signed_in(client, role))
    pages = [row.url for row in entries_of_all() if row.may(actor)] + [
        reverse("my-account"),
        reverse("office-find"),
    ]
    without = [url for url in pages if 'class="side staff"' not in _page(client, url)]
    assert not without
    with_public_header = [url for url in pages if '<header class="top"' in _page(client, url)]
    assert not with_public_header


def _page(client: Client, url: str) -> str:
    answer: Any = client.get(url, follow=True)
    return str(answer.content.decode())


def test_no_two_entries_share_a_key_or_an_address() -> None:
    rows = entries_of_all()
    assert len({row.key for row in rows}) == len(rows)
    assert len({row.url for row in rows}) == len(rows)
