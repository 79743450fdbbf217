"""Whoever agrees as the second reads what it is, not only why."""

import pytest
from django.urls import reverse

from huaihai.brands import moving
from huaihai.brands.models import PairDecision
from huaihai.brands.office.forms import OUTCOMES, outcome_words
from huaihai.brands.tests.people import MONDAY, People, an_entry, declared
from huaihai.supervision.tests.people import client_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("about", "outcome", "words"),
    [
        ("facts", "pass", "通过，列入名录"),
        ("facts", "fail", "不通过"),
        ("objection", "upheld", "异议成立：不再提交表决，仍留在名录中。"),
        ("suspension", "confirm", "维持暂停，直到整改到位。"),
        ("suspension", "lift", "立即结束暂停。"),
    ],
)
def test_the_second_voice_reads_what_is_proposed(
    people: People, about: str, outcome: str, words: str
) -> None:
    entry = an_entry(people, "accepted" if about == "facts" else "listed")
    declared(entry, people.near)
    made = moving.propose(entry, about, outcome, reasons="演示理由", by=people.near, at=MONDAY)
    far = client_of(people.far)
    for address in (
        entry.office_url,
        reverse("office-brand-agreement", args=[made.pk]),
        reverse("office-brand-refusal", args=[made.pk]),
    ):
        page = far.get(address).content.decode()
        assert words in page
        assert "演示理由" in page


def test_every_matter_of_two_people_has_words() -> None:
    assert OUTCOMES.keys() == moving.CARRIED_OUT.keys()
    for about, choices in OUTCOMES.items():
        assert len(choices) >= 2, about
        assert all(
            outcome_words(PairDecision(about=about, outcome=key)) == str(label) for key, label in choices
        )
