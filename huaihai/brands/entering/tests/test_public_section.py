"""What the public page of an entry tells of how it came about."""

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.brands import moving
from huaihai.brands.entering import verbs as entering_verbs
from huaihai.brands.entering.tests.entering import nominated, taking_part
from huaihai.brands.models import Entry
from huaihai.brands.tests.people import MONDAY, People, a_basis, declared

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("has_basis", [True, False])
def test_the_public_page_tells_counts_and_that_no_fee_was_taken(
    people: People, client: Client, has_basis: bool
) -> None:
    entry = taking_part(people)
    nominated(people)
    Entry.objects.filter(pk=entry.pk).update(stage="listed", listed_at=MONDAY)
    if has_basis:
        a_basis(people)

    text = client.get(reverse("brand", args=[entry.number])).content.decode()

    assert "2 位消费者" in text
    assert "2026 年 11 月 2 日" in text
    assert "没有收取任何费用" in text
    assert entry.nominations.first().why not in text


def test_the_public_page_names_the_two_cities_that_checked_the_facts_and_their_reasons(
    people: People, client: Client
) -> None:
    entry = taking_part(people)
    declared(entry, people.near, people.far)
    decision = entering_verbs.propose(
        entry, entering_verbs.PASS, reasons="证照齐全。", by=people.near, at=MONDAY
    )
    moving.agree(decision, by=people.far, at=MONDAY)

    text = client.get(reverse("brand", args=[entry.number])).content.decode()

    assert "证照齐全。" in text
    for actor in (people.near, people.far):
        assert actor.organisation is not None
        assert actor.organisation.short_name in text
    assert "演示 near" not in text
