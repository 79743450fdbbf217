"""The list of purchases, the slip to take along, the labels: in a fixed number of queries, and naming nobody."""

from typing import Any

import pytest

from huaihai import alliance
from huaihai.supervision.models import Sample
from huaihai.supervision.testing.buying.tests.test_buying_pages import signed_in, url
from huaihai.supervision.testing.tests import kettles
from huaihai.supervision.testing.tests.kettles import Kettles

pytestmark = pytest.mark.django_db


def test_the_list_takes_as_many_queries_for_all_as_for_one(
    scene: Kettles, django_assert_max_num_queries: Any
) -> None:
    buyer = signed_in(scene, "leader")
    kettles.buy(scene, 1)
    for number in range(2, 9):
        kettles.buy(scene, number)
    with django_assert_max_num_queries(20):
        assert buyer.get(url(scene, "purchases")).status_code == 200


def test_the_list_is_narrowed_to_the_own_city_and_to_what_is_to_do(scene: Kettles) -> None:
    kettles.buy(scene, 1)
    kettles.record_only(scene, 2)
    buyer = signed_in(scene, "leader")
    for show, number in (("", 12), ("open", 10), ("waiting", 1), ("done", 1), ("x", 12)):
        assert buyer.get(url(scene, "purchases"), {"show": show}).context["page"].total == number, show


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
