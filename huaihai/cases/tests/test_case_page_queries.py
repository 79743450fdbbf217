"""How often the pages of a case ask the database: at most fifteen times, and no more for what a case does not have."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.cases.models import Case
from huaihai.cases.models.absent import PARTS
from huaihai.cases.tests.at_the_desk import NOW, case_url
from huaihai.cases.tests.consumers import opened
from tests import cast as people
from tests.reading import browser, queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]

MOST = 15


def consumer_of(case: Case) -> Client:
    client = Client()
    opened(client, case)
    return client


def filed(_cast: people.Cast) -> Case:
    return people.filed(NOW).case


def offered(cast: people.Cast) -> Case:
    return people.offered(cast)[0]


@pytest.mark.parametrize("stage", [people.inviting, people.negotiating, offered])
def test_the_page_of_a_business_asks_little(cast: people.Cast, stage: Callable[[people.Cast], Case]) -> None:
    url = reverse("business-case", args=[stage(cast).pk])
    client = browser(cast.accounts["sun"])
    client.get(url)
    assert queries_of(client, url) <= MOST


@pytest.mark.parametrize("stage", [filed, people.forwarded, people.negotiating])
def test_the_pages_of_a_case_ask_little(cast: people.Cast, stage: Callable[[people.Cast], Case]) -> None:
    case = stage(cast)
    officer = browser(cast.accounts["wang" if stage is filed else "zhao"])

    for client, url in (
        (officer, case_url(case)),
        (consumer_of(case), reverse("my-case", args=[case.pk])),
    ):
        client.get(url)  # the menu's numbers are kept from now on
        assert queries_of(client, url) <= MOST, url


def test_what_a_case_does_not_have_is_answered_without_a_query(cast: people.Cast) -> None:
    case = Case.objects.for_page().get(pk=people.negotiating(cast).pk)
    with CaptureQueriesContext(connection) as asked:
        found = {part: list(getattr(case, part).all()) for part in PARTS if part != "agreement"}
        agreement = getattr(case, "agreement", None)

    assert set(case.absent) == set(PARTS)
    assert agreement is None
    assert not any(found.values())
    assert len(asked) == 0


def test_what_a_case_has_is_read(cast: people.Cast) -> None:
    plain, offer = people.offered(cast)
    case = Case.objects.for_page().get(pk=plain.pk)

    assert not case.has_no("offers")
    assert list(case.offers.all()) == [offer]


def test_the_parts_are_named_as_the_tables_are() -> None:
    for part, table in PARTS.items():
        relation: Any = Case._meta.get_field(part)
        assert relation.related_model._meta.db_table == table
