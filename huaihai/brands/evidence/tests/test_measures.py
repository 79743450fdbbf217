"""What the triggers watch: written rules, applied to facts that were confirmed."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from huaihai.brands.evidence.measures import LARGE_FEN, Measured, measured, measures
from huaihai.brands.evidence.tests.lists import csv_of, row
from huaihai.brands.evidence.tests.scene import DAY, a_case, a_revisit, an_agreement
from huaihai.brands.evidence.tests.test_importing import imported
from huaihai.brands.models import Entry
from huaihai.brands.tests.people import MONDAY, TODAY, People
from huaihai.cases.models import Agreement, Case
from huaihai.record.models import Event

pytestmark = pytest.mark.django_db
LONG_AGO = MONDAY - 500 * DAY


def value(entry: Entry, name: str) -> int | Fraction | None:
    return measures(entry, as_of=TODAY, within_months=12).get(name)


def happened(case: Case, *verbs: str, ground: str = "") -> None:
    for number, verb in enumerate(verbs, start=1):
        Event.objects.create(
            subject=case.record_key,
            number=number,
            verb=verb,
            by="x",
            at=MONDAY - DAY,
            facts={"ground": ground} if verb == "terminate" else {},
            previous_hash="",
            hash="",
        )


def test_where_nothing_happened_everything_is_nought_and_shares_are_unknown(entry: Entry) -> None:
    told = measures(entry, as_of=TODAY, within_months=12)
    assert set(told.values()) == {0}
    assert not {"unsolved_share_low", "score"} & told.keys()


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ({"nature": "N02"}, 1),
        ({"nature": "N02", "stage": "mediating", "result": "", "ended_at": None}, 1),
        ({"nature": "N02", "admitted_at": None, "stage": "withdrawn", "result": ""}, 0),
        ({"nature": "N02", "admitted_at": LONG_AGO}, 0),
        ({"nature": "N05"}, 0),
        ({"nature": "N05", "stage": "terminated", "result": ""}, 1),
        ({"nature": "N07", "result": Case.Result.UNFULFILLED}, 1),
        ({"price_fen": LARGE_FEN}, 0),
        ({"price_fen": LARGE_FEN, "stage": "terminated", "result": ""}, 1),
        ({"asked_fen": LARGE_FEN, "result": Case.Result.UNFULFILLED}, 1),
        ({"price_fen": LARGE_FEN - 1, "stage": "terminated", "result": ""}, 0),
    ],
)
def test_a_case_is_serious_by_the_written_rule(
    people: People, entry: Entry, said: dict[str, Any], count: int
) -> None:
    a_case(people, **said)
    assert value(entry, "serious_cases") == count


def test_a_promise_is_broken_once_the_association_closed_the_file_so(people: People, entry: Entry) -> None:
    an_agreement(a_case(people, 1, stage="breached", result="", ended_at=None), promise="broken")
    assert value(entry, "broken_promises") == 0
    an_agreement(a_case(people, 2, result=Case.Result.UNFULFILLED), promise="broken")
    assert value(entry, "broken_promises") == 1


def test_mediation_is_refused_by_whoever_said_no_before(people: People, entry: Entry) -> None:
    ended: dict[str, Any] = {"stage": "terminated", "result": ""}
    happened(a_case(people, 1, **ended), "refuse", "terminate", ground="CA-END-2")
    happened(a_case(people, 2, **ended), "terminate", ground="CA-END-2")
    happened(a_case(people, 3, **ended), "refuse", "terminate", ground="CA-END-3")
    assert value(entry, "refused_mediation") == 1
    an_agreement(a_case(people, 4, result=Case.Result.UNFULFILLED), kind=Agreement.Kind.MEDIATION)
    assert value(entry, "refused_mediation") == 2


def test_serious_penalties_are_counted_with_their_names(people: People, entry: Entry) -> None:
    imported(people, csv_of(row(1), row(2, gravity="严重")))
    told = measured(entry, as_of=TODAY, within_months=12)["serious_penalties"]
    assert told == Measured(1, ("penalty:演示市场监督管理局:演示罚〔2026〕2号",))


def test_one_unsolved_case_of_one_is_no_high_share(people: People, entry: Entry) -> None:
    a_case(people, 1, stage="terminated", result="")
    one = value(entry, "unsolved_share_low")
    assert one is not None
    for number in range(2, 12):
        a_case(people, number, stage="terminated", result="")
    many = value(entry, "unsolved_share_low")
    assert many is not None
    assert Fraction(1, 5) < one < Fraction(1, 4)
    assert many > Fraction(7, 10)


def test_revisits_tell_of_closing_and_of_false_statements_once_they_are_confirmed(
    people: People, entry: Entry
) -> None:
    a_revisit(people, entry, at=MONDAY - timedelta(days=3), is_confirmed=False, there="no")
    assert value(entry, "closed_or_moved") == 0
    a_revisit(people, entry, at=MONDAY - timedelta(days=2), there="no")
    a_revisit(people, entry, truth="no")
    told = measures(entry, as_of=TODAY, within_months=12)
    assert (told["failed_revisits"], told["closed_or_moved"], told["false_statements"]) == (2, 1, 1)


def test_a_business_that_the_register_knows_to_be_gone_is_closed(people: People, entry: Entry) -> None:
    people.shop.is_gone = True
    people.shop.save()
    assert value(entry, "closed_or_moved") == 1


def test_the_keys_of_facts_stay_the_same_and_name_no_case(people: People, entry: Entry) -> None:
    case = a_case(people, nature="N02")
    first = measured(entry, as_of=TODAY, within_months=12)["serious_cases"]
    again = measured(entry, as_of=TODAY + DAY, within_months=12)["serious_cases"]
    assert first == again
    assert str(case.pk) not in str(first)
