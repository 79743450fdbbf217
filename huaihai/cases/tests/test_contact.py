"""How a consumer is reached: a confirmed phone, or an e-mail where there is no phone."""

import re
from datetime import timedelta

import pytest

from huaihai.cases.consumer.tracking import access
from huaihai.cases.models import Case
from huaihai.cases.verbs import care, intake
from huaihai.desk import codes
from huaihai.desk.lives import Unfit
from huaihai.members.actors import Actor
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.cast import TUESDAY, Cast
from tests.reading import fresh

pytestmark = pytest.mark.django_db


EMAIL = "li@example.com"


@pytest.fixture
def case() -> Case:
    people.assemble()
    return people.draft()


def code_sent(case: Case) -> str:
    message = OutboxMessage.objects.filter(subject=case.record_key).latest("created_at", "id")
    found = re.search(r"\b\d{6}\b", message.text)
    assert found
    return found[0]


def test_without_a_phone_the_code_and_the_messages_go_to_the_email(case: Case) -> None:
    care.set_contact(case, name="Li (test)", phone="", email=EMAIL)
    care.send_code(case, at=TUESDAY)
    care.confirm(case, code_sent(case), at=TUESDAY)
    case.refresh_from_db()
    intake.submit(case, key="k", by=people.li(case), at=TUESDAY)
    sent = OutboxMessage.objects.filter(subject=case.record_key)
    assert {message.channel for message in sent} == {"email"}
    assert {message.address for message in sent} == {EMAIL}


def test_an_email_that_was_never_confirmed_gets_nothing(case: Case) -> None:
    care.set_contact(case, name="Li (test)", phone=people.PHONE, email=EMAIL)
    case.refresh_from_db()
    intake.submit(case, key="k", by=people.li(case), at=TUESDAY)
    assert not OutboxMessage.objects.filter(channel="email").exists()


def test_another_phone_must_be_confirmed_again_and_gets_its_own_code_at_once(case: Case) -> None:
    care.set_contact(case, name="Li (test)", phone="13800000002")
    care.send_code(case, at=TUESDAY)
    care.set_contact(case, name="Li (test)", phone="13800000003")
    care.send_code(case, at=TUESDAY)
    with pytest.raises(Unfit):
        intake.submit(case, key="k", by=people.li(case), at=TUESDAY)
    care.confirm(case, code_sent(case), at=TUESDAY)


def test_five_wrong_codes_end_the_code(case: Case) -> None:
    care.set_contact(case, name="Li (test)", phone="13800000002")
    care.send_code(case, at=TUESDAY)
    right = code_sent(case)
    wrong = "000000" if right != "000000" else "111111"
    for _try in range(codes.TRIES):
        with pytest.raises(Unfit):
            care.confirm(case, wrong, at=TUESDAY)
    with pytest.raises(Unfit):
        care.confirm(case, right, at=TUESDAY)
    care.send_code(case, at=TUESDAY)  # at once, for the code is spent
    with pytest.raises(Unfit, match="再过 50 秒"):
        care.send_code(case, at=TUESDAY + timedelta(seconds=10))
    care.confirm(case, code_sent(case), at=TUESDAY)


def test_a_lost_receipt_code_is_replaced_by_email_and_the_message_alone_opens_nothing(case: Case) -> None:
    care.set_contact(case, name="Li (test)", phone="", email=EMAIL)
    care.send_code(case, at=TUESDAY)
    care.confirm(case, code_sent(case), at=TUESDAY)
    case.refresh_from_db()
    receipt = intake.submit(case, key="k", by=people.li(case), at=TUESDAY)
    care.replace_receipt_code(receipt.number, EMAIL.upper(), by=Actor.public(), at=TUESDAY)
    text = OutboxMessage.objects.latest("created_at", "id").text
    assert receipt.number not in text
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}", text)
    assert found
    assert access.open_with(receipt.number, receipt.code) is None
    assert access.open_with(receipt.number, found[0]) == case


def test_a_forwarded_case_comes_home_and_the_other_city_sees_it_no_more(cast: Cast) -> None:
    case = people.forwarded(cast)
    intake.change(case, purposes=["business"], by=people.li(case), at=TUESDAY)
    assert (fresh(case).stage, case.responsible, case.lead) == ("received", cast.home, None)
    assert case not in Case.objects.visible_to(cast.zhao)


def test_an_invitation_not_served_yet_is_called_off_and_the_business_sees_nothing(cast: Cast) -> None:
    case = people.inviting(cast)
    assert case in Case.objects.visible_to(cast.sun)
    intake.change(case, purposes=["other_body"], by=people.li(case), at=TUESDAY)
    assert fresh(case).stage == "deciding"
    assert case not in Case.objects.visible_to(cast.sun)


@pytest.mark.parametrize("who", ["wang", "zhao"])
def test_either_city_may_write_the_withdrawal_down(cast: Cast, who: str) -> None:
    by = getattr(cast, who)
    case = people.forwarded(cast)
    intake.write_down(case, purposes=[], text="x", by=by, at=TUESDAY, seen=case.version)
    assert fresh(case).stage == "received"
    other = people.inviting(cast)
    intake.write_down(other, purposes=[], text="x", by=by, at=TUESDAY, seen=other.version)
    assert fresh(other).stage == "deciding"


def test_a_consent_that_stays_stops_nothing(cast: Cast) -> None:
    case = people.inviting(cast)
    intake.change(case, purposes=["business", "other_body"], by=people.li(case), at=TUESDAY)
    assert fresh(case).stage == "inviting"
