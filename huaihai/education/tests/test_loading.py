from dataclasses import replace
from pathlib import Path

import pytest

from huaihai import alliance
from huaihai.alliance import Alliance, AllianceDataError
from huaihai.education.heads import read_own_texts
from huaihai.education.loading import Loaded, load_texts
from huaihai.education.models import Publication, PublicationVersion
from huaihai.education.publications.publishing import withdraw
from huaihai.education.tests.cast import AT, BY
from huaihai.record.models import Event

HEAD = '+++\ntitle = "{title}"\ndate = 2026-11-20\nsource = "演示"\nmark = "law"\n+++\n{body}\n'


@pytest.fixture
def small(tmp_path: Path) -> Alliance:
    (tmp_path / "rights").mkdir()
    (tmp_path / "rights" / "return.md").write_text(HEAD.format(title="退货", body="七天"), encoding="utf-8")
    ours = alliance.load(alliance.DEFAULT_FOLDER)
    return replace(ours, folder=tmp_path, country=replace(ours.country, folder=tmp_path / "nowhere"))


@pytest.mark.django_db
def test_loading_publishes_again_changes_nothing_and_a_changed_file_becomes_another_version(
    small: Alliance, tmp_path: Path
) -> None:
    assert load_texts(replace(small, folder=tmp_path / "nothing"), by=BY, at=AT) == Loaded()
    assert load_texts(small, by=BY, at=AT) == Loaded(new=1)
    before = Event.objects.count(), PublicationVersion.objects.count()
    assert load_texts(small, by=BY, at=AT) == Loaded(unchanged=1)
    assert (Event.objects.count(), PublicationVersion.objects.count()) == before
    assert Publication.objects.published().rights().get().title == "退货"
    path = small.folder / "rights" / "return.md"
    path.write_text(HEAD.format(title="退货", body="七天之内"), encoding="utf-8")
    assert load_texts(small, by=BY, at=AT) == Loaded(revised=1)
    publication = Publication.objects.get()
    assert publication.current.body == "七天之内"
    withdraw(publication, reason="有误", by=BY, at=AT)
    path.write_text(HEAD.format(title="退货", body="十天"), encoding="utf-8")
    assert load_texts(small, by=BY, at=AT) == Loaded(unchanged=1)
    assert not Publication.objects.published().exists()


def test_a_bad_file_is_named_with_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "rights").mkdir()
    for text, wrong in (
        ("没有开头", "head"),
        ("+++\ntitle = 1\n+++\n", "date"),
        (HEAD.replace('"law"', '"rumour"'), "rumour"),
        ("+++\ntitle\n+++\n", "bad.md"),
    ):
        (tmp_path / "rights" / "bad.md").write_text(text, encoding="utf-8")
        with pytest.raises(AllianceDataError, match=wrong):
            list(read_own_texts(tmp_path))


def test_the_texts_that_ship_are_whole() -> None:
    texts = list(read_own_texts(alliance.load().country.folder, alliance.DEFAULT_FOLDER))
    rights = [text for text in texts if text.kind == "rights"]
    assert len(texts) - len(rights) >= 2
    assert len(rights) >= 8
    assert all(text.basis and text.summary for text in rights)
    assert sorted(text.position for text in rights) == list(range(1, len(rights) + 1))
