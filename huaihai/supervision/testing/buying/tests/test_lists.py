"""The list of purchases, the slip to take along, the labels: in a fixed number of queries, and naming nobody."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai import alliance
from huaihai.kit import clock
from huaihai.members.models import Account
from huaihai.supervision.models import Sample
from huaihai.supervision.testing.tests import kettles
from huaihai.supervision.testing.tests.kettles import BOUGHT, Kettles
from tests.posts import sign_in

pytestmark = pytest.mark.django_db
KEY = "00000000-0000-0000-0000-00000000000a"


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Kettles:
    monkeypatch.setattr(clock, "now", lambda: BOUGHT)
    return kettles.registered()


def signed_in(scene: Kettles, who: str) -> Client:
    client = Client()
    sign_in(client, Account.objects.get(pk=getattr(scene.people, who).account_id))
    return client


def url(scene: Kettles, name: str, *more: Any) -> str:
    return reverse(f"office-test-{name}", args=[scene.project.pk, *more])


def test_the_list_takes_as_many_queries_for_all_as_for_one(
    scene: Kettles, django_assert_max_num_queries: Any
) -> None:
    buyer = signed_in(scene, "leader")
    kettles.buy(scene, 1)
    for number in range(2, 9):
        kettles.buy(scene, number)
    with django_assert_max_num_queries(20):
        assert buyer.get(url(scene, "purchases")).status_code == 200


@pytest.mark.parametrize(("show", "number"), [("", 12), ("open", 10), ("waiting", 1), ("done", 1), ("x", 12)])
def test_the_list_is_narrowed_to_the_own_city_and_to_what_is_to_do(
    scene: Kettles, show: str, number: int
) -> None:
    kettles.buy(scene, 1)
    kettles.record_only(scene, 2)
    page = signed_in(scene, "leader").get(url(scene, "purchases"), {"show": show}).context["page"]
    assert page.total == number


def test_the_slip_and_the_labels_name_nobody_and_no_product_stands_on_a_label(scene: Kettles) -> None:
    kettles.buy(scene, 1)
    buyer = signed_in(scene, "leader")
    named = (
        alliance.load().platform_name,
        alliance.load().name,
        scene.people.lead_body.name,
        scene.project.title,
    )
    for name in ("slip", "labels"):
        page = buyer.get(url(scene, name)).content.decode()
        shown = page.partition("plain-paper")[2]
        assert not any(words in page for words in named)
        assert ("YS-A15" in shown) == (name == "slip")
    codes = [sample.shown_code for sample in Sample.objects.all()]
    assert all(code in page for code in codes)
    assert page.count("<svg") == 2
