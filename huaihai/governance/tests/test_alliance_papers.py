"""Notice, minutes and resolution as PDF and Word: whole, with the same words, for whoever may read them."""

import io
import re
from datetime import date

import docx
import pytest
from django.test import Client
from django.urls import reverse

from huaihai.desk.papers import official_files, squares
from huaihai.desk.papers.official import OfficialPaper
from huaihai.desk.papers.tests.test_official import fields_of, words_of
from huaihai.governance.meetings import minutes
from huaihai.governance.models import Minutes, Resolution
from huaihai.governance.papers import making
from huaihai.governance.tests.deciding import MONDAY, Ten, carried_in_writing, tabled, with_agenda
from huaihai.governance.tests.deciding_pages import Hands

pytestmark = pytest.mark.django_db


def word_words(content: bytes) -> str:
    return re.sub(r"\s", "", "".join(docx.Document(io.BytesIO(content)).element.itertext()))


def test_a_notice_says_when_where_and_about_what(ten: Ten, hands: Hands) -> None:
    meeting = with_agenda(ten)
    word = hands.office.get(reverse("office-meeting-notice-word", args=[meeting.pk]))
    pdf = hands.office.get(reverse("office-meeting-notice-pdf", args=[meeting.pk]))
    values = making.notice(meeting).values()
    assert fields_of(word.content) == values
    words = words_of(pdf.content)
    number = f"〔{meeting.year}〕会字第{meeting.serial}号"
    for said in (*values.values(), meeting.title, "通报", "各成员单位", number):
        assert re.sub(r"\s", "", said) in words
        assert re.sub(r"\s", "", said) in word_words(word.content)
    assert Client().get(reverse("office-meeting-notice-pdf", args=[meeting.pk])).status_code in (
        302,
        403,
        404,
    )


def test_minutes_say_that_they_are_a_draft_until_they_are_approved(ten: Ten, hands: Hands) -> None:
    carried_in_writing(ten, tabled(ten))
    held = Minutes.objects.get()
    url = reverse("office-minutes-paper-pdf", args=[held.pk])
    first = words_of(hands.office.get(url).content)
    assert "草稿" in first
    for line in held.text.splitlines():
        assert re.sub(r"\s", "", line) in first
    minutes.approve(held, by=ten.office, at=MONDAY)
    assert "草稿" not in words_of(hands.office.get(url).content)
    assert "PDF" in hands.office.get(hands.at("office-motion-minutes", held.motion)).text


def test_everybody_takes_a_resolution_along(ten: Ten) -> None:
    carried_in_writing(ten, tabled(ten))
    row = Resolution.objects.get()
    word = Client().get(reverse("resolution-paper-word", args=[row.number]))
    pdf = Client().get(reverse("resolution-paper-pdf", args=[row.number]))
    values = making.resolution(row).values()
    assert fields_of(word.content) == values
    assert isinstance(row.adopted_on, date)
    for said in (row.title, row.text, *values.values()):
        assert re.sub(r"\s", "", said) in words_of(pdf.content)
    assert Client().get(reverse("resolution-paper-pdf", args=["2026-99"])).status_code == 404


def test_what_goes_out_bears_the_signed_square_and_a_draft_does_not(
    ten: Ten, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[OfficialPaper] = []

    def pdf(paper: OfficialPaper, **_more: object) -> bytes:
        made.append(paper)
        return b"%PDF-1.7"

    monkeypatch.setattr(official_files, "pdf", pdf)
    carried_in_writing(ten, tabled(ten))
    row, held = Resolution.objects.get(), Minutes.objects.get()

    Client().get(reverse("resolution-paper-pdf", args=[row.number]))
    hands.office.get(reverse("office-minutes-paper-pdf", args=[held.pk]))
    minutes.approve(held, by=ten.office, at=MONDAY)
    hands.office.get(reverse("office-minutes-paper-pdf", args=[held.pk]))

    resolution, draft, approved = made
    assert draft.square == ""
    for paper in (resolution, approved):
        content = squares.read(paper.square.split("/")[-2])
        assert content is not None
        assert (content.n, content.t, content.b) == (paper.number, paper.title, paper.sender)
    assert "data-ours" in Client().get(resolution.square[resolution.square.index("/is-it-us/") :]).text
