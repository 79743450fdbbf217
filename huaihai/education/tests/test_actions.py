from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from huaihai.desk.lives import NotPossible
from huaihai.education.content import Content
from huaihai.education.models import Publication
from huaihai.education.publications.publishing import draft, publish, revise, withdraw
from huaihai.education.tests.cast import AT, BY, published
from huaihai.governance.hand_over import items
from huaihai.governance.tests import handing_over
from huaihai.kit.text.normalise import UnstorableTextError
from huaihai.members.actors import Actor
from huaihai.record import events
from tests.posts import AT as OFFICE_AT
from tests.posts import body, load_tree, officer_of

pytestmark = pytest.mark.django_db
PUBLIC = Actor.public()


def test_a_draft_is_seen_by_its_publisher_alone_until_it_is_published() -> None:
    load_tree()
    words: dict[str, Any] = {"kind": "announcement", "slug": "a", "at": AT}
    with pytest.raises(PermissionError):  # from outside
        draft(Content(title="标题", body="正文"), **words, by=PUBLIC)
    with pytest.raises(UnstorableTextError):
        draft(Content(title="标题", body="正\x00文"), **words, by=BY)
    assert not Publication.objects.exists()
    written, news = draft(Content(title="标题", body="正文"), **words, by=BY), published()
    Publication.objects.filter(pk=written.pk).update(publisher=body("city:320300"))

    def seen(actor: Actor) -> set[object]:
        return set(Publication.objects.visible_to(actor).values_list("pk", flat=True))

    assert seen(officer_of("city:320300")) == {written.pk, news.pk}
    assert seen(officer_of("city:411400")) == {news.pk}
    assert seen(PUBLIC) == {news.pk}
    written.refresh_from_db()
    publish(written, on=date(2026, 11, 21), by=BY, at=AT)
    assert Publication.objects.visible_to(PUBLIC).get(slug="a").published_on == date(2026, 11, 21)


def test_a_revision_leaves_the_old_version_as_it_was_and_every_verb_one_event() -> None:
    publication = published(body="旧")
    revise(publication, Content(title="新标题", body="新"), by=BY, at=AT)
    assert [version.body for version in publication.versions.all()] == ["旧", "新"]
    assert Publication.objects.get().title == "新标题"
    withdraw(publication, reason="有误", by=BY, at=AT)
    assert [event.verb for event in events.history(publication.record_key)] == [
        f"publication_{verb}" for verb in ("drafted", "published", "revised", "withdrawn")
    ]
    version = publication.current
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


def test_the_database_refuses_what_the_table_does_not_know_and_a_number_twice() -> None:
    publication = published()
    for wrong in ({"kind": "rumour"}, {"state": "lost"}, {"published_on": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Publication.objects.filter(pk=publication.pk).update(**wrong)
    with pytest.raises(DatabaseError), transaction.atomic():
        publication.versions.create(number=1, title="甲", body="乙", written_at=AT, written_by="test")


def test_the_alliances_own_drafts_are_handed_over_and_those_of_a_body_are_not() -> None:
    handing_over.assemble()
    facts = {"kind": "warning", "state": "draft"}
    Publication.objects.create(slug="own", title="冬季取暖", **facts)
    Publication.objects.create(slug="of-a-body", title="乙", publisher=body(handing_over.FROM), **facts)
    out = facts | {"state": "published", "published_on": handing_over.TODAY}
    Publication.objects.create(slug="out", title="丙", **out)
    handed = [item.label for item in items.collect(OFFICE_AT) if item.kind == "draft"]
    assert handed == ["冬季取暖"]
