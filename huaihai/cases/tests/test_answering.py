"""What a business answers: first replies, reasons, denials, silence; and counter-offers."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from huaihai.businesses.models import Business
from huaihai.businesses.register.verbs import Stated
from huaihai.cases import business_figures, figures
from huaihai.cases.business_figures import most_complained
from huaihai.cases.desk.lists import count_seen
from huaihai.cases.models import Agreement, Answer, Case, Offer
from huaihai.cases.periods import Period
from huaihai.cases.verbs import falling_due, fulfilment, negotiation, routing
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import ZONE
from huaihai.law import replies
from huaihai.members.models import AdoptedClock
from huaihai.record import clocks, events
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.cast import TUESDAY, Cast
from tests.reading import fresh

pytestmark = pytest.mark.django_db
SOON = date(2026, 11, 26)


def fall_due(days: int) -> int:
    """A night, as far as cases are concerned: how much was done."""
    return night(TUESDAY + timedelta(days=days))


def night(at: datetime) -> int:
    acts = list(falling_due.due_acts(at))
    for act in acts:
        act()
    return len(acts)


def counter(case: Case, offer: Offer, **changed: Any) -> Offer:
    said: dict[str, Any] = {
        "remedies": ["refund", "compensation"],
        "sum_fen": 30_000,
        "perform_by_on": date(2026, 12, 3),
        "text": "再加运费。",
        "by": people.li(case),
        "at": TUESDAY,
    }
    return negotiation.counter(case, offer=offer, **(said | changed))


# First replies


def test_a_first_reply_ends_silence_and_moves_no_other_clock(cast: Cast) -> None:
    case = people.negotiating(cast)
    before = clocks.running(case.record_key)

    made = negotiation.reply(case, until_on=SOON, needs=["receipt"], by=cast.sun, at=TUESDAY)

    running = clocks.running(case.record_key)
    assert set(before) - set(running) == {"silence"}
    assert running["negotiate"].due_on == before["negotiate"].due_on
    assert (case.stage, made.reason, made.business) == ("negotiating", "need", cast.shop)
    assert any("并回了话" in sent.text for sent in OutboxMessage.objects.filter(subject=case.record_key))


def test_a_reply_gains_no_time_beyond_the_time_to_settle(cast: Cast) -> None:
    case = people.negotiating(cast)
    last = clocks.running(case.record_key)["negotiate"].due_on
    with pytest.raises(Unfit, match="12 月 8 日"):
        negotiation.reply(case, until_on=last + timedelta(days=1), by=cast.sun, at=TUESDAY)
    for _time in range(3):
        negotiation.reply(case, until_on=last, by=cast.sun, at=TUESDAY)
    with pytest.raises(Unfit, match="3"):
        negotiation.reply(case, until_on=last, by=cast.sun, at=TUESDAY)

    assert fall_due(15) == 1
    assert fresh(case).stage == "deciding"
    assert events.history(case.record_key).filter(verb="lapse_negotiation").exists()
    assert not Answer.objects.filter(kind="silence").exists()


@pytest.mark.parametrize(
    "wrong",
    [{"until_on": date(2026, 11, 23)}, {"needs": ["a-kettle"]}, {"needs": ["more"]}, {"needs": ["not-us"]}],
)
def test_a_reply_that_says_nothing_is_not_taken(cast: Cast, wrong: dict[str, Any]) -> None:
    case = people.negotiating(cast)
    with pytest.raises(Unfit):
        negotiation.reply(case, **({"until_on": SOON} | wrong), by=cast.sun, at=TUESDAY)
    assert not Answer.objects.exists()


def test_the_consumer_gives_only_what_was_asked_for(cast: Cast) -> None:
    case = people.negotiating(cast)
    with pytest.raises(Unfit):
        negotiation.supply(case, text="订单号 8841", by=people.li(case), at=TUESDAY)
    negotiation.reply(case, until_on=SOON, needs=["order"], by=cast.sun, at=TUESDAY)
    negotiation.supply(case, text="订单号 8841", by=people.li(case), at=TUESDAY)
    assert events.history(case.record_key).filter(verb="supply").get().text == "订单号 8841"


# Refusals, and notes that stay with the office


def test_a_refusal_keeps_reason_words_and_note_apart(cast: Cast) -> None:
    case = people.negotiating(cast)
    said: dict[str, Any] = {"reason": "outside-period", "text": "买了一年多。", "note_to_body": "常来闹的。"}
    negotiation.refuse(case, **said, by=cast.sun, at=TUESDAY)
    made = Answer.objects.get()
    assert made.kind == "refusal"
    assert {name: getattr(made, name) for name in said} == said
    assert not any("常来闹" in event.text + str(event.facts) for event in events.history(case.record_key))
    assert not any("常来闹" in sent.text for sent in OutboxMessage.objects.all())


@pytest.mark.parametrize(
    ("reason", "text"),
    [("not-us", "不是我们"), ("other", " "), ("facts-disputed", ""), ("receipt", "x"), ("", "x")],
)
def test_a_refusal_needs_a_reason_of_the_list_and_words_where_the_reason_says_little(
    cast: Cast, reason: str, text: str
) -> None:
    case = people.negotiating(cast)
    with pytest.raises(Unfit):
        negotiation.refuse(case, reason=reason, text=text, by=cast.sun, at=TUESDAY)
    assert fresh(case).stage == "negotiating"


def test_a_reason_is_offered_from_its_day_on() -> None:
    assert replies.OTHER in replies.reasons(replies.OTHER.since)
    assert replies.reasons(replies.OTHER.since - timedelta(days=1)) == ()


# Counter-offers


def test_a_counter_offer_takes_the_place_of_the_offer_and_is_accepted_by_the_business(cast: Cast) -> None:
    case, offer = people.offered(cast)
    made = counter(case, offer)
    assert (fresh(offer).state, made.state, made.by_party) == ("countered", "open", "consumer")
    assert made.valid_until_on == date(2026, 12, 3)  # not beyond the day to do it by
    with pytest.raises(NotAllowed):
        negotiation.accept(case, offer=made, by=people.li(case), at=TUESDAY)
    with pytest.raises(Unfit):
        negotiation.accept(case, offer=offer, by=people.li(case), at=TUESDAY)

    agreement = negotiation.accept(case, offer=made, by=cast.sun, at=TUESDAY)

    assert (case.stage, case.settled_fen, agreement.sum_fen) == ("fulfilling", 30_000, 30_000)
    assert agreement.offer == made
    assert sum(promise.sum_fen or 0 for promise in case.promises.all()) == 30_000


def test_the_business_says_no_to_a_counter_offer_or_offers_again(cast: Cast) -> None:
    case, offer = people.offered(cast)
    made = counter(case, offer)
    with pytest.raises(Unfit):
        counter(case, made)
    negotiation.reject(case, offer=made, text="太多了。", by=cast.sun, at=TUESDAY)
    assert (case.stage, fresh(made).state) == ("negotiating", "rejected")
    with pytest.raises(Unfit):
        counter(case, made)
    second = people.offer(case, sum_fen=28_000, by=cast.sun)
    third = counter(case, second)
    people.offer(case, sum_fen=28_000, by=cast.sun)
    assert fresh(third).state == "replaced"
    assert [held.by_party for held in case.offers.all()] == [*["business", "consumer"] * 2, "business"]
    assert case.offers.filter(state="open").count() == 1


def test_an_officer_accepts_only_on_a_word_that_is_written_down(cast: Cast) -> None:
    case, offer = people.offered(cast)
    made = counter(case, offer)
    with pytest.raises(Unfit):
        negotiation.accept(case, offer=made, by=cast.zhao, at=TUESDAY)
    negotiation.accept(case, offer=made, text="店主 10:20 来电同意。", by=cast.zhao, at=TUESDAY)
    accepted = events.history(case.record_key).filter(verb="accept").get()
    assert accepted.facts["on_word"]
    assert accepted.facts["made_by"] == "consumer"


def test_a_business_answers_no_offer_of_its_own(cast: Cast) -> None:
    case, offer = people.offered(cast)
    for act in (negotiation.accept, negotiation.reject):
        with pytest.raises(NotAllowed):
            act(case, offer=offer, text="好。", by=cast.sun, at=TUESDAY)
    assert not Agreement.objects.exists()


# Silence


def test_proven_service_and_no_answer_count_as_refusal_after_the_adopted_days(cast: Cast) -> None:
    AdoptedClock.objects.create(
        organisation=cast.lead,
        limit="SILENCE_IS_REFUSAL",
        number=5,
        unit="d",
        source="本会决定（测试）",
        in_force_from=date(2026, 1, 1),
        mark="read",
        decided_by="test",
    )
    silent, answered = people.negotiating(cast), people.negotiating(cast)
    negotiation.reply(answered, until_on=SOON, by=cast.sun, at=TUESDAY)
    # 29 November is a Sunday
    assert clocks.running(silent.record_key)["silence"].due_on == date(2026, 11, 30)
    assert fall_due(6) == 1  # a reminder; 30 November is the last day
    assert fall_due(7) == 1
    assert fall_due(7) == 0
    silent.refresh_from_db()
    assert (silent.stage, fresh(answered).stage) == ("deciding", "negotiating")
    assert Answer.objects.get(kind="silence").business == cast.shop
    told = [sent.text for sent in OutboxMessage.objects.filter(subject=silent.record_key)]
    assert sum("视为拒绝" in text for text in told) == 2  # the consumer and the business


def test_a_time_to_settle_without_any_answer_ends_as_silence_too(cast: Cast) -> None:
    case = people.negotiating(cast)
    assert fall_due(14) == 1  # a reminder; 8 December is the last day to settle, before the 15 days are over
    assert fall_due(15) == 1
    case.refresh_from_db()
    verbs = list(events.history(case.record_key).values_list("verb", flat=True))
    assert (case.stage, verbs[-1]) == ("deciding", "lapse_silence")
    assert not clocks.running(case.record_key)["decide"].is_paused


def test_an_answer_given_while_the_list_of_the_night_is_worked_off_counts(cast: Cast) -> None:
    case = people.negotiating(cast)
    late = TUESDAY + timedelta(days=15)
    acts = list(falling_due.due_acts(late))
    negotiation.reply(case, until_on=late.date(), by=cast.sun, at=late)
    for act in acts:
        act()
    case.refresh_from_db()
    verbs = list(events.history(case.record_key).values_list("verb", flat=True))
    assert (case.stage, verbs[-1]) == ("deciding", "lapse_negotiation")
    assert not Answer.objects.filter(kind="silence").exists()


@pytest.mark.parametrize(
    ("served", "silence", "decide"),
    [  # served at once on that day; 15 days, moved past rest days (T-4); 7 working days, standing while settling
        ("2026-11-24", "2026-12-09", "2026-12-17"),
        ("2026-09-18", "2026-10-08", "2026-10-16"),  # over the national holiday; 10 October is worked
        ("2026-01-30", "2026-02-14", "2026-03-02"),  # 14 and 28 February are Saturdays that are worked
    ],
)
def test_silence_is_counted_past_rest_days_and_the_body_gets_its_days_back(
    cast: Cast, served: str, silence: str, decide: str
) -> None:
    at = datetime.fromisoformat(f"{served}T10:00").replace(tzinfo=ZONE)
    case = people.negotiating(cast, at)
    running = clocks.running(case.record_key)
    assert running["silence"].due_on.isoformat() == silence
    over = min(running["silence"].due_on, running["negotiate"].due_on) + timedelta(days=1)
    night(datetime(over.year, over.month, over.day, 3, tzinfo=ZONE))
    assert clocks.running(case.record_key)["decide"].due_on.isoformat() == decide


def test_a_pause_moves_the_last_day_of_silence_by_the_days_it_stood(cast: Cast) -> None:
    case = people.negotiating(cast)
    held = clocks.running(case.record_key)["silence"]
    clocks.pause(held, at=TUESDAY + timedelta(days=2), reason="the power was cut")
    clocks.resume(held, at=TUESDAY + timedelta(days=5))
    assert held.due_on == date(2026, 12, 14)  # 9 December and three days: a Saturday, so the Monday after


# Not us


def numbers_of(cast: Cast, shop: Business) -> tuple[int, ...]:
    """Every count of the business's cases there is for an officer and in public."""
    period = Period(date(2026, 11, 1), date(2026, 12, 31))
    rows = [figures.rows(kind, period, cast.zhao).filter(business=shop) for kind in figures.KINDS[1:]]
    complained = most_complained(cast.lead, since=TUESDAY - timedelta(days=30), but_not=[])
    return (
        sum(row["complaints"] for row in complained if row["standing"] == shop.pk),
        count_seen(cast.zhao, of=[shop]),
        count_seen(cast.wang, of=[shop]),
        business_figures.admitted_against([shop.pk]).count(),
        *(found.count() for found in rows),
    )


