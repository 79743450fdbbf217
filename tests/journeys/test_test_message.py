"""An administrator sends a test message to herself: the page says whether it arrived, and why not."""

import threading
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from huaihai.members.models import Role
from huaihai.record.senders import aliyun, pages
from huaihai.record.senders.doubles.aliyun import Aliyun
from huaihai.record.senders.doubles.serving import Account
from tests import posts

from .conftest import DESK, OpenPage

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
OFFERED = Path(__file__).resolve().parents[2] / "deploy" / "senders.toml"


def test_a_message_to_oneself_arrives(
    open_page: OpenPage, live_server: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts.load_alliance()
    client = Client()
    posts.sign_in(client, posts.post_at("alliance", Role.SYSTEM_ADMIN).account)
    receipts = f"{live_server.url}/receipts/aliyun/{pages.word_of('aliyun')}/"
    with Aliyun(Account(receipts_to=receipts)) as double:
        threading.Thread(target=double.serve_forever, args=(0.01,), daemon=True).start()
        words = OFFERED.read_text(encoding="utf-8").replace('id = ""', 'id = "1"')
        path = tmp_path / "senders.toml"
        path.write_text(words.replace("[sms]", f'[sms]\nendpoint = "{double.url}"', 1), encoding="utf-8")
        monkeypatch.setenv("HUAIHAI_SENDERS", str(path))
        monkeypatch.setenv("HUAIHAI_SMS_SENDER", "huaihai.record.senders.aliyun.send")
        monkeypatch.setenv(aliyun.KEY, double.account.key)
        monkeypatch.setenv(aliyun.SECRET, double.account.secret)
        page = open_page(size=DESK)
        session = (
            client.cookies["sessionid"]
            if "sessionid" in client.cookies
            else next(iter(client.cookies.values()))
        )
        page.context.add_cookies([{"name": session.key, "value": session.value, "url": page.url}])
        page.goto("/office/system/")
        page.get_by_role("link", name="发一条测试消息").click()
        for number, state in (
            ("13800000001", "已送达"),
            ("13800009004", "未送达"),
            ("13800009001", "对方不接收"),
        ):
            page.get_by_label("您自己的号码").fill(number)
            page.get_by_role("button", name="发送").click()
            expect(page.locator("table").first).to_be_visible()
            if state != "对方不接收":
                assert double.account.pushed.wait(20)
                double.account.pushed.clear()
            page.goto("/office/system/test-message/")
            expect(page.locator("table").first.locator("tbody tr").first).to_contain_text(state)
        expect(page.locator("main")).to_contain_text("/receipts/aliyun/")
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        double.shutdown()
