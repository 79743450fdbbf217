"""Swaps: nothing changes until the colleague accepts; of two acceptances at once one counts."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai.governance import roster
from huaihai.governance.actions import leaves, swaps
from huaihai.governance.actions import roster as planning
from huaihai.governance.errors import GovernanceError, Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance.lives import NEW
from huaihai.governance.models import Shift, Swap
from huaihai.governance.models.roster import SWAP
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Post, Role
from huaihai.record import due, events
from tests.effort import examples
from tests.posts import body, load_tree, post_at

CITY, OTHER = "city:320300", "city:371300"
DAY = date(2026, 11, 25)
EVENING = datetime(2026, 11, 25, 20, 0, tzinfo=clock.ZONE)
TOMORROW, LATER = DAY + timedelta(days=1), DAY + timedelta(days=2)


class Team:
    """Anna, Bo and Chen of one body: Anna has tomorrow, Bo the day after."""

    def __init__(self) -> None:
        load_tree()
        self.city: Organisation = body(CITY)
        self.posts: list[Post] = [post_at(CITY, username=name) for name in ("anna", "bo", "chen")]
        self.anna, self.bo, self.chen = (Actor.officer(post) for post in self.posts)
        self.accounts = [post.account for post in self.posts]
        self.has(TOMORROW, 0)
        self.has(LATER, 1)

    def has(self, on: date, number: int) -> None:
        Shift.objects.create(organisation=self.city, on=on, account=self.accounts[number])

    def ask(self, number: int = 1, *, return_on: date | None = None) -> Swap:
        return swaps.ask(
            on=TOMORROW, colleague=self.accounts[number], return_on=return_on, by=self.anna, at=EVENING
        )

    def on(self, day: date) -> str:
        return Shift.objects.get(organisation=self.city, on=day).account.username


@pytest.fixture
def team(db: None) -> Team:
    return Team()


def verbs(team: Team) -> list[str]:
    assert events.broken_at(planning.subject_of(team.city)) is None
    return [event.verb for event in events.history(planning.subject_of(team.city))]


def test_until_the_colleague_accepts_the_old_one_is_on_duty(team: Team) -> None:
    swap = team.ask()
    assert team.on(TOMORROW) == "anna"

    swaps.accept(swap, by=team.bo, at=EVENING)

    assert team.on(TOMORROW) == "bo"
    assert verbs(team) == ["swap asked", "swap accepted"]


def test_two_shifts_are_exchanged(team: Team) -> None:
    swaps.accept(team.ask(return_on=LATER), by=team.bo, at=EVENING)

    assert (team.on(TOMORROW), team.on(LATER)) == ("bo", "anna")


def test_a_refusal_changes_nothing(team: Team) -> None:
    swap = swaps.refuse(team.ask(), by=team.bo, at=EVENING)

    assert swap.stage == "refused"
    assert team.on(TOMORROW) == "anna"


def test_only_the_one_asked_answers_and_only_the_one_who_asked_takes_back(team: Team) -> None:
    swap = team.ask()

    for act, by in ((swaps.accept, team.anna), (swaps.refuse, team.chen), (swaps.withdraw, team.bo)):
        with pytest.raises(NotAllowed):
            act(swap, by=by, at=EVENING)
    assert swaps.withdraw(swap, by=team.anna, at=EVENING).stage == "withdrawn"


@pytest.mark.parametrize("verb", [verb for verb in SWAP.verbs if verb not in ("ask", "overtake", "lapse")])
@pytest.mark.parametrize("stage", list(SWAP.stages))
def test_every_verb_in_every_stage_obeys_the_table(team: Team, verb: str, stage: str) -> None:
    swap = team.ask()
    Swap.objects.filter(pk=swap.pk).update(stage=stage)
    act, by = {
        "accept": (swaps.accept, team.bo),
        "refuse": (swaps.refuse, team.bo),
        "withdraw": (swaps.withdraw, team.anna),
    }[verb]

    if SWAP.can(verb, stage):
        assert act(swap, by=by, at=EVENING).stage == SWAP.after(verb, stage)
    else:
        with pytest.raises(NotPossible):
            act(swap, by=by, at=EVENING)
        swap.refresh_from_db()
        assert swap.stage == stage


def test_the_table_begins_with_asking_and_knows_every_stage() -> None:
    ends = {end for moves in SWAP.verbs.values() for end in moves.values()}

    assert SWAP.verbs["ask"] == {NEW: "asked"}
    assert ends == set(SWAP.stages)


def test_a_shift_that_has_begun_cannot_be_swapped(team: Team) -> None:
    swap = team.ask()
    begun = roster.begins_at(TOMORROW)

    with pytest.raises(NotPossible):
        swaps.accept(swap, by=team.bo, at=begun)
    with pytest.raises(NotPossible):
        swaps.ask(on=TOMORROW, colleague=team.accounts[2], by=team.anna, at=begun)
    assert swaps.accept(swap, by=team.bo, at=begun - timedelta(minutes=1)).stage == "accepted"


def test_a_shift_given_in_return_must_not_have_begun_either(team: Team) -> None:
    team.has(DAY, 1)

    with pytest.raises(NotPossible):
        team.ask(return_on=DAY)


def test_one_can_only_give_what_one_has(team: Team) -> None:
    with pytest.raises(NotPossible):
        swaps.ask(on=LATER, colleague=team.accounts[2], by=team.anna, at=EVENING)
    with pytest.raises(Unfit):
        team.ask(2, return_on=LATER)


def test_nobody_asks_a_stranger_oneself_or_somebody_on_leave(team: Team) -> None:
    head = Actor.officer(post_at(CITY, Role.HEAD))
    leaves.note(team.city, account=team.accounts[2], from_on=DAY, until_on=LATER, by=head, at=EVENING)

    for colleague in (post_at(OTHER).account, *team.accounts[::2]):
        with pytest.raises(Unfit) as refused:
            swaps.ask(on=TOMORROW, colleague=colleague, by=team.anna, at=EVENING)
        assert refused.value.field == "colleague"


def test_the_same_colleague_is_asked_once_about_a_day(team: Team) -> None:
    team.ask()

    with pytest.raises(Unfit):
        team.ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        Swap.objects.create(
            organisation=team.city,
            on=TOMORROW,
            asked_by=team.accounts[0],
            asked=team.accounts[1],
            stage="asked",
            asked_at=EVENING,
        )


def test_a_new_plan_overtakes_what_was_asked(team: Team) -> None:
    head = Actor.officer(post_at(CITY, Role.HEAD))
    swap = team.ask()
    planning.put(team.city, on=TOMORROW, account=team.accounts[2], by=head, at=EVENING)

    swap.refresh_from_db()
    assert swap.stage == "overtaken"
    assert verbs(team) == ["swap asked", "shift changed", "swap overtaken"]
    with pytest.raises(NotPossible):
        swaps.accept(swap, by=team.bo, at=EVENING)
    assert team.on(TOMORROW) == "chen"


def test_the_first_acceptance_overtakes_the_others(team: Team) -> None:
    first, second = team.ask(1), team.ask(2)
    swaps.accept(second, by=team.chen, at=EVENING)

    with pytest.raises(Moved):
        swaps.accept(first, seen=1, by=team.bo, at=EVENING)
    assert team.on(TOMORROW) == "chen"


def test_who_is_not_concerned_sees_no_swap(team: Team) -> None:
    team.ask()
    head, stranger = (Actor.officer(post_at(key, Role.HEAD)) for key in (CITY, OTHER))

    seen = [Swap.objects.visible_to(who).count() for who in (team.anna, team.bo, team.chen, head, stranger)]
    assert seen == [1, 1, 0, 1, 0]
    assert Swap.objects.visible_to(Actor.public()).count() == 0


steps = st.lists(
    st.tuples(
        st.sampled_from(["ask", "accept", "refuse", "withdraw", "put"]),
        st.integers(0, 2),
        st.integers(0, 2),
        st.integers(0, 4),
        st.none() | st.integers(0, 4),
    ),
    max_size=12,
)


@settings(max_examples=examples(15, long=100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_swaps_never_leave_a_day_with_two_or_none(
    team: Team, steps: list[tuple[str, int, int, int, int | None]]
) -> None:
    """Whatever people ask, accept, refuse and plan, in any order: each day keeps exactly one person."""
    with transaction.atomic():
        days = [LATER + timedelta(days=n + 1) for n in range(5)]
        for number, on in enumerate(days):
            team.has(on, number % 3)
        head = Actor.officer(Post.objects.filter(role=Role.HEAD).first() or post_at(CITY, Role.HEAD))
        actors = [team.anna, team.bo, team.chen]
        for verb, who, other, day, back in steps:
            _try(team, verb, actors[who], head, (other, days[day], None if back is None else days[back]))

        held = list(Shift.objects.filter(on__in=days).order_by("on").values_list("on", flat=True))
        assert held == days
        assert events.broken_at(planning.subject_of(team.city)) is None
        transaction.set_rollback(True)


def _try(team: Team, verb: str, by: Actor, head: Actor, asked: tuple[int, date, date | None]) -> None:
    other, day, back = asked
    mine = Swap.objects.visible_to(by).filter(stage="asked").order_by("asked_at").first()
    try:
        if verb == "ask":
            swaps.ask(on=day, colleague=team.accounts[other], return_on=back, by=by, at=EVENING)
        elif verb == "put":
            planning.put(team.city, on=day, account=team.accounts[other], by=head, at=EVENING)
        elif mine is not None:
            getattr(swaps, verb)(mine, by=by, at=EVENING)
    except GovernanceError:
        pass


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_accept_at_once_and_one_counts() -> None:
    team = Team()
    asked = {team.bo: team.ask(1), team.chen: team.ask(2)}
    answers: list[str] = []
    ready = threading.Barrier(2)

    def accept(by: Actor, swap: Swap) -> None:
        ready.wait(timeout=10)
        try:
            swaps.accept(swap, seen=swap.version, by=by, at=EVENING)
            answers.append("won")
        except Moved:
            answers.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=pair) for pair in asked.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(answers) == ["told", "won"]
    assert sorted(Swap.objects.values_list("stage", flat=True)) == ["accepted", "overtaken"]
    assert team.on(TOMORROW) == Swap.objects.get(stage="accepted").asked.username
    assert verbs(team) == ["swap asked", "swap asked", "swap accepted", "swap overtaken"]


@pytest.mark.django_db(transaction=True)
def test_accepting_and_taking_back_at_once_leave_one_answer() -> None:
    team = Team()
    swap = team.ask()
    answers: list[str] = []
    ready = threading.Barrier(2)

    def act(verb: str, by: Actor) -> None:
        ready.wait(timeout=10)
        try:
            getattr(swaps, verb)(swap, by=by, at=EVENING)
            answers.append(verb)
        except NotPossible:
            answers.append("told")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=act, args=pair) for pair in (("accept", team.bo), ("withdraw", team.anna))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    swap.refresh_from_db()
    assert answers.count("told") == 1
    assert team.on(TOMORROW) == ("bo" if swap.stage == "accepted" else "anna")


@pytest.mark.django_db(transaction=True)
def test_a_plan_and_an_acceptance_at_once_leave_one_person_a_day() -> None:
    team = Team()
    head = Actor.officer(post_at(CITY, Role.HEAD))
    swap = team.ask()
    ready = threading.Barrier(2)

    def plan() -> None:
        planning.plan(
            team.city,
            people=team.accounts[2:],
            from_on=TOMORROW,
            until_on=LATER,
            replace=True,
            by=head,
            at=EVENING,
        )

    def accept() -> None:
        with suppress(NotPossible):
            swaps.accept(swap, by=team.bo, at=EVENING)

    def act(work: Callable[[], None]) -> None:
        ready.wait(timeout=10)
        try:
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(work,)) for work in (plan, accept)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    swap.refresh_from_db()
    assert swap.stage in ("accepted", "overtaken")
    assert (team.on(TOMORROW), team.on(LATER)) == ("chen", "chen")
    assert sorted(set(verbs(team))) == sorted({"swap asked", f"swap {swap.stage}", "roster planned"})


def test_a_swap_that_ends_because_of_leave_does_not_tell_in_the_record_who_is_away(team: Team) -> None:
    swap = team.ask()
    head = Actor.officer(post_at(CITY, Role.HEAD))

    leaves.note(team.city, account=team.accounts[0], from_on=TOMORROW, until_on=LATER, by=head, at=EVENING)

    swap.refresh_from_db()
    assert swap.stage == "overtaken"
    told = [event.facts for event in events.history(planning.subject_of(team.city))][1:]
    assert told == [{"freed": 1}, {}]


def test_a_swap_whose_shift_has_begun_lapses_when_the_night_asks_what_is_due(team: Team) -> None:
    plain, exchange = team.ask(2), team.ask(1, return_on=LATER)
    Shift.objects.filter(on=TOMORROW).update(on=LATER + timedelta(days=3))
    Swap.objects.filter(pk=exchange.pk).update(on=LATER + timedelta(days=3))
    due.fall_due(at=EVENING, brake=None)
    assert set(Swap.objects.values_list("stage", flat=True)) == {"asked"}

    due.fall_due(at=roster.begins_at(TOMORROW), brake=None)
    plain.refresh_from_db()
    exchange.refresh_from_db()
    assert (plain.stage, exchange.stage) == ("lapsed", "asked")

    for _twice in range(2):
        due.fall_due(at=roster.begins_at(LATER), brake=None)
    exchange.refresh_from_db()
    assert exchange.stage == "lapsed", "of an exchange the earlier of the two days counts"
    assert verbs(team)[-2:] == ["swap lapsed", "swap lapsed"]
