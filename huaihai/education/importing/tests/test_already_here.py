"""What says the same already is found, and an editor decides."""

from typing import Any

import pytest

from huaihai.education.importing import verbs as importing_verbs
from huaihai.education.importing.tests.made_files import (
    MORE,
    SENTENCE,
    text_file,
    web_page,
)
from huaihai.education.importing.tests.office_cast import batch_of, desk, facts, typed, url
from huaihai.education.models import Edition
from huaihai.education.tests.one_voice_cast import a_warning
from huaihai.education.tests.procedure_cast import AT, Cast, xuzhou

pytestmark = pytest.mark.django_db


def test_the_same_file_the_same_text_and_nearly_the_same_are_found(cast: Cast) -> None:
    first = batch_of(cast, web_page("gbk")).pages.get()
    drafted = importing_verbs.draft(first, facts(), seen=1, by=cast.author, at=AT)
    longer = f"<p>{SENTENCE}</p><p>{MORE}</p><p>另请保存好转账记录。</p>"
    batch = batch_of(
        cast,
        web_page("gbk"),
        web_page("utf-8"),
        web_page("gbk", body=longer),
        text_file(text="别的\n" + "话" * 30),
    )
    likes = [
        [
            (like.kind, like.publication == drafted)
            for like in page.likenesses.filter(publication__isnull=False)
        ]
        for page in batch.pages.all()
    ]
    assert [like[0][0] if like else "" for like in likes] == ["same_bytes", "same_text", "near", ""]
    second = batch.pages.get(position=2)
    assert second.likenesses.filter(kind="same_text", other__position=1).exists()


def test_a_page_that_is_here_already_may_become_another_version_or_be_left_out(cast: Cast) -> None:
    first = batch_of(cast, web_page("gbk")).pages.get()
    drafted = importing_verbs.draft(first, facts(), seen=1, by=cast.author, at=AT)
    again, third = batch_of(cast, web_page("utf-8"), web_page("utf-16")).pages.all()
    author = desk(cast)
    assert str(drafted.pk) in author.get(url("draft", again.pk)).content.decode()
    assert author.post(url("draft", again.pk), typed()).status_code == 200  # not decided
    author.post(url("draft", again.pk), typed(decision=str(drafted.pk)))
    again.refresh_from_db()
    assert again.publication == drafted
    assert drafted.newest.title == "新题目"
    author.post(url("skip", third.pk), {"seen": 1, "reason": "重复"})
    third.refresh_from_db()
    assert (third.state, third.reason) == ("skipped", "重复")
    author.post(url("take-up", third.pk), {"seen": 2})
    third.refresh_from_db()
    assert third.state == "read"


def test_another_version_of_a_warning_that_is_out_is_an_update_and_keeps_its_parts(cast: Cast) -> None:
    nothing: dict[str, Any] = dict.fromkeys(
        ("summary", "harms", "to_do", "to_turn", "places", "evidence"), ""
    )
    body = f"{SENTENCE}\n\n{MORE}"
    out = a_warning(slug="old", at=AT, title="预付卡退费提示", body=body, what="关门。", **nothing)
    out.publisher = xuzhou()
    out.save()
    page = batch_of(cast, web_page()).pages.get()
    author, said = desk(cast), typed(decision=str(out.pk))
    assert author.post(url("draft", page.pk), said).status_code == 200  # what changes is not said
    author.post(url("draft", page.pk), {**said, "change_note": "换了题目。"})
    update = Edition.objects.get(purpose="update")
    assert update.version is not None
    assert (update.version.title, update.version.what) == ("新题目", out.current.what)
    assert update.version.products.count() == 1
    assert out.current.title == "预付卡退费提示"
