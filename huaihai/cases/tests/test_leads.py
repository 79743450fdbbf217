"""Two cities that do not agree who leads: one return, then the alliance names the lead, for good."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases import leads
from huaihai.cases.leads import Dispute
from huaihai.cases.models import Case, Consent
from huaihai.cases.tests.at_the_desk import NOW, case_url, do, step_url
from huaihai.cases.verbs import appointing, intake, inviting, mediation, negotiation, routing
from huaihai.desk import waiting
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation, Role
from huaihai.record import clocks, events
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.posts import load_alliance, officer_of
from tests.reading import browser, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


@pytest.fixture
def third(cast: people.Cast) -> Organisation:
    """The city that decides: the secretariat is the consumer's own one, and no rota is on record."""
    load_alliance()
    cities = Organisation.objects.cities().exclude(pk__in=(cast.home.pk, cast.lead.pk))
    return cities[0]


@pytest.fixture
def feng(third: Organisation) -> Actor:
    return officer_of(third.key, Role.HEAD)


def dispute(case: Case) -> Dispute:
    return leads.of(events.history(case.record_key))


def sent_twice(cast: people.Cast) -> Case:
    case = people.taken(cast)
    routing.send_back(case, text="The shop is not here.", by=cast.zhao, at=NOW)
    routing.forward(case, to=cast.lead, assessment="Its licence says it is.", by=cast.wang, at=NOW)
    return case


def asked(cast: people.Cast) -> Case:
    case = sent_twice(cast)
    routing.ask_secretariat(case, why=leads.NOT_OURS, text="It moved away.", by=cast.zhao, at=NOW)
    return case


def test_a_question_that_nobody_could_answer_is_not_asked(cast: people.Cast, feng: Actor) -> None:
    case = people.taken(cast)
    case.consents.filter(purpose=Consent.Purpose.OTHER_BODY).update(withdrawn_at=NOW)
    with pytest.raises(Unfit):
        routing.ask_secretariat(case, why=leads.CONFLICT, text="All of us.", by=cast.zhao, at=NOW)
    assert dispute(case).asked is None


def test_where_nobody_speaks_for_another_body_the_cities_settle_it_between_them(cast: people.Cast) -> None:
    with pytest.raises(Unfit):
        asked(cast)


def test_a_city_and_a_county_of_its_own_are_one_city(cast: people.Cast) -> None:
    case = people.taken(cast)
    assert case.crosses_cities
    case.home = cast.county  # below the lead
    assert not case.crosses_cities


def test_an_appointment_falls_away_with_the_body_that_made_it(
    cast: people.Cast, third: Organisation, feng: Actor
) -> None:
    case = people.mediating(cast)
    meeting: dict[str, Any] = {
        "kind": "room",
        "starts_at": NOW + timedelta(days=3),
        "place": "Room 2",
        "invited": ["consumer"],
    }
    appointing.plan(case, **meeting, by=cast.zhao, at=NOW)
    mediation.pause(case, reason="recusal", by=cast.zhao, at=NOW)
    routing.ask_secretariat(case, why=leads.CONFLICT, text="All of us.", by=cast.zhao, at=NOW)
    assert inviting.standing(case) is not None
    routing.name_lead(case, to=third, text="Nobody there knows it.", by=feng, at=NOW)
    assert inviting.standing(case) is None
    assert OutboxMessage.objects.filter(effect_key__contains="session_off").count() == 1


def test_a_case_is_sent_back_once(cast: people.Cast) -> None:
    case = people.taken(cast)
    with pytest.raises(Unfit):
        routing.ask_secretariat(case, why=leads.NOT_OURS, text="Not here.", by=cast.zhao, at=NOW)

    again = sent_twice(cast)

    with pytest.raises(Unfit):
        routing.send_back(again, text="Not here.", by=cast.zhao, at=NOW)
    routing.take(again, by=cast.zhao, at=NOW)
    with pytest.raises(Unfit):
        routing.send_back(again, text="Not here.", by=cast.zhao, at=NOW)


def test_the_clock_runs_on_while_the_alliance_decides_and_the_lead_is_final(
    cast: people.Cast, feng: Actor
) -> None:
    case = asked(cast)
    before = clocks.running(case.record_key)["decide"]
    assert fresh(case).responsible == cast.lead
    with pytest.raises(Unfit):
        routing.recall(case, text="Ours after all.", by=cast.wang, at=NOW)

    routing.name_lead(case, to=cast.home, text="The shop has moved.", by=feng, at=NOW + timedelta(days=2))

    after = clocks.running(case.record_key)["decide"]
    assert (fresh(case).stage, case.lead, case.responsible) == ("deciding", cast.home, cast.home)
    assert (after.pk, after.due_on, after.owner) == (before.pk, before.due_on, cast.home.record_key)
    assert OutboxMessage.objects.filter(subject=case.record_key, effect_key__contains="lead_named").exists()
    with pytest.raises(Unfit):
        routing.ask_secretariat(case, why=leads.CONFLICT, text="No.", by=cast.wang, at=NOW)
    with pytest.raises(NotPossible):
        routing.name_lead(case, to=cast.lead, text="No.", by=feng, at=NOW)


