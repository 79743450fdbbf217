"""The sheet of an incident: from a few answers one Word file, by administrators alone, of their own files alone."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from huaihai.kit import clock
from huaihai.members.models import Role
from huaihai.record.models import Event
from tests import cast
from tests.posts import post_at
from tests.reading import browser

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
ANSWERS: dict[str, Any] = {
    "since_on": "2026-11-20",
    "until_on": "2026-11-24",
    "what": "一台电脑被偷，里面有一份清单。",
    "kinds": ["contact", "story"],
    "numbers": "",
    "harm": "可能接到冒充消协的电话。",
    "measures": "密钥已更换，已经报案。",
    "advice": "不要把验证码告诉任何人。",
    "contact": "值班室 0516-12345678",
}


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: cast.TUESDAY + timedelta(hours=2))
    cast.assemble()


def security(key: str = "city:320300") -> Client:
    return browser(post_at(key, Role.SECURITY_ADMIN).account)


def send(client: Client, **changed: Any) -> Any:
    return client.post(reverse("system-incident"), ANSWERS | changed)


def words(answer: Any) -> str:
    with ZipFile(BytesIO(answer.content)) as file:
        return re.sub(r"<[^>]+>", "", file.read("word/document.xml").decode())


def test_the_sheet_holds_report_notice_and_numbers() -> None:
    number = str(cast.filed().case.number)

    answer = send(security(), numbers=f"{number}\n")

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    told = words(answer)
    for part in (
        number,
        ANSWERS["what"],
        ANSWERS["measures"],
        ANSWERS["advice"],
        ANSWERS["contact"],
        "徐州",
        "投诉 1 件，消费者 1 人",
    ):
        assert str(part) in told
    assert cast.PHONE not in told
    event = Event.objects.get(verb="incident sheet made")
    assert event.facts == {"files": 1}
    assert ANSWERS["what"] not in str(vars(event))


def test_numbers_are_taken_however_they_are_typed() -> None:
    number = str(cast.filed().case.number)

    assert number in words(send(security(), numbers=f"{number.replace('-', '')}，{number}"))
    assert Event.objects.get(verb="incident sheet made").facts == {"files": 1}


def test_without_numbers_all_files_of_these_days_are_counted() -> None:
    cast.filed()
    cast.filed()

    assert "投诉 2 件" in words(send(security()))
    assert Event.objects.get(verb="incident sheet made").facts == {"files": 0}


@pytest.mark.parametrize(
    "changed",
    [
        {"numbers": "3203-2026-000000-0"},
        {"numbers": "还不知道"},
        {"since_on": "2026-11-25"},
        {"until_on": "2026-11-19"},
        {"kinds": []},
        {"what": ""},
        {"contact": ""},
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(changed: dict[str, Any]) -> None:
    page = send(security(), **changed)

    assert page.status_code == 200
    assert "aria-invalid" in page.text or "error" in page.text
    assert ANSWERS["measures"] in page.text
    assert not Event.objects.filter(verb="incident sheet made").exists()


def test_files_of_another_city_are_no_files_of_this_one() -> None:
    number = str(cast.filed().case.number)

    assert not send(security("city:340600"), numbers=number)["Content-Type"].startswith("application/vnd")
