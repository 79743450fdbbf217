"""A complaint and a report in one text are parted: the report goes to 12315 by the consumer's own hand."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases.models import Case
from huaihai.cases.tests.filing_walks import address, hidden, send, walk
from huaihai.cases.tests.test_filing_pages import MATTER as AT_A_SHOP
from tests.reading import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday", "files", "cast")]

BOTH = "买来第三天就漏电，老板不认，要求退货。请市场监管局查处这家店！"
LEFT = "买来第三天就漏电，老板不认，要求退货。"
MATTER = AT_A_SHOP | {"story": {"story": BOTH}}


def at_the_question(client: Client) -> Any:
    """The page that parts them; the walk came there by itself."""
    asked = walk(client, MATTER, until="report")
    assert asked[-1] == "remedies"
    return client.get(address("report"))


def test_the_page_has_the_report_ready_and_the_complaint_without_it() -> None:
    page = at_the_question(Client()).text
    assert "请市场监管局查处这家店" in page
    assert f"举报内容：{BOTH}" in page
    assert "被举报人：Kettle shop (test)" in page
    assert "购买时间：2026-11-21" in page
    assert page.count(LEFT) == 2  # in what is copied, and in what stays
    assert 'href="tel:12315"' in page


def test_what_stays_is_the_complaint_alone_and_the_way_goes_on() -> None:
    client = Client()
    at_the_question(client)
    answer = send(client, "report", {"story": LEFT})
    assert answer.url == address("already")
    assert fresh(Case.objects.get()).story == LEFT
    assert client.get(address("report")).status_code == 302  # nothing is left to part
    walk(client, MATTER, start="already")
    assert client.get(address("check")).status_code == 200


def test_who_leaves_it_is_not_asked_again_on_the_way() -> None:
    client = Client()
    at_the_question(client)
    answer = send(client, "report", {"as_it_is": "1", "story": "anything"})
    assert answer.url == address("already")
    assert Case.objects.get().story == BOTH
    walk(client, MATTER, start="already")
    sent = client.post(address("check"), hidden(client.get(address("check"))))
    assert sent.url == reverse("file-receipt")


def test_nothing_left_is_said_and_nothing_is_lost() -> None:
    client = Client()
    at_the_question(client)
    answer = send(client, "report", {"story": " "})
    assert answer.status_code == 200
    assert 'class="wrong"' in answer.text
    assert Case.objects.get().story == BOTH


def test_saved_for_later_keeps_what_was_changed() -> None:
    client = Client()
    at_the_question(client)
    assert send(client, "report", {"story": LEFT, "save_later": "1"}).url == reverse("file-saved")
    assert Case.objects.get().story == LEFT


def test_where_nothing_would_be_left_the_whole_story_stands_there() -> None:
    client = Client()
    walk(client, MATTER | {"story": {"story": "我要举报这家店！"}}, until="report")
    assert client.get(address("report")).context["form"].initial["story"] == "我要举报这家店！"


def test_from_the_check_page_it_leads_back_there() -> None:
    client = Client()
    at_the_question(client)
    url = address("report")
    answer = client.post(f"{url}?to=check", hidden(client.get(url)) | {"story": LEFT})
    assert answer.url == address("check")


def test_a_story_without_a_report_is_asked_nothing_more() -> None:
    client = Client()
    walk(client, MATTER | {"story": {"story": LEFT}}, until="already")
    assert client.get(address("report")).status_code == 302
