"""The short way of large text: six buttons, no menu, and what runs out stands there."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from huaihai.cases.tests.consumers import opened
from huaihai.kit import clock
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def elder(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: cast.TUESDAY + timedelta(days=1))
    client.cookies[settings.LARGE_TEXT_COOKIE_NAME] = "1"
    return client


def test_there_are_six_buttons_and_one_of_them_only_where_a_voice_is(elder: Client) -> None:
    page = elder.get("/").text
    ways = page.split('class="ways big"')[1].split("</ul>")[0]

    assert ways.count("<li>") == 6
    assert re.findall(r"<b[^>]*>([^<]+)</b>", ways)[:4] == [
        "我要投诉",
        "查进度",
        "打电话找消协",
        "可疑短信、电话",
    ]
    assert f'href="{reverse("genuine")}"' in ways
    assert re.search(r'<button type="button" data-aloud="all"[^>]* hidden>', ways)


@pytest.mark.parametrize("address", ["/", "/file/", "/rights/", "/track/", "/bodies/"])
def test_no_page_has_a_menu_and_each_leads_back_to_the_usual_letters(elder: Client, address: str) -> None:
    page = elder.get(address).text
    header = page[page.index("<header") : page.index("</header>")]

    assert "标准版" in header
    assert "<details" not in header
    assert header.count("<a ") == 2
    assert "English" in page[page.index("<footer") :]


@pytest.mark.parametrize("large", ["0", "1"])
def test_what_runs_out_for_a_known_reader_stands_on_the_first_page(elder: Client, large: str) -> None:
    elder.cookies[settings.LARGE_TEXT_COOKIE_NAME] = large
    assert "轮到您了" not in elder.get("/").text
    case, _offer = cast.offered(cast.assemble())
    waiting = cast.filed().case
    opened(elder, case, waiting)

    page = elder.get("/").text

    assert page.count("打开看看，答复") == 1  # the other one waits for us
    assert "11 月 28 日" in page
    assert f"/my/{case.pk}/" in page


def test_what_stands_below_the_six_is_a_button_too(elder: Client) -> None:
    acts = re.findall(r'<p class="acts gap">(.*?)</p>', elder.get("/").text, re.DOTALL)[-1]

    assert re.search(f'<a class="btn plain" href="{reverse("card-open")}">', acts)