def test_not_us_leaves_no_mark_in_any_count_and_the_case_goes_to_whom_it_concerns(cast: Cast) -> None:
    case = people.negotiating(cast)
    assert numbers_of(cast, cast.shop)[:3] == (1, 1, 1)

    negotiation.deny(case, text="我们不卖水壶。", note_to_body="隔壁才卖。", by=cast.sun, at=TUESDAY)

    assert (case.stage, case.responsible) == ("deciding", cast.lead)
    assert not any(numbers_of(cast, cast.shop))
    routing.correct_business(case, stated=Stated(sign="老街水壶摊"), by=people.li(case), at=TUESDAY)
    assert not Case.objects.visible_to(cast.sun).exists()
    negotiation.invite(case, by=cast.zhao, at=TUESDAY)
    negotiation.serve(case, way="call", proof="Answered.", by=cast.zhao, at=TUESDAY)
    negotiation.refuse(case, reason="made-good", by=cast.zhao, at=TUESDAY)
    routing.admit(case, by=cast.zhao, at=TUESDAY)
    assert not any(numbers_of(cast, cast.shop))
    assert case.business
    assert business_figures.admitted_against([case.business.pk]).get() == case
    with pytest.raises((NotPossible, NotAllowed)):
        negotiation.deny(case, text="x", by=cast.sun, at=TUESDAY)


def test_a_body_that_finds_otherwise_admits_the_case_and_then_it_counts(cast: Cast) -> None:
    case = people.negotiating(cast)
    negotiation.deny(case, text="不是我们。", by=cast.sun, at=TUESDAY)
    assert not business_figures.admitted_against([cast.shop.pk]).exists()
    routing.admit(case, by=cast.zhao, at=TUESDAY)
    assert business_figures.admitted_against([cast.shop.pk]).get() == case
    assert count_seen(cast.zhao, of=[cast.shop]) == 1


def test_only_what_the_body_admitted_or_both_sides_settled_counts(cast: Cast) -> None:
    people.negotiating(cast)
    withdrawn = people.negotiating(cast)
    fulfilment.withdraw(withdrawn, by=people.li(withdrawn), at=TUESDAY)
    linked, other = people.filed().case, people.filed().case
    routing.link(linked, to_number=str(other.number), by=cast.wang, at=TUESDAY)
    assert not business_figures.admitted_against([cast.shop.pk]).exists()

    settled, offer = people.offered(cast)
    negotiation.accept(settled, offer=offer, by=people.li(settled), at=TUESDAY)
    admitted = people.mediating(cast)
    assert set(business_figures.admitted_against([cast.shop.pk])) == {settled, admitted}
