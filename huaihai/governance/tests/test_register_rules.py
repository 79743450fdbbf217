"""Rules on a day: what other rooms are told, the first values of the folder, and the public pages of it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai import alliance
from huaihai.governance import rules
from huaihai.governance.models import RuleRow
from huaihai.governance.tests.deciding import Ten, carried_in_writing, tabled
from huaihai.governance.tests.handing_over import resolution
from huaihai.governance.tests.sealed import rule_effect
from huaihai.governance.tests.test_register_pages import read
from huaihai.kit import clock
from huaihai.kit.clock import ZONE
from huaihai.law.sureness import Sureness
from huaihai.members import directory
from huaihai.members.models import AdoptedClock
from huaihai.record import events
from tests.effort import examples
from tests.posts import AT, PROGRAM, load_tree
from tests.reading import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
FIRST = date(2026, 1, 1)
FOLDER_ROW = {
    "name": "co-signatures",
    "value": "4",
    "in_force_from": date(2024, 5, 1),
    "source": "会议纪要，2024-04-20",
    "mark": "copy",
}


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 24, 12, 0, tzinfo=ZONE))


def row(value: str, on: date, name: str = "co-signatures", **facts: Any) -> RuleRow:
    return RuleRow.objects.create(
        name=name, value=value, in_force_from=on, source="", mark=Sureness.READ, **facts
    )


def with_rules(*rows: dict[str, Any]) -> alliance.Alliance:
    ours = alliance.load()
    return replace(ours, raw={**ours.raw, "rule": list(rows)})


@settings(
    max_examples=examples(25, long=200),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    decided=st.lists(st.tuples(st.integers(0, 12), st.integers(1, 100)), max_size=8),
    asked=st.integers(-2, 14),
)
def test_on_any_day_the_row_counts_that_began_last_and_was_decided_last(
    decided: list[tuple[int, int]], asked: int
) -> None:
    RuleRow.objects.all().delete()
    for start, value in decided:
        row(str(value), FIRST + timedelta(days=start))
    begun = [(start, place, value) for place, (start, value) in enumerate(decided) if start <= asked]
    day = FIRST + timedelta(days=asked)
    expected = max(begun)[2] if begun else int(rules.CO_SIGNATURES.default)
    assert rules.number(rules.CO_SIGNATURES, on=day) == expected
    held = rules.in_force(rules.CO_SIGNATURES, on=day)
    assert held.is_default == (not begun)
    assert held in rules.all_in_force(on=day)
    assert len(list(rules.still_to_come(after=day))) == len(decided) - len(begun)


def test_before_the_first_row_the_working_default_counts_and_says_so() -> None:
    row("5", FIRST)
    held = rules.in_force(rules.CO_SIGNATURES, on=FIRST - timedelta(days=1))
    assert (held.value, held.since, held.source, held.mark) == (
        "3",
        None,
        rules.WORKING_DEFAULT,
        Sureness.UNCONFIRMED,
    )


def test_shares_are_exact() -> None:
    row("2/3", FIRST, name="quorum")
    assert rules.share(rules.QUORUM, on=FIRST) == Fraction(2, 3)


def test_every_default_fits_its_own_rule() -> None:
    assert all(rules.fits(name, rule.default) for name, rule in rules.RULES.items())


@pytest.mark.parametrize(
    ("name", "value", "may"),
    [
        ("quorum", "2/3", True),
        ("quorum", "1/1", True),
        ("quorum", "1", False),
        ("quorum", "0/3", False),
        ("quorum", "4/3", False),
        ("quorum", "1/0", False),
        ("quorum", "0.5", False),
        ("quorum", "²/3", False),
        ("co-signatures", "100", True),
        ("co-signatures", "101", False),
        ("co-signatures", "0", False),
        ("co-signatures", "-1", False),
        ("co-signatures", "三", False),
        ("criterion.refund-days", "七日内退款", True),
        ("criterion.refund-days", "  ", False),
        ("criterion.refund-days", "x" * 401, False),
    ],
)
def test_only_values_that_make_sense_fit(name: str, value: str, may: bool) -> None:
    assert rules.fits(name, value) is may


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("quorum", True),
        ("criterion.refund-days", True),
        ("target.2027", True),
        ("criterion.", False),
        ("criterion.-a", False),
        ("criterion.A", False),
        ("criterion.a b", False),
        ("criterion.½", False),
        ("criterion." + "a" * 80, False),
        ("other.a", False),
        ("", False),
    ],
)
def test_names_are_those_of_rules_or_of_their_families(name: str, known: bool) -> None:
    assert rules.known_name(name) is known


def test_asking_for_a_rule_costs_one_query(ten: Ten) -> None:
    carried_in_writing(ten, tabled(ten, effects=[rule_effect("5")]))
    with CaptureQueriesContext(connection) as caught:
        held = rules.in_force(rules.CO_SIGNATURES, on=date(2027, 1, 1))
        assert held.resolution is not None
        assert held.resolution.number == "2026-1"
    assert len(caught) == 1


def test_first_values_come_from_the_folder_once() -> None:
    load_tree()
    ours = with_rules(FOLDER_ROW)
    assert rules.load(ours, by=PROGRAM, at=AT) == 1
    assert rules.load(ours, by=PROGRAM, at=AT) == 0
    held = rules.in_force(rules.CO_SIGNATURES, on=date(2024, 5, 1))
    assert (held.value, held.source, held.mark, held.resolution) == (
        "4",
        "会议纪要，2024-04-20",
        Sureness.COPY,
        None,
    )
    loaded = events.history("org:alliance").filter(verb="rules loaded")
    assert [event.facts for event in loaded] == [{"rules": [["co-signatures", "4", "2024-05-01"]]}]


def test_the_folder_does_not_undo_what_is_held(ten: Ten) -> None:
    carried_in_writing(ten, tabled(ten, effects=[rule_effect("5")]))
    same_day = {**FOLDER_ROW, "in_force_from": date(2027, 1, 1)}
    assert rules.load(with_rules(same_day), by=PROGRAM, at=AT) == 0
    assert rules.number(rules.CO_SIGNATURES, on=date(2027, 1, 1)) == 5


def test_this_alliance_has_made_no_value_up() -> None:
    load_tree()
    rules.load(alliance.load(), by=PROGRAM, at=AT)
    assert not RuleRow.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "unknown"},
        {"name": None},
        {"value": "many"},
        {"value": 4},
        {"in_force_from": "2024-05-01"},
        {"in_force_from": datetime(2024, 5, 1, tzinfo=ZONE)},
    ],
)
def test_what_the_folder_cannot_mean_is_refused(wrong: dict[str, Any]) -> None:
    load_tree()
    with pytest.raises(alliance.AllianceDataError):
        rules.load(with_rules({**FOLDER_ROW, **wrong}), by=PROGRAM, at=AT)
    assert not RuleRow.objects.exists()


def test_without_decisions_every_rule_is_a_working_default(ten: Ten, client: Client) -> None:
    page = read(client, "rules")
    assert page.count("working default, not decided yet") == len(rules.RULES)
    assert "Nothing is decided for later days." in page


def test_a_chosen_day_shows_what_counts_then_and_by_which_resolution(ten: Ten, client: Client) -> None:
    carried_in_writing(ten, tabled(ten, effects=[rule_effect("5")]))
    before, after = (read(client, "rules", on=day) for day in ("2026-12-31", "2027-01-01"))
    link = f'href="{reverse("resolution", args=["2026-1"])}"'
    assert "3 bodies" in before
    assert "From 1 January 2027: Co-signatures under a joint warning – 5 bodies" in before
    assert "5 bodies" in after
    assert link in after
    assert "Nothing is decided for later days." in after


@pytest.mark.parametrize("wrong", ["x", "2026-13-01", "0001-01-01", "9999-12-31", "2026-W01-1", "9" * 500])
def test_a_wrong_day_gets_a_message_and_today(ten: Ten, client: Client, wrong: str) -> None:
    page = read(client, "rules", on=wrong)
    assert "This is not a valid date" in page
    assert "Today, on 24 November 2026" in page


def adopted(number: int, on: date, body: str = directory.ROOT_KEY, decided_by: str = "") -> AdoptedClock:
    return AdoptedClock.objects.create(
        organisation=directory.Organisation.objects.get(key=body),
        limit="FORWARD_TO_PLACE_OF_BUSINESS",
        number=number,
        unit="wd",
        in_force_from=on,
        source="会议纪要",
        mark=Sureness.READ,
        decided_by=decided_by,
    )


def test_adopted_time_limits_are_shown_as_of_the_day_with_what_set_them(ten: Ten, client: Client) -> None:
    carried_in_writing(ten, tabled(ten))
    adopted(3, date(2026, 6, 1), decided_by="resolution:2026-1")
    adopted(2, date(2026, 7, 1), body=ten.bodies[2].key)
    adopted(1, date(2027, 7, 1))
    page = read(client, "rules")
    assert "forwards to the place of business within 3 working days" in page
    assert "within 5 working days" not in page.split("Decided, still to come")[0]
    assert "within 2 working days" in page
    assert "From 1 July 2027, all bodies" in page
    assert reverse("resolution", args=["2026-1"]) in page
    assert "within 5 working days" in read(client, "rules", on="2026-05-31")


def test_the_page_of_rules_asks_the_same_however_many_rows_there_are(ten: Ten, client: Client) -> None:
    pages = (reverse("rules"), reverse("rule", args=["co-signatures"]))
    row("5", date(2027, 1, 1), resolution=resolution(1))
    adopted(3, date(2026, 6, 1))
    few = queries_of(client, *pages)
    for number in range(2, 13):
        row(str(number % 9 + 1), date(2027, 2, number), resolution=resolution(number))
        adopted(number, date(2026, 7, number))
    assert queries_of(client, *pages) == few


def test_the_history_of_a_rule_shows_every_value_and_the_default_before_it(ten: Ten, client: Client) -> None:
    for number, day in ((5, "2027-01-01"), (4, "2026-11-10")):
        carried_in_writing(ten, tabled(ten, effects=[rule_effect(str(number), day=day)]))
    page = read(client, "rule", "co-signatures")
    assert page.index("5 bodies</th>") < page.index("4 bodies</th>") < page.index("3 bodies</th>")
    assert page.count("still to come") == 1
    assert "before 10 November 2026" in page
    assert "Today: 4 bodies" in page


def test_a_rule_without_rows_says_until_when_its_default_counts(ten: Ten, client: Client) -> None:
    assert "until something else is decided" in read(client, "rule", "quorum")


def test_a_criterion_that_a_resolution_set_has_its_own_page(ten: Ten, client: Client) -> None:
    facts = {"rule": "criterion.refund-days", "title": "退款期限", "value": "七日内", "from": "2026-11-10"}
    carried_in_writing(ten, tabled(ten, effects=[{"kind": "rule", "facts": facts}]))
    assert "Criterion: 退款期限" in read(client, "rules")
    page = read(client, "rule", "criterion.refund-days")
    assert "七日内" in page
    assert "working default" not in page


@pytest.mark.parametrize("name", ["unknown", "criterion.none", "criterion.", "quorum%00", "%F0%9F%8E%88"])
def test_unknown_rules_are_not_found(ten: Ten, client: Client, name: str) -> None:
    assert client.get(f"/alliance/rules/{name}/").status_code == 404
