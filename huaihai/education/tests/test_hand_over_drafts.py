"""The alliance's own drafts stand on the office's hand-over list; those of a body do not."""

import pytest

from huaihai.education.models import Publication
from huaihai.governance.hand_over import items
from huaihai.governance.tests import handing_over as scene
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
    assert [item.label for item in items.collect(AT) if item.kind == "draft"] == ["冬季取暖"]
