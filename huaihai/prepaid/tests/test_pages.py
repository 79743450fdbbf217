"""The whole way through real pages: pledge, confirmation, the bank's letter, a card, its receipt, uses and doubts."""

import re
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.businesses.models import Business
from huaihai.kit import clock
from huaihai.prepaid import verifying
from huaihai.prepaid.cards import verbs
from huaihai.prepaid.issuers.verbs import Pledge, apply
from huaihai.prepaid.models import Card, CardEntry, Issuer
from huaihai.prepaid.tests.scene import YUAN, mall_of, pledged, sold
from tests.cast import PHONE, TUESDAY, Cast, assemble
from tests.posts import forget_tries
from tests.reading import browser, fresh, queries_of

pytestmark = pytest.mark.django_db
CODE = re.compile(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]\b")


@pytest.fixture(autouse=True)
def _tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: TUESDAY)
    forget_tries()


def codes_on(page: Any) -> list[str]:
    """The codes that stand on a page."""
    return CODE.findall(page.content.decode())


def key_on(page: Any) -> str:
    """The hidden key of a form."""
    found = re.search(r'name="key" value="([^"]+)"', page.content.decode())
    assert found is not None
    return found[1]


@dataclass
class Way:
    """The people on the way, and what has come of it so far."""

    cast: Cast
    mall: Business
    zhou: Client
    sun: Client
    zhao: Client
    clerk: Client
    holder: Client

    @property
    def issuer(self) -> Issuer:
        return Issuer.objects.get()

    def url(self, name: str, *more: Any) -> str:
        return reverse(name, args=[self.issuer.pk, *more])

    def pledge(self) -> None:
        assert self.sun.get(reverse("business-prepaid")).status_code == 200
        new = reverse("business-prepaid-new")
        assert len(self.sun.get(new).context["form"].visible_fields()) <= 6
        typed = {"guarantee_kind": "bank", "guarantor_name": "Bank (test)", "percent": "30"}
        typed["under"] = self.mall.code
        assert self.sun.post(new, typed | {"percent": "many"}).status_code == 200
        answer = self.sun.post(new, typed)
        assert answer["Location"] == self.url("business-prepaid-one")
        assert self.sun.get(answer["Location"]).status_code == 200
        assert self.zhou.post(self.url("business-prepaid-join")).status_code == 302
        assert self.cast.shop.name in self.zhou.get(reverse("business-prepaid")).content.decode()

    def confirm(self) -> str:
        """The code of the letter for the bank."""
        assert self.zhao.get(reverse("desk-prepaid")).status_code == 200
        assert self.zhao.get(self.url("desk-prepaid-one")).status_code == 200
        step = self.url("desk-prepaid-confirmation")
        answer = self.zhao.post(step, {"seen": self.issuer.version})
        assert answer["Location"] == self.url("desk-prepaid-one")
        letter = self.url("desk-prepaid-letter")
        assert self.zhao.post(letter)["Location"] == letter
        (code,) = codes_on(self.zhao.get(letter))
        assert codes_on(self.zhao.get(letter)) == [code]  # loaded again it is the same
        return code

    def guarantee(self, code: str) -> None:
        at_bank = self.url("guarantor")
        assert self.clerk.get(at_bank)["Location"] == reverse("guarantor-open")
        assert self.clerk.post(reverse("guarantor-open"), {"code": code})["Location"] == at_bank
        assert self.clerk.get(at_bank).status_code == 200
        assert self.clerk.post(at_bank, {"fen": "", "day": ""}).status_code == 200
        typed = {"fen": "5000", "day": "2026-11-24", "reference": "7"}
        assert self.clerk.post(at_bank, typed)["Location"] == at_bank

    def sell(self) -> list[str]:
        """The codes of two receipts."""
        sell = self.url("business-prepaid-sell", "times")
        page = self.sun.get(sell)
        assert len(page.context["form"].visible_fields()) <= 6
        sale = {"paid_fen": "300", "uses": "30", "count": "2", "until_on": "2027-11-24", "key": key_on(page)}
        assert self.sun.post(sell, sale)["Location"] == self.url("business-prepaid-receipts")
        self.sun.post(sell, sale)  # sent twice
        assert Card.objects.count() == 2
        slips = self.sun.get(self.url("business-prepaid-receipts"))
        assert "<svg" in slips.content.decode()
        return codes_on(slips)

    def use(self, code: str) -> tuple[Card, CardEntry]:
        """The holder notes two uses, the shop three, which the holder doubts."""
        card = self.holder.get(reverse("card-code", args=[code.replace("-", "")]))["Location"]
        assert "Bank (test)" in self.holder.get(card).content.decode()
        assert Client().get(card)["Location"] == reverse("card-open")
        found = Card.objects.get(pk=card.split("/")[2])
        use, noted = reverse("card-use", args=[found.pk]), self.url("business-prepaid-use")
        assert self.holder.post(use, {"amount": "2", "key": key_on(self.holder.get(use))})["Location"] == card
        page = self.sun.get(noted)
        assert len(page.context["form"].visible_fields()) <= 2
        typed = {"number": found.number, "amount": "3", "key": key_on(page)}
        assert self.sun.post(noted, typed).status_code == 302
        entry = found.entries.get(by="shop", kind="use")
        assert self.holder.post(reverse("card-doubt", args=[found.pk, entry.pk]))["Location"] == card
        return fresh(found), entry


