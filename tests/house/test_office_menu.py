"""Whatever the office's menu shows somebody opens for them."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.desk.roles import READING
from huaihai.members.models import Role
from tests.posts import load_alliance, post_at, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [*sorted(READING), Role.SYSTEM_ADMIN.value])
def test_every_entry_opens(role: str, client: Client) -> None:
    load_alliance()
    sign_in(client, post_at("city:320300", Role(role)).account)
    pages = ["office-directory"] if role == Role.SYSTEM_ADMIN else ["office", "office-insight"]
    links: set[str] = set()
    for page in pages:
        links |= set(re.findall(r'href="(/(?!static/)[^"#]*)"', client.get(reverse(page)).content.decode()))
    assert len(links) > 5
    closed = {
        link: status for link in sorted(links) if (status := client.get(link, follow=True).status_code) != 200
    }
    assert not closed
