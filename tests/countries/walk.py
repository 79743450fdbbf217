"""The program over an invented country: its public pages, a complaint filed and followed, and no word of China.

`tests/packs/test_another_country.py` runs this in a process of its own, as one process is of one country. 消协 is no
word of China: it is what Chinese calls any consumers' association for short.
"""

import re
from datetime import date
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from huaihai import alliance
from huaihai.cases.consumer.filing.steps import address
from huaihai.cases.models import Case
from huaihai.cases.tests.filing_walks import hidden, walk
from huaihai.front import starting
from huaihai.kit import clock, money_field, phones, spoken
from huaihai.kit.text import masking
from huaihai.law import credit_code, deadlines, kinds, limits, remedies
from huaihai.law.calendar import held_calendar
from huaihai.law.errors import BadCreditCode
from huaihai.law.library import held
from huaihai.law.triage.finding import find
from huaihai.law.triage.reading import tree
from huaihai.record.models import Clock
from tests.packs.walked import PAGES
from tests.posts import post_at

OF_CHINA: Final = re.compile(
    r"12315|12345|12348|\b110\b|\b120\b|消费者权益保护法|民法典|市场监管|[0-9]\s*元|¥|￥|人民币|yuan|\+86|身份证"
    r"|国务院|市场监督|工商局|北京|淮海|Asia/Shanghai|中国|\bChina\b|Chinese law|civil code|market regulat"
)
TAG: Final = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)
ANSWERS: Final[dict[str, dict[str, Any]]] = {
    "story": {"story": "在集市上买的油灯，第三天就不亮了。"},
    "goods": {"picture": "devices"},
    "wrong": {"nature": "Q1"},
    "where": {"bought": "offline"},
    "shop": {"name": "灯铺（虚构）"},
    "city": {"place": "920100"},
    "county": {"part": "920102"},
    "paid": {"price_fen": "39", "bought_on": "2026-11-20", "received_goods_on": "2026-11-20"},
    "remedies": {"remedies": ["repair"]},
    "wishes": {"remedies": ["repair"]},
    "home": {"place": "910100"},
    "contact": {"name": "甲（虚构）", "phone": "5000 0001"},
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def started(db: None) -> None:
    """The steps of a start that read the packs."""
    starting.load_alliance()
    starting.load_texts()


def said(name: str, page: Any) -> None:
    """The page says nothing of China."""
    assert not {one[0].strip() for one in OF_CHINA.finditer(TAG.sub(" ", page.text))}, name


@pytest.mark.parametrize("language", ["qaa", "zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("name", [*PAGES, "law", "triage", "sums"])
def test_a_public_page_is_its_own(name: str, language: str, client: Client) -> None:
    client.cookies["language"] = language
    page = client.get(reverse(name), follow=True)
    assert page.status_code == 200
    said(f"{name} {language}", page)


def test_the_law_is_that_of_the_country() -> None:
    assert list(held()) == ["nilland-consumer-law"]
    assert [kind.code for kind in kinds.NATURES] == ["Q1", "Q2", "Q3"]
    assert [remedy.code for remedy in remedies.ALL] == ["repair", "return", "refund", "compensation"]
    assert (limits.LIMITATION.number, limits.BURDEN_OF_PROOF) == (2, None)
    assert alliance.load().country.zone == "Indian/Maldives"
    assert set(tree().cards) == {"food.bad", "devices.broken", "travel.cancelled", "report", "fire"}
    assert find("昨天买的油灯不亮了", most=1)[0].card.id == "devices.broken"


def test_a_limit_is_counted_by_its_own_week_and_holidays() -> None:
    """From Sunday: Monday, not Lantern Day, Wednesday, Thursday, and the Friday that is worked for it."""
    due = deadlines.due(limits.DECIDE_ON_ACCEPTANCE, date(2026, 11, 22), calendar=held_calendar())
    assert [day.day for day in due.counted] == [23, 25, 26, 27]
    assert [day.why_en for day in due.skipped] == ["Lantern Day holiday"]
    rest = deadlines.due(limits.DECIDE_ON_ACCEPTANCE, date(2026, 12, 2), calendar=held_calendar())
    assert [str(day.on) for day in rest.skipped] == ["2026-12-04", "2026-12-05"]  # Friday and Saturday
    assert rest.due_on == date(2026, 12, 8)
    assert held_calendar().kind(date(2030, 3, 3)).why_zh.startswith("潮日放假")


def test_a_complaint_is_filed_and_followed(client: Client) -> None:
    for city in ("910100", "920100"):
        post_at(f"city:{city}", username=f"officer-{city}")
    walk(client, ANSWERS)
    check = client.get(address("check"))
    said("check", check)
    receipt = client.get(client.post(address("check"), hidden(check)).url)
    said("receipt", receipt)
    case = Case.objects.exclude(number="").get()
    assert case.number.startswith("9101")
    assert (case.category, case.nature, case.home.name) == ("W2", "Q1", "晨湾市消费者之家")
    assert case.number in receipt.text
    mine = client.get(reverse("my-case", args=[case.id]), follow=True)
    assert mine.status_code == 200
    said("my-case", mine)
    (waiting,) = Clock.objects.filter(subject=case.record_key, ended_at=None)
    assert waiting.article == "四湾协议（虚构）"
    assert (
        waiting.due_on
        == deadlines.due(
            limits.BY_NAME[waiting.limit_name].as_adopted(
                waiting.number, waiting.unit, source="x", since=date(2025, 1, 5)
            ),
            clock.local_day(case.submitted_at),
            calendar=held_calendar(),
        ).due_on
    )


@pytest.mark.parametrize("card", ["food.bad", "devices.broken", "travel.cancelled", "report", "fire"])
def test_a_card_is_its_own(card: str, client: Client) -> None:
    page = client.get(reverse("triage-card", args=[card]))
    assert page.status_code == 200
    said(f"card {card}", page)


def test_the_directory_and_the_library_name_what_there_is(client: Client) -> None:
    body = client.get(reverse("body", args=["920100"]))
    assert "灯塔区" in body.text
    said("body", body)
    client.cookies["language"] = "zh-hans"
    article = client.get("/law/nilland-consumer-law/6/", follow=True)
    assert "两年内起诉" in article.text
    said("article", article)


def test_its_first_language_is_its_own_and_what_is_not_translated_is_english(client: Client) -> None:
    home = client.get("/")
    assert home.headers["Content-Language"] == "qaa"
    assert '<html lang="qaa"' in home.text
    assert "Ola kweri" in home.text
    assert "Se periko: 999 o 998. Se fraudo: 700700." in home.text
    assert "What happened?" in home.text
    links = re.findall(r'hreflang="([^"]+)" href="[^"]+">([^<]+)<', home.text)
    assert {("zh-Hans", "简体"), ("en", "English")} <= set(links)
    client.cookies["language"] = "en"
    assert "Nilla</a>" in client.get("/").text


def test_sums_telephones_and_numbers_are_its_own() -> None:
    with translation.override("en"):
        assert spoken.money(12_345_678) == "12,345.678 shells"
    assert money_field.read("₺39.5") == 39_500
    assert phones.mobile("+999 5000 0001") == phones.mobile("5000-0001") == "50000001"
    assert phones.mobile("13800138000") is None
    assert phones.public_number("700700") == "700700"
    assert phones.public_number("0516-12345678") is None
    assert credit_code.check("nl 123456").text == "NL123456"
    with pytest.raises(BadCreditCode, match="NL123456"):
        credit_code.check("91320300MA1ABCDE0N")
    assert masking.mask("居民 P1234567，电话 5000 0001").text.count("***") == 2


def test_a_country_without_an_action_of_its_own_has_no_yearly_sheet(client: Client) -> None:
    assert "/board/yearly/" not in client.get("/board/").text
    assert client.get("/board/yearly/2026/").status_code == 404
