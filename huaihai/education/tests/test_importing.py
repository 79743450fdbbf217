import hashlib
from datetime import date

import pytest

from huaihai.education import loading
from huaihai.education.loading import UnclearArticleError, prepare, store
from huaihai.education.models import Publication, PublicationVersion, SearchGram
from huaihai.education.publications.publishing import withdraw
from huaihai.education.tests.cast import ARTICLE, AT, BY
from huaihai.record.models import Event

pytestmark = pytest.mark.django_db
RAW = ARTICLE.encode()


def test_an_article_is_published_clean_with_its_date_and_source() -> None:
    publication, is_new = store(prepare(RAW, "utf-8"), by=BY, at=AT)
    version = publication.current
    assert is_new
    assert publication.title == "淮海经济区开展电水壶比较试验"
    assert (publication.state, publication.published_on) == ("published", date(2024, 3, 5))
    assert (version.source_name, version.source_on) == ("演示消费报", date(2024, 3, 5))
    assert (
        version.body == "近日,消费者组织买来20只电水壶,其中3只漏电。\n让大家放心消费、暧心消费,是我们的目标。"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_original_is_kept_byte_for_byte(encoding: str) -> None:
    raw = ARTICLE.replace("\n", "\r\n").encode(encoding)
    publication, _ = store(prepare(raw, encoding), by=BY, at=AT)
    version = PublicationVersion.objects.get(publication=publication)
    assert bytes(version.original or b"") == raw
    assert version.content_hash == hashlib.sha256(raw).hexdigest()
    assert version.original_text == ARTICLE.replace("\n", "\r\n")


def test_importing_again_changes_nothing() -> None:
    first, _ = store(prepare(RAW, "utf-8"), by=BY, at=AT)
    before = (Event.objects.count(), PublicationVersion.objects.count(), SearchGram.objects.count())
    again, is_new = store(prepare(RAW, "utf-8"), by=BY, at=AT)
    assert (again.pk, is_new) == (first.pk, False)
    assert (Event.objects.count(), PublicationVersion.objects.count(), SearchGram.objects.count()) == before


def test_two_who_import_the_same_file_at_once_make_one_announcement() -> None:
    one, other = prepare(RAW, "utf-8"), prepare(RAW, "utf-8")
    store(one, by=BY, at=AT)
    _, is_new = store(other, by=BY, at=AT)
    assert not is_new
    assert Publication.objects.count() == 1


def test_whoever_comes_second_in_the_same_moment_gets_the_first_ones_announcement(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prepared = prepare(RAW, "utf-8")
    first, _ = store(prepared, by=BY, at=AT)
    looks = iter([None, first])
    monkeypatch.setattr(loading, "_known", lambda _content_hash: next(looks))
    assert store(prepared, by=BY, at=AT) == (first, False)
    assert PublicationVersion.objects.count() == 1


def test_a_withdrawn_import_is_not_published_again_by_importing() -> None:
    publication, _ = store(prepare(RAW, "utf-8"), by=BY, at=AT)
    withdraw(publication, reason="有误", by=BY, at=AT)
    again, is_new = store(prepare(RAW, "utf-8"), by=BY, at=AT)
    assert (again.state, is_new) == ("withdrawn", False)


def test_a_corrected_copy_of_the_article_becomes_another_version() -> None:
    first, _ = store(prepare(RAW, "utf-8"), by=BY, at=AT)
    second, is_new = store(prepare(RAW + "完。\n".encode(), "utf-8"), by=BY, at=AT)
    assert (second.pk, is_new) == (first.pk, True)
    assert [version.number for version in second.versions.all()] == [1, 2]


def test_what_is_given_replaces_what_the_head_says() -> None:
    prepared = prepare(
        RAW, "utf-8", source="另一报", url="https://example.com/a", dated_on=date(2024, 4, 1), title="另一题"
    )
    content = prepared.content
    assert content.source_url == "https://example.com/a"
    assert (content.title, content.source_name, prepared.dated_on) == ("另一题", "另一报", date(2024, 4, 1))


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("标题\n正文没有日期。", "date"),
        ("标题\n2024年3月5日\n正文。", "source"),
        ("", "title"),
        ("标题\n2024年3月5日 来源:甲报\n", "body"),
    ],
)
def test_a_missing_part_is_named(text: str, missing: str) -> None:
    with pytest.raises(UnclearArticleError) as unclear:
        prepare(text.encode(), "utf-8")
    assert unclear.value.missing == missing
