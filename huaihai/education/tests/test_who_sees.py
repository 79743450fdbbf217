"""`visible_to`: a text that is not published is its publisher's alone."""

import pytest

from huaihai.education.content import Content
from huaihai.education.models import Publication
from huaihai.education.publications.publishing import draft
from huaihai.education.tests.cast import AT, BY, published
from huaihai.members.actors import Actor
from tests.posts import body, load_tree, officer_of

pytestmark = pytest.mark.django_db


def test_a_draft_is_seen_by_its_publisher_and_by_nobody_else() -> None:
    load_tree()
    content = Content(title="草稿", body="还没有写完。", source_name="演示来源", mark="law")
    written = draft(content, kind="announcement", slug="unfinished", by=BY, at=AT)
    Publication.objects.filter(pk=written.pk).update(publisher=body("city:320300"))
    news = published()

    def seen(actor: Actor) -> set[object]:
        return set(Publication.objects.visible_to(actor).values_list("pk", flat=True))

    assert seen(officer_of("city:320300")) == {written.pk, news.pk}
    assert seen(officer_of("city:411400")) == {news.pk}
    assert seen(Actor.public()) == {news.pk}