def test_the_whole_way() -> None:
    cast, (mall, zhou) = assemble(), mall_of()
    sun, zhao = browser(cast.accounts["sun"]), browser(cast.accounts["zhao"])
    way = Way(cast, mall, browser(zhou), sun, zhao, Client(), Client())
    way.pledge()
    code = way.confirm()
    sell = way.url("business-prepaid-sell", "times")
    sale = {"paid_fen": "300", "uses": "30", "count": "1", "key": str(way.issuer.pk)}
    assert sun.post(sell, sale).status_code == 409  # the bank has said nothing yet
    way.guarantee(code)
    card, entry = way.use(way.sell()[0])
    assert (card.certain_fen, card.doubtful_fen) == (250 * YUAN, 30 * YUAN)
    assert zhao.get(way.url("desk-prepaid-doubts")).status_code == 200
    decide = way.url("desk-prepaid-decide", entry.pk, "not")
    assert zhao.get(decide).status_code == 200
    assert zhao.post(decide).status_code == 200  # without a reason
    assert zhao.post(decide, {"reason": "heard both"}).status_code == 302
    card = fresh(card)
    assert (card.certain_fen, card.doubtful_fen) == (280 * YUAN, 0)
    assert way.holder.post(reverse("card-phone", args=[card.pk]), {"phone": PHONE}).status_code == 302
    assert fresh(card).holder_phone == PHONE
    for name in ("prepaid", "card-open", "guarantor-open"):
        assert Client().get(reverse(name)).status_code == 200
    assert "100 %" in Client().get(way.url("prepaid-issuer")).content.decode()
    assert cast.shop.name in Client().get(reverse("prepaid") + "?q=Kettle").content.decode()


def test_the_shops_other_steps() -> None:
    scene = pledged()
    (one,) = sold(scene)
    sun, card = scene.sun, one.card
    home = scene.url("business-prepaid-card", card.pk)
    assert sun.get(home).status_code == 200
    more = scene.url("business-prepaid-more", card.pk)
    assert sun.post(more, {"fen": "100", "uses": "10", "key": key_on(sun.get(more))})["Location"] == home
    back = scene.url("business-prepaid-back", card.pk)
    assert sun.post(back, {"fen": "500", "key": key_on(sun.get(back))}).status_code == 200
    assert sun.post(back, {"fen": "0.01", "key": key_on(sun.get(back))})["Location"] == home
    card.refresh_from_db()
    assert (card.certain_fen, card.doubtful_fen) == (399 * YUAN + 99, 0)
    holder = Client()
    holder.get(reverse("card-code", args=[one.code]))
    entry = card.entries.get(kind="refund")
    assert holder.post(reverse("card-keep", args=[card.pk, entry.pk])).status_code == 302
    card.refresh_from_db()
    assert (card.certain_fen, card.doubtful_fen) == (0, 0)
    receipt = scene.url("business-prepaid-receipt", card.pk)
    assert sun.post(receipt, {"key": key_on(sun.get(receipt))}).status_code == 302
    assert Client().get(reverse("card-code", args=[one.code])).status_code == 404
    terms = scene.url("business-prepaid-terms")
    assert sun.get(terms).status_code == 200
    wang = browser(scene.cast.accounts["wang"])
    assert wang.get(scene.url("desk-prepaid-one")).status_code == 404


