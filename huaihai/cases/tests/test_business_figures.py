"""Numbers about a business and its trade: what counts, what is apart, and a stored count that equals a fresh one."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai.businesses.models import Business
from huaihai.cases import business_figures, business_numbers
from huaihai.cases.business_figures import Counts
from huaihai.cases.models import Agreement, Case, Promise, TradeMonth
from huaihai.cases.periods import Period
from huaihai.cases.verbs import fulfilment, negotiation
from huaihai.cli import main
from huaihai.kit.clock import local_day
from huaihai.kit.ids import new_id
from huaihai.record.models import Clock
from tests import cast as people
from tests.cast import TUESDAY
from tests.effort import examples

YEAR = Period(date(2025, 12, 1), date(2026, 11, 24))
STATES = ["waiting", "claimed", "kept", "paid_by_fund", "broken", "unknown"]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """One case of a history: its trade, when it was received, how it went."""

    category: str
    received_days_ago: int
    counts: bool
    reply_hours: int | None  # None: never asked for one; above 24: late; above 100: silent
    promises: tuple[str, ...]


CASES = st.lists(
    st.builds(
        Told,
        category=st.sampled_from(["G01", "S01"]),
        received_days_ago=st.integers(0, 380),
        counts=st.booleans(),
        reply_hours=st.none() | st.integers(0, 120),
        promises=st.lists(st.sampled_from(STATES), max_size=3).map(tuple),
    ),
    max_size=14,
)


def written(told: Told, business: Business, home: Any) -> Case:
    """A closed case as its verbs would have left it."""
    at = TUESDAY - told.received_days_ago * DAY
    is_settled = bool(told.promises)
    case = Case.objects.create(
        number=f"T{new_id().hex[:18]}",
        stage="closed",
        home=home,
        responsible=home,
        business=business,
        category=told.category,
        created_at=at,
        submitted_at=at,
        stage_since=at,
        ended_at=at,
        served_at=at if told.reply_hours is not None else None,
        admitted_at=at if told.counts else None,
    )
    if told.reply_hours is not None:
        _replied(case, told.reply_hours, at)
    if is_settled:
        agreement = Agreement.objects.create(
            case=case, kind="settlement", terms="x", perform_by_on=at.date(), reached_at=at + DAY
        )
        for number, state in enumerate(told.promises, start=1):
            _promised(case, agreement, number, state, at)
    return case


def _replied(case: Case, hours: int, at: datetime) -> None:
    Clock.objects.create(
        subject=case.record_key,
        name="first_reply",
        owner="x",
        limit_name="FIRST_REPLY",
        number=24,
        unit="h",
        started_at=at,
        due_at=at + timedelta(hours=24),
        due_on=local_day(at + timedelta(hours=24)),
        ended_at=at + timedelta(hours=hours),
        ended_by="lapse_silence" if hours > 100 else "reply",
    )


def _promised(case: Case, agreement: Agreement, number: int, state: str, at: datetime) -> None:
    claimed = {"claimed_at": at, "claimed_by": "x", "paid_by": "business"}
    facts: dict[str, dict[str, Any]] = {
        "waiting": {},
        "claimed": claimed,
        "kept": {"confirmed_at": at},
        "paid_by_fund": {**claimed, "paid_by": "fund", "confirmed_at": at},
        "broken": {"breached_at": at},
        "unknown": {**claimed, "left_at": at},
    }
    Promise.objects.create(
        case=case,
        agreement=agreement,
        number=number,
        due_on=at.date(),
        recorded_by="x",
        recorded_at=at,
        **facts[state],
    )


def expected(history: list[Told], *, category: str = "", within: Period = YEAR) -> Counts:
    """The counts by a plain walk over the story."""
    found = Counts()
    for one in history:
        received_on = (TUESDAY - one.received_days_ago * DAY).date()
        if not within.since <= received_on <= within.until or (category and one.category != category):
            continue
        if not one.counts and not one.promises:
            continue
        found.cases += 1
        if one.promises:
            found.settled += 1
            found.settle_days[1] += 1
        if one.reply_hours is not None:
            found.asked += 1
            if one.reply_hours <= 100:
                found.reply_hours[one.reply_hours] += 1
                found.replied_in_time += one.reply_hours <= 24
        for state in one.promises:
            setattr(found, state, getattr(found, state) + 1)
    return found


@pytest.mark.django_db
@given(CASES)
@settings(max_examples=examples(5, long=60), deadline=None, suppress_health_check=list(HealthCheck))
def test_a_stored_count_of_a_trade_equals_a_plain_walk_and_counting_again_changes_nothing(
    history: list[Told],
) -> None:
    with transaction.atomic():
        cast = people.assemble()
        for told in history:
            written(told, cast.shop, cast.home)

        business_numbers.recount_all(at=TUESDAY)
        first = list(TradeMonth.objects.order_by("category", "month").values("category", "month", "counts"))
        business_numbers.recount_all(at=TUESDAY)

        assert first == list(
            TradeMonth.objects.order_by("category", "month").values("category", "month", "counts")
        )
        for category in ("G01", "S01"):
            assert business_numbers.of_trade(category, YEAR) == expected(history, category=category)
        assert business_figures.of_business([cast.shop.pk], YEAR) == expected(history)
        transaction.set_rollback(True)


@pytest.mark.django_db
class TestNumbers:
    def test_follow_the_verbs_and_are_counted_anew_by_night_only_where_something_happened(
        self, cast: people.Cast
    ) -> None:
        case, offer = people.offered(cast)
        negotiation.accept(case, offer=offer, by=people.li(case), at=TUESDAY)
        quiet = written(Told("G01", 200, True, None, ()), cast.shop, cast.home)
        for act in list(business_numbers.due_acts(TUESDAY)):
            act()
        assert business_numbers.of_trade("G01", YEAR).waiting == 1
        TradeMonth.objects.filter(month=quiet.submitted_at.date().replace(day=1)).update(
            counted_at=TUESDAY - 300 * DAY
        )

        assert list(business_numbers.due_acts(TUESDAY)) == []  # once a day
        fulfilment.confirm(case, by=people.li(case), at=TUESDAY + 2 * DAY)
        acts = list(business_numbers.due_acts(TUESDAY + 2 * DAY))
        for act in acts:
            act()

        assert len(acts) == 1
        counts = business_numbers.of_trade("G01", YEAR)
        assert (counts.cases, counts.kept, counts.waiting) == (2, 1, 0)

    @pytest.mark.parametrize("has_counted", [True, False])
    @pytest.mark.parametrize("done", [0, 1, 2])
    def test_a_count_that_breaks_off_is_done_again_as_a_whole(
        self, cast: people.Cast, monkeypatch: pytest.MonkeyPatch, *, has_counted: bool, done: int
    ) -> None:
        at = TUESDAY + 90 * DAY
        if has_counted:
            business_numbers.recount_all(at=TUESDAY - 30 * DAY)
        for days in (0, 40, 80):
            case, offer = people.offered(cast)
            negotiation.accept(case, offer=offer, by=people.li(case), at=TUESDAY)
            Case.objects.filter(pk=case.pk).update(submitted_at=TUESDAY - days * DAY)
        real, left = business_numbers.recount, [None] * done

        def broken(month: date, *, at: datetime) -> None:
            left.pop()  # IndexError when none is left
            real(month, at=at)

        monkeypatch.setattr(business_numbers, "recount", broken)
        with pytest.raises(IndexError):
            business_numbers.recount_changed(at=at)
        monkeypatch.undo()
        later = at + 60 * DAY  # when what happened is long over
        (act,) = business_numbers.due_acts(later)
        act()

        assert business_numbers.of_trade("G01", YEAR).cases == 3
        assert business_numbers.last_counted() == later
        assert list(business_numbers.due_acts(later + DAY)) == []

    def test_say_nothing_of_a_mere_complaint_a_denied_and_a_linked_one(self, cast: people.Cast) -> None:
        people.negotiating(cast)
        denied = people.negotiating(cast)
        negotiation.deny(denied, text="不是本店。", by=cast.sun, at=TUESDAY)
        linked = written(Told("G01", 3, True, None, ()), cast.shop, cast.home)
        Case.objects.filter(pk=linked.pk).update(stage="linked")

        assert business_figures.of_business([cast.shop.pk], YEAR) == Counts()

    def test_are_not_shown_of_fewer_than_five_cases_and_then_with_how_sure_they_are(
        self, cast: people.Cast
    ) -> None:
        ids = frozenset({cast.shop.pk})
        for number in range(4):
            written(Told("G01", number, True, 2, ("kept",)), cast.shop, cast.home)
        assert business_numbers.told(ids, today=TUESDAY.date()).shown == ()
        counts = business_figures.of_business(ids, YEAR)
        own = business_numbers.in_words(counts, ids, today=TUESDAY.date(), is_own=True)
        assert own.cases == 4
        assert any(one.of.startswith("4") for one in own.shown)  # a business reads its own, however few
        assert not any("%" in one.trade for one in own.shown)  # its trade has too few still

        written(Told("G01", 9, True, 2, ("unknown",)), cast.shop, cast.home)
        business_numbers.recount_all(at=TUESDAY)
        told = business_numbers.told(ids, today=TUESDAY.date())

        kept = next(one for one in told.shown if one.trade and one.value == "80 %")
        assert "4" in kept.of
        assert "38 %" in kept.between  # Wilson for 4 of 5: 0.3755 to 0.9638
        assert "96 %" in kept.between
        assert kept.trade == "80 %"

    def test_of_a_business_ask_the_database_the_same_few_times_however_many_cases(
        self, cast: people.Cast
    ) -> None:
        asked = []
        for more in (6, 30):
            for number in range(more):
                written(Told("G01", number, True, 2, ("kept", "broken")), cast.shop, cast.home)
            with CaptureQueriesContext(connection) as queries:
                business_numbers.told(frozenset({cast.shop.pk}), today=TUESDAY.date())
            asked.append(len(queries))

        assert asked[0] == asked[1] <= 8

    def test_are_counted_anew_by_command(self, cast: people.Cast, capsys: pytest.CaptureFixture[str]) -> None:
        written(Told("G01", 3, True, 2, ("kept",)), cast.shop, cast.home)

        assert main(["cases", "rebuild", "--all", "--lang", "en"]) == 0
        assert re.fullmatch(r"[1-9]\d* months counted\n", capsys.readouterr().out)
        assert business_numbers.of_trade("G01", YEAR).kept == 1
