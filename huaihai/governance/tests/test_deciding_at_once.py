"""Two people at one moment: for one body one vote counts; two closings count once. Both databases."""

import pytest

from huaihai.governance.models import Choice, Resolution
from huaihai.governance.motions import voting
from huaihai.governance.tests.deciding import HOUR, MONDAY, assemble, in_writing, say, tabled
from huaihai.members.models import Role
from huaihai.record import events
from tests.posts import officer_of
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_people_vote_for_one_body_at_once_and_one_counts() -> None:
    ten = assemble()
    motion = tabled(ten)
    in_writing(ten, motion)
    body = ten.bodies[3]
    voices = (ten.voice(body), officer_of(body.key, Role.SECRETARIAT))

    def vote(who: int, choice: Choice) -> object:
        return voting.cast_vote(
            motion, body, choice=choice, text_seen=motion.document_hash, by=voices[who], at=MONDAY + HOUR
        )

    answers = at_once(lambda: vote(0, Choice.FOR), lambda: vote(1, Choice.AGAINST))

    assert answers == ["NotPossible", "won"]
    assert motion.votes.filter(withdrawn_at=None).count() == 1
    assert events.broken_at(motion.record_key) is None


def test_ten_bodies_vote_at_once_and_all_count() -> None:
    ten = assemble()
    motion = tabled(ten)
    in_writing(ten, motion)

    answers = at_once(*(lambda body=body: say(ten, motion, body, at=MONDAY + HOUR) for body in ten.bodies))

    assert answers == ["won"] * 10
    assert events.broken_at(motion.record_key) is None


def test_a_vote_closed_twice_at_once_makes_one_resolution() -> None:
    ten = assemble()
    motion = tabled(ten)
    in_writing(ten, motion)
    say(ten, motion, ten.bodies, at=MONDAY + HOUR)

    answers = at_once(
        lambda: voting.close(type(motion).objects.get(pk=motion.pk), by=ten.office, at=MONDAY + 2 * HOUR),
        lambda: voting.close(type(motion).objects.get(pk=motion.pk), by=ten.office, at=MONDAY + 2 * HOUR),
    )

    assert answers == ["NotPossible", "won"]
    assert Resolution.objects.count() == 1
