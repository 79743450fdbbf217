"""Who reads what was found before it is out."""

import pytest
from django.urls import reverse

from huaihai.members.actors import Actor
from huaihai.supervision import releasing
from huaihai.supervision.testing.conftest import ClockAt
from huaihai.supervision.testing.tests import measured
from huaihai.supervision.testing.tests.measured import RELEASED, SILENT, Scene
from huaihai.supervision.tests.people import client_of
from tests.posts import post_at

pytestmark = pytest.mark.django_db
OTHER_CITY = "city:370400"


def outsider() -> Actor:
    """Staff of a city that takes no part."""
    return Actor.officer(post_at(OTHER_CITY, username="outsider"))


def codes(scene: Scene, actor: Actor) -> list[int]:
    """What results, hearing and one notice answer."""
    client, project = client_of(actor), scene.project
    notice = measured.notices(scene)[0]
    return [
        client.get(reverse(name, args=args)).status_code
        for name, args in (
            ("office-test-results", [project.pk]),
            ("office-test-notices", [project.pk]),
            ("office-test-notice", [project.pk, notice.pk]),
        )
    ]


def test_before_the_release_only_who_takes_part_reads_results_and_answers(clock_at: ClockAt) -> None:
    scene = measured.told()
    clock_at(SILENT)
    people, stranger = scene.kettles.people, outsider()

    for actor in (people.leader, people.partner, people.auditor):
        assert codes(scene, actor) == [200, 200, 200]
    assert codes(scene, stranger) == [404, 404, 404]
    page = client_of(stranger).get(scene.project.office_url)
    assert page.status_code == 200
    assert reverse("office-test-results", args=[scene.project.pk]) not in page.content.decode()
    assert reverse("office-test-notices", args=[scene.project.pk]) not in page.content.decode()


def test_what_is_to_be_signed_all_cities_read(clock_at: ClockAt) -> None:
    scene = measured.ready()
    clock_at(RELEASED)
    releasing.release(scene.project, by=scene.leader, at=RELEASED)

    assert codes(scene, outsider()) == [200, 404, 404]
