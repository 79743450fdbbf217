"""Two people at one moment: one decision counts, the same facts open one proceeding. Both databases."""

import pytest

from huaihai.brands import moving
from huaihai.brands.conduct import falling_due, log, opening
from huaihai.brands.conduct import panels as conduct_panels
from huaihai.brands.conduct import verbs as conduct_verbs
from huaihai.brands.conduct.tests.cast import DAY, STATEMENT_ENDS, Cast, actor_of, until_deciding
from huaihai.brands.models import PairDecision, PanelSeat, Proceeding
from huaihai.brands.tests.people import MONDAY, declared
from huaihai.members.actors import Actor
from huaihai.record import events
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def whole(cast: Cast) -> None:
    assert events.broken_at(cast.entry.record_key) is None
    assert log.misfits(cast.entry) == []


def test_two_second_voices_at_once_decide_once(cast: Cast) -> None:
    row = cast.fired(serious_cases=1)
    at = until_deciding(row)
    declared(cast.entry, cast.people.near, cast.people.far, cast.people.other)
    made = conduct_verbs.propose(row, outcome="lift", reasons="理由", by=cast.people.near, at=at)

    def agree(by: Actor) -> object:
        return moving.agree(PairDecision.objects.get(pk=made.pk), by=by, at=at)

    answers = at_once(lambda: agree(cast.people.far), lambda: agree(cast.people.other))
    assert answers == ["NotPossible", "won"]
    row.refresh_from_db()
    assert row.outcome == "dropped"
    whole(cast)


def test_two_first_voices_at_once_make_one_proposal(cast: Cast) -> None:
    row = cast.fired(serious_cases=1)
    at = until_deciding(row)
    declared(cast.entry, cast.people.near, cast.people.far)

    def propose(by: Actor, outcome: str) -> object:
        found = Proceeding.objects.select_related("entry__body", "entry__business").get(pk=row.pk)
        return conduct_verbs.propose(found, outcome=outcome, reasons="理由", by=by, at=at)

    answers = at_once(lambda: propose(cast.people.near, "lift"), lambda: propose(cast.people.far, "confirm"))
    assert answers == ["NotPossible", "won"]
    whole(cast)


def test_the_same_facts_seen_twice_at_once_open_one_proceeding(cast: Cast) -> None:
    cast.measure(serious_cases=1)
    watch = lambda: opening.watch(type(cast.entry).objects.get(pk=cast.entry.pk), at=MONDAY)  # noqa: E731 # twice
    assert at_once(watch, watch) == ["won", "won"]
    assert Proceeding.objects.count() == 1
    whole(cast)


def test_two_nightly_runs_at_once_do_everything_once(cast: Cast) -> None:
    row = cast.fired(serious_cases=1)
    acts = [list(falling_due.due_acts(STATEMENT_ENDS)) for _run in range(2)]

    def run(own: list[falling_due.Act]) -> None:
        for act in own:
            act()

    assert at_once(lambda: run(acts[0]), lambda: run(acts[1])) == ["won", "won"]
    row.refresh_from_db()
    assert row.stage == "deciding"
    assert row.log_lines.filter(verb="statement_closed").count() == 1
    whole(cast)


def test_two_voices_of_the_panel_at_once_decide_once(cast: Cast) -> None:
    row, at = cast.warned()
    seats = cast.appealed(row, at=at + DAY)
    by = [actor_of(seat) for seat in seats]
    declared(cast.entry, *by)

    def vote(number: int) -> object:
        seat = PanelSeat.objects.select_related("proceeding__entry__body").get(pk=seats[number].pk)
        return conduct_panels.vote(seat, choice="uphold", reasons="理由", by=by[number], at=at + 2 * DAY)

    assert at_once(lambda: vote(0), lambda: vote(1)) == ["won", "won"]
    row.refresh_from_db()
    assert (row.stage, row.outcome) == ("ended", "warned")
    assert row.log_lines.filter(verb="panel_upheld").count() == 1
    assert conduct_panels.seats_taken(row) == []
    whole(cast)
