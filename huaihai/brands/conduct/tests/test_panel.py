"""The panel: people without a part, of three cities, each with one voice."""

from datetime import datetime

import pytest

from huaihai.brands import moving
from huaihai.brands.conduct import panels as conduct_panels
from huaihai.brands.conduct.tests.cast import DAY, HOUR, Cast, actor_of
from huaihai.brands.models import Proceeding
from huaihai.brands.tests.people import declared
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor


@pytest.fixture
def appealed(cast: Cast) -> tuple[Proceeding, datetime]:
    """A warning that the business appeals against, and the hour after."""
    row, at = cast.warned()
    cast.appealed(row, at=at + DAY)
    return row, at + DAY + HOUR


def test_the_panel_is_of_three_cities_and_of_people_without_a_part(
    cast: Cast, appealed: tuple[Proceeding, datetime]
) -> None:
    row, _at = appealed
    seats = conduct_panels.seats_taken(row)
    assert len({seat.body_id for seat in seats}) == conduct_panels.SEATS
    assert cast.entry.body_id not in {seat.body_id for seat in seats}
    parts = {cast.people.near.account_id, cast.people.far.account_id}
    assert not {*parts, cast.people.office.account_id} & {seat.account_id for seat in seats}
    assert parts <= conduct_panels.without_part(row)


def test_one_voice_of_the_panel_decides_nothing_and_two_that_differ_neither(
    cast: Cast, appealed: tuple[Proceeding, datetime]
) -> None:
    row, at = appealed
    seats = conduct_panels.seats_taken(row)
    for seat, choice in zip(seats, ("uphold", "set-aside", "set-aside"), strict=True):
        row.refresh_from_db()
        assert row.stage == "appealed"
        by = actor_of(seat)
        declared(cast.entry, by)
        conduct_panels.vote(seat, choice=choice, reasons="理由", by=by, at=at)
    row.refresh_from_db()
    assert (row.stage, row.outcome) == ("ended", "set-aside")


def test_only_those_who_were_drawn_vote_once_each_and_after_declaring(
    cast: Cast, appealed: tuple[Proceeding, datetime]
) -> None:
    row, at = appealed
    seat = conduct_panels.seats_taken(row)[0]
    by = actor_of(seat)

    def vote(actor: Actor, choice: str = "uphold", reasons: str = "理由") -> object:
        return conduct_panels.vote(seat, choice=choice, reasons=reasons, by=actor, at=at)

    with pytest.raises(NotPossible):
        vote(by)  # nothing was declared yet
    declared(cast.entry, by, cast.people.near)
    for other in cast.strangers():
        if other.account_id != by.account_id:  # anybody can be drawn
            with pytest.raises(NotAllowed):
                vote(other)
    for choice, reasons in (("both", "理由"), ("uphold", ""), ("uphold", "13800138000")):
        with pytest.raises(Unfit):
            vote(by, choice, reasons)
    vote(by)
    with pytest.raises(NotPossible):
        vote(by)


def test_whoever_has_a_conflict_leaves_the_panel_and_another_is_drawn(
    cast: Cast, appealed: tuple[Proceeding, datetime]
) -> None:
    row, at = appealed
    seat = conduct_panels.seats_taken(row)[0]
    moving.declare(cast.entry, has_conflict=True, what="亲属", by=actor_of(seat), at=at)
    sitting = conduct_panels.seats_taken(row)
    assert len(sitting) == conduct_panels.SEATS
    assert seat.account_id not in {one.account_id for one in sitting}
    with pytest.raises(NotAllowed):
        conduct_panels.vote(seat, choice="uphold", reasons="理由", by=actor_of(seat), at=at)
