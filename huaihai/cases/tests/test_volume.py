"""The archive volume of an ended case: cover, catalogue with pages, papers, pages of evidence, each numbered."""

import os
import re
import shutil
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from huaihai.cases.models import Case
from huaihai.cases.tests.test_package import FILM, add
from huaihai.cases.tests.test_papers import issue
from huaihai.cases.verbs import erasing, fulfilment
from huaihai.cases.volume import making, pictures
from huaihai.kit import picture_paper
from huaihai.kit.clock import local_day
from huaihai.kit.filestore.tests import hostile
from huaihai.kit.filestore.tests.pictures import picture
from huaihai.law.limits import Unit
from huaihai.law.sureness import Sureness
from huaihai.members.models import AdoptedClock
from huaihai.record import events
from tests import cast as people
from tests.reading import browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday", "files")]
POPPLER = shutil.which("pdftoppm") or ""


def long_picture() -> bytes:
    held = BytesIO()
    Image.linear_gradient("L").resize((400, 1600)).convert("RGB").save(held, "PNG")
    return held.getvalue()


@pytest.fixture
def case(cast: people.Cast, zhao: Client) -> Case:
    """Ended, with two papers, a photo, a long screenshot and a film."""
    case = people.mediating(cast)
    add(case, "发票.png", picture("PNG"), party="consumer", by=people.li(case))
    add(case, "长截图.png", long_picture(), party="consumer", by=people.li(case))
    add(case, "监控.mp4", FILM, party="business", by=cast.sun)
    issue(zhao, case, "admission")
    fulfilment.withdraw(case, by=people.li(case), at=people.TUESDAY)
    return Case.objects.get(pk=case.pk)


def volume(client: Client, case: Case) -> PdfReader:
    answer = client.post(reverse("case-volume", args=[case.pk]))
    address = reverse("case-volume-file", args=[case.pk])
    assert address in answer.text
    made = client.get(address)
    assert made["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(made.content))


def text_of(page: Any) -> str:
    return re.sub("[\\s\u200b]", "", page.extract_text())


def test_cover_catalogue_and_pages_fit_each_other(zhao: Client, case: Case) -> None:
    made = volume(zhao, case)
    cover, catalogue, *pages = [text_of(page) for page in made.pages]

    until = erasing.erasable(case, today=local_day(people.TUESDAY)).kept_until
    assert until is not None
    for words in (
        *("消费投诉案卷", case.number, "2026年11月24日", "定期3年", "民法典第188条", "待确认"),
        f"保管至{until.year}年{until.month}月{until.day}日",
        f"共{len(pages)}页",
    ):
        assert str(words) in cover
    # Two of the summary, one of the paper, one of the photo, and a picture four times as high as wide over three.
    assert len(pages) == 7
    for number, page in enumerate(pages, 1):
        assert f"第{number}页共7页" in page
    for row in ("1案件办理情况", "发票.png", "长截图.png", "5–7", "监控.mp4", "—"):
        assert row in catalogue
    film = case.evidence.get(kind="video/mp4")
    assert film.sha256 in catalogue
    assert "Li(test)" in pages[0]
    assert people.PHONE in pages[0]
    assert "受理通知书" in pages[2]


@pytest.mark.skipif(
    not POPPLER and os.environ.get("CI") != "true", reason="no poppler on this machine (make setup as root)"
)
def test_of_a_pdf_each_page_is_a_page(zhao: Client, cast: people.Cast, settings: Any) -> None:
    settings.PDFTOPPM = POPPLER
    case, paper = people.mediating(cast), BytesIO()
    hostile.paper(3).write(paper)
    add(case, "合同.pdf", paper.getvalue(), party="consumer", by=people.li(case))
    fulfilment.withdraw(case, by=people.li(case), at=people.TUESDAY)

    made = volume(zhao, case)

    assert len(made.pages) == 2 + 1 + 3
    assert "2–4" in text_of(made.pages[1])
    assert all(len(page.images) == 1 for page in list(made.pages)[3:])


def test_only_ended_cases_have_one_and_the_place_is_among_papers(
    zhao: Client, cast: people.Cast, case: Case
) -> None:
    address = reverse("case-volume", args=[case.pk])
    page = zhao.get(reverse("desk-case", args=[case.pk])).text
    assert address in page
    assert "定期3年" in page
    running = people.filed(people.TUESDAY + timedelta(minutes=1), title="另一件").case
    wang = browser(cast.accounts["wang"])
    assert (
        reverse("case-volume", args=[running.pk])
        not in wang.get(reverse("desk-case", args=[running.pk])).text
    )
    assert wang.post(reverse("case-volume", args=[running.pk])).status_code == 404


def test_making_it_is_a_look_that_the_record_keeps(zhao: Client, cast: people.Cast, case: Case) -> None:
    looks = events.history(case.record_key).filter(verb="unmasked")
    looks_before = looks.count()
    fresh = browser(cast.accounts["zhao"])
    assert fresh.get(reverse("case-volume-file", args=[case.pk])).status_code == 302

    volume(fresh, case)

    assert looks.count() == looks_before + 1
    assert "归档" in looks.last().text  # type: ignore[union-attr]


def test_who_has_no_part_in_it_gets_none(cast: people.Cast, case: Case) -> None:
    qian = browser(cast.accounts["qian"])

    assert qian.post(reverse("case-volume", args=[case.pk])).status_code == 404
    assert qian.get(reverse("case-volume-file", args=[case.pk])).status_code == 404


def test_an_emptied_file_has_none(zhao: Client, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(receipt_hash="")

    assert zhao.post(reverse("case-volume", args=[case.pk])).status_code == 404


def test_a_volume_that_is_full_lists_the_rest(
    zhao: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_PAGES", 1)

    made = volume(zhao, case)

    assert len(made.pages) == 2 + 4
    catalogue = text_of(made.pages[1])
    assert "长截图.png" in catalogue
    assert catalogue.count("电子文件，另存") == 2


def test_pages_of_a_pdf_are_known_by_how_it_was_drawn() -> None:
    jpeg = BytesIO()
    Image.new("RGB", (300, 400), "white").save(jpeg, "JPEG")
    file = BytesIO()
    paper = picture_paper.Paper(file, 2)
    for _page in range(2):
        paper.add(memoryview(jpeg.getvalue()), (300, 400))
    paper.end()
    drawn = pictures.Drawn()

    kept = drawn._kept([file.getvalue()], pictures.PDF)

    assert kept is not None
    assert [round(shape["ratio"], 2) for shape in kept["shapes"]] == [1.33, 1.33]
    assert drawn.pages == 2
    drawn.close()


def test_what_is_not_drawn_by_us_is_left_out() -> None:
    drawn = pictures.Drawn()

    assert drawn._kept([b"%PDF-1.7 somebody else's"], pictures.PDF) is None
    assert drawn._kept([b"\xff\xd8no picture at all"], pictures.JPEG) is None
    assert drawn.files == []


def test_the_class_of_keeping_is_the_bodys_own(case: Case, cast: people.Cast) -> None:
    AdoptedClock.objects.create(
        organisation=cast.lead,
        limit="FILE_KEPT",
        number=10,
        unit=Unit.YEARS,
        in_force_from=date(2026, 1, 1),
        source="商丘市消费者协会档案管理办法第5条",
        mark=Sureness.READ,
        decided_by="resolution:2026-1",
    )
    term, until, article = making.kept(case)

    assert term == "定期10年"
    assert until.year == 2036
    assert "档案管理办法第5条" in article
