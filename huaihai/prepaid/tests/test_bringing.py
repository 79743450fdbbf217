"""A shop enters cards that it sold before: one by one, as a table; their holders say that more was left."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.desk.lives import Unfit
from huaihai.kit import clock
from huaihai.prepaid.cards import bringing, verbs
from huaihai.prepaid.models import Card
from huaihai.prepaid.tests.scene import YUAN, pledged
from tests.cast import TUESDAY
from tests.reading import fresh

pytestmark = pytest.mark.django_db
TABLE = '卡号,剩余次数,剩余金额,手机号\nA 1,12,120,13800000001\na2,3,"1,030.50",\n'


@pytest.fixture(autouse=True)
def tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: TUESDAY)


def test_one_card_gets_its_receipt_and_is_found_by_the_shops_own_number() -> None:
    scene = pledged()
    sun, url = scene.sun, scene.url("business-prepaid-bring", "value")
    assert sun.post(url, {}).status_code == 200
    assert not Card.objects.exists()

    answer = sun.post(url, {"number": "vip 7", "fen": "500", "phone": ""})

    assert answer["Location"] == scene.url("business-prepaid-receipts")
    assert 'class="code">' in sun.get(answer["Location"]).content.decode()
    card = Card.objects.get()
    assert (card.own_number, card.certain_fen) == ("VIP7", 500 * YUAN)
    assert sun.post(url, {"number": "VIP7", "fen": "600", "phone": ""}).status_code == 200
    use = scene.url("business-prepaid-use")
    key = re.search(r'name="key" value="([^"]+)"', sun.get(use).content.decode())
    assert key is not None
    assert sun.post(use, {"number": "vip7", "amount": "20", "key": key[1]}).status_code == 302
    assert fresh(card).certain_fen == 480 * YUAN
    found = sun.get(scene.url("business-prepaid-one") + "?q=vip7").content.decode()
    assert "VIP7" in found
    assert "补录" in found.partition("<tbody>")[2]  # nobody sold it today


@pytest.mark.parametrize("way", ["pasted", "file"])
def test_a_table_is_entered_once(way: str) -> None:
    scene = pledged()
    sun, url = scene.sun, scene.url("business-prepaid-bring", "times")
    for _time in range(2):
        file = BytesIO(TABLE.encode("gb18030"))
        file.name = "cards.csv"
        pasted = TABLE.replace('"1,030.50"', "1030.50").replace(",", "\t")
        assert sun.post(url, {"file": file} if way == "file" else {"table": pasted}).status_code == 302

    found = Card.objects.order_by("own_number").values_list("own_number", "certain_fen", "is_paper")
    assert list(found) == [("A1", 120 * YUAN, False), ("A2", 1030 * YUAN + 50, True)]


@pytest.mark.parametrize(
    "line", ["A3,0,120,", "A3,2.5,120,", ",3,120,", "A3,3,x,", "A3,3,120,12", "A3,3,,", f"{'A' * 31},3,120,"]
)
def test_one_bad_line_and_nothing_is_entered(line: str) -> None:
    scene = pledged()
    page = scene.sun.post(scene.url("business-prepaid-bring", "times"), {"table": TABLE + line})
    assert page.status_code == 200
    assert "4" in page.context["form"].errors["table"][0]
    assert not Card.objects.exists()


def test_a_span_of_time_that_is_over_is_not_entered() -> None:
    day = (TUESDAY - timedelta(days=1)).date()
    with pytest.raises(Unfit):
        bringing.read(f"卡号,到期日,剩余金额\nA1,{day},100\n".encode(), "term", None)
    [sale] = bringing.read(f"卡号,到期日,剩余金额\nA1,{TUESDAY.date()},100\n".encode(), "term", None)
    assert sale.until_on == TUESDAY.date()


def test_its_holder_says_how_much_was_left_and_the_body_decides() -> None:
    scene = pledged()
    rows = [verbs.Sale("times", 120 * YUAN, uses=12, own_number="A2")]
    [one] = verbs.bring_in(scene.issuer, rows, by=scene.cast.sun, at=TUESDAY)
    [entry] = one.card.entries.all()
    holder = Client()
    holder.get(reverse("card-code", args=[one.code]))
    doubt = reverse("card-doubt", args=[one.card.pk, entry.pk])
    own = holder.get(reverse("card", args=[one.card.pk])).content.decode()
    assert doubt in own
    assert "次卡 · 补录 11 月 24 日" in own
    assert holder.get(doubt).status_code == 200
    assert holder.post(doubt, {"amount": "12"}).status_code == 200  # no more than that

    assert holder.post(doubt, {"amount": "15"}).status_code == 302

    assert fresh(one.card).doubtful_fen == 30 * YUAN
    for page in (
        holder.get(reverse("card", args=[one.card.pk])),
        scene.sun.get(scene.url("business-prepaid-card", one.card.pk)),
        scene.zhao.get(scene.url("desk-prepaid-doubts")),
    ):
        assert "15" in page.content.decode()
    decide = scene.url("desk-prepaid-decide", entry.pk, "not")
    assert scene.zhao.post(decide, {"reason": "both were heard"}).status_code == 302
    assert fresh(one.card).certain_fen == 150 * YUAN
