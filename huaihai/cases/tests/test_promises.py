"""Promises: what an agreement becomes, and what may become of each part of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from huaihai.cases import parts as duties
from huaihai.cases.models import Agreement, Case, Promise
from huaihai.cases.parts import Part
from huaihai.cases.verbs import falling_due, fulfilment, mediation, negotiation
from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.members.actors import Actor
from huaihai.record import events
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.cast import TUESDAY
from tests.reading import fresh

DECEMBER = [date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)]
FIRST_DAY_PAST = TUESDAY + timedelta(days=8)  # the first part was due the day before
SUM = st.integers(0, 10**12)
MONTHS = st.integers(1, fulfilment.MOST_PARTS)


def in_parts(cast: people.Cast, *, parts: int = 3) -> Case:
    """Li's complaint, agreed in mediation: 300 yuan in parts."""
    case = people.mediating(cast)
    mediation.agree(
        case,
        terms="分期退还三百元。",
        sum_fen=30_000,
        perform_by_on=DECEMBER[-1],
        parts=[Part("refund", 30_000 // parts, day) for day in DECEMBER[:parts]],
        by=cast.zhao,
        at=TUESDAY,
    )
    return case


def states(case: Case) -> list[str]:
    return [str(held.state) for held in case.promises.order_by("number")]


@given(SUM, MONTHS, st.dates(date(2020, 1, 1), date(2090, 12, 31)))
@settings(max_examples=60, deadline=None)
@example(1, 3, date(2028, 1, 31))
def test_monthly_parts_add_up_differ_by_one_fen_and_come_once_a_month(
    sum_fen: int, months: int, first: date
) -> None:
    found = duties.instalments("refund", sum_fen, first_on=first, months=months)

    sums = [part.sum_fen or 0 for part in found]
    days = [part.due_on for part in found]
    assert sum(sums) == sum_fen
    assert max(sums) - min(sums) <= 1
    assert len(set(days)) == months
    assert days == sorted(days)
    counted = [day.year * 12 + day.month for day in days]
    assert counted == list(range(counted[0], counted[0] + months))
    assert all(day.day == first.day or (day + timedelta(days=1)).day == 1 for day in days)


@given(st.lists(st.sampled_from(["repair", "replace", "return", "refund", "compensation"])), st.none() | SUM)
@settings(max_examples=60, deadline=None)
def test_the_duties_of_an_offer_are_its_sum_to_the_fen(named: list[str], sum_fen: int | None) -> None:
    found = duties.parts_of(named, sum_fen, DECEMBER[0])

    given_sums = [part.sum_fen for part in found if part.sum_fen is not None]
    assert (sum(given_sums) if given_sums else None) == sum_fen
    assert len({part.remedy for part in found}) == len(found)


def test_taking_back_and_paying_is_one_duty_and_a_new_one_with_money_is_two() -> None:
    assert duties.parts_of(["return", "refund"], 100, DECEMBER[0]) == [Part("refund", 100, DECEMBER[0])]
    assert duties.parts_of(["replace", "compensation"], 100, DECEMBER[0]) == [
        Part("compensation", 100, DECEMBER[0]),
        Part("replace", None, DECEMBER[0]),
    ]


@pytest.mark.django_db
class TestAnAgreement:
    def test_of_an_accepted_offer_in_parts_is_due_with_its_last_part(self, cast: people.Cast) -> None:
        case = people.negotiating(cast)
        terms: dict[str, Any] = {"sum_fen": 10_000, "perform_by_on": date(2026, 11, 30), "monthly_parts": 3}
        offer = people.offer(case, **terms, by=cast.sun)
        negotiation.accept(case, offer=offer, by=people.li(case), at=TUESDAY)

        told = list(case.promises.values_list("number", "sum_fen", "due_on"))
        assert told == [
            (1, 3_334, date(2026, 11, 30)),
            (2, 3_333, date(2026, 12, 30)),
            (3, 3_333, date(2027, 1, 30)),
        ]
        assert Agreement.objects.get(case=case).perform_by_on == date(2027, 1, 30)

    @pytest.mark.parametrize("sums", [[10_000, 10_000, 9_999], [None, 30_000, 30_000], [40_000, -10_000, 0]])
    def test_whose_parts_do_not_fit_its_sum_is_not_written_down(
        self, cast: people.Cast, sums: list[int | None]
    ) -> None:
        case = people.mediating(cast)

        with pytest.raises(Unfit) as told:
            mediation.agree(
                case,
                terms="分期。",
                sum_fen=30_000,
                perform_by_on=DECEMBER[0],
                parts=[Part("", sum_fen, day) for sum_fen, day in zip(sums, DECEMBER, strict=True)],
                by=cast.zhao,
                at=TUESDAY,
            )

        case.refresh_from_db()
        assert told.value.field == "parts"
        assert case.stage == "mediating"
        assert not Agreement.objects.filter(case=case).exists()


@pytest.mark.django_db
class TestOnePart:
    def test_is_claimed_and_confirmed_for_itself_and_the_last_one_closes_the_case(
        self, cast: people.Cast
    ) -> None:
        case = in_parts(cast)
        first, second, third = case.promises.all()
        li = people.li(case)

        fulfilment.claim(first, text="已转一百元。", by=cast.sun, at=TUESDAY)
        assert states(case) == ["claimed", "open", "open"]
        fulfilment.confirm_part(case, promise=first, by=li, at=TUESDAY)
        fulfilment.confirm_part(case, promise=third, by=li, at=TUESDAY)  # paid early, never claimed
        assert (case.stage, states(case)) == ("fulfilling", ["kept", "open", "kept"])
        with pytest.raises(Unfit) as told:
            fulfilment.claim(first, text="再说一次。", by=cast.sun, at=TUESDAY)
        assert told.value.field == "promise"

        fulfilment.confirm_part(case, promise=second, by=li, at=TUESDAY)
        assert (case.stage, case.result) == ("closed", Case.Result.FULFILLED)
        assert states(case) == ["kept", "kept", "kept"]
        verbs = [event.verb for event in events.history(case.record_key)][-4:]
        assert verbs == ["claim_part", "confirm_part", "confirm_part", "confirm"]

    def test_is_broken_only_when_its_day_is_past_and_a_claim_does_not_mend_it(
        self, cast: people.Cast
    ) -> None:
        case = in_parts(cast)
        first, second, _third = case.promises.all()
        li = people.li(case)
        with pytest.raises(Unfit) as too_early:
            fulfilment.breach_part(case, promise=second, by=li, at=FIRST_DAY_PAST)
        assert too_early.value.field == "text"

        fulfilment.breach_part(case, promise=first, text="没收到。", by=li, at=FIRST_DAY_PAST)
        fulfilment.claim(first, text="今天补上了。", by=cast.sun, at=FIRST_DAY_PAST)

        assert (fresh(case).stage, states(case)) == ("breached", ["broken", "open", "open"])
        fulfilment.confirm_part(case, promise=first, by=li, at=FIRST_DAY_PAST)
        assert (case.stage, states(case)) == ("breached", ["kept", "open", "open"])

    def test_that_nobody_confirmed_is_unknown_and_never_kept(self, cast: people.Cast) -> None:
        case = in_parts(cast, parts=1)
        fulfilment.claim_fulfilment(case, text="都做了。", by=cast.sun, at=TUESDAY)
        late = TUESDAY + timedelta(days=60)

        fulfilment.close_unconfirmed(case, text="电话三次无人接。", by=cast.zhao, at=late)

        assert (case.result, states(case)) == (Case.Result.UNCONFIRMED, ["unknown"])
        assert not Promise.objects.kept().exists()

    def test_may_be_paid_by_a_fund_and_still_waits_for_the_consumer(self, cast: people.Cast) -> None:
        case = in_parts(cast, parts=1)
        promise = case.promises.get()

        fulfilment.claim(
            promise, text="基金已转账。", paid_by=Promise.PaidBy.FUND, by=Actor.system("fund"), at=TUESDAY
        )

        assert (fresh(promise).state, promise.paid_by) == (Promise.State.CLAIMED, Promise.PaidBy.FUND)
        assert events.history(case.record_key).reverse()[0].verb == "fund_paid"

    def test_is_confirmed_by_the_consumer_alone(self, cast: people.Cast) -> None:
        case = in_parts(cast)
        first = case.promises.first()
        assert first is not None

        with pytest.raises(NotAllowed):
            fulfilment.confirm_part(case, promise=first, by=cast.sun, at=TUESDAY)

    def test_holds_in_the_database_what_it_must(self, cast: people.Cast) -> None:
        case = in_parts(cast, parts=1)
        for wrong in (
            {"sum_fen": -1},
            {"claimed_at": TUESDAY},
            {"remedy": "a-cake"},
            {"confirmed_at": TUESDAY, "left_at": TUESDAY},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                case.promises.update(**wrong)

    def test_is_reminded_of_before_its_day_and_asked_about_after_it_each_once(
        self, cast: people.Cast
    ) -> None:
        case = in_parts(cast, parts=2)

        told: dict[str, list[date]] = {"promise_near": [], "promise_due": []}
        for day in range(12):
            at = TUESDAY + timedelta(days=day)
            for _run in range(2):
                for act in list(falling_due.due_acts(at)):
                    act()
        for message in OutboxMessage.objects.filter(subject=case.record_key, effect_key__contains="promise_"):
            name = next(name for name in told if name in message.effect_key)
            told[name].append(message.created_at.date())

        assert told == {"promise_near": [date(2026, 11, 28)], "promise_due": [date(2026, 12, 2)]}

    def test_that_is_confirmed_is_neither_reminded_of_nor_asked_about(self, cast: people.Cast) -> None:
        case = in_parts(cast)
        first = case.promises.first()
        assert first is not None
        fulfilment.confirm_part(case, promise=first, by=people.li(case), at=TUESDAY)

        for act in list(falling_due.due_acts(FIRST_DAY_PAST)):
            act()

        told = OutboxMessage.objects.filter(
            effect_key__contains="promise_", effect_key__endswith=f"{first.pk}:sms"
        )
        assert not told.exists()
