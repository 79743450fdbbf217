"""A settlement in which the goods go back: where to, by when, by which parcel, whose turn; and words to the officer."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases import turns
from huaihai.cases.models import Agreement, Case, Offer
from huaihai.cases.tests.consumers import opened, receipt_code_of
from huaihai.cases.tests.test_turns import big_clock, business_page, consumers_page, on
from huaihai.cases.verbs import care, falling_due, fulfilment, negotiation
from huaihai.desk.lives import Unfit
from huaihai.record import events
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.cast import TUESDAY, Cast
from tests.reading import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
DAY = timedelta(days=1)
TO_SHOP = "商丘市演示路 8 号 孙老板 13900000008"
TERMS = {
    "remedies": ["return", "refund"],
    "sum_fen": "268.00",
    "monthly_parts": "1",
    "perform_by_on": "2026-12-04",
    "valid_until_on": "2026-11-27",
    "text": "退货退款，运费我们出。",
    "note_to_body": "",
}


def signed_in(cast: Cast, name: str = "sun") -> Client:
    client = Client()
    people.sign_in(client, cast.accounts[name])
    return client


def send_offer(cast: Cast, case: Case, **changed: str) -> "Client":
    client = signed_in(cast)
    typed = TERMS | {"return_to": TO_SHOP, "goods_back_by_on": "2026-11-30", "seen": str(case.version)}
    answer = client.post(reverse("business-step", args=[case.pk, "offer"]), typed | changed)
    client.answer = answer  # type: ignore[attr-defined]
    return client


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"return_to": ""}, "收货地址"),
        ({"return_to": "店里"}, "请写全"),
        ({"return_to": "商丘市演示路 8 号 孙老板"}, "请写全"),
        ({"perform_by_on": "2026-11-27"}, "消费者到 11 月 27 日都可以接受"),
        ({"goods_back_by_on": "2026-12-05"}, "请写这中间的一天"),
        ({"goods_back_by_on": "2026-11-26"}, "请写这中间的一天"),
    ],
)
def test_what_does_not_fit_is_said_plainly_and_nothing_is_sent(
    cast: Cast, changed: dict[str, str], words: str
) -> None:
    case = people.negotiating(cast)
    page = send_offer(cast, case, **changed).answer.text  # type: ignore[attr-defined]

    assert words in page
    assert not Offer.objects.filter(case=case).exists()


def test_the_flagship_day_by_day_to_its_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Offer, reminder, acceptance with one press, parcel, money, the end: each day as its people see it."""
    case = people.negotiating(cast)
    send_offer(cast, case)
    days: dict[int, str] = {}
    consumer = Client()

    def look(day: int) -> str:
        on(monkeypatch, TUESDAY + (day - 24) * DAY)
        for act in list(falling_due.due_acts((TUESDAY + (day - 24) * DAY).replace(hour=0, minute=5))):
            act()
        days[day] = big_clock(consumers_page(case))
        return days[day]

    assert "11 月 27 日" in look(24)
    assert TO_SHOP not in consumers_page(case).text  # not before it is agreed
    assert "等消费者" in big_clock(business_page(cast, case))
    assert "暂停计时" in big_clock(business_page(cast, case))
    look(25)
    assert told(case, "offer_near")

    # 26 November: in with number and code, and accepted with one press
    look(26)
    accept(consumer, case)
    assert fresh(case).stage == "fulfilling"
    page = consumers_page(case).text
    assert TO_SHOP in page
    assert "轮到您了：请您先把货寄回去" in page
    assert "已经做到" not in page.split('class="acts')[1].split("</p>")[0]
    assert "等消费者" in big_clock(business_page(cast, case))

    assert "11 月 30 日" in look(27)
    assert not told(case, "send_near")
    look(28)
    assert told(case, "send_near")
    consumer.post(
        reverse("my-goods", args=[case.pk]), {"seen": fresh(case).version, "parcel": "顺丰 SF123456"}
    )
    assert turns.of(fresh(case), today=date(2026, 11, 28)).of == "business"
    shops = business_page(cast, case)
    assert "顺丰 SF123456" in shops.text
    assert "12 月 4 日" in big_clock(shops)
    assert told(case, "goods_sent")
    assert "顺丰 SF123456" in signed_in(cast, "zhao").get(reverse("desk-case", args=[case.pk])).text

    assert "12 月 4 日" in look(29)
    for day in range(30, 33):
        look(day)
    assert told(case, "promise_near")
    fulfilment.claim_fulfilment(fresh(case), text="已退 268 元。", by=cast.sun, at=TUESDAY + 8 * DAY)
    page = consumers_page(case).text
    assert "您收到了吗" in page
    assert f'<a class="btn" href="{reverse("my-confirmation", args=[case.pk])}"' in page
    assert reverse("my-breach", args=[case.pk]) not in page
    look(33)
    consumer.post(reverse("my-confirmation", args=[case.pk]), {"seen": fresh(case).version})

    assert fresh(case).stage == "closed"
    assert events.broken_at(case.record_key) is None
    to_her = [
        one for one in OutboxMessage.objects.filter(subject=case.record_key) if one.address == people.PHONE
    ]
    # received, served, offered; offer near, send near; done says the business
    assert len(to_her) == 6


