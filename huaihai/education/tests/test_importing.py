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


def test_importing_again_changes_nothing_whoever_does_it_and_whatever_became_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, other = prepare(RAW, "utf-8"), prepare(RAW, "utf-8")
    first, _ = store(one, by=BY, at=AT)

    def count() -> tuple[int, ...]:
        return tuple(model.objects.count() for model in (Event, PublicationVersion, SearchGram, Publication))

    before = count()
    assert store(other, by=BY, at=AT) == (first, False)
    with monkeypatch.context() as in_the_same_moment:
        looks = iter([None, first])
        in_the_same_moment.setattr(loading, "_known", lambda _content_hash: next(looks))
        assert store(other, by=BY, at=AT) == (first, False)
    assert count() == before
    withdraw(first, reason="有误", by=BY, at=AT)
    again, is_new = store(prepare(RAW, "utf-8"), by=BY, at=AT)
    assert (again.state, is_new) == ("withdrawn", False)


def test_a_corrected_copy_becomes_another_version_and_what_is_given_replaces_what_the_head_says() -> None:
    first, _ = store(prepare(RAW, "utf-8"), by=BY, at=AT)
    second, is_new = store(prepare(RAW + "完。\n".encode(), "utf-8"), by=BY, at=AT)
    assert (second.pk, is_new) == (first.pk, True)
    assert [version.number for version in second.versions.all()] == [1, 2]
    given = {"source": "另一报", "url": "https://example.com/a", "title": "另一题"}
    prepared = prepare(RAW, "utf-8", dated_on=date(2024, 4, 1), **given)
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
