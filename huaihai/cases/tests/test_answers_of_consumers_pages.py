"""What the consumer answers on the page of the case: an offer, a fulfilment, a supplement; nothing typed is lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.cases.models import Case
from huaihai.cases.tests.consumers import answer, opened, page_of, receipt_code_of
from huaihai.cases.verbs import fulfilment, negotiation, routing
from huaihai.kit import clock
from tests import cast
from tests.cast import Cast
from tests.reading import fresh

pytestmark = pytest.mark.django_db
WEDNESDAY = cast.TUESDAY + timedelta(days=1)


@pytest.fixture
def people(wednesday: Cast) -> Cast:
    return wednesday


def test_an_offer_is_accepted_and_its_fulfilment_confirmed(client: Client, people: Cast) -> None:
    case, _offer = cast.offered(people)
    assert "268.00" in page_of(client, case)

    proof = {"name": "Li (test)", "code": receipt_code_of(case)}
    assert answer(client, "my-acceptance", case, **proof).status_code == 302
    assert fresh(case).stage == "fulfilling"
    fulfilment.claim_fulfilment(case, text="已退款", by=people.sun, at=WEDNESDAY)
    assert answer(client, "my-confirmation", case).status_code == 302

    assert (fresh(case).stage, case.result) == ("closed", "fulfilled")
    page_of(client, case)


@pytest.mark.parametrize(
    ("asked", "offered", "stands"), [(26_800, 31_800, "318.00"), (40_000, 31_800, "400.00")]
)
def test_a_counter_offer_never_begins_below_what_is_offered(
    client: Client, people: Cast, asked: int, offered: int, stands: str
) -> None:
    case, _offer = cast.offered(people)
    cast.offer(case, sum_fen=offered, by=people.sun, at=WEDNESDAY)
    Case.objects.filter(pk=case.pk).update(asked_fen=asked)
    opened(client, case)

    page = client.get(reverse("my-counter-offer", args=[case.pk]))

    assert f'value="{stands}"' in page.text
    assert "送出后就代替商家的方案" in page.text


def test_an_offer_is_rejected_with_the_reason(client: Client, people: Cast) -> None:
    case, offer = cast.offered(people)
    assert answer(client, "my-rejection", case, text="").status_code == 200
    assert answer(client, "my-rejection", case, text="还少运费").status_code == 302

    assert fresh(offer).state == "rejected"
    assert "还少运费" in page_of(client, case)


def test_a_lapsed_offer_cannot_be_accepted(
    client: Client, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, _offer = cast.offered(people)
    opened(client, case)
    monkeypatch.setattr(clock, "now", lambda: cast.TUESDAY + timedelta(days=6))

    assert reverse("my-acceptance", args=[case.pk]) not in page_of(client, case)
    assert answer(client, "my-acceptance", case).status_code == 200
    assert fresh(case).stage == "negotiating"


def test_a_case_that_moved_meanwhile_gives_back_what_was_typed(client: Client, people: Cast) -> None:
    case, offer = cast.offered(people)
    opened(client, case)
    seen = case.version
    cast.offer(case, sum_fen=30_000, by=people.sun, at=WEDNESDAY)

    response = client.post(
        reverse("my-rejection", args=[case.pk]), {"seen": seen, "offer": str(offer.pk), "text": "请加运费"}
    )

    assert response.status_code == 409
    assert "请加运费" in response.text


def test_an_answer_sent_a_second_time_is_told_to_be_sent_already(client: Client, people: Cast) -> None:
    case, offer = cast.offered(people)
    opened(client, case)
    form = {"seen": case.version, "offer": str(offer.pk), "text": "请加运费"}
    url = reverse("my-rejection", args=[case.pk])
    assert client.post(url, form).status_code == 302
    assert "已经发送过了" in client.post(url, form, follow=True).text
    assert client.post(url, form | {"text": "另一句"}).status_code == 409


def test_an_answer_that_does_not_fit_the_stage_is_refused_kindly(client: Client, people: Cast) -> None:
    case = cast.filed().case
    opened(client, case)

    assert client.get(reverse("my-acceptance", args=[case.pk])).status_code == 409
    assert client.post(reverse("my-confirmation", args=[case.pk]), {"seen": case.version}).status_code == 409


def test_a_business_that_says_it_is_another_one_can_be_corrected(client: Client, people: Cast) -> None:
    case = cast.negotiating(people)
    negotiation.deny(case, text="本店不卖水壶", by=people.sun, at=WEDNESDAY)
    assert reverse("my-business", args=[case.pk]) in page_of(client, case)

    response = answer(client, "my-business", case, name="", sign="老街水壶摊", region=cast.LEAD, code="")

    assert response.status_code == 302
    assert fresh(case).business
    assert case.business.name == "老街水壶摊"


def test_not_done_is_taken_only_after_the_agreed_day(
    client: Client, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, offer = cast.offered(people)
    negotiation.accept(case, offer=offer, by=cast.li(case), at=WEDNESDAY)
    assert answer(client, "my-breach", case, text="没收到").status_code == 200
    monkeypatch.setattr(clock, "now", lambda: cast.TUESDAY + timedelta(days=9))
    assert answer(client, "my-breach", case, text="没收到").status_code == 302

    assert fresh(case).stage == "breached"
    page_of(client, case)


def asked_for_more(people: Cast) -> Case:
    case = cast.filed().case
    routing.ask_supplement(case, text="请补发票照片", by=people.wang, at=WEDNESDAY)
    return case


def test_what_is_missing_is_sent_with_its_photo_in_one_go(client: Client, people: Cast) -> None:
    case = asked_for_more(people)
    opened(client, case)
    assert "请补发票照片" in client.get(reverse("my-supplement", args=[case.pk])).text
    assert "或者选一张照片" in answer(client, "my-supplement", case, text="").text

    good = SimpleUploadedFile("invoice.txt", b"No. 1")
    packed = SimpleUploadedFile("all.zip", b"PK\x03\x04")
    again = answer(client, "my-supplement", case, text="另一张明天补", upload=[good, packed])
    assert "all.zip" in again.context["form"].errors["upload"][0]
    assert "另一张明天补" in again.text
    assert "invoice.txt" in again.text, "what was taken is there already"
    assert fresh(case).stage == "supplementing"

    sent = {"seen": again.context["form"]["seen"].value(), "text": ""}
    assert client.post(reverse("my-supplement", args=[case.pk]), sent).status_code == 302
    assert fresh(case).stage == "received"
    assert client.post(reverse("my-supplement", args=[case.pk]), sent).status_code == 302  # sent already
    assert case.evidence.count() == 1
    page_of(client, case)


@pytest.mark.parametrize(
    ("make", "shown", "noun", "typed", "stage"),
    [
        (asked_for_more, "请补发票照片", "my-supplement", {"text": "发票丢了，有付款截图"}, "received"),
        (lambda _people: cast.filed().case, "12 月 1 日", "my-withdrawal", {"text": "已经解决"}, "withdrawn"),
        (cast.negotiating, "", "my-negotiation-end", {}, "deciding"),
    ],
)
def test_what_the_consumer_answers_moves_the_case(
    client: Client,
    people: Cast,
    *,
    make: Callable[[Cast], Case],
    shown: str,
    noun: str,
    typed: dict[str, str],
    stage: str,
) -> None:
    case = make(people)
    page = page_of(client, case)
    assert shown in page
    responsible = fresh(case).contact_body
    assert responsible is not None
    assert responsible.phone_to_call in page
    assert answer(client, noun, case, **typed).status_code == 302
    assert fresh(case).stage == stage
    page_of(client, case)
