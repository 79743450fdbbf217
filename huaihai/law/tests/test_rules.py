"""Names, articles, dates in force: limits, grounds, remedies, kinds, ways, terms."""

from datetime import date

import pytest

from huaihai.law import grounds, kinds, limits, remedies, ways
from huaihai.law.errors import BadDate, UnknownRule
from huaihai.law.grounds import Purpose
from huaihai.law.limits import Unit
from huaihai.law.sureness import Sureness
from huaihai.law.terms import not_in_force, parse_day, parse_moment, parse_rule, parse_suspension

CHINESE = range(0x4E00, 0xA000)


@pytest.mark.parametrize("limit", limits.BY_NAME.values(), ids=limits.BY_NAME)
def test_a_limit_is_reached_by_its_own_name_and_says_where_it_stands(limit: limits.Limit) -> None:
    assert limits.BY_NAME[limit.name] is limit
    assert limit.article
    assert limit.zh.endswith("。")
    assert limit.en.endswith(".")
    assert limit.in_force_from or limit.adopted_by_body


def test_what_rooms_ask_for_is_there_by_its_name() -> None:
    assert limits.NEGOTIATE is limits.BY_NAME["NEGOTIATE"]
    assert limits.HELD.asked["NEGOTIATE"]
    assert not limits.HELD.asked["BURDEN_OF_PROOF"]
    with pytest.raises(AttributeError, match="NEGOTIATION"):
        _ = limits.NEGOTIATION


def test_a_rule_applied_outside_its_dates_warns() -> None:
    mediate = limits.BY_NAME["REGULATOR_MEDIATE"]
    warning = not_in_force(mediate, date(2024, 3, 1))
    assert warning
    assert "2024-07-01" in warning.zh
    assert "2024-07-01" in warning.en
    assert not_in_force(mediate, date(2026, 5, 1)) is None
    old = not_in_force(limits.BY_NAME["REGULATOR_MEDIATE_ORDER_20"], date(2026, 5, 1))
    assert old
    assert "2024-06-30" in old.zh


def test_a_body_adopts_its_own_value_of_a_default_and_never_of_the_law() -> None:
    own = limits.MEDIATE.as_adopted(40, "wd", source="made-up resolution 3", since=date(2026, 1, 1))
    assert (own.name, own.number, own.unit, own.article) == (
        "MEDIATE",
        40,
        Unit.WORKING_DAYS,
        "made-up resolution 3",
    )
    with pytest.raises(ValueError, match="is set by"):
        limits.RETURN_WITHOUT_REASON.as_adopted(5, "d", source="x", since=date(2026, 1, 1))


def test_rules_are_read_by_name_or_as_a_bare_term() -> None:
    assert parse_rule("decide-on-acceptance") is limits.DECIDE_ON_ACCEPTANCE
    for text, number, unit in (
        ("7wd", 7, "wd"),
        ("60D", 60, "d"),
        ("24h", 24, "h"),
        ("6m", 6, "m"),
        ("3y", 3, "y"),
    ):
        found = parse_rule(text)
        assert (found.number, found.unit.value) == (number, unit)


@pytest.mark.parametrize("text", ["", "7", "wd", "0d", "-3d", "7 wd", "101y", "99999wd", "７wd", "7wk"])
def test_a_term_nobody_knows_is_refused(text: str) -> None:
    with pytest.raises(UnknownRule):
        parse_rule(text)


def test_a_misspelt_rule_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownRule, match="did you mean DECIDE_ON_ACCEPTANCE"):
        parse_rule("DECIDE_ON_ACEPTANCE")


@pytest.mark.parametrize("text", ["2026-02-30", "20260101", "2026-W01-1", "tomorrow", "", "2026-1-5"])
def test_a_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadDate, match="is not a date"):
        parse_day(text)


def test_suspensions_are_read_with_both_ends() -> None:
    assert parse_suspension("2026-06-01..2026-06-03") == (date(2026, 6, 1), date(2026, 6, 3))
    assert parse_suspension("2026-06-01") == (date(2026, 6, 1), date(2026, 6, 1))
    for text in ("2026-06-03..2026-06-01", "2026-06-03..", "..", "2026-06-01...2026-06-03"):
        with pytest.raises(BadDate):
            parse_suspension(text)


def test_moments_are_read_and_refused() -> None:
    assert parse_moment("2026-11-24T09:30").hour == 9
    assert parse_moment("2026-11-24").hour == 0
    with pytest.raises(BadDate, match="is not a moment"):
        parse_moment("2026-11-24T25:00")


@pytest.mark.parametrize("ground", grounds.BY_CODE.values(), ids=grounds.BY_CODE)
def test_a_ground_speaks_both_languages_and_names_its_article(ground: grounds.Ground) -> None:
    assert any(ord(char) in CHINESE for char in ground.zh)
    assert ground.en.isascii()
    assert ground.article
    assert "{" not in ground.article


def coded(prefix: str) -> list[grounds.Ground]:
    return [ground for code, ground in grounds.BY_CODE.items() if code.startswith(prefix)]


@pytest.mark.parametrize(("list_of", "items"), [("O121-16", 7), ("O121-23", 8), ("CA-9", 9), ("CRL-25", 5)])
def test_a_list_of_the_law_is_whole_and_in_order(list_of: str, items: int) -> None:
    assert [ground.code for ground in coded(list_of)] == [f"{list_of}-{n}" for n in range(1, items + 1)]


def test_the_lists_of_the_form_are_whole() -> None:
    assert len(remedies.ALL) == 7
    assert len(kinds.NATURES) == 10
    assert len(kinds.GOODS) == 10
    assert len(kinds.SERVICES) == 14
    assert len(ways.ALL) == 5


def test_order_121_grounds_start_with_the_order() -> None:
    ground = grounds.BY_CODE["O121-16-2"]
    assert not ground.is_in_force(date(2026, 4, 14))
    assert ground.is_in_force(date(2026, 4, 15))


def test_what_is_hearsay_is_marked_so() -> None:
    assert {ground.sureness for ground in coded("CA-9")} == {Sureness.UNCONFIRMED}
    assert kinds.BY_CODE["S13"].sureness is Sureness.UNCONFIRMED
    assert Sureness.UNCONFIRMED.zh == "待确认"
    assert all(mark.zh and mark.en for mark in Sureness)


def test_an_association_gives_its_own_grounds_only() -> None:
    for purpose in (Purpose.DECLINE, Purpose.END_MEDIATION, Purpose.EXPOSE):
        given = grounds.for_association(purpose)
        assert given
        assert not any(ground.code.startswith("O121") for ground in given)


def test_a_short_measure_is_made_up_and_a_service_never_returned() -> None:
    assert remedies.BY_CODE["make-up-quantity"] in kinds.fitting_remedies("N04", "G04")
    assert remedies.RETURN not in kinds.fitting_remedies("N01", "S03")
    for nature in kinds.NATURES:
        assert remedies.COMPENSATION in kinds.fitting_remedies(nature.code)


def test_after_mediation_the_regulator_is_suggested_last_and_warned_of() -> None:
    left = ways.next_ways(tried=frozenset({ways.NEGOTIATION, ways.MEDIATION}))
    assert left == (ways.BY_CODE["arbitration"], ways.BY_CODE["lawsuit"], ways.COMPLAINT)
    assert "第16条" in ways.COMPLAINT.advice_zh
