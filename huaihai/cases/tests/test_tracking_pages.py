"""Following a case through the pages: coming back, reading, answering."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from huaihai.cases import own_days
from huaihai.cases.models import Case
from huaihai.cases.tests.consumers import opened, receipt_code_of
from huaihai.cases.verbs import care, fulfilment, mediation, negotiation, routing
from huaihai.kit import clock
from huaihai.kit.filestore.tests.pictures import picture
from huaihai.law import grounds
from huaihai.record import worker
from huaihai.record.models import OutboxMessage
from tests import cast
from tests.cast import Cast
from tests.reading import fresh, queries_of

pytestmark = pytest.mark.django_db
WEDNESDAY = cast.TUESDAY + timedelta(days=1)


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Cast:
    cache.clear()
    settings.FILES = tmp_path / "files"
    monkeypatch.setattr(clock, "now", lambda: WEDNESDAY)
    return cast.assemble()


def page_of(client: Client, case: Case) -> str:
    """The page of a case, opened with its receipt code."""
    opened(client, case)
    response = client.get(reverse("my-case", args=[case.pk]))
    assert response.status_code == 200
    return response.text


def answer(client: Client, page: str, case: Case, **typed: Any) -> Any:
    """Open an answer's page and send its form."""
    opened(client, case)
    url = reverse(page, args=[case.pk])
    form = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', client.get(url).text)
    return client.post(url, dict(form) | typed)


@pytest.mark.parametrize(
    ("category", "doubt"), [("G01", "手机"), ("G05", "电动自行车"), ("S11", "物业"), ("G03", "")]
)
def test_who_has_to_prove_is_told_with_what_the_law_leaves_open(
    people: Cast, category: str, doubt: str
) -> None:
    case = Case(category=category, nature="N01", received_goods_on=date(2026, 9, 1))
    with translation.override("zh-hans"):
        told = [one.text for one in own_days.before_filing(case, today=date(2026, 10, 1))]
    assert [doubt in text for text in told] == ([True] if doubt else [])


@pytest.mark.both_databases
def test_wrong_and_unknown_get_the_same_answer(client: Client, people: Cast) -> None:
    receipt = cast.filed()
    answers = []
    for number, code in ((receipt.number, "AAAA-AAAA-AA"), (other_number(receipt.number), receipt.code)):
        cache.clear()
        page = client.post(reverse("track"), {"number": number, "code": code}).text
        answers.append(re.search(r'<div class="error".*?</div>', page, re.DOTALL).group())  # type: ignore[union-attr]

    assert answers[0] == answers[1]


def other_number(number: str) -> str:
    from stdnum.iso7064 import mod_11_10

    digits = number.replace("-", "")[:-1]
    digits = f"{int(digits) + 1:014d}"
    return digits + str(mod_11_10.calc_check_digit(digits))


@pytest.mark.both_databases
def test_a_number_that_cannot_be_right_is_said_at_once(client: Client, people: Cast) -> None:
    page = client.post(reverse("track"), {"number": "3203-2026-000000-0", "code": "X"}).text

    assert 'id="id_number-error"' in page


def test_guessing_codes_is_braked(client: Client, people: Cast) -> None:
    receipt = cast.filed()
    for _try in range(10):
        client.post(reverse("track"), {"number": receipt.number, "code": "AAAA-AAAA-AA"})

    response = client.post(reverse("track"), {"number": receipt.number, "code": receipt.code})

    assert response.status_code == 200


@pytest.mark.both_databases
def test_a_lost_code_is_replaced_on_the_confirmed_phone_only(client: Client, people: Cast) -> None:
    receipt = cast.filed()
    before = OutboxMessage.objects.count()

    stranger = client.post(
        reverse("track-lost"), {"number": receipt.number, "address": "13900000000"}, follow=True
    )
    worker.answer_all()
    assert OutboxMessage.objects.count() == before
    owner = client.post(reverse("track-lost"), {"number": receipt.number, "address": cast.PHONE}, follow=True)
    worker.answer_all()

    banners = [re.search(r'class="banner.*?</p>', page.text) for page in (stranger, owner)]
    assert banners[0]
    assert banners[1]
    assert banners[0].group() == banners[1].group()
    code = re.search(
        r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}\b", OutboxMessage.objects.latest("created_at", "id").text
    )
    assert code
    assert client.post(reverse("track"), {"number": receipt.number, "code": receipt.code}).status_code == 200
    assert client.post(reverse("track"), {"number": receipt.number, "code": code.group()}).status_code == 302