def test_a_statement_and_a_register_are_read_twice_without_doubles(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = pledged(guarantee_fen=None)
    letter = scene.zhao.post(scene.url("desk-prepaid-letter"), follow=True)
    clerk = Client()
    clerk.post(reverse("guarantor-open"), {"code": codes_on(letter)[0]})
    table = "日期,流水号,余额\n2026-11-20,1,3000.00\n2026-11-23,2,4500.50\n".encode("gb18030")
    for _time in range(2):
        file = BytesIO(table)
        file.name = "s.csv"
        assert clerk.post(scene.url("guarantor"), {"file": file}).status_code == 302
    scene.issuer.refresh_from_db()
    assert scene.issuer.guarantee_fen == 450_050
    assert scene.issuer.guarantee_lines.count() == 2
    both = BytesIO(table)
    both.name = "s.csv"
    typed = {"fen": "6000", "day": "2026-11-24", "reference": "", "file": both}
    assert clerk.post(scene.url("guarantor"), typed).status_code == 302
    assert fresh(scene.issuer).guarantee_fen == 600_000
    bad = BytesIO(b"a,b\n1,2\n")
    bad.name = "s.csv"
    assert clerk.post(scene.url("guarantor"), {"file": bad}).status_code == 200

    rows = (
        "统一社会信用代码,企业名称,预收资金余额,风险警示标准,截止日期\n"
        f"{scene.cast.shop.credit_code},Kettle shop (test),12000,10000,2026-11-01\n"
        "91000000000000000X,Nobody,1,1,2026-11-01\n"
    )
    url, said = reverse("desk-prepaid-registers"), []
    for _time in range(2):
        file = BytesIO(rows.encode())
        file.name = "r.csv"
        brought = scene.zhao.post(url, {"source": "Register (test)", "file": file}).context["brought"]
        said.append((brought.added, brought.known, len(brought.refused)))
    assert said == [(1, 0, 1), (0, 1, 1)]
    file = BytesIO(rows.replace(",12000,", ",13000,").encode())
    file.name = "r.csv"
    brought = scene.zhao.post(url, {"source": "Register (test)", "file": file}).context["brought"]
    assert (brought.added, brought.known, len(brought.refused)) == (0, 0, 2)
    assert "Register (test)" in Client().get(scene.url("prepaid-issuer")).content.decode()


@pytest.mark.parametrize("moment", [TUESDAY])
def test_bad_input_stays(moment: datetime) -> None:
    scene = pledged()
    (one,) = sold(scene)
    holder = Client()
    assert holder.post(reverse("card-open"), {"code": "K7QF"}).status_code == 200
    assert holder.post(reverse("card-open"), {"code": one.code}).status_code == 302
    use = reverse("card-use", args=[one.card.pk])
    page = holder.post(use, {"amount": "31", "key": key_on(holder.get(use))})
    assert page.status_code == 200
    assert 'value="31"' in page.content.decode()
    assert holder.post(reverse("card-phone", args=[one.card.pk]), {"phone": "12"}).status_code == 200
    for odd in ("%00", "x%00y", "%F0%9F%92%A9", "%27%22%3C"):
        assert Client().get(reverse("prepaid") + f"?q={odd}&page={odd}&city={odd}").status_code == 200
        assert scene.sun.get(scene.url("business-prepaid-one") + f"?q={odd}").status_code == 200
        assert scene.sun.get(scene.url("business-prepaid-use") + f"?number={odd}").status_code == 200
    sell = scene.url("business-prepaid-sell", "value")
    page = scene.sun.post(sell, {"paid_fen": "0", "count": "99", "until_on": "x"})
    assert page.status_code == 200


def test_the_shop_that_scans_a_receipt_is_no_holder() -> None:
    scene = pledged()
    (one,) = sold(scene)
    sun, code = scene.sun, reverse("card-code", args=[one.code])
    assert sun.get(code)["Location"] == scene.url("business-prepaid-use") + f"?number={one.card.number}"
    assert sun.get(reverse("card", args=[one.card.pk]))["Location"] == reverse("card-open")


def test_a_mall_steps_back_and_a_shop_withdraws() -> None:
    cast, (mall, zhou) = assemble(), mall_of()
    pledge = Pledge("bank", "Bank (test)", 300, under=mall)
    issuer = apply(cast.shop, pledge, body=cast.lead, by=cast.sun, at=TUESDAY)
    sun, mall_page = browser(cast.accounts["sun"]), browser(zhou)
    assert sun.post(reverse("business-prepaid-part", args=[issuer.pk])).status_code == 404
    assert mall_page.post(reverse("business-prepaid-part", args=[issuer.pk])).status_code == 302
    assert fresh(issuer).under is None
    assert sun.post(reverse("business-prepaid-withdraw", args=[issuer.pk])).status_code == 302
    assert fresh(issuer).stage == "refused"
    assert sun.get(reverse("business-prepaid-new")).status_code == 200


def test_what_is_kept_on_a_card_is_compared_with_its_entries() -> None:
    scene = pledged()
    (one,) = sold(scene)
    assert list(verifying.findings()) == []
    Card.objects.filter(pk=one.card.pk).update(certain_fen=1)
    (found,) = verifying.findings()
    assert one.card.number in str(found)


def test_lists_cost_the_same_for_one_and_for_many() -> None:
    scene = pledged()
    sold(scene)
    sun, zhao, anybody = scene.sun, scene.zhao, Client()
    pages = {
        sun: (scene.url("business-prepaid-one"), reverse("business-prepaid")),
        zhao: (reverse("desk-prepaid"), scene.url("desk-prepaid-one"), scene.url("desk-prepaid-doubts")),
        anybody: (reverse("prepaid"), scene.url("prepaid-issuer")),
    }
    for client, addresses in pages.items():
        queries_of(client, *addresses)
    before = {client: queries_of(client, *addresses) for client, addresses in pages.items()}
    for one in sold(scene, count=5, key="more"):
        used = verbs.note(one.card, "use", uses=1, by=scene.cast.sun, at=TUESDAY, key="1")
        verbs.doubt(used, by=verbs.holder_of(one.card), at=TUESDAY)
    assert {client: queries_of(client, *addresses) for client, addresses in pages.items()} == before
