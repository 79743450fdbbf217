"""The receipts of a publication, and the press list that they tell of."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.education import addresses
from huaihai.education.models import Delivery, PressContact, Publication
from huaihai.education.press import verbs as press_verbs
from huaihai.education.sending import verbs as sending_verbs
from huaihai.education.subscribing import verbs as subscribing_verbs
from huaihai.education.tests.cast import AT, published
from huaihai.education.tests.one_voice_cast import XUZHOU, a_warning, a_withdrawal, an_update
from huaihai.education.tests.procedure_cast import a_draft, assemble
from huaihai.education.tests.subscribers import journalist, subscriber, subscribers
from huaihai.members.actors import Actor
from huaihai.record.models import OutboxMessage
from tests.posts import load_tree, post_at, sign_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def officer(client: Client) -> Client:
    """An officer of Xuzhou, signed in."""
    load_tree()
    sign_in(client, post_at(XUZHOU).account)
    return client


def page(client: Client, publication: Publication) -> str:
    answer = client.get(reverse("publication-receipts", args=[publication.pk]))
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_page_proves_that_all_who_had_the_first_have_the_correction_and_the_withdrawal(
    officer: Client,
) -> None:
    subscriber("reader@example.com")
    subscriber("13800001234")
    left = subscriber("left@example.com")
    contact = journalist()
    publication = a_warning()
    sending_verbs.send_due(at=AT)
    subscribing_verbs.end(left, by=Actor.public(), at=AT)
    an_update(publication)
    sending_verbs.send_due(at=AT + 3 * HOUR)
    publication.refresh_from_db()
    said = page(officer, publication)
    assert "此前共 4 个接收人收到过原文。更正通知：" in said
    assert "已发送 3，等待 0，未能送达 0，此前已退订 1。" in said
    assert "re***@example.com" in said
    assert "138****1234" in said
    assert "reader@" not in said
    assert "不一致" not in said
    press_verbs.tell(contact, publication, "https://example.com/piece", at=AT)
    a_withdrawal(publication)
    said = page(officer, publication)
    assert "撤回通知： 已发送 0，等待 3" in said
    assert "https://example.com/piece" in said
    assert "已标明撤回" in said


def test_staff_read_what_receivers_read_see_a_channel_with_another_text_and_nobody_else_does(
    officer: Client,
) -> None:
    publication = a_warning()
    read = officer.get(reverse("publication-letter", args=[publication.pk, 1])).content.decode()
    assert "【警示】两批电水壶可能漏电" in read
    assert Client().get(reverse("publication-receipts", args=[publication.pk])).status_code == 302
    Publication.objects.filter(pk=publication.pk).update(shown=an_update(publication).versions.first())
    assert "不一致" in page(officer, publication)


def test_a_text_that_was_never_published_is_fetched_nowhere(officer: Client) -> None:
    publication = a_draft(assemble()).publication
    address = reverse("publication-receipts", args=[publication.pk])
    read = officer.get(address).content.decode()
    assert "还没有发布过" in read
    assert "不一致" not in read
    assert publication.slug not in read


def test_a_text_that_goes_out_without_editions_raises_no_alarm(officer: Client) -> None:
    said = page(officer, published(kind="rights"))
    assert "公开页面" in said
    assert "不一致" not in said


def test_the_page_asks_as_often_for_many_and_the_table_holds_no_address(officer: Client) -> None:
    subscribers(3)
    publication = a_warning()
    page(officer, publication)
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as asked:
            page(officer, publication)
        counts.append(len(asked))
        subscribers(30 + _more)
        Delivery.objects.all().delete()
        publication = a_warning(slug=f"more-{_more}")
    assert counts[0] == counts[1]
    table = officer.get(reverse("publication-receipts-table", args=[publication.pk])).content.decode()
    assert table.count("re***@example.com") == 64
    assert "reader1" not in table


def test_the_press_list_from_the_desk_to_a_piece(officer: Client) -> None:
    typed = {"outlet": "演示晚报", "person": "", "email": "desk@example.com", "cities": [XUZHOU]}
    assert officer.post(reverse("office-press-new"), typed).status_code == 302
    assert "已经在名单上" in officer.post(reverse("office-press-new"), typed).content.decode()
    contact = PressContact.objects.get()
    assert addresses.of_contact(contact.pk) in OutboxMessage.objects.get().text
    listed = officer.get(reverse("office-press")).content.decode()
    assert "de***@example.com" in listed
    assert "desk@example.com" not in listed
    publication = a_warning()
    assert not Delivery.objects.exists()  # not confirmed yet
    own, visitor = addresses.of_contact(contact.pk).removeprefix(settings.SERVED_AT), Client()
    assert "同意，列入名单" in visitor.get(own).content.decode()
    visitor.post(own, {"confirm": "1"})
    an_update(publication)
    assert Delivery.objects.get().press == contact
    piece = addresses.of_piece(contact.pk, publication.pk).removeprefix(settings.SERVED_AT)
    assert "这不是网址" in visitor.post(piece, {"url": "javascript:alert(1)"}).content.decode()
    visitor.post(piece, {"url": "https://example.com/piece"})
    assert contact.pieces.get().url == "https://example.com/piece"
    officer.post(reverse("office-press-contact", args=[contact.pk]), {"outlet": "演示日报", "person": "演示"})
    contact.refresh_from_db()
    assert (contact.outlet, contact.cities.count()) == ("演示日报", 0)
    officer.post(reverse("office-press-end", args=[contact.pk]))
    contact.refresh_from_db()
    assert (contact.email, contact.person, bool(contact.ended_at)) == ("", "", True)
    assert Delivery.objects.get().state == "stopped"
    assert "已删除" in visitor.get(own).content.decode()