def test_a_strangers_case_is_not_there(client: Client, people: Cast) -> None:
    own, other = cast.filed().case, cast.filed().case
    opened(client, own)

    for name in ("my-case", "my-evidence", "my-withdrawal", "my-consents"):
        assert client.get(reverse(name, args=[other.pk])).status_code == 404
    assert client.post(reverse("my-withdrawal", args=[other.pk]), {"seen": other.version}).status_code == 404
    opened(client, other)
    picked = {"upload": [SimpleUploadedFile("a.png", picture("PNG"))]}
    client.post(reverse("my-evidence", args=[other.pk]), picked)
    file = other.evidence.get()
    opened(client, own)
    for case in (own, other):
        assert client.get(reverse("my-evidence-file", args=[case.pk, file.pk])).status_code == 404


def test_what_was_typed_before_the_session_ended_is_put_back(client: Client, people: Cast) -> None:
    case, offer = cast.offered(people)
    receipt_code = receipt_code_of(case)
    url = reverse("my-rejection", args=[case.pk])
    typed = {"seen": case.version, "offer": str(offer.pk), "text": "旧壶的运费谁出？"}

    asked = client.post(url, typed)
    back = client.post(asked.url, {"number": case.number, "code": receipt_code})
    page = client.get(back.url).text

    assert back.url == url
    assert "旧壶的运费谁出？" in page


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


@pytest.mark.both_databases
def test_a_stopped_clock_says_so_and_counts_nothing_down(client: Client, people: Cast) -> None:
    case = cast.mediating(people)
    mediation.pause(case, reason="appraisal", by=people.zhao, at=WEDNESDAY)
    page = page_of(client, case)
    card = re.search(r'<div class="clock">.*?</div>', page, re.DOTALL)

    assert card
    assert 'class="big word"' in card.group()


def test_a_complaint_that_ended_shows_ground_reason_and_the_ways_that_are_left(
    client: Client, people: Cast
) -> None:
    ended, declined = cast.mediating(people), cast.negotiating(people)
    ground = grounds.for_association(grounds.Purpose.END_MEDIATION)[0]
    mediation.terminate(ended, ground=ground.code, text="双方差距太大", by=people.zhao, at=WEDNESDAY)
    negotiation.refuse(declined, text="不同意", by=people.sun, at=WEDNESDAY)
    why = grounds.for_association(grounds.Purpose.DECLINE)[0]
    routing.decline(declined, ground=why.code, text="买来转卖的。", by=people.zhao, at=WEDNESDAY)
    referred = cast.filed().case
    routing.refer_out(referred, to="南京市消费者权益保护委员会", by=people.wang, at=WEDNESDAY)
    opened(client, ended, declined, referred)
    for case, parts in (
        (ended, ("双方差距太大", "起诉", "121号令第16条")),
        (declined, (why.zh, "买来转卖的。", "提请仲裁")),
        (referred, ("南京市消费者权益保护委员会",)),
    ):
        assert all(part in page_of(client, case) for part in parts)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_pages_are_there_in_each_language(client: Client, people: Cast, language: str) -> None:
    case, _offer = cast.offered(people)
    opened(client, case)
    client.cookies["language"] = language

    for name in ("my-case", "my-acceptance", "my-consents", "my-evidence", "my-withdrawal"):
        assert client.get(reverse(name, args=[case.pk])).status_code == 200
    for name in ("track", "track-lost", "file-start"):
        assert client.get(reverse(name)).status_code == 200


