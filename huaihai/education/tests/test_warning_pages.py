"""The public pages of warnings: lists, one text in all its states, earlier versions, home and city pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huaihai.education.models import Picture
from huaihai.education.publications.publishing import draft, write_version
from huaihai.education.tests.cast import AT, BY
from huaihai.education.tests.one_voice_cast import (
    WARNING,
    a_reply,
    a_warning,
    a_withdrawal,
    an_update,
)
from huaihai.members.models import Role
from tests.posts import post_at, sign_in

pytestmark = pytest.mark.django_db


def text_of(client: Client, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200, path
    return page.content.decode()


def test_a_warning_answers_in_the_order_in_which_a_reader_asks(client: Client) -> None:
    warning = a_warning()
    a_reply(warning, "<b>我们</b>已经停售。")
    page = text_of(client, "/warnings/kettle-leak/")
    answers = [
        "两批电水壶可能漏电",
        "底座绝缘不合格",
        "有老人和孩子",
        "<li>看壶底的批号。</li>",
        "触电先拨 120",
        "6901234567892",
        "徐州、宿州的商场",
        "2026 年 9 月 1 日",
        "20 只样品",
        "<strong>第一行</strong>",
        "第十八条",
        "&lt;b&gt;我们&lt;/b&gt;已经停售。",
        "会签单位",
        "徐州市",
    ]
    places = [page.index(answer) for answer in answers]
    assert places == sorted(places)
    assert "更新记录" not in page
    assert 'type="application/atom+xml"' in page


def test_an_update_says_what_changed_and_a_withdrawn_warning_stays_with_its_reason_on_top(
    client: Client,
) -> None:
    warning = an_update(a_warning())
    page = text_of(client, "/warnings/kettle-leak/")
    assert "批号更正：不是 B7，是 B8。" in page
    assert 'href="/warnings/kettle-leak/versions/1/"' in page
    old = text_of(client, "/warnings/kettle-leak/versions/1/")
    for part in ("这是以前的版本", "B7", 'content="noindex"'):
        assert part in old
    assert client.get("/warnings/kettle-leak/versions/2/").headers["Location"] == warning.get_absolute_url()
    assert client.get("/warnings/kettle-leak/versions/9/").status_code == 404
    a_withdrawal(warning, reason="复检<合格>")
    page = text_of(client, "/warnings/kettle-leak/")
    assert page.index("复检&lt;合格&gt;") < page.index("<details>") < page.index("底座绝缘不合格")
    assert "<del>两批电水壶可能漏电，请先停用</del>" in text_of(client, "/warnings/")
    assert "两批电水壶" not in text_of(client, "/")


def test_an_exposure_that_ended_names_nobody_anywhere(client: Client) -> None:
    exposed = a_warning(
        kind="exposure", slug="shop-1", title="演示电器行拒不履行", what="演示电器行拒不履行。"
    )
    an_update(exposed, summary="演示电器行")
    a_withdrawal(exposed, reason="已经履行")
    for path in ("/", "/warnings/", "/warnings/shop-1/", "/cities/320300/warnings/", "/bodies/320300/"):
        assert "演示电器行" not in text_of(client, path)
    assert "已经履行" in text_of(client, "/warnings/shop-1/")
    assert client.get("/warnings/shop-1/versions/1/").status_code == 404


def test_what_is_not_out_has_no_page_not_even_for_its_city_and_a_story_its_own_list(client: Client) -> None:
    out = a_warning()
    draft(WARNING, kind="warning", slug="unfinished", by=BY, at=AT)
    waiting = write_version(out, WARNING, by=BY, at=AT)
    empty: dict[str, Any] = {"products": (), "what": "", "harms": ""}
    a_warning(kind="story", slug="card", title="退卡记", body="老李办了卡。", **empty)
    sign_in(client, post_at("city:320300", Role.OFFICER).account)
    assert "老李办了卡。" in text_of(client, "/stories/card/")
    assert "/stories/card/" in text_of(client, "/stories/")
    listed = text_of(client, "/warnings/")
    assert "unfinished" not in listed
    assert "/card/" not in listed
    for path in ("unfinished/", "card/", f"kettle-leak/versions/{waiting.number}/"):
        assert client.get(f"/warnings/{path}").status_code == 404


def test_lists_hold_what_is_asked_for(client: Client) -> None:
    a_warning()
    a_warning(slug="food", kind="tip", topics=("G04",), cities=("city:411400",))
    both = ["kettle-leak", "food"]
    for path, slugs in (
        ("/warnings/", both),
        ("/warnings/?city=320300", both[:1]),
        ("/warnings/?topic=G04&kind=tip", both[1:]),
        ("/warnings/?kind=nonsense&city=000000", both),
        ("/cities/411400/warnings/", both[1:]),
        ("/topics/G01/warnings/", both[:1]),
        ("/bodies/411400/", both[1:]),
        ("/", both[:1]),  # the newest warning alone
    ):
        page = text_of(client, path)
        assert [slug for slug in both if f"/warnings/{slug}/" in page] == slugs, path
    assert client.get("/cities/110000/warnings/").status_code == 404
    assert client.get("/topics/N01/warnings/").status_code == 404


@pytest.mark.both_databases
def test_one_text_takes_as_many_queries_whatever_happened_to_it(client: Client) -> None:
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            text_of(client, path)
        return len(asked)

    warning = a_warning()
    for path in (
        "/bodies/320300/",
        "/",
    ):  # from now on it is known who works where, and that the alliance goes on
        text_of(client, path)
    few = [queries("/warnings/kettle-leak/"), queries("/bodies/320300/"), queries("/")]
    for hours in range(1, 5):
        an_update(warning, at=AT + timedelta(hours=hours))
    a_reply(warning)
    assert [queries("/warnings/kettle-leak/"), queries("/bodies/320300/"), queries("/")] == few
    assert few[0] <= 8


@pytest.mark.both_databases
def test_a_picture_is_shown_once_a_text_with_it_is_out(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    warning = a_warning()
    for number in (1, 2):
        Picture.objects.create(
            publication=warning,
            number=number,
            shows="壶底的批号",
            kind="image/png",
            size=1,
            sha256=str(number) * 64,
            derivative="a" * 64,
            added_at=AT,
            added_by=BY.key,
        )
    kept = "huaihai.kit.filestore.sealed.open_derivative"
    monkeypatch.setattr(kept, lambda key: iter([b"jpeg"]))
    path = f"/pictures/{warning.pk}/1.jpg"
    assert client.get(path).status_code == 404

    an_update(warning, body="![壶底的批号](1)")
    assert f'src="{path}"' in text_of(client, "/warnings/kettle-leak/")
    assert f"http://testserver{path}" in text_of(client, "/warnings.json")
    assert client.get(path).headers["Content-Type"] == "image/jpeg"
    assert client.get(f"/pictures/{warning.pk}/2.jpg").status_code == 404


def test_in_english_a_list_says_at_least_what_a_warning_is_about(client: Client) -> None:
    a_warning()
    client.cookies["language"] = "en"

    assert '<span lang="en">home electronics and appliances</span>' in text_of(client, "/warnings/")
