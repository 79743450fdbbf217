"""What a person types in a complaint stands in clear nowhere: not in the database, nor the log, nor an address."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.cases.models import Case, Complainant
from huaihai.cases.tests.consumers import opened
from huaihai.cases.tests.filing_walks import hidden, walk
from huaihai.cases.verbs import fulfilment
from huaihai.kit import clock
from huaihai.kit.filestore.tests.pictures import picture
from huaihai.members.actors import Actor
from tests import cast
from tests.privacy import dump

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NAME, PHONE, MAIL, ADDRESS = "欧阳植入", "13987651234", "planted@example.org", "植入路三百二十一号九单元"
STORY = "我是欧阳植入，电话13987651234，植入的故事从这里开始说到那里为止。"
FILE = "植入的发票照片给消协看.png"


class Browser(Client):
    """Remembers which addresses it was at and sent to."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def request(self, **given: Any) -> Any:
        self.addresses.append(f"{given.get('PATH_INFO')}?{given.get('QUERY_STRING')}")
        answer = super().request(**given)
        self.addresses.append(answer.headers.get("Location", ""))
        return answer


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    cache.clear()
    settings.FILES = tmp_path / "files"
    monkeypatch.setattr(clock, "now", lambda: cast.TUESDAY)
    cast.assemble()


def planted() -> dump.Personal:
    looked_for = dump.Personal()
    looked_for.add(NAME, is_name=True)
    for text in (PHONE, MAIL, ADDRESS, STORY, FILE):
        looked_for.add(text, is_name=False)
    return looked_for


def test_nothing_that_was_typed_stands_in_clear(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    browser = Browser()
    contact = {"name": NAME, "phone": PHONE, "email": MAIL, "address": ADDRESS}
    walk(browser, {"story": {"story": STORY}, "contact": contact})
    check = browser.get(reverse("file-question", args=["check"]))
    browser.post(reverse("file-question", args=["check"]), hidden(check))
    case = Case.objects.get()
    assert Complainant.objects.get().phone == PHONE
    opened(browser, case)
    upload = {"upload": [SimpleUploadedFile(FILE, picture("PNG"))]}
    browser.post(reverse("my-evidence", args=[case.pk]), upload)
    browser.get(reverse("my-data-file", args=[case.pk]))
    browser.get(reverse("my-evidence-file", args=[case.pk, case.pk]))  # refused, so that it is logged
    browser.post(reverse("callback-new"), {"phone": PHONE, "name": NAME, "sentence": STORY})
    browser.post(reverse("track-lost"), {"number": case.number, "address": PHONE})
    browser.post(reverse("track"), {"number": case.number, "code": NAME})
    fulfilment.withdraw(case, text=STORY, by=Actor.consumer({case.pk}), at=cast.TUESDAY + timedelta(hours=1))

    looked_for = planted()
    assert dump.in_clear(looked_for, dump.cells(), said_openly={"cases_case.title"}) == {}
    assert dump.in_clear(looked_for, [("log", caplog.text)]) == {}
    assert dump.in_clear(looked_for, [("address", one) for one in browser.addresses]) == {}
    assert len(browser.addresses) > 30