@pytest.mark.both_databases
def test_a_long_history_asks_the_database_no_more_often(client: Client, people: Cast) -> None:
    case = cast.negotiating(people)
    opened(client, case)
    counts = []
    for _round in range(2):
        counts.append(queries_of(client, reverse("my-case", args=[case.pk])))
        for number in range(6):
            care.note_call(case, with_whom="consumer", text=f"{number}", by=people.zhao, at=WEDNESDAY)

    assert counts[0] == counts[1]
    assert counts[0] <= 25


def test_evidence_is_added_while_the_case_is_open(client: Client, people: Cast) -> None:
    case = cast.filed().case
    opened(client, case)
    url = reverse("my-evidence", args=[case.pk])

    assert client.post(url, {}).status_code == 200
    assert client.post(url, {"upload": [SimpleUploadedFile("a.png", picture("PNG"))]}).status_code == 302

    assert case.evidence.get().derivative
    fulfilment.withdraw(case, by=cast.li(case), at=WEDNESDAY)
    assert (
        client.post(url, {"upload": [SimpleUploadedFile("b.png", picture("PNG", colour="blue"))]}).status_code
        == 409
    )


def test_a_consent_is_withdrawn_as_easily_as_it_was_given(client: Client, people: Cast) -> None:
    case = cast.filed().case
    opened(client, case)

    client.post(reverse("my-consents", args=[case.pk]), {"other_body": "on"})

    standing = case.consents.filter(withdrawn_at=None).values_list("purpose", flat=True)
    assert list(standing) == ["other_body"]


def test_leaving_forgets_the_case(client: Client, people: Cast) -> None:
    case = cast.filed().case
    opened(client, case)

    client.post(reverse("my-leave"))

    assert client.get(reverse("my-case", args=[case.pk])).status_code == 302


@pytest.mark.both_databases
def test_several_cases_are_listed_in_a_constant_number_of_queries(client: Client, people: Cast) -> None:
    cases = [cast.filed().case for _n in range(6)]
    counts = []
    for number in (2, 6):
        opened(client, *cases[:number])
        counts.append(queries_of(client, reverse("my-cases")))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "typed", [{"seen": "abc"}, {"seen": "9" * 40}, {"seen": ""}, {"text": "a\0b", "seen": "1"}]
)
def test_nonsense_gives_a_message_never_an_error_page(
    client: Client, people: Cast, typed: dict[str, str]
) -> None:
    case = cast.filed().case
    opened(client, case)

    response = client.post(reverse("my-withdrawal", args=[case.pk]), typed)

    assert response.status_code in (200, 409)


def asked_for_more(people: Cast) -> Case:
    case = cast.filed().case
    routing.ask_supplement(case, text="请补发票照片", by=people.wang, at=WEDNESDAY)
    return case


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


@pytest.mark.parametrize(
    ("make", "parts"),
    [
        (cast.mediating, ("2027 年 1 月", "安排还没公布")),
        (  # seven days from Saturday 21 November end on a Saturday
            lambda _people: cast.filed(received_goods_on=date(2026, 11, 21), bought="own-site").case,
            ("11 月 30 日", "消费者权益保护法第25条", "民法典第188条"),
        ),
    ],
)
def test_the_days_to_come_explain_themselves(
    client: Client, people: Cast, make: Callable[[Cast], Case], parts: tuple[str, ...]
) -> None:
    page = page_of(client, make(people))
    assert all(part in page for part in parts)


def test_number_and_code_open_the_case_however_they_are_typed_and_lead_to_where_one_was(
    client: Client, people: Cast
) -> None:
    receipt = cast.filed()
    own, where = (reverse(name, args=[receipt.case.pk]) for name in ("my-case", "my-withdrawal"))
    asked = client.get(where)
    typed = {"number": receipt.number.replace("-", " "), "code": receipt.code.replace("-", "").lower()}
    assert client.post(asked.url, typed).url == where
    for away in ("", "?next=//evil.example/my/"):
        assert client.post(reverse("track") + away, typed).url == own
    assert "电热水壶漏电" in client.get(own).text
