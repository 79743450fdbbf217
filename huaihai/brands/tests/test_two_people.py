"""Two people of two cities: nobody gets around it with a second post, a business beside, or by always saying no."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from huaihai.brands import moving
from huaihai.brands.assessing.tests.scene import opened
from huaihai.brands.models import Entry, PairDecision
from huaihai.brands.office.forms import OUTCOMES, outcome_words
from huaihai.brands.tests.people import FAR, HOME, MONDAY, NEAR, People, an_entry, declared
from huaihai.brands.waiting import for_person
from huaihai.businesses.models import Representative
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.governance.models import Membership
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Post, Role
from huaihai.supervision.tests.people import client_of
from tests.posts import body
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


REASONS = "演示理由"
HOUR = timedelta(hours=1)


@pytest.fixture
def entry(people: People) -> Entry:
    found = an_entry(people, "held")
    declared(found, people.near, people.near2, people.far, people.other)
    return found


def a_post(actor: Actor, key: str) -> Post:
    """One more post of the same person."""
    return Post.objects.create(
        account=account_of(actor), organisation=body(key), role=Role.OFFICER, from_on=date(2020, 1, 1)
    )


def account_of(actor: Actor) -> Account:
    assert actor.account_id is not None
    return Account.objects.get(pk=actor.account_id)


def proposed(entry: Entry, by: Actor, *, key: str = "") -> PairDecision:
    return moving.propose(entry, "report", "nothing", reasons=REASONS, about_key=key, by=by, at=MONDAY)


def test_who_has_a_post_in_the_own_city_too_acts_for_the_business_or_left_does_not_decide(
    people: People, entry: Entry
) -> None:
    a_post(people.near, HOME)
    with pytest.raises(NotAllowed):
        proposed(entry, people.near)
    Membership.objects.filter(organisation=body(FAR)).update(until_on=MONDAY.date() - timedelta(days=1))
    with pytest.raises(NotAllowed):
        proposed(entry, people.far)
    Representative.objects.create(
        account=account_of(people.other), business=people.shop, from_on=date(2020, 1, 1)
    )
    with pytest.raises(NotAllowed):
        proposed(entry, people.other)


def test_one_person_cannot_hold_a_matter_up_by_saying_no_again(people: People, entry: Entry) -> None:
    first = proposed(entry, people.near)
    moving.not_agree(first, why="演示", by=people.far, at=MONDAY)
    again = proposed(entry, people.near)
    with pytest.raises(NotAllowed):
        moving.not_agree(again, why="演示", by=people.far, at=MONDAY + HOUR)
    moving.not_agree(again, why="演示", by=people.other, at=MONDAY + HOUR)


def test_a_no_about_another_matter_is_no_no_here(people: People, entry: Entry) -> None:
    moving.not_agree(proposed(entry, people.near, key="a"), why="演示", by=people.far, at=MONDAY)
    moving.not_agree(proposed(entry, people.near, key="b"), why="演示", by=people.far, at=MONDAY)


def test_a_proposal_falls_with_a_conflict_that_its_maker_declares(people: People, entry: Entry) -> None:
    first = proposed(entry, people.near)
    moving.declare(entry, has_conflict=True, what="演示", by=people.near, at=MONDAY + HOUR)
    with pytest.raises(NotPossible):
        moving.agree(first, by=people.far, at=MONDAY + 2 * HOUR)
    moving.not_agree(first, why="提议人有利益冲突", by=people.far, at=MONDAY + 2 * HOUR)


def test_a_conflict_is_not_taken_back_by_saying_that_there_is_none(people: People, entry: Entry) -> None:
    moving.declare(entry, has_conflict=True, what="演示", by=people.near, at=MONDAY + HOUR)
    with pytest.raises(NotPossible):
        moving.declare(entry, has_conflict=False, by=people.near, at=MONDAY + 2 * HOUR)
    with pytest.raises(NotAllowed):
        proposed(entry, people.near)
    proposed(entry, people.near2)


def test_moving_to_the_first_ones_city_makes_no_second_city(people: People, entry: Entry) -> None:
    first = proposed(entry, people.near)
    moved = Actor.officer(a_post(people.far, NEAR))
    with pytest.raises(NotAllowed):
        moving.agree(first, by=moved, at=MONDAY)
    assert body(FAR) != body(NEAR)


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


def titles(actor: Actor) -> list[str]:
    return [one.title for one in for_person(actor, MONDAY)]


def test_whoever_was_drawn_finds_the_sheet_until_its_day(people: People) -> None:
    scene = opened(people)
    drawn = scene.actor(scene.seats()[0])

    found = [one for one in for_person(drawn, MONDAY) if scene.entry.name in one.title]

    assert [one.days_left(MONDAY.date()) for one in found] == [21]
    page = client_of(drawn).get("/office/").content.decode()
    assert found[0].url in page


def test_a_decision_waits_for_a_second_city_alone(people: People) -> None:
    entry = an_entry(people, "accepted")
    declared(entry, people.near, people.far)
    moving.propose(entry, "facts", "pass", reasons="演示", by=people.near, at=MONDAY)

    assert any(entry.name in title for title in titles(people.far))
    assert not any(entry.name in title for title in titles(people.near2))
    assert not any(entry.name in title for title in titles(people.home))


def test_facts_wait_in_one_line_for_other_cities_and_an_auditor_is_asked_nothing(people: People) -> None:
    an_entry(people, "accepted")
    assert [one.url for one in for_person(people.far, MONDAY)] == ["/office/brands/?stage=accepted"]
    assert not titles(people.home)
    assert not titles(people.auditor)


def test_many_need_no_more_queries_than_one(people: People) -> None:
    for number in range(2):
        _proposed(people, number)
    few = queries_of(lambda: list(for_person(people.far, MONDAY)))
    for number in range(2, 8):
        _proposed(people, number)
    assert queries_of(lambda: list(for_person(people.far, MONDAY))) == few


def _proposed(people: People, number: int) -> Entry:
    entry = an_entry(people, "accepted", what=f"演示{number}")
    declared(entry, people.near)
    moving.propose(entry, "facts", "pass", reasons="演示", by=people.near, at=MONDAY)
    return entry
