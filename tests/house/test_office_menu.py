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
def test_every_entry_and_every_link_of_the_frame_opens_a_page_in_the_one_frame(
    role: str, client: Client
) -> None:
    actor = Actor.officer(signed_in(client, role))
    of_staff = [row.url for row in entries_of_all() if row.may(actor)]
    of_staff += [reverse("my-account"), reverse("office-find")]
    pages: dict[str, Any] = {}
    links = set(of_staff)
    while new := links - set(pages):
        pages |= {url: client.get(url, follow=True) for url in sorted(new)}
        links = {link for page in pages.values() for link in links_in(page.content.decode())}
    assert len(links) > 3
    closed = {url: page.status_code for url, page in pages.items() if page.status_code != 200}
    assert not closed
    texts = {url: pages[url].content.decode() for url in of_staff}
    without = [url for url, text in texts.items() if 'class="side staff"' not in text]
    assert not without
    with_public_header = [url for url, text in texts.items() if '<header class="top"' in text]
    assert not with_public_header


def test_no_two_entries_share_a_key_or_an_address() -> None:
    rows = entries_of_all()
    assert len({row.key for row in rows}) == len(rows)
    assert len({row.url for row in rows}) == len(rows)
