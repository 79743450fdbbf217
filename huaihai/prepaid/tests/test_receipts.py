"""The code of a receipt is its holder's: by SMS where a telephone was left, on paper otherwise."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.prepaid.cards import verbs
from huaihai.prepaid.models import Card
from huaihai.prepaid.tests.scene import Scene, pledged, sold
from huaihai.record.models import OutboxMessage
from tests.cast import TUESDAY
from tests.reading import fresh

pytestmark = pytest.mark.django_db
PHONE, OTHER = "13800000001", "13800000002"


def code_sent_to(phone: str) -> str:
    """The newest code that went to this telephone."""
    texts = [one.text for one in OutboxMessage.objects.order_by("pk") if one.address == phone]
    found = [code for text in texts for code in re.findall(r"[0-9A-Z]{4}(?:-[0-9A-Z]{1,4}){4}", text)]
    return str(found[-1]).replace("-", "")


def opens(code: str) -> bool:
    return Client().get(reverse("card-code", args=[code])).status_code == 302


def selling(scene: Scene, phone: str) -> str:
    """What the shop reads once it has sold a card on its page."""
    url = scene.url("business-prepaid-sell", "times")
    key = re.search(r'name="key" value="([^"]+)"', scene.sun.get(url).content.decode())
    assert key is not None
    typed = {"paid_fen": "300", "uses": "30", "count": "1", "phone": phone, "key": key[1]}
    browser = scene.sun
    assert browser.post(url, typed)["Location"] == scene.url("business-prepaid-receipts")
    return browser.get(scene.url("business-prepaid-receipts")).content.decode()


def test_with_a_telephone_the_shop_never_sees_the_code() -> None:
    page = selling(pledged(), PHONE)

    code = code_sent_to(PHONE)

    assert code not in page.replace("-", "")
    assert "<svg" not in page.partition("<main")[2]
    assert PHONE[-4:] in page
    assert opens(code)
    [message] = OutboxMessage.objects.filter(subject__startswith="prepaid_card:")
    assert message.effect_key.startswith("secret:")  # forgotten once it has left


@pytest.mark.parametrize(
    ("site", "said"),
    [
        ("", r"：[0-9A-Z-]{21}。请像钱"),
        ("https://315.example.cn", r"：https://315\.example\.cn/card/code/\w+/ 请像钱"),
    ],
)
def test_the_code_ends_its_sentence_and_a_link_ends_before_a_blank(
    settings: Any, site: str, said: str
) -> None:
    settings.SITE_URL = site
    sold(pledged(), holder_phone=PHONE)

    [message] = OutboxMessage.objects.filter(subject__startswith="prepaid_card:")

    assert re.search(said, message.text)


def test_without_a_telephone_it_is_on_paper() -> None:
    page = selling(pledged(), "")

    assert re.search(r'class="code">[0-9A-Z-]{20,}<', page)
    assert not OutboxMessage.objects.filter(subject__startswith="prepaid_card:").exists()


def test_a_new_receipt_goes_to_the_holder_and_the_old_one_opens_nothing() -> None:
    scene = pledged()
    (one,) = sold(scene, holder_phone=PHONE)
    url = scene.url("business-prepaid-receipt", one.card.pk)
    assert code_sent_to(PHONE) == one.code
    Card.objects.update(sold_at=TUESDAY - timedelta(days=1))

    made = verbs.new_receipt(one.card, by=scene.cast.sun, at=TUESDAY)

    assert code_sent_to(PHONE) == made.code
    assert (opens(one.code), opens(made.code)) == (False, True)
    with pytest.raises(NotAllowed):  # only on the day of the sale
        verbs.new_receipt(one.card, phone=OTHER, by=scene.cast.sun, at=TUESDAY)
    assert 'name="phone"' not in scene.sun.get(url).content.decode()


def test_a_number_typed_wrongly_is_mended_on_the_day_of_the_sale() -> None:
    scene = pledged()
    (one,) = sold(scene, holder_phone=PHONE)

    made = verbs.new_receipt(one.card, phone=OTHER, by=scene.cast.sun, at=TUESDAY + timedelta(hours=1))

    assert fresh(one.card).holder_phone == OTHER
    assert code_sent_to(OTHER) == made.code
    assert not opens(one.code)
    assert (
        OutboxMessage.objects.filter(effect_key__contains=":new_receipt:").count() == 1
    )  # to the old number


def test_the_shops_own_telephone_is_no_holders() -> None:
    scene = pledged()
    scene.issuer.business.phone = PHONE
    scene.issuer.business.save()

    with pytest.raises(Unfit):
        sold(scene, holder_phone=PHONE)


def test_the_body_hands_one_over_at_its_counter_while_the_shop_is_open() -> None:
    scene = pledged()
    (one,) = sold(scene, holder_phone=PHONE)

    made = verbs.new_receipt(one.card, text="identity card seen", by=scene.cast.zhao, at=TUESDAY)

    assert opens(made.code)
    assert OutboxMessage.objects.filter(effect_key__contains=":new_receipt:").count() == 1
    with pytest.raises(NotAllowed):
        verbs.new_receipt(one.card, by=scene.cast.wang, at=TUESDAY)
