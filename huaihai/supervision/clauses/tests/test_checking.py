"""A contract handed in as words, files or photographs: read in limited processes, answered, and nothing kept."""

import io
import logging
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw, ImageFont

from huaihai.kit.models import BrakeCount
from huaihai.supervision.clauses import reading
from tests.posts import forget_tries

pytestmark = pytest.mark.django_db
FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
UNFAIR, FAIR = "本卡一经售出概不退换，余额不予退还。", "会员可以随时退卡，本店三日内退还余额。"
CONTRACT = f"健身会员协议\n一、{UNFAIR}\n二、{FAIR}\n三、本协议最终解释权归本店所有。"
FOUND = ["prepaid.no_refund", "interpretation.final"]
can_read = pytest.mark.skipif(
    not settings.TESSERACT or not FONT.exists(), reason="tesseract is not installed here"
)


@pytest.fixture(autouse=True)
def fresh() -> None:
    forget_tries()


def codes(html: str) -> list[str]:
    return [part.split('"')[0] for part in html.split('data-clause="')[1:]]


def checked(client: Client, *files: SimpleUploadedFile, text: str = "") -> str:
    answer = client.post(reverse("clauses-check"), {"text": text, "upload": list(files)})
    assert answer.status_code == 200
    return answer.content.decode()


def photograph(text: str, *, angle: float = 1.5) -> bytes:
    """A page, held a little askew and darker on one side."""
    font = ImageFont.truetype(str(FONT), 36)
    page = Image.new("L", (1240, 900), 240)
    draw = ImageDraw.Draw(page)
    for row, line in enumerate(text.splitlines()):
        draw.text((90, 80 + row * 80), line, font=font, fill=35)
    shade = (
        Image.linear_gradient("L").rotate(90).resize(page.size).point(lambda value: 150 + value * 105 // 255)
    )
    page = Image.composite(page, Image.new("L", page.size, 90), shade)
    page = page.rotate(angle, expand=True, fillcolor=150, resample=Image.Resampling.BICUBIC)
    target = io.BytesIO()
    page.convert("RGB").save(target, "JPEG", quality=75)
    return target.getvalue()


def docx(document: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", document)
    return target.getvalue()


def word(text: str) -> bytes:
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    rows = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())
    return docx(f'<w:document xmlns:w="{name}"><w:body>{rows}</w:body></w:document>'.encode())


def counts() -> dict[str, int]:
    """The rows of every table but the brake's, which counts tries of a network."""
    models = [model for model in apps.get_models() if model is not BrakeCount]
    return {model._meta.label: model._default_manager.count() for model in models}


def test_pasted_words_are_answered_sentence_by_sentence(client: Client) -> None:
    html = checked(client, text=CONTRACT)
    assert codes(html) == FOUND
    assert "<mark>" in html
    assert FAIR in html


def test_nothing_is_kept_and_nothing_stands_in_an_address_or_a_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    before = counts()
    answer = client.post(reverse("clauses-check"), {"text": CONTRACT})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert counts() == before
    assert "概不退换" not in caplog.text
    assert not client.session.keys()


def test_text_and_word_files_are_read(client: Client) -> None:
    for file in (
        SimpleUploadedFile("合同.txt", CONTRACT.encode()),
        SimpleUploadedFile("合同.txt", CONTRACT.encode("gb18030")),
        SimpleUploadedFile("合同.docx", word(CONTRACT)),
    ):
        assert codes(checked(client, file)) == FOUND, file.name


def test_a_pdf_with_text_is_read(client: Client) -> None:
    if not settings.PDFTOTEXT:
        pytest.skip("poppler is not installed here")
    form = client.get(reverse("file-paper")).content
    html = checked(client, SimpleUploadedFile("表.pdf", form))
    assert "data-doubtful" in html
    assert "投诉" in html


@can_read
def test_a_photographed_page_is_read(client: Client) -> None:
    photo = SimpleUploadedFile("合同.jpg", photograph(CONTRACT))
    assert codes(checked(client, photo)) == FOUND


def scanned(*pages: str) -> SimpleUploadedFile:
    """A PDF of pictures, as a scanner makes it."""
    first, *more = (Image.open(io.BytesIO(photograph(text, angle=0.5))) for text in pages)
    target = io.BytesIO()
    first.save(target, "PDF", save_all=True, append_images=more, resolution=150)
    return SimpleUploadedFile("扫描.pdf", target.getvalue())


PDFTOPPM = shutil.which("pdftoppm") or ""


@pytest.fixture
def poppler(settings: Any) -> None:
    if not PDFTOPPM:
        pytest.skip("poppler is not installed here")
    settings.PDFTOPPM = PDFTOPPM


@can_read
@pytest.mark.usefixtures("poppler")
def test_the_pages_of_a_scanned_pdf_are_read(client: Client) -> None:
    first, second = CONTRACT.split("\n二、")
    before = counts()
    assert codes(checked(client, scanned(first, f"二、{second}"))) == FOUND
    assert counts() == before


@can_read
@pytest.mark.usefixtures("poppler")
def test_a_scanned_pdf_with_too_many_pages_says_how_many_can_be_read(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_PAGES", 1)
    html = checked(client, scanned(CONTRACT, CONTRACT))
    assert not codes(html)
    assert "每次最多交 1 页" in html


@can_read
@pytest.mark.usefixtures("poppler")
def test_an_empty_scan_says_how_to_photograph_it(client: Client) -> None:
    assert "正上方" in checked(client, scanned(""))


@can_read
def test_two_photographs_and_words_are_one_contract(client: Client) -> None:
    first, second = CONTRACT.split("\n二、")
    files = [
        SimpleUploadedFile(f"{n}.jpg", photograph(part)) for n, part in enumerate((first, f"二、{second}"))
    ]
    html = checked(client, *files, text="本店不设最低消费。")
    assert codes(html) == FOUND
    assert "最低消费" in html


@can_read
def test_an_empty_page_says_how_to_photograph_it(client: Client) -> None:
    html = checked(client, SimpleUploadedFile("白.jpg", photograph("")))
    assert "正上方" in html


def test_where_pictures_cannot_be_read_the_page_says_so(client: Client, settings: object) -> None:
    settings.TESSERACT = ""  # type: ignore[attr-defined]
    assert "粘贴" in client.get(reverse("clauses-check")).content.decode()
    html = checked(client, SimpleUploadedFile("合同.jpg", b"\xff\xd8\xff\xe0" + b"0" * 100))
    assert "请粘贴文字" in html


SWOLLEN = b"<w:document>" + b"0" * (13 * 1024 * 1024)
BOMB = (
    b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">&b;</w:document>'
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("swollen.docx", docx(SWOLLEN)),
        ("entities.docx", docx(BOMB)),
        ("none.docx", docx(b"")),
        ("cut.docx", word(CONTRACT)[:80]),
        ("no.pdf", b"%PDF-1.4 nothing"),
        ("program.exe", b"MZ" + bytes(200)),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(200)),
        ("nothing.txt", b" "),
        ("cut.jpg", b"\xff\xd8\xff\xe0" + b"0" * 100),
    ],
    ids=lambda given: given if isinstance(given, str) else "",  # a file holds the time at which it was made
)
def test_what_cannot_be_read_is_refused_in_place_and_what_was_typed_stays(
    client: Client, name: str, content: bytes
) -> None:
    html = checked(client, SimpleUploadedFile(name, content), text="我粘贴的话")
    assert "我粘贴的话" in html
    assert not codes(html)
    assert 'class="err' in html or "data-doubtful" in html


