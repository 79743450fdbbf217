"""The program over an invented country: its public pages, a complaint filed and followed, and no word of China.

`tests/packs/test_another_country.py` runs this in a process of its own: one process is of one country.
"""

import re
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse

from huaihai import alliance
from huaihai.cases.consumer.filing.steps import address
from huaihai.cases.models import Case
from huaihai.cases.tests.filing_walks import hidden, walk
from huaihai.front import starting
from huaihai.law import deadlines, kinds, limits, remedies
from huaihai.law.calendar import held_calendar
from huaihai.law.library import held
from huaihai.law.triage.reading import tree
from huaihai.record.models import Clock
from tests.posts import post_at

ROOT: Final = Path(__file__).resolve().parents[2]
PAGES: Final = (
    *("home", "about", "bodies", "help", "privacy", "accessibility", "preferences", "rights", "announcements"),
    *("alliance", "alliance-nine", "rules", "warnings", "lessons", "brands", "search", "statistics"),
    *("subscribe", "track", "genuine", "sign-in", "file-start", "triage", "triage-sums", "law"),
)
OF_CHINA: Final = re.compile(
    r"12315|12345|\b110\b|\b120\b|消费者权益保护法|民法典|市场监管|消协|\d\s*元|¥|￥|人民币|yuan|\+86|Asia/Shanghai|中国|China|身份证"
)
TAG: Final = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def started(settings: Any, tmp_path: Path) -> None:
    """The steps of a start that read the packs."""
    starting.load_alliance()
    starting.load_texts()


def words_of(page: Any) -> str:
    return TAG.sub(" ", page.text)


def of_china(page: Any) -> list[str]:
    words = words_of(page)
    return [words[max(0, one.start() - 25) : one.end() + 15].strip() for one in OF_CHINA.finditer(words)]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_public_page_is_its_own(name: str, language: str, client: Client) -> None:
    client.cookies["language"] = language
    page = client.get(reverse(name), follow=True)
    assert page.status_code == 200
    assert of_china(page) == []
