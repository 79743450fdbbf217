"""Li in one city complains about a kettle shop in another: the whole way, by actions."""

from datetime import date, timedelta

import pytest

from huaihai.cases import life, timeline
from huaihai.cases.models import Case
from huaihai.cases.verbs import fulfilment, intake, mediation, negotiation, routing
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.record import clocks, events
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.cast import TUESDAY, Cast

pytestmark = pytest.mark.django_db


def test_a_complaint_crosses_two_cities_and_is_closed_by_the_consumer(cast: Cast) -> None:
    case, offer = people.offered(cast)
    negotiation.accept(case, offer=offer, by=people.li(case), at=TUESDAY)
    fulfilment.claim_fulfilment(case, text="已退款。", by=cast.sun, at=TUESDAY)
    fulfilment.confirm(case, by=people.li(case), at=TUESDAY)

    assert (case.stage, case.result, case.settled_fen) == ("closed", "fulfilled", 26_800)
    assert (case.home, case.lead) == (cast.home, cast.lead)
    assert not clocks.running(case.record_key)
    assert events.broken_at(case.record_key) is None
    told = [line.verb for line in timeline.of(case, life.CONSUMER)]
    assert told[:3] == ["confirm", "claim_fulfilment", "accept"]


def test_forwarding_needs_the_consumers_consent(cast: Cast) -> None:
    case = people.filed().case
    intake.consent(case, purposes=["business"], at=TUESDAY)
    with pytest.raises(Unfit, match=r"agree|同意"):
        routing.forward(case, to=cast.lead, assessment="x", by=cast.wang, at=TUESDAY)
    case.refresh_from_db()
    assert case.stage == "received"


def test_exactly_the_responsible_body_may_act(cast: Cast) -> None:
    case = people.filed().case
    with pytest.raises(NotAllowed):
        routing.take(case, by=cast.zhao, at=TUESDAY)
    routing.forward(case, to=cast.lead, assessment="x", by=cast.wang, at=TUESDAY)
    with pytest.raises(NotAllowed):
        routing.take(case, by=cast.wang, at=TUESDAY)
    routing.take(case, by=cast.zhao, at=TUESDAY)
    assert case.responsible == cast.lead


def test_a_case_is_seen_by_its_parties_and_both_cities_only(cast: Cast) -> None:
    case = people.filed().case
    assert case in Case.objects.visible_to(cast.wang)
    assert case not in Case.objects.visible_to(cast.zhao)
    assert case not in Case.objects.visible_to(cast.sun)
    assert not Case.objects.visible_to(Actor.public())
    routing.forward(case, to=cast.lead, assessment="x", by=cast.wang, at=TUESDAY)
    routing.take(case, by=cast.zhao, at=TUESDAY)
    negotiation.invite(case, by=cast.zhao, at=TUESDAY)
    for actor in (cast.wang, cast.zhao, cast.sun, people.li(case)):
        assert case in Case.objects.visible_to(actor)


def test_an_assigned_case_stays_with_the_county_through_its_stages(cast: Cast) -> None:
    case = people.negotiating(cast)
    routing.assign(case, to=cast.county, by=cast.zhao, at=TUESDAY)
    negotiation.refuse(case, text="不退。", by=cast.sun, at=TUESDAY)
    routing.admit(case, by=cast.qian, at=TUESDAY)
    assert case.responsible == cast.county


def test_the_decision_clock_stands_while_the_parties_negotiate(cast: Cast) -> None:
    case = people.negotiating(cast)
    held = clocks.running(case.record_key)
    assert held["decide"].is_paused
    assert held["negotiate"].due_on == date(2026, 12, 8)
    before = held["decide"].due_on
    negotiation.refuse(case, text="不退。", by=cast.sun, at=TUESDAY + timedelta(days=7))
    decide = clocks.running(case.record_key)["decide"]
    assert not decide.is_paused
    assert decide.due_on > before


def test_the_clock_of_the_business_starts_with_the_service(cast: Cast) -> None:
    case = people.inviting(cast)
    assert "negotiate" not in clocks.running(case.record_key)
    with pytest.raises(Unfit):
        negotiation.serve(case, way="call", proof=" ", by=cast.zhao, at=TUESDAY)
    negotiation.serve(
        case, way="registered_mail", proof="XA1234", by=cast.zhao, at=TUESDAY + timedelta(days=2)
    )
    assert clocks.running(case.record_key)["negotiate"].due_on == date(2026, 12, 10)


def test_a_new_offer_replaces_the_open_one_and_a_lapsed_one_cannot_be_accepted(cast: Cast) -> None:
    case, offer = people.offered(cast)
    with pytest.raises(Unfit):
        negotiation.accept(case, offer=offer, by=people.li(case), at=TUESDAY + timedelta(days=10))
    newer = people.offer(case, sum_fen=30_000, by=cast.sun)
    with pytest.raises(Unfit):
        negotiation.accept(case, offer=offer, by=people.li(case), at=TUESDAY)
    negotiation.accept(case, offer=newer, by=people.li(case), at=TUESDAY)
    assert case.settled_fen == 30_000


def test_a_paused_mediation_clock_moves_by_the_days_it_stood(cast: Cast) -> None:
    case = people.mediating(cast)
    before = clocks.running(case.record_key)["mediate"].due_on
    mediation.pause(case, reason="appraisal", by=cast.zhao, at=TUESDAY + timedelta(days=1))
    assert set(clocks.running(case.record_key)) == {"mediate", "check_back"}
    mediation.resume(case, by=cast.zhao, at=TUESDAY + timedelta(days=8))
    after = clocks.running(case.record_key)["mediate"].due_on
    assert after >= before + timedelta(days=7)


def test_mediation_is_extended_once(cast: Cast) -> None:
    case = people.mediating(cast)
    mediation.extend(case, text="双方同意。", by=cast.zhao, at=TUESDAY)
    with pytest.raises(Unfit):
        mediation.extend(case, text="再来一次。", by=cast.zhao, at=TUESDAY)


def test_a_sent_back_case_starts_anew_at_home(cast: Cast) -> None:
    case = people.forwarded(cast)
    routing.send_back(case, text="商家不在本市。", by=cast.zhao, at=TUESDAY)
    assert (case.stage, case.responsible, case.lead) == ("received", cast.home, None)
    assert set(clocks.running(case.record_key)) == {"forward"}


def test_messages_name_no_person_and_carry_no_code(cast: Cast) -> None:
    people.offered(cast)
    texts = [message.text for message in OutboxMessage.objects.all()]
    assert len(texts) >= 5
    assert not any("Li (test)" in text or "http" in text for text in texts)


def test_a_draft_that_was_never_sent_cannot_be_acted_on_by_a_body(cast: Cast) -> None:
    case = people.draft()
    assert case not in Case.objects.visible_to(cast.wang)
    with pytest.raises(NotPossible):
        routing.take(case, by=cast.wang, at=TUESDAY)
