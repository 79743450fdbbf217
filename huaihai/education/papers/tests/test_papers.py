"""Papers of a warning: what stands on them, that it fits, and that they can be printed anywhere."""

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.core.cache import caches
from django.test import Client
from fontTools.ttLib import TTFont
from PIL import Image

import huaihai.law
from huaihai import alliance
from huaihai.education.models import Publication
from huaihai.education.papers import addresses, reading, setting, texts, typesetter
from huaihai.education.papers.paper import Line, Paper, ProductRow, Section, Withdrawn
from huaihai.education.tests.one_voice_cast import KETTLE, a_reply, a_warning, a_withdrawal, an_update

SITE = "https://huaihai.example"
STEPS = ("先拔掉插头。", "看壶底的批号。", "找商家退货。")
PLAIN = Paper(
    kind="警示",
    tone="late",
    platform="淮海消费维权",
    tagline="十城消费者组织联盟",
    demo="",
    title="两批电水壶可能漏电，请先停用",
    lead="",
    sections=(
        Section("what", "怎么回事", (Line("濉溪、郯城、砀山、埇桥和沥𬇕都有卖。", 0),)),
        Section("to_do", "请您这样做", tuple(Line(s, 1 + n) for n, s in enumerate(STEPS)), steps=True),
    ),
    products=(ProductRow("电水壶", (), 4),),
    count=5,
    core=5,
    is_cut=False,
    withdrawn=None,
    signers=("徐州市消保委",),
    signed="徐州市消保委 发布",
    dated="2026 年 11 月 26 日发布",
    phone="12315",
    language="zh-Hans",
    url=f"{SITE}/warnings/kettle-leak/",
    short="huaihai.example/w/1a2b3c4d",
)
HUGE = replace(
    PLAIN,
    title="长" * 200,
    sections=(
        Section("what", "怎么回事", tuple(Line("很长的一句话，" * 25, n) for n in range(60)), list=True),
    ),
    products=tuple(ProductRow("电水壶" * 12, (), 60 + n) for n in range(60)),
    count=120,
    core=120,
)
EMPTY = replace(PLAIN, title="停", sections=(), products=(), count=0, core=0, phone="")
WITHDRAWN = replace(
    EMPTY, title=PLAIN.title, withdrawn=Withdrawn("已撤回", "请不要再转发。", "原因：复检合格。")
)


def _read(document: bytes) -> tuple[pypdf.PdfReader, str]:
    reader = pypdf.PdfReader(io.BytesIO(document))
    return reader, "".join(reader.pages[0].extract_text().split())


@pytest.mark.parametrize("sheet", ["a4", "a3"])
@pytest.mark.parametrize(
    "paper", [PLAIN, HUGE, EMPTY, WITHDRAWN], ids=["plain", "huge", "empty", "withdrawn"]
)
def test_a_poster_is_one_sheet_however_long_the_text(paper: Paper, sheet: str) -> None:
    reader, words = _read(setting.poster(paper, sheet))
    assert len(reader.pages) == 1
    width, height = {"a4": (595, 842), "a3": (842, 1191)}[sheet]
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [width, height]
    assert paper.title in words
    assert "huaihai.example/w/1a2b3c4d" in words.replace("\u200b", "")
    assert ("这里没有写全" in words) == (paper is HUGE)
    assert ("已撤回" in words) == (paper is WITHDRAWN)


def test_a_poster_carries_its_own_fonts_and_every_character_of_the_text() -> None:
    reader, words = _read(setting.poster(PLAIN, "a4"))
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
    places = Path(str(huaihai.law.__file__)).parent / "data" / "places.csv"
    with places.open(encoding="utf-8") as file:
        names = "".join(row["name"] for row in csv.DictReader(file))
    names += "".join(
        c.body_name + c.address + "".join(k.name for k in c.counties) for c in alliance.load().cities
    )
    for folder in typesetter.FONTS:
        held = TTFont(next(folder.glob("*.otf")), lazy=True).getBestCmap()
        assert not {char for char in names + "濉郯砀埇𬇕" if ord(char) not in held}


@pytest.mark.parametrize("paper", [PLAIN, HUGE, WITHDRAWN], ids=["plain", "huge", "withdrawn"])
def test_a_long_picture_fits_a_phone_and_a_chat(paper: Paper) -> None:
    document = setting.picture(paper)
    width, height = Image.open(io.BytesIO(document)).size
    assert width == 1080
    assert 600 < height < 9000
    assert len(document) <= 1_500_000


