"""Set papers: they fit one sheet or a phone, carry their fonts, and are set once."""

import csv
import io
from dataclasses import replace
from typing import Any

import pypdf
import pytest
from django.core.cache import caches
from fontTools.ttLib import TTFont
from PIL import Image

from huaihai import alliance
from huaihai.desk.papers import setting, typesetter
from huaihai.education.papers import pages as papers_pages
from huaihai.education.papers.facts import Line, Paper, Section
from huaihai.education.papers.tests.papers_cast import EMPTY, HUGE, PLAIN, WITHDRAWN
from huaihai.packs import country_folder


def _read(document: bytes) -> tuple[pypdf.PdfReader, str]:
    reader = pypdf.PdfReader(io.BytesIO(document))
    return reader, "".join(reader.pages[0].extract_text().split())


@pytest.mark.parametrize(
    ("paper", "sheet"),
    [(PLAIN, "a4"), (HUGE, "a4"), (HUGE, "a3"), (EMPTY, "a3"), (WITHDRAWN, "a4")],
    ids=["plain", "huge", "huge-a3", "empty-a3", "withdrawn"],
)
def test_a_poster_is_one_sheet_however_long_the_text(paper: Paper, sheet: str) -> None:
    reader, words = _read(papers_pages.draw_poster(paper, sheet))
    assert len(reader.pages) == 1
    width, height = {"a4": (595, 842), "a3": (842, 1191)}[sheet]
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [width, height]
    assert paper.title in words
    assert "huaihai.example/w/1a2b3c4d" in words.replace("\u200b", "")
    assert ("这里没有写全" in words) == (paper is HUGE)
    assert ("已撤回" in words) == (paper is WITHDRAWN)


def test_a_poster_carries_its_own_fonts_and_every_character_of_the_text() -> None:
    reader, words = _read(papers_pages.draw_poster(PLAIN, "a4"))
    resources: Any = reader.pages[0]["/Resources"]
    fonts = [one.get_object() for one in resources["/Font"].values()]
    inner = [font["/DescendantFonts"][0] for font in fonts]
    assert {str(font["/BaseFont"]).split("+")[1].split("-Identity")[0] for font in inner} == {
        "NotoSansCJKtc-Regular",
        "NotoSansCJKtc-Bold",
    }
    assert all("/FontFile3" in font["/FontDescriptor"] for font in inner)
    assert "濉溪、郯城、砀山、埇桥和沥𬇕都有卖。" in words


def test_both_fonts_have_every_place_name_and_every_body() -> None:
    places = country_folder() / "places.csv"
    with places.open(encoding="utf-8") as file:
        names = "".join(row["name"] for row in csv.DictReader(file))
    names += "".join(
        c.body_name + c.address + "".join(k.name for k in c.counties) for c in alliance.load().cities
    )
    for folder in typesetter.FONTS:
        held = TTFont(next(folder.glob("*.otf")), lazy=True).getBestCmap()
        assert not {char for char in names + "濉郯砀埇𬇕" if ord(char) not in held}


@pytest.mark.parametrize("paper", [HUGE, WITHDRAWN], ids=["huge", "withdrawn"])
def test_a_long_picture_fits_a_phone_and_a_chat(paper: Paper) -> None:
    document = papers_pages.draw_picture(paper)
    width, height = Image.open(io.BytesIO(document)).size
    assert width == 1080
    assert 600 < height < 9000
    assert len(document) <= 1_500_000


def test_the_same_paper_is_set_once(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = replace(PLAIN, dated="只为这一次")
    first = papers_pages.draw_poster(paper, "a4")
    monkeypatch.setattr(setting, "_set", lambda *_asked: pytest.fail("set again"))
    assert papers_pages.draw_poster(paper, "a4") == first
    caches["papers"].clear()


def test_what_is_typed_is_never_read_as_a_template() -> None:
    spell = "#panic() *a* $x$ <b> @c \\u{41} ]"
    paper = replace(
        PLAIN, title=spell, sections=(Section("what", "#let", (Line(spell, 0),)),), products=(), count=1
    )
    _reader, words = _read(papers_pages.draw_poster(paper, "a4"))
    assert words.count("#panic()*a*$x$<b>@c\\u{41}]") == 2
