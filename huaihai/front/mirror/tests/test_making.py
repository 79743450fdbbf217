"""The copy is plain, whole, dated; the second one writes only what changed."""

from pathlib import Path

import pytest

from huaihai.education.tests.cast import published
from huaihai.front.mirror import manifest, wording
from huaihai.front.mirror.gathering import NotRead
from huaihai.front.mirror.making import NotAMirror
from huaihai.front.mirror.manifest import NotReadable
from huaihai.front.mirror.reading import Answer, Reader
from huaihai.front.mirror.tests.copies import (
    A_DAY,
    AT,
    ORIGIN,
    SMALL,
    closed_links,
    copy,
    inside,
    live_parts,
    pages,
)
from tests.posts import load_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    load_tree()
    published("电水壶的通知", slug="kettle")
    return tmp_path / "mirror"


def times(folder: Path) -> dict[str, int]:
    return {
        str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()
    }


def test_a_copy_is_plain_and_leads_to_the_site_for_the_rest(folder: Path) -> None:
    copy(folder)
    found = pages(folder)

    assert {
        "index.html",
        "announcements/kettle/index.html",
        "bodies/320300/index.html",
        "mirror.html",
    } <= set(found)
    for place, page in found.items():
        assert live_parts(page) == [], place
        assert closed_links(place, page) == [], place
        assert [path for path in inside(place, page) if not (folder / path).is_file()] == [], place
    home = found["index.html"]
    assert f'href="{ORIGIN}/track/"' in home  # what was not copied
    assert "出了什么事" in home  # the heading of the form that went
    assert "到原站去办" in home


def test_each_page_says_what_it_is_and_of_which_day_in_its_language(folder: Path) -> None:
    copy(folder, languages=("zh-hans", "en"))

    for place, page in pages(folder).items():
        is_english = place.startswith("en/")
        assert ("26 November 2026" if is_english else "2026 年 11 月 26 日") in page, place
        assert ("A copy of" if is_english else "的镜像") in page, place
    text = pages(folder)["en/announcements/kettle/index.html"]
    assert f'rel="canonical" href="{ORIGIN}/announcements/kettle/"' in text
    assert 'href="../../../announcements/kettle/index.html"' in text  # the same page in Chinese
    assert 'href="../../mirror.html"' in text


def test_nothing_is_copied_that_needs_a_session_or_must_not_be_kept(folder: Path) -> None:
    made = copy(folder)

    assert [path for path in made.manifest.entries if path.startswith(("track", "file"))] == []


def test_the_second_copy_writes_what_changed_and_no_more(folder: Path) -> None:
    first, before = copy(folder), times(folder)
    again = copy(folder, at=AT + A_DAY)
    after = times(folder)

    assert set(again.written) == {"mirror.html"}
    assert {path for path in after if after[path] != before[path]} == {*again.written, *manifest.OWN}
    assert "2026 年 11 月 26 日" in pages(folder)["index.html"]  # since when it has been so
    assert "2026 年 11 月 27 日" in pages(folder)["mirror.html"]
    assert first.manifest.entries["index.html"] == again.manifest.entries["index.html"]


def test_a_page_that_changed_has_the_new_day(folder: Path) -> None:
    copy(folder)
    published("暖气的通知", slug="heating")
    again = copy(folder, at=AT + A_DAY)

    assert {"announcements/heating/index.html", "announcements/index.html"} <= set(again.written)
    assert "announcements/kettle/index.html" not in again.written
    assert "2026 年 11 月 27 日" in pages(folder)["announcements/index.html"]


def test_what_is_gone_goes_and_is_listed(folder: Path) -> None:
    copy(folder)
    fewer = tuple(path for path in SMALL if path != "/announcements/")
    again = copy(folder, at=AT + A_DAY, paths=fewer)

    assert "announcements/kettle/index.html" in again.gone
    assert not (folder / "announcements").exists()
    assert again.manifest.gone["announcements/kettle/index.html"].startswith("2026-11-27")
    back = copy(folder, at=AT + 2 * A_DAY)
    assert "announcements/kettle/index.html" not in back.manifest.gone


def test_a_file_that_was_spoiled_is_put_right(folder: Path) -> None:
    copy(folder)
    page = folder / "announcements" / "kettle" / "index.html"
    right = page.read_bytes()
    page.write_bytes(right.replace("水壶".encode(), "水瓶".encode()))
    again = copy(folder, at=AT + A_DAY)

    assert page.read_bytes() == right
    assert "announcements/kettle/index.html" in again.written


def test_no_other_folder_is_touched(folder: Path) -> None:
    folder.mkdir()
    (folder / "holiday.jpg").write_bytes(b"mine")

    with pytest.raises(NotAMirror):
        copy(folder)
    assert [path.name for path in folder.iterdir()] == ["holiday.jpg"]


@pytest.mark.parametrize("status", [400, 500, 503])
def test_where_the_site_fails_the_copy_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    copy(folder)
    before = times(folder)
    right = Reader.get

    def fails(self: Reader, address: str, language: str) -> Answer:
        is_broken = address == "/announcements/kettle/"
        return Answer(status, "text/html") if is_broken else right(self, address, language)

    monkeypatch.setattr(Reader, "get", fails)
    with pytest.raises(NotRead):
        copy(folder, at=AT + A_DAY)
    assert times(folder) == before


@pytest.mark.parametrize("path", ["../out.html", "/etc/passwd", "a/../../b", "C:/x", "a\\b", "./a"])
def test_a_list_that_leads_out_of_the_folder_is_refused(folder: Path, path: str) -> None:
    copy(folder)
    listed = folder / manifest.FILE
    listed.write_bytes(listed.read_bytes() + manifest.canonical({"gone": path, "at": ""}) + b"\n")

    with pytest.raises(NotReadable):
        copy(folder)


def test_of_a_list_the_first_pages_alone(folder: Path) -> None:
    for number in range(25):
        published(f"通知{number}", slug=f"notice-{number}")
    cut = copy(folder, list_pages=1)
    assert cut.manifest.about.cut == ["/announcements/"]
    assert f'href="{ORIGIN}/announcements/?page=2"' in pages(folder)["announcements/index.html"]

    whole = copy(folder)
    assert whole.manifest.about.cut == []
    assert 'href="index.page2.html"' in pages(folder)["announcements/index.html"]
    assert 'href="index.html"' in pages(folder)["announcements/index.page2.html"]


def test_on_a_host_of_its_own_links_begin_at_its_root(folder: Path) -> None:
    copy(folder, is_root_relative=True)

    assert 'href="/announcements/kettle/"' in pages(folder)["announcements/index.html"]


def test_somebody_else_may_speak(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        wording.OfAMirror, "on_page", lambda *_args, **_facts: wording.Words("<p>封存</p>", "<p>没有了</p>")
    )
    copy(folder)

    assert all("<p>封存</p>" in page for page in pages(folder).values())