def test_the_same_paper_is_set_once(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = replace(PLAIN, dated="只为这一次")
    first = setting.poster(paper, "a4")
    monkeypatch.setattr(setting, "_set", lambda _asked: pytest.fail("set again"))
    assert setting.poster(paper, "a4") == first
    caches["papers"].clear()


def test_what_is_typed_is_never_read_as_a_template() -> None:
    spell = "#panic() *a* $x$ <b> @c \\u{41} ]"
    paper = replace(
        PLAIN, title=spell, sections=(Section("what", "#let", (Line(spell, 0),)),), products=(), count=1
    )
    _reader, words = _read(setting.poster(paper, "a4"))
    assert words.count("#panic()*a*$x$<b>@c\\u{41}]") == 2


def test_an_sms_counts_its_address() -> None:
    short = texts.sms(replace(PLAIN, title="两批电水壶漏电"), scheme="https")
    assert short.messages == 1
    assert short.length <= 70
    assert short.text.endswith("看壶底的批号。 https://huaihai.example/w/1a2b3c4d")
    long = texts.sms(HUGE, scheme="https")
    assert 70 < long.length <= 134
    assert "…" in long.text
    assert texts.sms(WITHDRAWN, scheme="https").text.startswith("【淮海消费维权】已撤回")


def test_the_loudspeaker_says_everything_twice_without_digits_and_addresses() -> None:
    said = texts.loudspeaker(PLAIN)
    assert said.count("第一，先拔掉插头。第二，看壶底的批号。") == 2
    assert said.count("请拨打幺二三幺五") == 2
    assert not set(said) & set("0123456789（）()[]【】/")
    assert "撤回了" in texts.loudspeaker(WITHDRAWN)


@pytest.mark.django_db
def test_a_warning_has_papers_until_it_is_withdrawn_and_then_papers_that_say_so(client: Client) -> None:
    warning = a_warning(products=(KETTLE, replace(KETTLE, name="电热水瓶")))
    a_reply(warning)
    paper = reading.of_publication(warning, base=SITE)
    assert paper.signed == "徐州市消保委、宿州市消保委 联合发布"
    assert [p.name for p in paper.products] == ["演示牌 电水壶 DS-15", "演示牌 电热水瓶 DS-15"]
    assert paper.lines_of("reply") == ["演示电器行：我们已经停售这两批。"]
    assert max(line.order for s in paper.sections for line in s.lines) == paper.count - 1

    updated = an_update(warning)
    assert reading.of_publication(updated, base=SITE).dated.endswith("第 2 版")

    taken_back = reading.of_publication(a_withdrawal(updated), base=SITE)
    assert taken_back.withdrawn
    assert "复检全部合格" in taken_back.withdrawn.reason
    assert not taken_back.sections
    assert not taken_back.products
    page = client.get("/warnings/kettle-leak/texts/").content.decode()
    assert "已撤回" in page


@pytest.mark.django_db
def test_the_pages_and_files_of_a_warning_open(client: Client) -> None:
    warning = a_warning()
    types = {
        "poster-a4.pdf": "application/pdf",
        "picture.png": "image/png",
        "wechat/": "text/html; charset=utf-8",
        "wechat.html": "text/html; charset=utf-8",
        "texts/": "text/html; charset=utf-8",
        "sms.txt": "text/plain; charset=utf-8",
        "loudspeaker.txt": "text/plain; charset=utf-8",
    }
    for name, content_type in types.items():
        answer = client.get(f"{warning.get_absolute_url()}{name}")
        assert (name, answer.status_code, answer["Content-Type"]) == (name, 200, content_type)
        assert client.get(f"/stories/kettle-leak/{name}").status_code == 404  # it stands elsewhere
    article = client.get("/warnings/kettle-leak/wechat.html")
    assert article["Content-Disposition"].startswith("attachment")
    assert not [word for word in ("<script", "<style", "<img", "class=") if word in article.content.decode()]
    assert client.get(f"/w/{addresses.code(warning)}")["Location"] == "/warnings/kettle-leak/"
    assert client.get("/w/00000000").status_code == 404
    assert client.get("/w/%25").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [*Publication.ALERTS[1:], Publication.Kind.STORY])
def test_other_kinds_have_papers_too(client: Client, kind: str) -> None:
    text = a_warning(slug="other", kind=kind)
    assert client.get(f"{text.get_absolute_url()}sms.txt").status_code == 200


@pytest.mark.django_db
def test_when_it_is_busy_the_page_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    a_warning()

    def busy(_asked: str) -> bytes:
        raise setting.NotSetError("out of time")

    monkeypatch.setattr(setting, "_set", busy)
    caches["papers"].clear()
    answer = client.get("/warnings/kettle-leak/poster-a4.pdf")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
