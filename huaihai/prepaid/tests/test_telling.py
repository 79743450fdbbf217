"""Who is told that a shop is closed, of a share, of a payment: one message a telephone."""

import re
from typing import Any

import pytest

from huaihai.desk.lives import NotPossible
from huaihai.kit import spoken
from huaihai.prepaid.cards.verbs import holder_of
from huaihai.prepaid.closures import facts, guarantee, paying, speaking, telling
from huaihai.prepaid.models import Card
from huaihai.prepaid.tests import gym as gyms
from huaihai.prepaid.tests.closed import NOW, creditors, file, name_payees, stated
from huaihai.record.models import OutboxMessage

pytestmark = pytest.mark.django_db


def test_whoever_has_a_telephone_gets_one_message_and_the_others_none(settings: Any) -> None:
    settings.SITE_URL = "https://315.example.cn"
    gym = gyms.sold(8, paper=3)
    stated(gym)

    while telling.tell_some(at=NOW):
        pass
    assert telling.tell_some(at=NOW) == 0

    messages = OutboxMessage.objects.filter(
        subject__startswith="prepaid_card:", effect_key__contains=":closed:"
    )
    assert messages.count() == 5
    assert "Gym (test)" in messages[0].text
    assert " 315.example.cn/card/ " in messages[0].text  # a telephone takes what follows as part of it
    assert not re.search("扫|链接|http", messages[0].text)  # /is-it-us/ says: whoever asks for that is not us
    assert telling.body_of(messages[0].subject) == gym.cast.lead.key


def test_who_said_where_to_pay_is_not_asked_again() -> None:
    gym = gyms.sold(2)
    closure = stated(gym)
    guarantee.hand_out(closure, total_fen=100_00, by=gym.bank, at=NOW)
    one, _two = creditors(closure)
    paying.name_payee(one, name="Li", bank="Bank", account="6222000", by=holder_of(one.card), at=NOW)

    telling.tell_some(at=NOW)

    [message] = OutboxMessage.objects.filter(effect_key__contains=":closed:")
    assert "Bank (test)" in message.text


def test_who_complained_with_a_telephone_is_told_of_the_share_and_no_paper_card_stands_unreached() -> None:
    gym = gyms.sold(3, paper=3)
    closure = stated(gym)
    one, two, _three = creditors(closure)
    file(one, phone="13900000007")
    with pytest.raises(NotPossible):  # nobody could ring them
        speaking.stand(two, name="王女士", by=holder_of(two.card), at=NOW)
    assert facts.sums(closure).unreached == 2
    assert telling.tell_some(at=NOW) == 0  # whoever complains knows

    guarantee.hand_out(closure, total_fen=500_00, by=gym.bank, at=NOW)

    assert telling.tell_some(at=NOW) == 1
    [message] = OutboxMessage.objects.filter(subject=one.card.record_key)
    assert message.address == "13900000007"


def test_several_cards_on_one_telephone_get_one_message_with_their_sum(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gym = gyms.sold(5)
    rows = list(Card.objects.order_by("pk"))
    for card in (rows[0], rows[2], rows[4]):  # the others lie between, and one round takes two rows
        card.holder_phone = "13800000077"
        card.save()
    closure = stated(gym)
    monkeypatch.setattr(telling, "AT_ONCE", 2)

    while telling.tell_some(at=NOW):
        pass

    sent = list(OutboxMessage.objects.filter(effect_key__contains=":closed:"))
    assert len(sent) == 3
    [text] = [one.text for one in sent if one.address == "13800000077"]
    ours = [one for one in creditors(closure) if one.card.holder_phone == "13800000077"]
    assert spoken.money(sum(one.certain_fen for one in ours)) in text
    assert not closure.creditors.filter(told_at=None).exists()


def test_a_card_on_paper_whose_complaint_names_the_same_telephone_is_in_the_same_message() -> None:
    gym = gyms.sold(2, paper=1)
    closure = stated(gym)
    paper = next(one for one in creditors(closure) if one.card.is_paper)
    other = next(one for one in creditors(closure) if not one.card.is_paper)
    file(paper, phone=other.card.holder_phone)

    guarantee.hand_out(closure, total_fen=500_00, by=gym.bank, at=NOW)
    while telling.tell_some(at=NOW):
        pass

    [message] = OutboxMessage.objects.filter(effect_key__contains=":closed:")
    shares = sum(one.share_fen for one in creditors(closure))
    assert spoken.money(shares) in message.text


def test_who_is_marked_as_paid_is_told_so() -> None:
    gym = gyms.sold(1)
    closure = stated(gym)
    guarantee.hand_out(closure, total_fen=100_00, by=gym.bank, at=NOW)
    [one] = creditors(closure)
    name_payees([one])
    telling.tell_some(at=NOW)
    paying.pay(closure, creditors=[one.pk], paid_on=NOW.date(), by=gym.bank, at=NOW)

    assert telling.tell_some(at=NOW) == 1

    [message] = OutboxMessage.objects.filter(effect_key__contains=":closed:")
    assert spoken.money(one.share_fen) in message.text
