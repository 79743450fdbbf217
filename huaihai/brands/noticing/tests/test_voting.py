"""The vote: a dossier bound by its hash, admission, refusal, renewal, expiry; every refusal of the effect."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from huaihai.brands.assessing import verbs as assessing_verbs
from huaihai.brands.assessing.tests.scene import CRITERIA, DAY, Scene, both, flat, free, hand_in, opened
from huaihai.brands.models import (
    AdmissionDossier,
    AssessmentRound,
    AssessorOffer,
    Basis,
    CriteriaVersion,
    Entry,
    Mark,
    Notice,
    NoticeObjection,
    Proceeding,
    Snapshot,
)
from huaihai.brands.noticing import dossier, voting
from huaihai.brands.noticing.falling_due import due_acts
from huaihai.brands.noticing.tests.scene import (
    LAST,
    OVER,
    WHY,
    Outside,
    decided,
    drafted,
    notice_of,
    objected,
    ten,
    voted,
)
from huaihai.brands.noticing.voting import AdmissionForm, check, say
from huaihai.brands.tests.people import MONDAY, NEAR, TODAY, People, an_entry
from huaihai.brands.verifying import findings
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.governance.models import Choice, Resolution, SecretariatTerm
from huaihai.governance.motions import verbs
from huaihai.governance.tests.deciding import in_writing
from huaihai.kit.canonical import canonical, digest
from huaihai.record.models import Event, OutboxMessage
from tests.posts import body

pytestmark = pytest.mark.django_db
SEALED = (
    "assessor-draw",
    "assessment",
    "notice",
    "notice-objection",
    "admission-dossier",
    "declaration",
    "mark",
)


@pytest.fixture
def scene(scene: Scene, notice: Notice) -> Scene:
    """The notice is over, one objection was not upheld."""
    decided(scene, objected(notice, contact="演示 13900000002"), "not-upheld")
    return scene


def facts() -> dict[str, Any]:
    row = AdmissionDossier.objects.order_by("at").last()
    assert row is not None
    return voting.facts_of(row)


def night(at: datetime) -> None:
    for act in list(due_acts(at)):
        act()


def test_in_the_night_after_the_notice_one_motion_is_drafted_by_rule(scene: Scene, people: People) -> None:
    night(LAST)
    assert not AdmissionDossier.objects.exists()
    night(OVER)
    night(OVER)
    scene.entry.refresh_from_db()
    row = AdmissionDossier.objects.get()
    motion = row.motion
    assert motion is not None
    assert (motion.stage, motion.proposed_by, scene.entry.stage) == ("draft", people.home_body, "voting")
    assert motion.effects == [{"kind": "brand-admission", "facts": facts()}]
    assert motion.effects[0]["facts"]["hash"] == row.sha256 == digest(row.content)
    assert row.sha256 in motion.text
    told = Event.objects.get(subject=scene.entry.record_key, verb="brand_put_to_vote").facts
    assert told["who"] == "rule"
    check(facts(), OVER.date())


def test_while_nobody_is_the_secretariat_nothing_is_put_to_the_vote(scene: Scene) -> None:
    SecretariatTerm.objects.update(until_on=LAST.date())
    night(OVER)
    with pytest.raises(NotPossible):
        voting.put_to_vote([notice_of(scene.entry)], at=OVER)
    scene.entry.refresh_from_db()
    assert scene.entry.stage == "notice"


def test_nothing_personal_is_in_the_dossier_and_the_form_of_a_motion_offers_it(scene: Scene) -> None:
    drafted(scene)
    said = canonical(AdmissionDossier.objects.get().content).decode()
    assert "演示：查过了" in said
    for secret in (WHY, "13900000002", *(str(seat.account_id) for seat in scene.seats())):
        assert secret not in said
    for seat in scene.seats():
        assert seat.body.key not in said.replace(scene.entry.body.key, "")
    form = AdmissionForm({"dossier": str(AdmissionDossier.objects.get().pk)})
    assert form.is_valid(), form.errors
    assert form.facts() == facts()
    assert scene.entry.number in say(form.facts())
    assert not AdmissionForm({"dossier": "x"}).is_valid()


def test_carried_it_holds_the_mark_for_its_months_and_gets_one(scene: Scene) -> None:
    motion = drafted(scene)
    count = voted(scene, motion)
    resolution = Resolution.objects.get(motion=motion)
    assert count.is_carried
    assert resolution.effects[0]["problem"] == ""
    assert scene.entry.holds_mark(OVER.date())
    assert (scene.entry.held_since, scene.entry.held_until) == (date(2026, 11, 17), date(2027, 11, 16))
    assert scene.entry.criteria is not None
    assert Mark.objects.filter(entry=scene.entry).count() == 1
    held = AssessmentRound.objects.get()
    assert (held.outcome, held.resolution) == ("admitted", resolution)
    told = Event.objects.get(subject=scene.entry.record_key, verb="brand_admit").facts
    assert (told["who"], told["resolution"]) == ("vote", resolution.number)
    found = [one.what for one in findings(scene.entry.number) if one.what.partition(":")[0] in SEALED]
    assert not found  # rows and record tell the same of the whole way


def test_not_carried_it_stays_in_the_directory_with_the_motion(scene: Scene) -> None:
    motion = drafted(scene)
    voted(scene, motion, Choice.AGAINST)
    assert scene.entry.stage == "listed"
    held = AssessmentRound.objects.get()
    assert (held.outcome, held.motion) == ("refused", motion)
    told = Event.objects.get(subject=scene.entry.record_key, verb="brand_refuse").facts
    assert (told["who"], told["motion"]) == ("vote", motion.number)
    assert not Mark.objects.exists()


def spoil_facts(outside: Outside) -> None:
    outside.is_good = False


def spoil_conduct(_outside: Outside) -> None:
    Proceeding.objects.create(
        entry=Entry.objects.get(), serial=1, kind="suspend", trigger="x", trigger_name={"zh": "x", "en": "x"},
        facts_key="0" * 64, clocks={}, stage="opened", opened_at=OVER,
    )  # fmt: skip


NO_POINTS = {"assessors": 2, "axes": {}, "items": {}, "alpha": None, "is_few": True}
SPOILT: dict[str, Callable[[Outside], Any]] = {
    "stage": lambda _outside: Entry.objects.update(stage="listed"),
    "name": lambda _outside: Entry.objects.update(name="演示另一家"),
    "objection": lambda _outside: NoticeObjection.objects.update(reasons="演示：其他"),
    "basis": lambda _outside: Basis.objects.update(ended_on=OVER.date()),
    "criteria": lambda _outside: CriteriaVersion.objects.update(from_on=OVER.date() + DAY),
    "facts": spoil_facts,
    "round": lambda _outside: AssessmentRound.objects.update(closed_at=OVER, outcome="refused"),
    "points": lambda _outside: AssessmentRound.objects.update(result=NO_POINTS),
    "conduct": spoil_conduct,
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_whatever_changed_meanwhile_the_effect_refuses_it(
    scene: Scene, outside: Outside, spoilt: str
) -> None:
    drafted(scene)
    SPOILT[spoilt](outside)
    with pytest.raises(Unfit):
        check(facts(), OVER.date())


def test_another_hash_or_entry_or_a_grave_trigger_is_refused(
    scene: Scene, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted(scene)
    for said in ({"hash": "0" * 64}, {"entry": str(an_entry(people, what="演示").pk)}):
        with pytest.raises(Unfit):
            check(facts() | said, OVER.date())
    grave = next(one for one in CRITERIA["triggers"] if one["does"] == "suspend" and one.get("at_least"))
    monkeypatch.setattr(
        dossier, "measures", lambda *_args, **_said: {grave["measure"]: int(grave["at_least"])}
    )
    with pytest.raises(Unfit):
        check(facts(), OVER.date())


def test_what_changed_before_the_count_is_not_admitted_and_can_be_put_again(
    scene: Scene, people: People
) -> None:
    motion = drafted(scene)
    verbs.table(motion, by=people.office, at=OVER)
    Entry.objects.filter(pk=scene.entry.pk).update(name="演示水壶店二")
    with pytest.raises(Unfit):
        in_writing(ten(), motion, at=OVER)
    with pytest.raises(NotPossible):
        voting.put_to_vote([notice_of(scene.entry)], at=OVER)
    verbs.withdraw(motion, by=people.office, at=OVER)

    voted(scene, drafted(scene, at=OVER + DAY), at=OVER + DAY)

    assert scene.entry.stage == "held"
    assert AdmissionDossier.objects.count() == 2


def test_another_motion_about_the_entry_that_is_rejected_refuses_nothing(scene: Scene) -> None:
    drafted(scene)
    near = ten().voices[NEAR]
    beside = verbs.draft(
        title="演示：另一个动议",
        text="演示",
        proposed_by=body(NEAR),
        held_effects=[{"kind": voting.EFFECT, "facts": facts()}],
        by=near,
        at=OVER,
    )
    voted(scene, beside, Choice.AGAINST, by=near)
    assert scene.entry.stage == "voting"
    assert AssessmentRound.objects.get().closed_at is None


def test_a_draft_that_a_former_secretariat_left_keeps_nobody_from_the_vote(scene: Scene) -> None:
    first, later = drafted(scene), OVER + 7 * DAY
    with pytest.raises(NotPossible):
        voting.put_to_vote([notice_of(scene.entry)], at=later)
    SecretariatTerm.objects.update(until_on=(later - DAY).date())
    SecretariatTerm.objects.create(organisation=body(NEAR), from_on=later.date(), source="演示", mark="read")
    assert voting.put_to_vote([notice_of(scene.entry)], at=later) != first


def test_a_resolution_that_cannot_be_carried_out_says_why_and_gives_no_mark(
    scene: Scene, outside: Outside
) -> None:
    motion = drafted(scene)
    voted(scene, motion, before_the_count=lambda: spoil_facts(outside))
    assert Resolution.objects.get(motion=motion).effects[0]["problem"]
    assert (scene.entry.stage, Mark.objects.count()) == ("voting", 0)
    outside.is_good = True
    voted(scene, drafted(scene, at=OVER + DAY), at=OVER + DAY)
    assert scene.entry.stage == "held"


def held(scene: Scene) -> Entry:
    voted(scene, drafted(scene))
    return scene.entry


def test_the_end_is_told_sixty_and_fourteen_days_before_and_comes_by_itself(
    scene: Scene, people: People
) -> None:
    people.shop.phone = "13900000001"
    people.shop.save()
    entry = held(scene)
    until = MONDAY.replace(year=2027, month=11, day=16)
    told = OutboxMessage.objects.filter(subject=entry.record_key, effect_key__contains=":ends:")
    counts = []
    for days in (61, 60, 59, 14, 13, 0, -1, -2):
        night(until - days * DAY)
        entry.refresh_from_db()
        counts.append((days, told.count(), entry.stage))
    assert counts == [
        (61, 0, "held"), (60, 1, "held"), (59, 1, "held"), (14, 2, "held"), (13, 2, "held"),
        (0, 2, "held"), (-1, 2, "listed"), (-2, 2, "listed"),
    ]  # fmt: skip
    assert Event.objects.get(subject=entry.record_key, verb="brand_expire").facts["who"] == "rule"


def test_a_suspended_mark_ends_too(scene: Scene) -> None:
    entry = held(scene)
    Entry.objects.filter(pk=entry.pk).update(stage="suspended")
    night(MONDAY.replace(year=2027, month=11, day=17))
    entry.refresh_from_db()
    assert entry.stage == "listed"


@pytest.mark.parametrize(
    ("choice", "until"), [(Choice.FOR, date(2028, 11, 16)), (Choice.AGAINST, date(2027, 11, 16))]
)
def test_a_mark_is_renewed_in_the_same_way_while_it_is_held(
    scene: Scene, people: People, choice: Choice, until: date
) -> None:
    entry = held(scene)
    early = MONDAY.replace(year=2027, month=6, day=1)
    assert assessing_verbs.why_not(entry, early.date())
    at = MONDAY.replace(year=2027, month=9, day=1)
    AssessorOffer.objects.update(since_at=at)

    assessing_verbs.open_round(entry, at=at)
    for seat in scene.seats():
        if seat.round.renews:
            free(scene, seat, at=at)
            hand_in(scene, seat, flat(75), at=at)
    assessing_verbs.conclude(scene.round.pk, at=at)
    voted(scene, drafted(scene, at=at + 30 * DAY), choice, at=at + 30 * DAY)

    assert scene.entry.stage == "held"
    assert scene.entry.held_until == until
    assert scene.entry.held_since == date(2026, 11, 17)
    assert not AssessmentRound.objects.filter(closed_at=None).exists()


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
    assert dossier.hindrances(scene.entry, TODAY)  # a shop without a promise
    assert dossier.grave_triggers(scene.entry, TODAY) == []
