"""A business that a text names reads it at its desk, answers, changes its words until it is out; nobody else does."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.businesses.models import Business, Representative
from huaihai.cases.business.overview import Section
from huaihai.education.models import Edition, Reply
from huaihai.education.publications import procedure
from huaihai.education.replies import facts as replies_facts
from huaihai.education.tests import procedure_cast as scene
from huaihai.education.tests.one_voice_cast import WARNING
from huaihai.education.tests.procedure_cast import AT, Cast
from huaihai.kit import clock
from huaihai.kit.guards import KEPT
from huaihai.members.accounts import open_account
from huaihai.record.models import OutboxMessage
from tests.posts import PASSWORD, PROGRAM, SECRET, sign_in

pytestmark = pytest.mark.django_db


@dataclass
class Named:
    """The text that names the shop, its reply, and two browsers: the shop's and another shop's."""

    cast: Cast
    edition: Edition
    reply: Reply
    shop: Client
    other: Client


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Named:
    monkeypatch.setattr(clock, "now", lambda: AT)
    cast = scene.assemble()
    shops = [Business.objects.create(name=f"演示商行{n}", phone="13800138000", created_at=AT) for n in (1, 2)]
    browsers = [_browser(shop) for shop in shops]
    edition = scene.a_draft(cast)
    reply = procedure.name(edition, shops[0], by=cast.author, at=AT)
    return Named(cast, edition, reply, *browsers)


def _browser(shop: Business) -> Client:
    account = open_account(
        username=f"shop-{shop.name[-1]}",
        display_name="演示",
        password=PASSWORD,
        totp_secret=SECRET,
        by=PROGRAM,
        at=AT,
    )
    Representative.objects.create(account=account, business=shop, from_on=date(2026, 1, 1))
    client = Client()
    client.cookies["language"] = "en"
    sign_in(client, account)
    return client


def page_of(named: Named) -> str:
    return reverse("business-reply", args=[named.reply.pk])


def sections_of(named: Named) -> list[Section]:
    assert named.reply.business_id is not None
    return replies_facts.sections([named.reply.business_id], today=AT.date())


def test_it_sees_nothing_before_it_is_asked_and_nobody_else_ever(named: Named) -> None:
    assert named.shop.get(page_of(named)).status_code == 404
    assert "No text names you." in named.shop.get(reverse("business-replies")).content.decode()
    procedure.ask(named.reply, named.edition, by=named.cast.author, at=AT)
    assert named.other.get(page_of(named)).status_code == 404
    assert named.other.post(page_of(named), {"text": "不是我"}).status_code == 404
    answer = named.shop.post(page_of(named), {"text": "长" * 2001})
    assert "长" * 2001 in answer.content.decode()  # what is too long is kept
    stranger = Client()
    stranger.post(page_of(named), {"text": "还没说完"})
    assert stranger.session[KEPT]  # and what was typed survives the sign-in
    assert Reply.objects.get().text == ""


def test_it_reads_what_it_was_asked_about_answers_and_changes_its_words(named: Named) -> None:
    procedure.ask(named.reply, named.edition, by=named.cast.author, at=AT)
    procedure.write(named.edition, scene.text_of(named.edition, what="后来改的"), by=named.cast.author, at=AT)

    page = named.shop.get(page_of(named)).content.decode()
    assert "后来改的" not in page
    assert WARNING.what in page
    assert OutboxMessage.objects.filter(effect_key__startswith=f"reply:{named.reply.pk}").count() == 1
    assert [line.tone for one in sections_of(named) for line in one.lines]

    for words in ("我们已经停售。", "我们已经停售并召回。"):
        assert named.shop.post(page_of(named), {"text": words}).status_code == 302
    assert Reply.objects.get().text == "我们已经停售并召回。"
    assert sections_of(named) == []

    procedure.ask(named.reply, named.edition, by=named.cast.author, at=AT)  # of the text as it is now
    scene.signed_out(named.cast, named.edition)
    assert named.shop.post(page_of(named), {"text": "第三句"}).status_code == 409
    assert Reply.objects.get().text == "我们已经停售并召回。"


def test_a_reply_after_the_day_still_comes_beside(named: Named) -> None:
    reply = procedure.ask(named.reply, named.edition, by=named.cast.author, at=AT)
    assert reply.due_at is not None
    scene.signed_out(named.cast, named.edition, at=reply.due_at)
    assert named.shop.post(page_of(named), {"text": "迟来的说明"}).status_code == 302
    assert Reply.objects.get().text == "迟来的说明"
