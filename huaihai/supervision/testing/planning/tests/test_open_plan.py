"""What everybody reads of a registered plan."""

import pytest
from django.test import Client

from huaihai.supervision.testing.tests import kettles
from huaihai.supervision.testing.tests.kettles import PLAN

pytestmark = pytest.mark.django_db


def test_before_the_results_are_out_everybody_reads_the_rules_but_not_what_is_bought(client: Client) -> None:
    scene = kettles.registered()
    page = client.get(scene.project.get_absolute_url()).content.decode()
    assert "泄漏电流" in page
    assert "电气安全不合格" in page
    assert not any(row[name] in page for row in PLAN["products"] for name in ("brand", "maker", "where"))
