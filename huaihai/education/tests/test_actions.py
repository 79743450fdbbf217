from datetime import date

import pytest
from django.db import DatabaseError, transaction

from huaihai.desk.lives import NotPossible
from huaihai.education.content import Content
from huaihai.education.models import Publication, PublicationVersion
from huaihai.education.publications.publishing import draft, publish, revise, withdraw
from huaihai.education.tests.cast import AT, BY, published
from huaihai.kit.text.normalise import UnstorableTextError
from huaihai.members.actors import Actor
from huaihai.record import events

pytestmark = pytest.mark.django_db
PUBLIC = Actor.public()


def test_a_draft_is_seen_by_nobody_until_it_is_published() -> None:
    written = draft(Content(title="标题", body="正文"), kind="announcement", slug="a", by=BY, at=AT)
    assert not Publication.objects.visible_to(PUBLIC).exists()
    publish(written, on=date(2026, 11, 20), by=BY, at=AT)
    assert Publication.objects.visible_to(PUBLIC).get().published_on == date(2026, 11, 20)


def test_a_revision_leaves_the_old_version_as_it_was() -> None:
    publication = published(body="旧")
    revise(publication, Content(title="新标题", body="新"), by=BY, at=AT)
    assert [version.body for version in publication.versions.all()] == ["旧", "新"]
    assert Publication.objects.get().title == "新标题"


def test_a_version_is_never_changed() -> None:
    version = published().current
    version.body = "别的"
    with pytest.raises(TypeError, match="never changed"):
        version.save()


def test_a_withdrawn_text_is_gone_for_the_public_and_can_come_back() -> None:
    publication = withdraw(published(), reason="有误", by=BY, at=AT)
    assert not Publication.objects.visible_to(PUBLIC).exists()
    with pytest.raises(NotPossible):
        revise(publication, Content(title="标题", body="正文"), by=BY, at=AT)
    publish(publication, on=date(2026, 11, 21), by=BY, at=AT)
    assert Publication.objects.visible_to(PUBLIC).exists()


def test_every_verb_leaves_one_event() -> None:
    publication = published()
    revise(publication, Content(title="标题", body="正文"), by=BY, at=AT)
    withdraw(publication, reason="有误", by=BY, at=AT)
    assert [event.verb for event in events.history(publication.record_key)] == [
        "publication_drafted",
        "publication_published",
        "publication_revised",
        "publication_withdrawn",
    ]


def test_nobody_from_outside_publishes() -> None:
    with pytest.raises(PermissionError):
        draft(Content(title="标题", body="正文"), kind="announcement", slug="a", by=PUBLIC, at=AT)


def test_a_nul_is_refused_before_anything_is_stored() -> None:
    with pytest.raises(UnstorableTextError):
        draft(Content(title="标题", body="正\x00文"), kind="announcement", slug="a", by=BY, at=AT)
    assert not Publication.objects.exists()


@pytest.mark.parametrize("wrong", [{"kind": "rumour"}, {"state": "lost"}, {"published_on": None}])
def test_the_database_refuses_what_the_table_does_not_know(wrong: dict[str, object]) -> None:
    publication = published()
    with pytest.raises(DatabaseError), transaction.atomic():
        Publication.objects.filter(pk=publication.pk).update(**wrong)


def test_two_versions_never_share_a_number() -> None:
    version = published().current
    with pytest.raises(DatabaseError), transaction.atomic():
        PublicationVersion.objects.create(
            publication=version.publication, number=1, title="甲", body="乙", written_at=AT, written_by="test"
        )
