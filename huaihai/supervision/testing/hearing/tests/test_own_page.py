"""What a maker reads on its own page after it has answered."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huaihai.supervision.models import MakerAnswer, MakerNotice, Objection
from huaihai.supervision.testing.conftest import ClockAt
from huaihai.supervision.testing.hearing.facts import newest_in_words
from huaihai.supervision.testing.hearing.forms import AnswerForm
from huaihai.supervision.testing.hearing.own_pages import address_of
from huaihai.supervision.testing.tests import measured
from huaihai.supervision.testing.tests.measured import TOLD

pytestmark = pytest.mark.django_db
SOON = TOLD + timedelta(days=1)


def objected(client: Client) -> MakerNotice:
    """A maker who objected to the first of its goods, with a paper."""
    scene = measured.told()
    row = scene.project.notices.filter(link_issue__gt=0, role="maker").order_by("pk").first()
    assert row is not None
    paper = SimpleUploadedFile("复测.pdf", b"%PDF-1.4\n%test")
    typed = {"kind": "objects", "product": row.products[0], "text": "附报告", "papers": [paper]}
    assert client.post(address_of(row), typed).status_code == 302
    return row


def test_its_papers_and_how_the_objection_stands_are_shown(client: Client, clock_at: ClockAt) -> None:
    clock_at(SOON)
    row = objected(client)
    Objection.objects.update(stage="retesting")

    page = client.get(address_of(row)).content.decode()

    assert "复测.pdf" in page
    assert "备样" in page


def test_a_decision_is_read_with_its_reason(client: Client, clock_at: ClockAt) -> None:
    clock_at(SOON)
    row = objected(client)
    Objection.objects.update(stage="changed", reason="备样合格", decided_at=SOON, decided_by="x")

    page = client.get(address_of(row)).content.decode()

    assert "备样合格" in page
    assert "新的结果会另行告知" in page


def test_whoever_has_one_product_need_not_choose_it() -> None:
    scene = measured.told()
    row = scene.project.notices.filter(link_issue__gt=0).first()
    assert row is not None
    one = newest_in_words(row)[:1]

    form = AnswerForm({"kind": "objects", "text": "不对"}, {}, told=one)

    assert form.is_valid(), form.errors
    assert form.answer(MakerAnswer.Way.LINK).product == one[0].key