def test_what_the_body_goes_on_with_is_its_own(cast: people.Cast, feng: Actor) -> None:
    case = asked(cast)
    routing.take(case, by=cast.zhao, at=NOW)

    assert not dispute(case).is_open
    with pytest.raises(NotPossible):
        routing.name_lead(case, to=cast.home, text="Too late.", by=feng, at=NOW)
    with pytest.raises(Unfit):
        routing.send_back(case, text="Not here.", by=cast.zhao, at=NOW)


def test_neither_of_the_two_cities_decides_though_one_is_the_secretariat(
    cast: people.Cast, third: Organisation, feng: Actor
) -> None:
    case = asked(cast)
    assert leads.decided_by(case, dispute(case), on=NOW.date()) == third
    for key in (cast.home.key, cast.lead.key):
        with pytest.raises(NotAllowed):
            routing.name_lead(case, to=cast.lead, text="Theirs.", by=officer_of(key, Role.HEAD), at=NOW)
    with pytest.raises(NotAllowed):  # an officer of that city speaks for nobody
        routing.name_lead(case, to=cast.lead, text="Theirs.", by=officer_of(third.key), at=NOW)


def test_want_of_consent_brings_a_case_home_whenever_and_it_goes_to_no_third_city(
    cast: people.Cast, feng: Actor
) -> None:
    case = asked(cast)
    intake.write_down(
        case, purposes=["business"], text="Told on the phone.", by=cast.zhao, at=NOW, seen=fresh(case).version
    )
    assert fresh(case).stage == "received"
    intake.consent(case, purposes=[Consent.Purpose.OTHER_BODY, Consent.Purpose.BUSINESS], at=NOW)

    assert feng.organisation is not None
    with pytest.raises(Unfit):
        routing.forward(case, to=feng.organisation, assessment="Try them.", by=cast.wang, at=NOW)
    routing.forward(case, to=cast.lead, assessment="Once more.", by=cast.wang, at=NOW)
    assert fresh(case).lead == cast.lead


def test_a_body_in_conflict_as_a_whole_hands_its_mediation_to_another(cast: people.Cast, feng: Actor) -> None:
    case = people.mediating(cast)
    mediation.pause(case, reason="recusal", by=cast.zhao, at=NOW)
    routing.ask_secretariat(case, why=leads.CONFLICT, text="The shop is our landlord.", by=cast.zhao, at=NOW)
    due_on = clocks.running(case.record_key)["mediate"].due_on
    with pytest.raises(Unfit):
        routing.name_lead(case, to=cast.lead, text="Yours.", by=feng, at=NOW)

    routing.name_lead(case, to=cast.home, text="The home body mediates.", by=feng, at=NOW)

    assert (fresh(case).stage, case.responsible) == ("mediating", cast.home)
    assert clocks.running(case.record_key)["mediate"].due_on == due_on


def test_it_stands_on_the_list_of_who_decides_with_both_reasons_and_no_name(
    cast: people.Cast, feng: Actor, zhao: Client
) -> None:
    case = sent_twice(cast)
    page = zhao.get(case_url(case)).text
    assert step_url(case, "question-to-the-secretariat") in page
    assert step_url(case, "sending-back") not in page
    assert do(zhao, case, "question-to-the-secretariat", text="It moved away.").status_code == 302

    assert feng.account_id is not None
    reader = browser(Account.objects.get(pk=feng.account_id))
    url = reverse("desk-lead", args=[case.pk])
    assert [one.key for one in waiting.of(feng, NOW).mine if one.url == url] == [f"case-lead:{case.pk}"]
    shown = reader.get(url).text
    for words in ("The shop is not here.", "It moved away.", "Its licence says it is."):
        assert words in shown
    assert people.PHONE not in shown
    assert "Li (test)" not in shown
    assert zhao.get(url).status_code == 404
    empty = reader.post(url, {"seen": fresh(case).version, "to": "", "text": "x"})
    assert empty.status_code == 200
    named = {"seen": case.version, "to": cast.lead.key, "text": "The licence counts."}
    assert reader.post(url, named).status_code == 302
    assert (fresh(case).stage, case.lead) == ("deciding", cast.lead)
    assert not [one for one in waiting.of(feng, NOW).mine if one.url == url]
    negotiation.invite(case, by=cast.zhao, at=NOW)
