"""Sealed facts: a dictionary that nobody reads in the database."""

import pytest

from huaihai.cases.models import Case
from huaihai.cases.verbs import intake
from huaihai.members.actors import Actor
from tests.cast import TUESDAY

pytestmark = pytest.mark.django_db


def test_facts_are_sealed_and_come_back_as_they_were() -> None:
    case = intake.start_draft(
        by=Actor.public(), at=TUESDAY, stated_business={"payee": "张三", "phone": "13800000001"}
    )
    raw = Case.objects.filter(pk=case.pk).values_list("stated_business", flat=True).get()
    assert "张三" not in str(raw)
    assert "13800000001" not in str(raw)
    assert Case.objects.get(pk=case.pk).stated_business == {"payee": "张三", "phone": "13800000001"}


def test_no_facts_are_an_empty_dictionary() -> None:
    case = intake.start_draft(by=Actor.public(), at=TUESDAY)
    assert Case.objects.get(pk=case.pk).stated_business == {}
