"""Court confirmation of a mediation agreement, beside the stages; and a business that is gone."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases import court, gone
from huaihai.cases.gone import Check
from huaihai.cases.handling import verbs as handling
from huaihai.cases.models import Case
from huaihai.cases.tests.at_the_desk import NOW, case_url, do, step_url
from huaihai.cases.verbs import falling_due, fulfilment, mediation, negotiation
from huaihai.desk.lives import Unfit
from huaihai.law import grounds, pointers
from huaihai.members.models import Role
from huaihai.record import events
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.posts import officer_of
from tests.reading import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
TODAY = NOW.date()


def agreed(cast: people.Cast) -> Case:
    case = people.mediating(cast)
    terms: dict[str, Any] = {"terms": "Refund.", "sum_fen": 26_800, "perform_by_on": date(2027, 1, 20)}
    mediation.agree(case, **terms, by=cast.zhao, at=NOW)
    return case


def note(case: Case, state: str, *, by: Any, days: int = 0, court_named: str = "Xuzhou court") -> None:
    at = NOW + timedelta(days=days)
    mediation.note_court(case, state=state, on=at.date(), court=court_named, by=by, at=at)


def test_what_the_court_did_is_written_down_in_its_order(cast: people.Cast) -> None:
    case = agreed(cast)
    with pytest.raises(Unfit):
        note(case, court.CONFIRMED, by=cast.zhao)
    with pytest.raises(Unfit):
        note(case, court.APPLIED, by=cast.zhao, court_named=" ")

    note(case, court.APPLIED, by=cast.zhao, days=3)
    with pytest.raises(Unfit):
        mediation.note_court(case, state=court.CONFIRMED, on=TODAY, by=cast.zhao, at=NOW + timedelta(days=9))
    note(case, court.CONFIRMED, by=cast.zhao, days=20, court_named="")

    held = court.of(events.history(case.record_key))
    assert held == court.Confirmation(court.CONFIRMED, TODAY + timedelta(days=20), "Xuzhou court")
    assert court.next_states(held) == ()
    assert fresh(case).stage == "fulfilling"


def test_the_court_is_asked_within_thirty_days_of_a_mediation_agreement_only(cast: people.Cast) -> None:
    late = agreed(cast)
    with pytest.raises(Unfit):
        note(late, court.APPLIED, by=cast.zhao, days=31)
    note(late, court.APPLIED, by=cast.zhao, days=30)

    case, offer = people.offered(cast)
    negotiation.accept(case, offer=offer, by=people.li(case), at=NOW)
    with pytest.raises(Unfit):
        note(case, court.APPLIED, by=cast.zhao)


@pytest.mark.parametrize("is_asked", [True, False])
def test_nobody_is_reminded_of_the_court_once_it_was_asked(cast: people.Cast, *, is_asked: bool) -> None:
    case = agreed(cast)
    if is_asked:
        note(case, court.APPLIED, by=cast.zhao, days=1)
    for act in list(falling_due.reminders(NOW + timedelta(days=25))):
        act()
    sent = OutboxMessage.objects.filter(subject=case.record_key, effect_key__contains="court_near")
    assert sent.exists() is not is_asked


def test_a_breach_points_to_enforcement_where_confirmed_and_to_a_suit_where_not(
    cast: people.Cast, zhao: Client, client: Client
) -> None:
    case = agreed(cast)
    page = zhao.get(case_url(case)).text
    assert step_url(case, "court-confirmation") in page
    fulfilment.report_breach(case, text="Nothing came.", by=cast.zhao, at=NOW)
    assert pointers.SUE.zh in zhao.get(case_url(case)).text

    applied = {"state": court.APPLIED, "on": TODAY.isoformat(), "court": "Xuzhou court", "text": ""}
    assert do(zhao, case, "court-confirmation", **applied).status_code == 302
    confirmed = {"state": court.CONFIRMED, "on": TODAY.isoformat(), "text": "No. 12."}
    assert do(zhao, case, "court-confirmation", **confirmed).status_code == 302

    for reader, url in ((zhao, case_url(case)), (browser_of(cast), reverse("business-case", args=[case.pk]))):
        shown = reader.get(url).text
        assert pointers.ENFORCE.zh in shown
        assert "Xuzhou court" in shown


def browser_of(cast: people.Cast) -> Client:
    client = Client()
    people.sign_in(client, cast.accounts["sun"])
    return client


def test_who_withdrew_does_not_go_on_with_the_mediation(cast: people.Cast) -> None:
    case = people.mediating(cast)
    mediation.pause(case, reason="recusal", by=cast.zhao, at=NOW)
    with pytest.raises(Unfit):
        mediation.resume(case, by=cast.zhao, at=NOW)

    other = officer_of(cast.lead.key, Role.MEDIATOR)
    with pytest.raises(Unfit):  # it is still in the hands of the one who withdrew
        mediation.resume(case, by=other, at=NOW)
    handling.take_on(case, by=other, at=NOW)
    mediation.resume(case, by=other, at=NOW)

    assert fresh(case).stage == "mediating"


def test_a_business_is_gone_after_two_checks_with_their_days(cast: people.Cast, zhao: Client) -> None:
    case = people.negotiating(cast)
    one = Check("address", TODAY, "Shutters down.")
    for checks in ([], [one], [one, one], [one, Check("phone", TODAY, " ")]):
        with pytest.raises(Unfit):
            negotiation.lose_business(case, checks=checks, by=cast.zhao, at=NOW)
    late = Check("phone", TODAY + timedelta(days=1), "Dead.")
    with pytest.raises(Unfit):
        negotiation.lose_business(case, checks=[one, late], by=cast.zhao, at=NOW)
    half = do(zhao, case, "lost-business", address="Shutters down.", address_on=TODAY.isoformat())
    assert (half.status_code, fresh(case).stage) == (200, "negotiating")
    assert "Shutters down." in half.text

    negotiation.lose_business(
        case, checks=[one, Check("register", TODAY, "Listed as abnormal.")], by=cast.zhao, at=NOW
    )

    last = events.history(case.record_key).get(verb="lose_business")
    assert last.facts["checks"] == {"address": "2026-11-24", "register": "2026-11-24"}
    assert "Shutters down." in last.text
    shown = gone.of(events.all_of(case.record_key), today=TODAY)
    assert shown is not None
    assert len(shown.checked) == 2
    assert [words for words, _article in shown.ways] == [one.zh for one in pointers.GONE]


def test_every_ground_to_decline_says_what_to_do_then() -> None:
    declines = grounds.for_association(grounds.Purpose.DECLINE)
    assert len(declines) == len(grounds.NATIONAL_DECLINES) + len(grounds.ALLIANCE_DECLINES)
    assert all(ground.advice_zh and ground.advice_en for ground in declines)