def test_nothing_at_all_asks_for_something(client: Client) -> None:
    html = client.post(reverse("clauses-check"), {"text": ""}).content.decode()
    assert "data-doubtful" not in html
    assert "error" in html or "err" in html


@pytest.mark.parametrize("text", ["The fee is not given back.", "dkjfkdj 123", "看一看"])
def test_too_little_text_is_not_called_fair(client: Client, text: str) -> None:
    html = checked(client, text=text)
    assert "太少" in html
    assert "没有发现" not in html


@pytest.mark.parametrize("query", ["不公平条款", "霸王条款", "格式条款", "合同体检", "条款体检"])
def test_the_search_of_the_site_leads_here(client: Client, query: str) -> None:
    html = client.get(reverse("search"), {"q": query}).content.decode()
    main = html.split("<main")[1]
    assert f'href="{reverse("clauses")}"' in main
    assert f'href="{reverse("clauses-check")}"' in main


def test_too_many_files_are_refused_in_words(client: Client) -> None:
    files = [SimpleUploadedFile(f"{n}.txt", CONTRACT.encode()) for n in range(reading.MOST_FILES + 1)]
    assert str(reading.MOST_FILES) in checked(client, *files)


def test_whoever_checks_too_often_waits(client: Client) -> None:
    answers = [client.post(reverse("clauses-check"), {"text": FAIR}).status_code for _n in range(61)]
    assert answers[:60] == [200] * 60
    assert answers[60] == 429


def test_the_register_is_paged_and_narrowed(client: Client) -> None:
    first = client.get(reverse("clauses")).content.decode()
    assert client.get(reverse("clauses"), {"page": "2"}).content.decode() != first
    gym = client.get(reverse("clauses"), {"trade": "catering"}).content.decode()
    assert "设最低消费" in gym
    for nonsense in ({"page": "x"}, {"page": "999999999999"}, {"trade": "nothing"}, {"page": "-1"}):
        assert client.get(reverse("clauses"), nonsense).status_code == 200
    assert client.get(reverse("clause", args=["no.such"])).status_code == 404