def accept(consumer: Client, case: Case) -> None:
    """Opened with number and code; then one press."""
    typed = {"number": case.number, "code": receipt_code_of(case)}
    consumer.post(reverse("track"), typed)
    url = reverse("my-acceptance", args=[case.pk])
    page = consumer.get(url).text
    assert 'name="code"' not in page
    offer = Offer.objects.get(case=case)
    consumer.post(url, {"offer": str(offer.pk), "seen": fresh(case).version})


def told(case: Case, words: str) -> int:
    return OutboxMessage.objects.filter(subject=case.record_key, effect_key__contains=words).count()


def test_later_than_an_hour_name_and_code_are_asked_with_a_way_to_a_new_code(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, offer = people.offered(cast)
    client = Client()
    client.post(reverse("track"), {"number": case.number, "code": receipt_code_of(case)})
    on(monkeypatch, TUESDAY + timedelta(minutes=61))
    url = reverse("my-acceptance", args=[case.pk])

    page = client.get(url).text
    assert 'name="code"' in page
    assert reverse("track-lost") in page
    client.post(url, {"offer": str(offer.pk), "seen": fresh(case).version})
    assert fresh(case).stage == "negotiating"


def test_another_browser_that_holds_the_case_is_asked(cast: Cast) -> None:
    case, _offer = people.offered(cast)
    client = Client()
    opened(client, case)

    assert 'name="code"' in client.get(reverse("my-acceptance", args=[case.pk])).text


def test_a_business_that_accepts_a_counter_offer_says_where_the_goods_go(cast: Cast) -> None:
    case, offer = people.offered(cast)
    counter = negotiation.counter(
        case,
        offer=offer,
        remedies=["return", "refund"],
        sum_fen=30_000,
        perform_by_on=date(2026, 12, 3),
        text="退货，加三十。",
        by=people.li(case),
        at=TUESDAY,
    )
    client, url = signed_in(cast), reverse("business-step", args=[case.pk, "acceptance"])

    assert "收货地址" in client.get(url).text
    client.post(url, {"seen": case.version, "return_to": ""})
    assert fresh(case).stage == "negotiating"
    client.post(url, {"seen": case.version, "return_to": TO_SHOP})

    assert fresh(case).stage == "fulfilling"
    assert fresh(counter).return_to == TO_SHOP
    assert TO_SHOP in consumers_page(case).text


def test_the_list_of_the_business_waits_with_it(cast: Cast) -> None:
    case = people.negotiating(cast)
    offer = people.offer(case, by=cast.sun, remedies=["return", "refund"])
    negotiation.accept(case, offer=offer, by=people.li(case), at=TUESDAY)
    client = signed_in(cast)

    assert not client.get(reverse("business-desk") + "?list=yours").context["rows"]
    fulfilment.send_goods(case, parcel="", by=people.li(case), at=TUESDAY)
    assert client.get(reverse("business-desk") + "?list=yours").context["rows"]
    assert Agreement.objects.get(case=case).goods_sent_at == TUESDAY


def test_a_message_to_the_officer_waits_until_a_call_answers_it_and_the_other_side_never_reads_it(
    cast: Cast,
) -> None:
    case, _offer = people.offered(cast)
    client = Client()
    opened(client, case)
    client.post(reverse("my-message", args=[case.pk]), {"seen": case.version, "text": "我下周才回家，行吗？"})

    officer = signed_in(cast, "zhao")
    office = officer.get(reverse("office")).text
    assert "消费者给您留了言" in office
    assert "我下周才回家" in officer.get(reverse("desk-case", args=[case.pk])).text
    assert "我下周才回家" in consumers_page(case).text
    assert "我下周才回家" not in business_page(cast, case).text

    url = reverse("desk-step", args=[case.pk, "calls"])
    officer.post(url, {"seen": fresh(case).version, "with_whom": "consumer", "text": "说好了，可以。"})
    assert "消费者给您留了言" not in officer.get(reverse("office")).text


@pytest.mark.parametrize("whom", ["consumer", "business"])
def test_the_officer_answers_in_writing_and_the_other_side_never_reads_it(cast: Cast, whom: str) -> None:
    case = people.negotiating(cast)
    writes = people.li(case) if whom == "consumer" else cast.sun
    care.write(case, text="哪天能办好？", by=writes, at=TUESDAY)
    officer, words = signed_in(cast, "zhao"), "星期五之前办好，请等一等。"
    assert "给您留了言" in officer.get(reverse("office")).text

    url = reverse("desk-step", args=[case.pk, f"message-to-{whom}"])
    assert officer.post(url, {"seen": fresh(case).version, "text": " "}).status_code == 200
    assert officer.post(url, {"seen": fresh(case).version, "text": words}).status_code == 302

    pages = {"consumer": consumers_page(case).text, "business": business_page(cast, case).text}
    assert [name for name, page in pages.items() if words in page] == [whom]
    assert "给您留了言" not in officer.get(reverse("office")).text
    told = OutboxMessage.objects.filter(subject=case.record_key, effect_key__contains="written").get()
    assert words not in told.text
    assert ("business" in told.effect_key) == (whom == "business")


def test_a_business_that_does_not_know_of_the_complaint_is_not_written_to(cast: Cast) -> None:
    case = people.taken(cast)
    with pytest.raises(Unfit):
        care.write_business(case, text="请联系消费者。", by=cast.zhao, at=TUESDAY)
    assert reverse("desk-step", args=[case.pk, "message-to-business"]) not in (
        signed_in(cast, "zhao").get(reverse("desk-case", args=[case.pk])).text
    )


def test_the_business_writes_to_the_officer_too_and_not_without_end(cast: Cast) -> None:
    case = people.negotiating(cast)
    client, url = signed_in(cast), reverse("business-step", args=[case.pk, "message"])
    for number in range(6):
        page = client.post(url, {"seen": fresh(case).version, "text": f"第 {number} 句"})

    assert "今天已经写过好几次" in page.text
    assert events.history(case.record_key).filter(verb="business_writes").count() == 5
    assert "第 1 句" not in consumers_page(case).text
    consumer = Client()
    opened(consumer, case)
    consumer.post(reverse("my-message", args=[case.pk]), {"seen": fresh(case).version, "text": "我也要说"})
    assert events.history(case.record_key).filter(verb="consumer_writes").count() == 1


def test_a_business_reads_its_own_numbers_however_few(cast: Cast) -> None:
    client = signed_in(cast)
    assert "这几个月没有" in client.get(reverse("business-desk")).text
    case, offer = people.offered(cast)
    negotiation.accept(case, offer=offer, by=people.li(case), at=TUESDAY)

    page = client.get(reverse("business-desk")).text
    assert "这些数只有您自己看得到" in page
    assert "这几个月没有" not in page


def test_while_an_offer_stands_both_desks_read_where_the_goods_will_go(cast: Cast) -> None:
    case = people.negotiating(cast)
    send_offer(cast, case)

    for page in (
        business_page(cast, case),
        signed_in(cast, "zhao").get(reverse("desk-case", args=[case.pk])),
    ):
        assert "消费者先在 11 月 30 日前把货寄回" in page.text
        assert TO_SHOP in page.text
    assert TO_SHOP not in consumers_page(case).text


def test_an_offer_by_telephone_needs_an_address_where_none_is_known(cast: Cast) -> None:
    case = people.negotiating(cast)
    Case.objects.filter(pk=case.pk).update(place=None, return_place=None)
    officer, url = signed_in(cast, "zhao"), reverse("desk-step", args=[case.pk, "offer"])
    typed = TERMS | {"seen": str(case.version)}

    assert "请问清商家" in officer.post(url, typed).text
    assert officer.post(url, typed | {"remedies": ["refund"]}).status_code == 302
    typed |= {"seen": str(fresh(case).version), "return_to": TO_SHOP}
    assert officer.post(url, typed).status_code == 302
    assert Offer.objects.get(case=case, state=Offer.State.OPEN).return_to == TO_SHOP
