"""Following a case through the pages: coming back, reading, answering."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from huaihai.cases import own_days
from huaihai.cases.models import Case
from huaihai.cases.tests.consumers import opened, page_of, receipt_code_of
from huaihai.cases.verbs import care, fulfilment, mediation, negotiation, routing
from huaihai.kit.filestore.tests.pictures import picture
from huaihai.law import grounds
from huaihai.record import worker
from huaihai.record.models import OutboxMessage
from tests import cast
from tests.cast import Cast
from tests.reading import queries_of

pytestmark = pytest.mark.django_db
WEDNESDAY = cast.TUESDAY + timedelta(days=1)


@pytest.fixture
def people(wednesday: Cast) -> Cast:
    return wednesday


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


IN_ONE_CITY: dict[str, Any] = {"stated_business": {"name": "Kettle shop (test)", "region_code": cast.HOME}}


def test_without_a_consent_the_page_promises_no_talks_and_leads_to_it(client: Client, people: Cast) -> None:
    case = cast.filed(**IN_ONE_CITY).case
    consents = reverse("my-consents", args=[case.pk])
    assert "邀请商家" in page_of(client, case)

    client.post(consents, {})
    page = page_of(client, case)
    assert "→ 邀请商家" not in page
    assert page.index("也就没人能跟您谈") < page.index(f'href="{consents}"') < page.index("走到哪一步了")
    assert "我们只能给您出主意" not in page  # no other city comes in

    client.post(consents, {"business": "on"})
    assert "也就没人能跟您谈" not in page_of(client, case)


def test_another_city_is_named_only_where_one_may_come_in(client: Client, people: Cast) -> None:
    here, across = cast.filed(**IN_ONE_CITY).case, cast.filed().case
    for case, is_named in ((here, False), (across, True)):
        opened(client, case)
        client.post(reverse("my-consents", args=[case.pk]), {"business": "on"})
        page = page_of(client, case)
        assert ("另一个城市的消协" in page) is is_named
        assert ("转给商家所在" in page) is is_named


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
