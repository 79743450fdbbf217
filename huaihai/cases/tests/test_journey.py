"""Li in one city complains about a kettle shop in another: the whole way, by actions."""

from datetime import date, timedelta

import pytest

from huaihai.cases import life, timeline
from huaihai.cases.gone import Check
from huaihai.cases.models import Case
from huaihai.cases.verbs import fulfilment, intake, mediation, negotiation, routing
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role
from huaihai.record import clocks, events
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.cast import TUESDAY, Cast
from tests.posts import officer_of
from tests.reading import fresh

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
    assert fresh(case).stage == "received"


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
    sent = list(OutboxMessage.objects.order_by("created_at"))
    texts = [message.text for message in sent]
    assert len([one for one in sent if one.address == people.PHONE]) == 3  # received; served; offered
    assert all("电热水壶漏电" in text for text in texts)
    assert not any("Li (test)" in text or "http" in text for text in texts)


def test_a_draft_that_was_never_sent_cannot_be_acted_on_by_a_body(cast: Cast) -> None:
    case = people.draft()
    assert case not in Case.objects.visible_to(cast.wang)
    with pytest.raises(NotPossible):
        routing.take(case, by=cast.wang, at=TUESDAY)


def sees(actor: Actor, case: Case) -> bool:
    return Case.objects.visible_to(actor).filter(pk=case.pk).exists()


def test_both_cities_see_a_case_between_them_and_a_third_does_not(cast: Cast) -> None:
    case = people.negotiating(cast)

    assert sees(cast.wang, case)
    assert sees(cast.zhao, case)
    third = Organisation.objects.cities().exclude(pk__in=[cast.home.pk, cast.lead.pk]).first()
    assert third is not None
    assert not sees(officer_of(third.key), case)


def test_a_business_sees_no_case_before_it_is_invited(cast: Cast) -> None:
    case = people.filed().case

    assert case.business_id in cast.sun.business_ids
    assert not sees(cast.sun, case)
    assert sees(cast.sun, people.negotiating(cast))


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN])
def test_who_keeps_the_accounts_opens_no_case(cast: Cast, role: Role) -> None:
    assert not sees(officer_of(cast.home.key, role), people.filed().case)


def test_the_alliance_itself_opens_no_case(cast: Cast) -> None:
    top = Organisation.objects.get(kind=Organisation.Kind.ALLIANCE)

    assert cast.home.is_within(top)
    assert not sees(officer_of(top.key), people.filed().case)


def test_a_draft_is_its_consumers_alone_and_an_imported_one_its_home_bodys(cast: Cast) -> None:
    draft = people.draft()
    Case.objects.filter(pk=draft.pk).update(home=cast.home)

    assert sees(people.li(draft), draft)
    assert not sees(cast.wang, draft)
    Case.objects.filter(pk=draft.pk).update(origin=Case.Origin.IMPORTED)
    assert sees(cast.wang, draft)


def test_another_consumer_sees_nothing_of_it(cast: Cast) -> None:
    ours, other = people.filed().case, people.filed().case

    assert sees(people.li(ours), ours)
    assert not sees(people.li(other), ours)
    assert not sees(Actor.public(), ours)


def test_who_sees_a_case_may_not_therefore_act_on_it(cast: Cast) -> None:
    case = people.negotiating(cast)

    checks = [Check(what, TUESDAY.date(), "Gone.") for what in ("address", "phone")]
    assert sees(cast.wang, case)
    with pytest.raises(NotAllowed):
        negotiation.lose_business(case, checks=checks, by=cast.wang, at=TUESDAY)


def test_a_city_assigns_down_and_takes_back(cast: Cast) -> None:
    case = people.negotiating(cast)
    routing.assign(case, to=cast.county, by=cast.zhao, at=TUESDAY)
    assert case.responsible == cast.county
    assert {clock.owner for clock in clocks.running(case.record_key).values()} == {cast.county.record_key}
    with pytest.raises(NotAllowed):
        routing.take_back(case, by=cast.qian, at=TUESDAY)
    routing.take_back(case, by=cast.zhao, at=TUESDAY)
    assert case.responsible == cast.lead
