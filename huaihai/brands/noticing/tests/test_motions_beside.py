"""Motions beside that of the office: one member alone neither has an entry refused nor keeps it from the vote."""

import pytest

from huaihai.brands.assessing.tests.scene import DAY, Scene
from huaihai.brands.models import AdmissionDossier, AssessmentRound
from huaihai.brands.noticing import voting
from huaihai.brands.noticing.tests.scene import OVER, Outside, drafted, notice_of, noticed, ten
from huaihai.brands.tests.people import NEAR, People
from huaihai.desk.lives import NotPossible
from huaihai.governance.models import Choice, SecretariatTerm
from huaihai.governance.motions import verbs
from huaihai.governance.motions import voting as votes
from huaihai.governance.tests.deciding import in_writing, say
from tests.posts import body

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(people: People, outside: Outside) -> Scene:
    """The notice is over, nobody objected."""
    return noticed(people)[0]


def test_another_motion_about_the_entry_that_is_rejected_refuses_nothing(scene: Scene) -> None:
    drafted(scene)
    held = ten()
    beside = verbs.draft(
        title="演示：另一个动议",
        text="演示",
        proposed_by=body(NEAR),
        held_effects=[{"kind": voting.EFFECT, "facts": voting.facts_of(AdmissionDossier.objects.get())}],
        by=held.voices[NEAR],
        at=OVER,
    )
    verbs.table(beside, by=held.voices[NEAR], at=OVER)
    in_writing(held, beside, at=OVER)
    for one in held.bodies:
        say(held, beside, one, Choice.AGAINST, at=OVER + DAY / 24)
    votes.close(beside, by=held.office, at=OVER + DAY / 12)
    scene.entry.refresh_from_db()
    assert scene.entry.stage == "voting"
    assert AssessmentRound.objects.get().closed_at is None


def test_a_draft_that_a_former_secretariat_left_keeps_nobody_from_the_vote(
    scene: Scene, people: People
) -> None:
    first, later = drafted(scene), OVER + 7 * DAY
    with pytest.raises(NotPossible):
        voting.put_to_vote([notice_of(scene.entry)], at=later)
    SecretariatTerm.objects.update(until_on=(later - DAY).date())
    SecretariatTerm.objects.create(organisation=body(NEAR), from_on=later.date(), source="演示", mark="read")
    second = voting.put_to_vote([notice_of(scene.entry)], at=later)
    assert second != first
