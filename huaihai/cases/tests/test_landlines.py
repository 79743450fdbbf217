"""Nothing goes by SMS to a landline; a telephone that an officer typed proves nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases import calls, messages
from huaihai.cases.models import Case, Complainant
from huaihai.cases.tests.at_the_desk import case_url, do, step_url
from huaihai.cases.verbs import care, negotiation
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.cast import TUESDAY, Cast
from tests.reading import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
LANDLINE, EMAIL = "0516-83123456", "li@example.com"


def by(case: Case) -> set[str]:
    found = OutboxMessage.objects.filter(subject=case.record_key, effect_key__contains=":claimed:")
    return set(found.values_list("channel", flat=True))


@pytest.mark.parametrize(
    ("phone", "email", "channel"),
    [
        ("13800000001", "", "sms"),
        ("13800000001", EMAIL, "sms"),
        (LANDLINE, EMAIL, "email"),
        (LANDLINE, "", "call"),
        ("12315", "", "call"),
        ("", EMAIL, "email"),
    ],
)
def test_a_message_goes_where_it_can_be_read(cast: Cast, phone: str, email: str, channel: str) -> None:
    case = people.filed().case
    Complainant.objects.filter(case=case).delete()
    Complainant.objects.create(case=case, name="Li (test)", phone=phone, email=email, confirmed_at=TUESDAY)

    messages.tell_consumer(Case.objects.with_parties().get(pk=case.pk), "claimed", at=TUESDAY)

    assert by(case) == {channel}


def test_what_a_landline_has_to_be_told_waits_for_a_call(zhao: Client, cast: Cast) -> None:
    """The shop of the cast has a landline."""
    case = people.inviting(cast)
    negotiation.serve(case, way="call", proof="老板接的。", by=cast.zhao, at=TUESDAY)
    messages.tell_business(case, "agreed", at=TUESDAY)

    assert [one.whom for one in calls.of_case(case)] == ["business"]
    assert set(calls.waiting(cast.zhao)) == {case}
    assert not calls.waiting(cast.wang)
    page = zhao.get(case_url(case)).text
    assert "商家收不到短信，要打电话告知。" in page
    assert str(case.number) in zhao.get(reverse("desk-calls")).text
    assert (
        zhao.get(f"{step_url(case, 'calls')}?with=business").context["form"].initial["with_whom"]
        == "business"
    )

    assert do(zhao, case, "no-answer", with_whom="business").status_code == 302
    assert calls.of_case(case)
    assert do(zhao, case, "calls", with_whom="consumer", text="问了订单号。").status_code == 302
    assert calls.of_case(case)
    assert do(zhao, case, "calls", with_whom="business", text="都说了。").status_code == 302
    assert not calls.of_case(case)
    assert "没有要打的电话" in zhao.get(reverse("desk-calls")).text


def test_no_code_is_told_to_a_landline(cast: Cast) -> None:
    case = people.filed().case
    Complainant.objects.filter(case=case).delete()
    Complainant.objects.create(case=case, name="Li (test)", phone=LANDLINE, confirmed_at=TUESDAY)
    before = fresh(case).receipt_hash

    care.replace_receipt_code(str(case.number), LANDLINE, by=cast.wang, at=TUESDAY)

    assert fresh(case).receipt_hash == before


def test_only_a_code_that_was_answered_makes_a_telephone_verified(zhao: Client, cast: Cast) -> None:
    online = people.taken(cast)
    typed = people.taken(cast)
    Case.objects.filter(pk=typed.pk).update(origin=Case.Origin.PHONE)

    assert "已用验证码验证" in zhao.get(case_url(online)).text
    page = zhao.get(case_url(typed)).text
    assert "消费者自己留的，没有验证" in page
    assert "已用验证码验证" not in page
