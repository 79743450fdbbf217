"""A QR for the consumer's phone: files for one case, for an hour, and nothing to read."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.cases.models import Case, UploadCode
from huaihai.cases.tests.at_the_desk import NOW
from huaihai.cases.uploading import pages, verbs
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.kit import clock
from huaihai.record import events
from tests import cast as people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday", "files")]


@pytest.fixture
def case(cast: people.Cast) -> Case:
    return people.filed().case


def receipt(name: str = "小票.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, f"{name} 0001".encode(), "text/plain")


def test_the_qr_of_the_desk_opens_a_page_that_takes_files_and_shows_nothing_of_the_case(
    wang: Client, case: Case, files: Path
) -> None:
    page = reverse("desk-upload-code", args=[case.pk])
    assert "<svg" not in wang.get(page).text
    shown = wang.post(page, follow=True)
    width = re.search(r'<svg viewBox="0 0 (\d+) \1"[^>]* width="\1"', shown.text)
    assert width, "it is shown in another size, and has to be whole there"
    address = re.search(r"/upload/[0-9A-Z]{26}/", str(shown.context["address"]))
    assert address

    phone = Client(enforce_csrf_checks=True)
    opened = phone.get(address[0])
    sent = phone.post(address[0], {"upload": [receipt(), receipt("订单.txt")]})

    for text in (opened.text, sent.text):
        assert str(case.number) in text
        assert not any(word in text for word in (case.title, case.story, "Li (test)", "Kettle"))
    assert "收到 2 个文件" in sent.text
    assert {file.party for file in case.evidence.all()} == {"consumer"}
    assert opened.headers["Cache-Control"] == "no-store"
    assert opened.headers["Referrer-Policy"] == "no-referrer"
    assert not phone.cookies
    assert "这件目前有 2 个文件" in wang.get(page).text
    assert events.history(case.record_key).filter(verb="upload_code_made").count() == 1


def test_what_is_no_file_is_said_and_what_is_refused_stays_out(cast: people.Cast, case: Case) -> None:
    address = reverse("upload", args=[verbs.make_code(case, by=cast.wang, at=NOW)])

    nothing = Client().post(address)
    bad = Client().post(address, {"upload": [SimpleUploadedFile("x.exe", b"MZ\0\1\2\3")]})

    assert "请至少选一个文件" in nothing.text
    assert bad.context["form"].errors
    assert case.evidence.count() == 0


@pytest.mark.parametrize("why", ["late", "replaced", "ended", "unknown"])
def test_a_code_that_is_over_looks_like_none(
    cast: people.Cast, case: Case, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = verbs.make_code(case, by=cast.wang, at=NOW)
    if why == "late":
        monkeypatch.setattr(clock, "now", lambda: NOW + verbs.GOOD_FOR + timedelta(seconds=1))
    elif why == "replaced":
        verbs.make_code(case, by=cast.wang, at=NOW)
    elif why == "ended":
        Case.objects.filter(pk=case.pk).update(stage="withdrawn")
    else:
        code = "0" * verbs.CODE_LENGTH

    answer = Client().post(reverse("upload", args=[code]), {"upload": [receipt()]})

    assert answer.status_code == 404
    assert "只有一小时有效" in answer.text
    assert case.evidence.count() == 0


def test_who_tries_many_codes_waits(case: Case) -> None:
    address = reverse("upload", args=["0" * verbs.CODE_LENGTH])

    answers = [Client().get(address).status_code for _try in range(pages.BRAKE.most + 1)]

    assert answers[-1] == 429


def test_only_the_bodies_of_an_open_case_make_one(zhao: Client, cast: people.Cast, case: Case) -> None:
    assert zhao.post(reverse("desk-upload-code", args=[case.pk])).status_code == 404
    with pytest.raises(NotAllowed):
        verbs.make_code(case, by=cast.zhao, at=NOW)
    Case.objects.filter(pk=case.pk).update(stage="withdrawn")
    with pytest.raises(NotPossible):
        verbs.make_code(case, by=cast.wang, at=NOW)
    assert not UploadCode.objects.exists()
