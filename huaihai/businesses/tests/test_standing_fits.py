"""Which standing offers fit: never a part, never less than another version gives, never against the wording."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huaihai.businesses.models import StandingOfferVersion
from huaihai.businesses.standing import facts as standing_facts
from huaihai.businesses.standing import terms as standing_terms
from huaihai.businesses.standing.facts import Facts, Why, fits
from huaihai.businesses.standing.terms import (
    ASKED,
    DAYS,
    HOURS,
    NOTHING,
    PRICE,
    PURCHASE,
    RECEIPT,
    Terms,
    check,
)
from huaihai.desk.lives import Unfit
from huaihai.law import kinds, remedies

FILED = date(2026, 11, 24)
DAY = timedelta(days=1)
OF_ONE_TRADE = {"unsafe_food", "prepaid_back"}


def codes_by_law(terms: Terms, natures: tuple[str, ...] = ()) -> set[str]:
    return {more.code for more in standing_terms.more_by_law(terms, natures=natures)}


CODES = [remedy.code for remedy in remedies.ALL]
NATURES = [kind.code for kind in kinds.NATURES]
GOODS = [kind.code for kind in kinds.CATEGORIES]
SUMS = st.integers(1, 300_000)


@st.composite
def some_terms(draw: st.DrawFn) -> Terms:
    given_remedies = tuple(draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True)))
    is_paid = bool({"refund", "compensation"} & set(given_remedies))
    pays = draw(st.sampled_from([PRICE, ASKED])) if is_paid else NOTHING
    cap = SUMS if pays == ASKED else st.none() | SUMS
    return Terms(
        remedies=given_remedies,
        pays=pays,
        most_fen=draw(cap) if is_paid else None,
        within_days=draw(st.none() | st.integers(1, 40)),
        counted_from=draw(st.sampled_from([PURCHASE, RECEIPT])),
        needs_receipt=draw(st.booleans()),
        needs_intact=draw(st.booleans()),
        natures=tuple(draw(st.lists(st.sampled_from(NATURES), max_size=3, unique=True))),
        categories=tuple(draw(st.lists(st.sampled_from(GOODS), max_size=3, unique=True))),
        perform_number=draw(st.integers(1, 90)),
        perform_unit=draw(st.sampled_from([HOURS, DAYS])),
    )


def some_facts() -> st.SearchStrategy[Facts]:
    past = st.integers(0, 60).map(lambda days: FILED - days * DAY)
    return st.builds(
        Facts,
        filed_on=st.just(FILED),
        nature=st.sampled_from(NATURES),
        category=st.sampled_from(GOODS),
        remedies=st.lists(st.sampled_from(CODES), max_size=3, unique=True).map(tuple),
        price_fen=st.none() | SUMS,
        asked_fen=st.none() | SUMS,
        bought_on=st.none() | past,
        received_on=st.none() | past,
        has_receipt=st.none() | st.booleans(),
        is_intact=st.none() | st.booleans(),
    )


def in_force(
    terms: Terms, *, number: int = 1, from_on: date = date(2026, 1, 1), **facts: object
) -> StandingOfferVersion:
    return StandingOfferVersion(number=number, from_on=from_on, terms=terms.stored(), **facts)


@given(some_terms(), some_facts())
@settings(max_examples=200)
def test_an_offer_gives_the_whole_sum_within_its_cap_or_does_not_fit(terms: Terms, facts: Facts) -> None:
    check(terms)
    found = fits(in_force(terms), facts)
    assert found.ok == (not found.reasons)
    if not found.ok or terms.pays == NOTHING:
        assert found.sum_fen is None
    else:
        whole = facts.price_fen if terms.pays == PRICE else facts.asked_fen or facts.price_fen
        assert found.sum_fen == whole
        assert terms.most_fen is None or (whole or 0) <= terms.most_fen


@given(some_terms(), some_facts())
@settings(max_examples=200)
def test_dropping_a_condition_never_loses_anybody(terms: Terms, facts: Facts) -> None:
    if not fits(in_force(terms), facts).ok:
        return
    wider = replace(
        terms, within_days=None, needs_receipt=False, needs_intact=False, natures=(), categories=(), places=()
    )
    assert fits(in_force(wider), facts).ok


@given(st.lists(some_terms(), min_size=1, max_size=4), some_facts(), some_terms())
@settings(max_examples=150)
def test_one_version_more_never_gives_the_consumer_less(held: list[Terms], facts: Facts, more: Terms) -> None:
    offer = uuid4()
    versions = [in_force(terms, number=n, offer_id=offer) for n, terms in enumerate(held, start=1)]
    before = standing_facts.best(versions, facts)
    after = standing_facts.best([*versions, in_force(more, number=9, offer_id=offer)], facts)
    assert len(before) <= len(after) <= 1
    for one in before:
        assert after[0].rank >= one.rank
        assert one.rank == max(each.rank for each in standing_facts.assessed(versions, facts) if each.fit.ok)


@given(some_terms())
@settings(max_examples=100)
def test_terms_come_back_from_their_stored_form(terms: Terms) -> None:
    assert Terms.of(terms.stored()) == terms


@given(some_terms())
@settings(max_examples=100)
def test_who_narrows_an_offer_meets_no_new_comparison_with_the_law(terms: Terms) -> None:
    all_of_them = codes_by_law(replace(terms, natures=(), categories=()))
    assert codes_by_law(terms) - OF_ONE_TRADE <= all_of_them


def test_the_law_of_food_and_of_prepaid_cards_is_told_where_these_are_named() -> None:
    anything = Terms(("repair",), pays=NOTHING)
    electric = replace(anything, categories=("G01",))
    for terms in (anything, electric):
        assert not OF_ONE_TRADE & codes_by_law(terms)
    assert "unsafe_food" in codes_by_law(replace(anything, categories=("G04",)))
    assert "prepaid_back" in codes_by_law(anything, natures=("N06",))


def test_a_sale_is_judged_by_its_own_day_or_the_day_of_filing_whichever_is_better() -> None:
    offer = uuid4()
    old = in_force(Terms(("refund",), most_fen=50_000), offer_id=offer, until_on=date(2026, 11, 22))
    new = in_force(Terms(("refund",), most_fen=10_000), number=2, offer_id=offer, from_on=date(2026, 11, 23))
    facts = Facts(FILED, price_fen=26_800, bought_on=date(2026, 11, 21))

    [found] = standing_facts.best([old, new], facts)
    assert found.version is old
    assert standing_facts.best([old, new], replace(facts, bought_on=date(2026, 11, 23))) == []
    assert fits(old, replace(facts, bought_on=None)).reasons == (Why.NOT_IN_FORCE,)


def test_the_last_day_counts_and_the_next_one_is_too_late() -> None:
    week = in_force(Terms(("refund",), within_days=7))
    facts = Facts(FILED, price_fen=1, bought_on=FILED - 7 * DAY)

    assert fits(week, facts).ok
    assert fits(week, replace(facts, bought_on=FILED - 8 * DAY)).reasons == (Why.TOO_LATE,)
    assert fits(week, replace(facts, bought_on=None)).would_if_told


def test_an_offer_for_one_place_fits_at_no_other() -> None:
    here, there = uuid4(), uuid4()
    bound = in_force(Terms(("repair",), pays=NOTHING, places=(str(here),)))

    assert fits(bound, Facts(FILED, place_id=here)).ok
    for place in (there, None):
        assert fits(bound, Facts(FILED, place_id=place)).reasons == (Why.OTHER_PLACE,)


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (Terms(()), "remedies"),
        (Terms(("refund",), pays=NOTHING), "pays"),
        (Terms(("repair",), pays=PRICE), "pays"),
        (Terms(("refund",), pays=ASKED), "most_fen"),
        (Terms(("refund",), within_days=0), "within_days"),
        (Terms(("refund",), perform_number=241, perform_unit=HOURS), "perform_number"),
        (Terms(("refund",), natures=("N99",)), "natures"),
        (Terms(("repair",), pays=NOTHING, paid_by_fund=True), "most_fen"),
    ],
)
def test_what_nobody_could_test_or_keep_is_refused(terms: Terms, field: str) -> None:
    with pytest.raises(Unfit) as refused:
        check(terms)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("terms", "codes"),
    [
        (Terms(("return", "refund"), natures=("N01",), categories=("G01",), within_days=7), set()),
        (Terms(("return", "refund"), natures=("N01",), categories=("G01",), within_days=3), {"seven_days"}),
        (Terms(("repair",), pays=NOTHING, natures=("N09",), categories=("G01",)), {"money_for_quality"}),
        (
            Terms(("return", "refund"), natures=("N01",), categories=("G01",), needs_intact=True),
            {"not_intact"},
        ),
        (Terms(("refund",), natures=("N07",), categories=("S08",)), {"deceived"}),
        (Terms(("refund",), natures=("N02",), categories=("G04",)), {"unsafe_food"}),
        (Terms(("refund",), natures=("N03",), categories=("G03",), perform_number=8), {"sooner"}),
        (Terms(("redo",), pays=NOTHING, natures=("N06",), categories=("S03",)), {"prepaid_back"}),
    ],
)
def test_where_the_law_gives_more_is_named(terms: Terms, codes: set[str]) -> None:
    assert codes_by_law(terms) == codes
