"""With the real neighbours: evidence is gathered and scored, and the record tells the same as the rows."""

import pytest

from huaihai.brands.assessing import verbs as assessing_verbs
from huaihai.brands.assessing.tests.scene import both, flat, opened
from huaihai.brands.models import AssessmentRound, Snapshot
from huaihai.brands.noticing.dossier import grave_triggers, hindrances
from huaihai.brands.noticing.tests.scene import OVER, Outside, decided, drafted, noticed, objected, voted
from huaihai.brands.tests.people import MONDAY, TODAY, People
from huaihai.brands.verifying import findings

pytestmark = pytest.mark.django_db


def test_a_shop_of_which_nothing_is_known_falls_short_by_its_real_score(people: People) -> None:
    scene = opened(people)
    both(scene, flat(100), flat(75))

    assessing_verbs.conclude(scene.round.pk, at=MONDAY)

    scene.entry.refresh_from_db()
    held = AssessmentRound.objects.get()
    assert (scene.entry.stage, held.outcome) == ("listed", "short")
    snapshot = Snapshot.objects.get(entry=scene.entry)
    assert snapshot.evidence["distinctive"] == {"points": "87.5"}
    assert {one["what"] for one in held.missing} >= {"total"}
    assert all(one["points"] and one["needed"] for one in held.missing)


def test_real_facts_stand_against_a_shop_without_a_promise(people: People) -> None:
    scene = opened(people)
    assert hindrances(scene.entry, TODAY)
    assert grave_triggers(scene.entry, TODAY) == []


def test_after_the_whole_way_rows_and_record_tell_the_same(people: People, outside: Outside) -> None:
    scene, notice = noticed(people)
    decided(scene, objected(notice), "not-upheld")
    voted(scene, drafted(scene))
    found = [one for one in findings(scene.entry.number) if one.what.partition(":")[0] in SEALED]
    assert not found
    assert scene.entry.holds_mark(OVER.date())


SEALED = (
    "assessor-draw",
    "assessment",
    "notice",
    "notice-objection",
    "admission-dossier",
    "declaration",
    "mark",
)
