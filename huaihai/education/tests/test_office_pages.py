"""The staff's pages: from an empty form to a text that two cities signed, one of them on a phone."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.education import waiting
from huaihai.education.models import Edition, Publication
from huaihai.education.publications import procedure
from huaihai.education.tests import procedure_cast as scene
from huaihai.education.tests.cast import published
from huaihai.education.tests.one_voice_cast import SUZHOU, XUZHOU
from huaihai.education.tests.procedure_cast import AT, Cast
from huaihai.kit import clock
from huaihai.kit.clock import local_day
from huaihai.kit.filestore.tests.pictures import with_position
from huaihai.members import factors
from huaihai.members.actors import Actor
from tests.posts import sign_in

pytestmark = pytest.mark.django_db
MANAGEMENT = {"products-TOTAL_FORMS": "1", "products-INITIAL_FORMS": "0"}
TYPED: dict[str, Any] = {
    **MANAGEMENT,
    "seen": "0",
    "do": "save",
    "publisher": XUZHOU,
    "title": "两批电水壶可能漏电，请先停用",
    "summary": "批号 A100–A199。",
    "what": "底座绝缘不合格。",
    "severity": "Severe",
    "to_do": "先拔插头。\n看批号。",
    "basis": "《消费者权益保护法》第十八条\n",
    "cities": [XUZHOU, SUZHOU],
    "topics": ["G01"],
    "body": "## 怎么认\n\n批号印在壶底。",
    "products-0-name": "电水壶",
    "products-0-barcode": "6901234567892",
    "products-0-batches": "A100-A199",
}


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setattr(factors, "code_fits", lambda _account, code: code == "123456")
    return scene.assemble()


def browser(cast: Cast, name: str) -> Client:
    client = Client()
    client.cookies["language"] = "en"
    sign_in(client, cast.posts[name].account)
    return client


def at(name: str, *more: Any) -> str:
    return reverse(name, args=[Publication.objects.get().pk, *more])


def press(client: Client, noun: str, **data: Any) -> Any:
    return client.post(at(f"office-publication-{noun}"), data)


def turn() -> int:
    return Edition.objects.get().turn


def test_from_an_empty_form_to_a_text_that_two_cities_signed(cast: Cast) -> None:
    author = browser(cast, "author")
    assert author.get(reverse("office-publication-write", args=["warning"])).status_code == 200

    answer = author.post(reverse("office-publication-write", args=["warning"]), TYPED)

    assert answer.status_code == 302, answer.content.decode()
    edition = Edition.objects.get()
    assert edition.version is not None
    assert edition.version.basis == ["《消费者权益保护法》第十八条"]
    assert [row.batches for row in edition.version.products.all()] == ["A100-A199"]
    assert press(author, "submission", seen=turn()).status_code == 302
    assert press(author, "review", seen=turn()).status_code == 404  # wrote it
    for name in ("second", "third", "over_there"):
        assert press(browser(cast, name), "review", seen=turn(), note="").status_code == 302
    text_hash = Edition.objects.get().text_hash
    page = browser(cast, "on_duty").get(at("office-publication-signature")).content.decode()
    assert text_hash in page
    assert "底座绝缘不合格" in page
    assert press(browser(cast, "on_duty"), "signature", text_hash=text_hash, code="000000").status_code == 200
    press(browser(cast, "on_duty"), "signature", text_hash=text_hash, code="123456")
    press(browser(cast, "head"), "signature", text_hash=text_hash, code="123456")
    assert Publication.objects.get().state == "published"
    for name in ("office-publication", "office-publication-versions", "office-publication-replies"):
        assert author.get(at(name)).status_code == 200


def test_a_text_to_review_or_to_sign_is_among_what_waits_until_it_is_done(cast: Cast) -> None:
    def waits(name: str) -> list[str]:
        return [one.url for one in waiting.for_person(Actor.officer(cast.posts[name]), AT)]

    author = browser(cast, "author")
    author.post(reverse("office-publication-write", args=["warning"]), TYPED)
    assert waits("second") == []
    press(author, "submission", seen=turn())
    review, signature = at("office-publication-review"), at("office-publication-signature")
    assert waits("author") == []  # wrote it
    for name in ("second", "third", "over_there"):
        assert waits(name) == [review]
        assert review in browser(cast, name).get(reverse("office")).content.decode()
        press(browser(cast, name), "review", seen=turn(), note="")
        assert review not in waits(name)
    assert [waits(name) for name in ("on_duty", "head", "author")] == [[signature], [signature], []]
    (row,) = waiting.for_person(cast.head, AT)
    assert row.title == TYPED["title"]
    assert row.on == local_day(Edition.objects.get().sign_by_at or AT)
    text_hash = Edition.objects.get().text_hash
    press(browser(cast, "head"), "signature", text_hash=text_hash, code="123456")
    assert waits("head") == []


def test_who_passes_a_text_again_is_told_so_and_keeps_the_words(cast: Cast) -> None:
    author, second = browser(cast, "author"), browser(cast, "second")
    author.post(reverse("office-publication-write", args=["warning"]), TYPED)
    press(author, "submission", seen=turn())
    on_the_page = turn()
    assert press(second, "review", seen=on_the_page, note="").status_code == 302
    answer = press(second, "review", seen=on_the_page, note="批号再核对一遍。")
    assert answer.status_code == 409
    assert "You have passed this text already" in answer.content.decode()
    assert "批号再核对一遍。" in answer.content.decode()
    assert Edition.objects.get().reviews.count() == 1


def test_another_row_a_preview_and_a_mistake_keep_what_was_typed_and_save_nothing(cast: Cast) -> None:
    author, where = browser(cast, "author"), reverse("office-publication-write", args=["warning"])
    page = author.post(where, {**TYPED, "do": "row", "title": ""}).content.decode()
    assert 'name="products-1-name"' in page
    assert "6901234567892" in page
    assert "请先停用" not in page
    assert "One thing has to be put right" not in page
    assert "Preview: nothing is saved yet" in author.post(where, {**TYPED, "do": "preview"}).content.decode()
    page = author.post(where, {**TYPED, "products-0-barcode": "69x"}).content.decode()
    assert "A barcode has 8 to 14 digits." in page
    assert "底座绝缘不合格" in page
    assert not Publication.objects.exists()


def test_the_later_of_two_editors_is_told_and_what_differs_is_shown_word_by_word(cast: Cast) -> None:
    edition = scene.a_draft(cast)
    seen, author = edition.turn, browser(cast, "author")
    procedure.write(edition, scene.text_of(edition, what="先保存的"), by=cast.second, at=AT)
    page = author.get(at("office-publication-versions")).content.decode()
    for part in ("<del>", "<ins>", "演示 voice-second"):
        assert part in page
    same = author.get(at("office-publication-versions") + "?from=2&to=2").content.decode()
    assert "They say the same." in same
    typed = {**TYPED, "seen": str(seen), "what": "后保存的"}
    answer = author.post(at("office-publication-text"), typed)
    assert answer.status_code == 409
    assert "后保存的" in answer.content.decode()
    again = author.post(at("office-publication-text"), {**typed, "seen": str(edition.turn)})
    assert again.status_code == 302


def test_who_sees_a_text_on_its_way(cast: Cast) -> None:
    scene.a_draft(cast)
    for name, seen in (("author", 200), ("over_there", 200), ("auditor", 200), ("other", 404)):
        client, writes = browser(cast, name), 200 if name == "author" else 404
        for page in ("", "-versions", "-replies"):
            assert client.get(at(f"office-publication{page}")).status_code == seen, (name, page)
        for page in ("-text", "-pictures"):
            assert client.get(at(f"office-publication{page}")).status_code == writes, (name, page)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("name", "chosen"), [("author", "drafts"), ("second", "review"), ("on_duty", "sign"), ("other", "out")]
)
def test_the_list_begins_with_what_waits_for_the_reader(cast: Cast, name: str, chosen: str) -> None:
    edition = scene.a_draft(cast)
    if name == "second":
        procedure.submit(edition, by=cast.author, at=AT)
    if name == "on_duty":
        scene.reviewed(cast, edition)
    page = browser(cast, name).get(reverse("office-publications")).content.decode()
    assert f'list={chosen}" aria-current="page"' in page
    assert ("电水壶" in page) == (name != "other")


def test_a_name_an_asking_a_letter_and_an_answer_on_paper(cast: Cast) -> None:
    scene.a_draft(cast)
    author = browser(cast, "author")
    assert author.post(at("office-reply-name"), {"called": "演示电器行"}).status_code == 302
    reply = Publication.objects.get().replies.get()
    assert author.get(at("office-reply-letter", reply.pk)).status_code == 404
    assert author.post(at("office-reply-asking", reply.pk)).status_code == 302
    assert "演示电器行" in author.get(at("office-reply-letter", reply.pk)).content.decode()
    assert author.post(at("office-reply-answer", reply.pk), {"text": "已停售。"}).status_code == 302
    page = author.get(at("office-publication-replies")).content.decode()
    assert "已停售。" in page
    assert author.post(at("office-reply-removal", reply.pk)).status_code == 409


def test_a_picture_is_added_stands_in_the_text_and_is_seen_by_all_once_it_is_out(
    cast: Cast, settings: Any, tmp_path: Any
) -> None:
    settings.FILES = tmp_path
    edition = scene.a_draft(cast)
    author, where = browser(cast, "author"), at("office-publication-pictures")
    upload = SimpleUploadedFile("x.jpg", with_position())
    assert "Please fill in" in author.post(where, {"picture": upload, "shows": ""}).content.decode()
    upload.seek(0)
    assert author.post(where, {"picture": upload, "shows": "壶底的批号"}).status_code == 302
    text = SimpleUploadedFile("x.txt", "不是图片".encode())
    assert "This is no picture" in author.post(where, {"picture": text, "shows": "字"}).content.decode()
    assert "![壶底的批号](1)" in author.get(where).content.decode()
    image = at("picture", 1)
    assert author.get(image).status_code == 200
    assert Client().get(image).status_code == 404

    body = "![壶底的批号](1)\n\n![没有](2)"
    procedure.write(edition, scene.text_of(edition, body=body), by=cast.author, at=AT)
    assert "There is no picture 2." in author.get(at("office-publication")).content.decode()
    procedure.write(edition, scene.text_of(edition, body="![壶底的批号](1)"), by=cast.author, at=AT)
    scene.signed_out(cast, edition)

    answer = Client().get(image)
    assert answer.status_code == 200
    assert b"Camera maker" not in b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert (
        f'src="{image}" alt="壶底的批号"'
        in Client().get(edition.publication.get_absolute_url()).content.decode()
    )


def test_a_text_that_came_from_a_file_is_corrected_like_any_other(cast: Cast) -> None:
    landed = published(slug="landed")
    Publication.objects.update(shown=None)
    landed.refresh_from_db()
    head = browser(cast, "head")
    assert press(head, "correction", change_note="").status_code == 200
    assert press(head, "correction", change_note="电话更正").status_code == 302
    update = Edition.objects.get()
    assert Publication.objects.get().shown == landed.newest.publication.versions.get(number=1)
    assert (update.purpose, update.version and update.version.number) == ("update", 2)
    assert press(head, "withdrawal", reason="误发").status_code == 409


@pytest.mark.both_databases
def test_a_longer_list_costs_no_more_queries(cast: Cast) -> None:
    author, where = browser(cast, "author"), reverse("office-publications") + "?list=drafts"
    scene.a_draft(cast)
    author.get(where)
    with CaptureQueriesContext(connection) as one:
        author.get(where)
    for _number in range(3):
        scene.a_draft(cast)
    with CaptureQueriesContext(connection) as more:
        author.get(where)
    assert len(more) == len(one)
