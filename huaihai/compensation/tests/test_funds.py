"""A fund's rules, whom it covers, its money beside claims, who sees it, and its end."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from huaihai.businesses.models import Business, Mandate
from huaihai.compensation import ledger, rights
from huaihai.compensation.claims import situation
from huaihai.compensation.claims import verbs as claims_verbs
from huaihai.compensation.funds import verbs as funds_verbs
from huaihai.compensation.models import Claim, Fund, FundTerms
from huaihai.compensation.payments import recourse
from huaihai.compensation.payments import verbs as payments_verbs
from huaihai.compensation.statements import facts as statements_facts
from huaihai.compensation.tests import market as people
from huaihai.compensation.tests.market import DAY, TODAY, Market, rules
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.ids import new_id
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from tests.cast import TUESDAY, li
from tests.posts import officer_of
from tests.reading import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> Market:
    return people.assemble()


def test_rules_bind_only_when_another_person_confirmed_them(held: Market) -> None:
    proposed = funds_verbs.propose_terms(held.fund, rules(from_on=TODAY + DAY), by=held.zhao, at=TUESDAY)
    with pytest.raises(NotAllowed):
        funds_verbs.confirm_terms(proposed, hash_seen=proposed.text_hash, by=held.zhao, at=TUESDAY)
    for stranger in (held.cao, held.cast.wang, held.cast.sun):
        with pytest.raises(NotAllowed):
            funds_verbs.confirm_terms(proposed, hash_seen=proposed.text_hash, by=stranger, at=TUESDAY)
    with pytest.raises(Unfit):
        funds_verbs.confirm_terms(proposed, hash_seen="other", by=held.wu, at=TUESDAY)
    assert held.fund.terms_on(TODAY + DAY).serial == 1
    funds_verbs.confirm_terms(proposed, hash_seen=proposed.text_hash, by=held.wu, at=TUESDAY)
    assert held.fund.terms_on(TODAY).serial == 1
    assert held.fund.terms_on(TODAY + DAY).serial == 2
    with pytest.raises(NotPossible):
        funds_verbs.drop_terms(proposed, by=held.wu, at=TUESDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        FundTerms.objects.filter(pk=proposed.pk).update(confirmed_by=proposed.proposed_by)


def test_rules_that_begin_in_the_past_or_on_a_taken_day_are_not_confirmed(held: Market) -> None:
    late = funds_verbs.propose_terms(held.fund, rules(from_on=TODAY), by=held.mei, at=TUESDAY)
    with pytest.raises(Unfit):
        funds_verbs.confirm_terms(
            late, hash_seen=late.text_hash, by=held.zhao, at=TUESDAY
        )  # a day with rules already
    with pytest.raises(Unfit):
        funds_verbs.confirm_terms(late, hash_seen=late.text_hash, by=held.zhao, at=TUESDAY + DAY)
    funds_verbs.drop_terms(late, by=held.zhao, at=TUESDAY)


MISFITS: list[tuple[dict[str, object], str]] = [
    ({"from_on": TODAY - DAY}, "from_on"),
    ({"grounds": ()}, "grounds"),
    ({"grounds": ("gift",)}, "grounds"),
    ({"grounds": ("food", "travel")}, "grounds"),  # the deposit of travel agencies, and this is a market
    ({"covers": "all"}, "covers"),
    ({"basis": " "}, "basis"),
    ({"sureness": "guess"}, "sureness"),
    ({"minimum_fen": -1}, "minimum_fen"),
    ({"per_day_cap_fen": 49_999}, "per_day_cap_fen"),
    ({"at_once_cap_fen": 50_001, "at_once_per_day_cap_fen": 60_000}, "at_once_cap_fen"),
    ({"at_once_per_day_cap_fen": None}, "at_once_per_day_cap_fen"),
    ({"at_once_per_day_cap_fen": 19_999}, "at_once_per_day_cap_fen"),
    ({"pay_within_minutes": 0}, "pay_within_minutes"),
    ({"suspend_after_days": -1}, "suspend_after_days"),
    ({"recourse_days": 0}, "recourse_days"),
    ({"shares": {"city:000000": 1}}, "shares"),
]


def test_rules_that_do_not_fit_are_refused_with_their_field(held: Market) -> None:
    for changed, field in MISFITS:
        with pytest.raises(Unfit) as refused:
            funds_verbs.propose_terms(held.fund, replace(rules(), **changed), by=held.mei, at=TUESDAY)  # type: ignore[arg-type]
        assert refused.value.field == field


def answering(business: UUID, *, on: date, ground: str) -> Fund | None:
    found = situation.fund_for(business, on=on, ground=ground)
    return found[0] if found else None


def test_the_fund_of_whoever_stands_nearest_above_answers(held: Market) -> None:
    own = people.another_fund(held, "Own fund (test)", Fund.OwnerType.BUSINESS, held.stall)
    assert answering(held.stall.pk, on=TODAY, ground="food") == held.fund  # the own one has no rules yet
    people.confirmed(own, held.cast.sun, held.zhao, covers="owner", grounds=("food",))
    assert answering(held.stall.pk, on=TODAY, ground="food") == own
    assert answering(held.stall.pk, on=TODAY, ground="settlement") == held.fund
    assert answering(held.stall.pk, on=TODAY - DAY, ground="food") is None

    branch = Business.objects.create(name="Branch (test)", parent=held.stall, created_at=TUESDAY)
    assert answering(branch.pk, on=TODAY, ground="food") == held.fund  # the own one covers its owner alone
    lone = Business.objects.create(name="Lone shop (test)", created_at=TUESDAY)
    assert answering(lone.pk, on=TODAY, ground="food") is None
    Mandate.objects.create(principal=lone, agent=held.market, from_on=TODAY, until_on=TODAY)
    assert answering(lone.pk, on=TODAY, ground="food") == held.fund
    assert answering(lone.pk, on=TODAY + DAY, ground="food") is None


def test_a_pool_covers_who_paid_in_and_cities_share_what_it_pays(held: Market) -> None:
    pool = people.another_fund(held, "Pool (test)", Fund.OwnerType.POOL)
    facts = {"covers": "members", "grounds": ("pledge", "food"), "minimum_fen": 0}
    shares = {"city:320300": 2, "city:411400": 1}
    people.confirmed(pool, held.wu, held.zhao, shares=shares, **facts)
    held.fund.terms.update(from_on=TODAY + 400 * DAY)
    assert answering(held.stall.pk, on=TODAY, ground="food") is None
    funds_verbs.deposit(pool, fen=100_000, business=held.stall, value_on=TODAY, by=held.wu, at=TUESDAY)
    held.fund = pool

    claim = people.checked(held, 10_000)
    people.approved(claim, held.wu, held.zhao, fen=10_000)
    payments_verbs.pay(claim.orders.get(), paid_on=TODAY, proof="Receipt", by=held.wu, at=TUESDAY)

    stated = statements_facts.statement(pool, 2026, 11)
    assert {one.city.key: one.fen for one in stated.by_city} == {"city:320300": 6_667, "city:411400": 3_333}
    assert stated.paid_out == 10_000


def test_a_month_opens_where_the_one_before_closed_and_never_changes(held: Market) -> None:
    claim, _order = people.paid(held, 40_000)
    recourse.recover(claim, fen=10_000, value_on=TODAY, by=held.cao, at=TUESDAY)
    november = statements_facts.statement(held.fund, 2026, 11)
    assert (november.opening.bank, november.closing.bank, november.closing.owed) == (0, 270_000, 30_000)
    assert [row.bank_after for row in november.rows] == [300_000, 300_000, 260_000, 260_000, 270_000]
    stall = next(one for one in november.by_business if one.business == held.stall)
    assert (stall.charged, stall.paid_back, stall.owed_after) == (40_000, 10_000, 30_000)

    later = TUESDAY.replace(month=12, day=3)
    recourse.recover(claim, fen=30_000, value_on=date(2026, 11, 30), by=held.cao, at=later)
    funds_verbs.deposit(held.fund, fen=1, value_on=TODAY, by=held.cao, at=TUESDAY)  # a clock that runs behind
    assert statements_facts.statement(held.fund, 2026, 11) == november
    december = statements_facts.statement(held.fund, 2026, 12)
    assert (december.opening, december.closing.bank) == (november.closing, 300_001)
    assert len(december.rows) == 2


def test_statements_and_traces_ask_the_database_no_more_often_as_the_books_grow(
    held: Market, django_assert_num_queries: object
) -> None:
    claim, _order = people.paid(held, 40_000)
    with django_assert_num_queries(6):  # type: ignore[operator]
        statements_facts.statement(held.fund, 2026, 11)
    for fen in (1_000, 2_000):
        people.paid(held, fen)
        recourse.recover(claim, fen=fen, value_on=TODAY, by=held.cao, at=TUESDAY)
    with django_assert_num_queries(6):  # type: ignore[operator]
        statements_facts.statement(held.fund, 2026, 11)
    with django_assert_num_queries(8):  # type: ignore[operator] # the claim itself, and seven
        ledger.trace(Claim.objects.get(pk=claim.pk))


def test_a_mistaken_booking_is_reversed_once_and_only_such(held: Market) -> None:
    wrong = funds_verbs.deposit(held.fund, fen=5_000, value_on=TODAY, by=held.cao, at=TUESDAY)
    funds_verbs.reverse(held.fund, wrong, reason="Typed twice.", by=held.cao, at=TUESDAY)
    assert ledger.standing_of(held.fund).bank == 300_000
    with pytest.raises(Unfit):
        funds_verbs.reverse(held.fund, wrong, reason="Again.", by=held.cao, at=TUESDAY)
    claim, _order = people.paid(held)
    with pytest.raises(Unfit):
        funds_verbs.reverse(held.fund, claim.entries.get(kind="pay"), reason="No.", by=held.cao, at=TUESDAY)


def test_money_goes_out_only_above_the_minimum_and_all_of_it_at_the_end(held: Market) -> None:
    with pytest.raises(Unfit):
        funds_verbs.withdraw(held.fund, fen=200_001, value_on=TODAY, by=held.cao, at=TUESDAY)
    with pytest.raises(NotAllowed):
        funds_verbs.withdraw(held.fund, fen=1, value_on=TODAY, by=held.cast.wang, at=TUESDAY)
    with pytest.raises(Unfit):
        funds_verbs.deposit(held.fund, fen=1, value_on=TODAY + DAY, by=held.cao, at=TUESDAY)
    claim = people.asked(held)
    funds_verbs.wind_up(held.fund, reason="The market closes.", by=held.zhao, at=TUESDAY)
    with pytest.raises(NotPossible):
        funds_verbs.close(held.fund, by=held.zhao, at=TUESDAY)
    claims_verbs.cancel(claim, reason="Paid by the stall.", by=li(claim.case), at=TUESDAY)
    with pytest.raises(NotPossible):
        funds_verbs.close(held.fund, by=held.zhao, at=TUESDAY)
    funds_verbs.withdraw(held.fund, fen=300_000, value_on=TODAY, by=held.cao, at=TUESDAY)
    funds_verbs.close(held.fund, by=held.zhao, at=TUESDAY)
    assert held.fund.stage == "closed"
    with pytest.raises(NotPossible):
        funds_verbs.deposit(held.fund, fen=1, value_on=TODAY, by=held.cao, at=TUESDAY)


def test_who_sees_funds_and_claims(held: Market) -> None:
    claim = people.asked(held)
    county, stranger = officer_of("county:411402"), officer_of("city:371300")
    auditor, alone = officer_of("city:411400", Role.AUDITOR), officer_of("city:411400", Role.SYSTEM_ADMIN)
    sees_fund = {held.zhao, held.mei, held.cao, auditor, people.PROGRAM}
    sees_claim = sees_fund | {li(claim.case), held.cast.wang}  # Li's own body sees it with the case
    for actor in (*sees_claim, held.cast.sun, county, stranger, alone, Actor.public()):
        assert Fund.objects.visible_to(actor).exists() == (actor in sees_fund), actor
        assert Claim.objects.visible_to(actor).exists() == (actor in sees_claim), actor

    people.paid(held)
    assert Claim.objects.visible_to(held.cast.sun).count() == 1  # the stall sees what it owes

    called_off = Claim.objects.visible_to(held.cast.sun).get().recourses.get()
    other = called_off.claim.entries.exclude(pk=called_off.entry_id)[0]
    called_off.pk, called_off.entry, called_off.called_off_at = new_id(), other, TUESDAY
    called_off.save(force_insert=True)
    assert Claim.objects.visible_to(held.cast.sun).count() == 1  # once, though it was asked twice


def test_only_the_body_in_charge_opens_and_suspends(held: Market) -> None:
    for stranger in (held.mei, held.cast.wang, held.cast.qian, Actor.system("x")):
        with pytest.raises(NotAllowed):
            funds_verbs.suspend(held.fund, reason="x", by=stranger, at=TUESDAY)
        assert not rights.is_of_body(stranger, held.fund)


def test_an_account_needs_a_consent_of_its_own(held: Market) -> None:
    claim = people.asked(held)
    with pytest.raises(Unfit) as refused:
        claims_verbs.name_payee(claim, payee=people.PAYEE, by=li(claim.case), at=TUESDAY)
    assert refused.value.field == "consent"
    with pytest.raises(NotAllowed):
        claims_verbs.name_payee(claim, payee=people.PAYEE, consent="x", by=held.mei, at=TUESDAY)
    claims_verbs.name_payee(claim, payee={"name": "Li (test)"}, by=li(claim.case), at=TUESDAY)
    assert (fresh(claim).payee, claim.payee_consent) == ({"name": "Li (test)"}, "")
