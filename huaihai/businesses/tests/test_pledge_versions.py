"""Publishing pledges: versions, days, notice, who may, and by which version a sale is judged."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai.businesses.models import Business, Mandate, Place, PledgeVersion
from huaihai.businesses.pledges import facts as pledges_facts
from huaihai.businesses.pledges import terms as pledges_terms
from huaihai.businesses.pledges import verbs as pledges_verbs
from huaihai.businesses.pledges.terms import CrossShopTerms, GenuineTerms, PriceTerms, ReplyTerms, ReturnTerms
from huaihai.businesses.tests.pledge_cast import AT, TODAY, Chain, chain, draft, published
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.law import limits
from huaihai.members.actors import Actor
from huaihai.members.models import AdoptedClock
from huaihai.record import clocks, events
from tests.effort import examples
from tests.posts import body, officer_of
from tests.reading import fresh

KIND = "no_reason_return"


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.fixture
def cast(db: Any) -> Chain:
    return chain()


@pytest.mark.django_db
class TestVersions:
    def test_a_sale_is_judged_by_the_version_of_its_day(self, cast: Chain) -> None:
        first = published(cast, ReturnTerms(days=10))
        second = published(cast, ReturnTerms(days=7), from_on=day(3))
        assert [pledges_facts.in_force(cast.group, KIND, on=day(n)) for n in (-1, 0, 2, 3, 400)] == [
            None, first, first, second, second,
        ]  # fmt: skip
        assert pledges_facts.on_day(second, day(1)) == first

    def test_what_was_published_is_never_overwritten(self, cast: Chain) -> None:
        first = published(cast, ReturnTerms(days=10), own_words="我们说到做到")
        held = PledgeVersion.objects.values("terms", "words", "own_words", "fingerprint").get(pk=first.pk)
        published(cast, ReturnTerms(days=7), from_on=day(1))
        first.refresh_from_db()
        assert (
            PledgeVersion.objects.values("terms", "words", "own_words", "fingerprint").get(pk=first.pk)
            == held
        )
        assert pledges_facts.is_as_published(first)
        first.words["en"][0] = "You may return it within 99 days."
        assert not pledges_facts.is_as_published(first)

    @pytest.mark.parametrize("number", [-1, 0, 400])
    def test_a_change_begins_after_today_and_within_a_year(self, cast: Chain, number: int) -> None:
        if number:
            with pytest.raises(Unfit) as refused:
                published(cast, from_on=day(number))
            assert refused.value.field == "from_on"
        published(cast)
        with pytest.raises(Unfit) as refused:
            published(cast, from_on=day(number))
        assert refused.value.field == "from_on"

    def test_a_version_that_another_one_overtakes_never_begins(self, cast: Chain) -> None:
        published(cast)
        late = published(cast, ReturnTerms(days=20), from_on=day(30))
        published(cast, ReturnTerms(days=15), from_on=day(10))
        assert fresh(late).never_began
        then = pledges_facts.in_force(cast.group, KIND, on=day(40))
        assert then is not None
        assert pledges_facts.terms(then) == ReturnTerms(days=15)

    @settings(  # each history begins with no version at all
        max_examples=examples(6, long=60),
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.lists(st.integers(1, 12), min_size=1, max_size=6), st.integers(0, 14))
    def test_each_day_has_one_version_at_most_and_it_is_the_newest_that_began(
        self, cast: Chain, starts: list[int], asked: int
    ) -> None:
        PledgeVersion.objects.all().delete()
        first = published(cast)
        made = [(0, first)] + [(n, published(cast, from_on=day(n))) for n in starts]
        alive: list[tuple[int, PledgeVersion]] = []
        for start, version in made:
            alive = [(n, one) for n, one in alive if n < start] + [(start, version)]
        expected = max((pair for pair in alive if pair[0] <= asked), key=lambda pair: pair[0])[1]
        assert list(PledgeVersion.objects.in_force_on(day(asked))) == [expected]

    def test_two_managers_do_not_overwrite_each_other(self, cast: Chain) -> None:
        pledges_verbs.publish(cast.group, draft(), by=cast.manager, at=AT, seen=0)
        with pytest.raises(Moved):
            pledges_verbs.publish(cast.group, draft(from_on=day(1)), by=cast.manager, at=AT, seen=0)

    def test_the_record_keeps_the_fingerprint(self, cast: Chain) -> None:
        version = published(cast)
        event = events.history(cast.group.record_key).last()
        assert event is not None
        assert (event.verb, event.facts["fingerprint"]) == ("pledge_published", version.fingerprint)


@pytest.mark.django_db
class TestEnding:
    def test_it_ends_with_notice_and_old_sales_stay_covered(self, cast: Chain) -> None:
        version = published(cast)
        notice = pledges_verbs.rules_for(cast.group, on=TODAY).notice_days
        with pytest.raises(Unfit) as refused:
            pledges_verbs.end(version.pledge, last_on=day(notice - 1), by=cast.manager, at=AT)
        assert refused.value.field == "last_on"
        pledges_verbs.end(version.pledge, last_on=day(notice), by=cast.manager, at=AT)
        assert pledges_facts.in_force(cast.group, KIND, on=day(notice)) == version
        assert pledges_facts.in_force(cast.group, KIND, on=day(notice + 1)) is None
        assert pledges_facts.in_force(cast.group, KIND, on=TODAY) == version
        with pytest.raises(NotPossible):
            pledges_verbs.end(version.pledge, last_on=day(notice), by=cast.manager, at=AT)

    def test_a_body_may_ask_for_longer_notice_and_more_days_never_for_less(self, cast: Chain) -> None:
        for limit, number in ((limits.END_PLEDGE, 40), (limits.PLEDGED_RETURN, 3)):
            AdoptedClock.objects.create(
                organisation=body("city:411400"),
                limit=limit.name,
                number=number,
                unit="d",
                source="test",
                mark="read",
                in_force_from=day(-1),
            )
        rules = pledges_verbs.rules_for(cast.here, on=TODAY)
        assert (rules.notice_days, rules.least_days) == (40, 7)


@pytest.mark.django_db
class TestWhoMay:
    def test_only_a_manager_promises_and_only_for_an_identified_business_on_the_channel(
        self, cast: Chain
    ) -> None:
        with pytest.raises(NotAllowed):
            pledges_verbs.publish(cast.group, draft(), by=officer_of("city:411400"), at=AT)
        cast.group.representatives.update(role="answerer")
        with pytest.raises(NotAllowed):
            published(cast)
        cast.group.representatives.update(role="manager")
        Business.objects.filter(pk=cast.group.pk).update(credit_code=None)
        with pytest.raises(NotPossible):
            published(cast)

    def test_a_business_off_the_channel_promises_nothing_new(self, cast: Chain) -> None:
        cast.group.enrolments.all().delete()
        with pytest.raises(NotPossible):
            published(cast)

    def test_the_city_that_confirmed_it_hides_and_shows_a_pledge_which_stays_binding(
        self, cast: Chain
    ) -> None:
        version = published(cast)
        own, other = officer_of("city:411400"), officer_of("city:320300")
        with pytest.raises(NotAllowed):
            pledges_verbs.suspend_display(version.pledge, reason="x", by=other, at=AT)
        with pytest.raises(Unfit):
            pledges_verbs.suspend_display(version.pledge, reason=" ", by=own, at=AT)
        made = pledges_verbs.suspend_display(version.pledge, reason="Not kept twice", by=own, at=AT)
        assert pledges_verbs.suspend_display(version.pledge, reason="Again", by=own, at=AT) == made
        assert not PledgeVersion.objects.displayed().exists()
        assert pledges_facts.in_force(cast.group, KIND, on=TODAY) == version
        pledges_verbs.lift_suspension(version.pledge, by=own, at=AT)
        assert PledgeVersion.objects.displayed().exists()


@pytest.mark.django_db
class TestWhere:
    def test_a_group_promises_for_its_members_and_the_nearer_pledge_counts(self, cast: Chain) -> None:
        groups = published(cast, ReturnTerms(days=7))
        assert pledges_facts.in_force(cast.here, KIND, on=TODAY, place=cast.place_here) == groups
        own = pledges_verbs.publish(cast.here, draft(ReturnTerms(days=15)), by=cast.manager, at=AT)
        assert pledges_facts.in_force(cast.here, KIND, on=TODAY) == own
        assert pledges_facts.in_force(cast.there, KIND, on=TODAY) == groups

    def test_a_mandate_promises_nothing(self, cast: Chain) -> None:
        published(cast)
        stall = Business.objects.create(name="演示摊位", created_at=AT)
        Mandate.objects.create(principal=stall, agent=cast.group, from_on=TODAY)
        assert pledges_facts.in_force(stall, KIND, on=TODAY) is None

    def test_a_pledge_for_some_places_is_good_there_alone(self, cast: Chain) -> None:
        version = published(cast, places=(cast.place_here.pk,))
        assert pledges_facts.in_force(cast.here, KIND, on=TODAY, place=cast.place_here) == version
        assert pledges_facts.in_force(cast.there, KIND, on=TODAY, place=cast.place_there) is None
        assert list(pledges_facts.places_of(version)) == [cast.place_here]

    def test_what_a_merged_entry_promised_counts_for_the_one_that_stands(self, cast: Chain) -> None:
        version = pledges_verbs.publish(cast.here, draft(), by=cast.manager, at=AT)
        into = Business.objects.create(name="演示新店", created_at=AT)
        Business.objects.filter(pk=cast.here.pk).update(merged_into=into)
        assert pledges_facts.in_force(into, KIND, on=TODAY) == version
        cast.here.refresh_from_db()
        assert pledges_facts.in_force(cast.here, KIND, on=TODAY) == version

    def test_across_shops_names_two_own_places_at_least(self, cast: Chain) -> None:
        terms = CrossShopTerms(days=7)
        other = Place.objects.create(business=Business.objects.create(name="x", created_at=AT))
        for places in ((cast.place_here.pk,), (cast.place_here.pk, other.pk)):
            with pytest.raises(Unfit):
                published(cast, terms, places=places)
        version = published(cast, terms, places=(cast.place_here.pk, cast.place_there.pk))
        assert set(pledges_facts.hand_in_places(version)) == {cast.place_here, cast.place_there}


class TestTerms:
    @pytest.mark.parametrize(
        ("kind", "terms", "field"),
        [
            (KIND, ReturnTerms(days=6), "days"),
            (KIND, ReturnTerms(days=7, refund_days=8), "refund_days"),
            (KIND, ReturnTerms(days=7, intact=()), "intact"),
            (KIND, ReturnTerms(days=7, excluded=("moon",)), "excluded"),
            (KIND, ReplyTerms(hours=1), ""),
            ("reply_24h", ReplyTerms(hours=25), "hours"),
            ("genuine_goods", GenuineTerms(times=2, least_fen=50_000), "times"),
            ("genuine_goods", GenuineTerms(times=3, least_fen=49_999), "least_fen"),
            ("fair_price", PriceTerms(days=0, times=1), "days"),
            ("cross_shop_return", CrossShopTerms(days=7, services=()), "services"),
        ],
    )
    def test_less_than_the_rules_cannot_be_promised(self, kind: str, terms: Any, field: str) -> None:
        with pytest.raises(Unfit) as refused:
            pledges_terms.check(kind, terms, least_days=7, most_hours=24)
        assert refused.value.field == field

    @pytest.mark.django_db
    @settings(max_examples=examples(20, long=200), deadline=None)
    @given(
        st.dates(date(2025, 1, 1), date(2026, 11, 30)),
        st.integers(7, 365),
        st.integers(-3, 380),
        st.booleans(),
    )
    def test_the_last_day_is_counted_as_the_law_counts(
        self, bought_on: date, days: int, later: int, moves: bool
    ) -> None:
        calendar = clocks.calendar()
        terms = ReturnTerms(days=days, last_day_moves=moves)
        last = pledges_terms.last_day(terms, bought_on, calendar=calendar)
        nominal = bought_on + timedelta(days=days)  # the day of the purchase is not counted
        assert last >= nominal
        assert last == nominal if not moves else calendar.kind(last).is_working
        between = (nominal + timedelta(days=n) for n in range((last - nominal).days))
        assert not any(calendar.kind(one).is_working for one in between)
        on = bought_on + timedelta(days=later)
        assert pledges_terms.is_within(terms, bought_on, on, calendar=calendar) == (bought_on <= on <= last)

    @given(
        st.sampled_from(
            [
                (KIND, ReturnTerms(days=9, excluded=("food", "press"), gifts="keep")),
                ("cross_shop_return", CrossShopTerms(days=7, services=("repair",))),
                ("reply_24h", ReplyTerms(hours=6)),
                ("genuine_goods", GenuineTerms(times=10, least_fen=100_000)),
                ("fair_price", PriceTerms(days=30, times=2)),
            ]
        )
    )
    def test_terms_come_back_from_json_as_they_were(self, pair: tuple[str, Any]) -> None:
        kind, terms = pair
        assert pledges_terms.of_stored(kind, pledges_terms.stored(terms)) == terms


@pytest.mark.django_db
def test_an_officer_does_not_manage_even_his_own_citys_business(cast: Chain) -> None:
    version = published(cast)
    with pytest.raises(NotAllowed):
        pledges_verbs.end(version.pledge, last_on=day(60), by=Actor.public(), at=AT)
