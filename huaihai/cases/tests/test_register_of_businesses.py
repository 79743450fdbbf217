"""The register of businesses asks this room how many cases an officer may see of an entry."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import cast as people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("who", "seen"), [("zhao", 1), ("wang", 1), ("qian", 0)])
def test_an_entry_counts_only_the_cases_its_reader_may_see(client: Client, who: str, seen: int) -> None:
    cast = people.assemble()
    people.negotiating(cast)
    people.sign_in(client, cast.accounts[who])

    page = client.get(reverse("business", args=[cast.shop.pk]))

    assert page.context["cases"] == seen
