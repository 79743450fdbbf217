"""The alliance's own drafts stand on the office's hand-over list; those of a body do not."""

import pytest
from django.db import transaction

from huaihai.education.models import Publication
from huaihai.governance.hand_over import following, listing
from huaihai.governance.tests import handing_over as scene
from huaihai.record import events
from tests.posts import AT, body

pytestmark = pytest.mark.django_db


def draft(slug: str, title: str, **facts: object) -> Publication:
    given = {"kind": "warning", "slug": slug, "title": title, "state": "draft", **facts}
    return Publication.objects.create(**given)


def test_only_drafts_of_the_alliance_itself_are_handed_over() -> None:
    scene.assemble()
    draft("own", "冬季取暖")
    draft("of-a-body", "一个城市自己的", publisher=body(scene.FROM))
    draft("out", "已经发布的", state="published", published_on=scene.TODAY)
    assert [item.label for item in listing.collect(AT) if item.kind == "draft"] == ["冬季取暖"]


def test_a_draft_published_after_the_hand_over_is_finished_and_not_missing() -> None:
    cast = scene.assemble()
    text = draft("own", "冬季取暖")
    hand_over = scene.signed(cast)
    scene.let_fall_due(scene.ON)
    with transaction.atomic():
        Publication.objects.filter(pk=text.pk).update(state="published", published_on=scene.ON)
        events.write(
            subject=text.record_key, verb="publication_published", by="account:x", at=scene.night_of(scene.ON)
        )
    taken = listing.present_list(hand_over)
    assert taken
    followed = following.follow(taken, listing.items_of(taken), at=scene.night_of(scene.ON))
    states = {line.item.label: line.state for line in followed}
    assert states["冬季取暖"] == following.FINISHED
