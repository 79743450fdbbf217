"""From the draw to the numbers: the right people, files without names, sheets once, and nothing changed."""

from argparse import Namespace
from datetime import timedelta

import pytest
from django.db import connection

from huaihai.cases.models import Case, Evidence
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.insight.models import BlindFile, RedecisionRound, RedecisionSeat, RedecisionSheet
from huaihai.insight.redecisions import commands, files, verbs
from huaihai.insight.redecisions.tests.scene import AT, CITIES, DAY, EACH, Scene, assemble, decided, hand_in
from huaihai.record import events

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("english")
def test_every_file_has_two_people_of_two_other_cities_and_whoever_changes_that_is_found(
    scene: Scene,
) -> None:
    assert BlindFile.objects.count() == 2 * EACH * len(CITIES)
    for file in BlindFile.objects.select_related("case__home"):
        bodies = {seat.body_id for seat in file.seats.all()}
        assert len(bodies) == 2
        assert file.case.home_id not in bodies
    assert verbs.findings(scene.round) == []
    RedecisionRound.objects.update(seed="0" * 64)
    assert "the seed does not follow from frame and beacon" in verbs.findings(scene.round)
    assert commands.run_verify(Namespace(year=2026)) == 1
    assert commands.run_verify(Namespace(year=2020)) == 2


def test_only_the_secretariat_draws_and_once_a_year() -> None:
    scene = assemble()
    for actor in (*list(scene.people.values())[:2], scene.auditor):
        with pytest.raises(NotAllowed):
            verbs.draw(by=actor, at=AT)
    verbs.draw(by=scene.office, at=AT)
    with pytest.raises(NotPossible):
        verbs.draw(by=scene.office, at=AT + DAY)


def test_who_wrote_into_the_record_is_not_drawn() -> None:
    scene = assemble()
    case = Case.objects.filter(home__region_code=CITIES[0]).order_by("pk")[0]
    helpers = [
        one for one in scene.people.values() if one.organisation and one.organisation.region_code == CITIES[1]
    ]
    for one in helpers:
        events.write(subject=case.record_key, verb="unmasked", by=one.key, at=AT, text="演示")
    verbs.draw(by=scene.office, at=AT)
    seats = RedecisionSeat.objects.filter(file__case=case)
    assert not set(seats.values_list("account", flat=True)) & {one.account_id for one in helpers}


def test_open_and_old_files_and_settlements_are_not_in_the_frame() -> None:
    assemble()
    size = len(files.frame_of((AT - 365 * DAY).date(), (AT - DAY).date()))
    decided(CITIES[0], 90, stage="closed", result="fulfilled")  # settled, never admitted
    decided(CITIES[0], 91, stage="withdrawn")
    decided(CITIES[0], 92, stage="declined", on=(AT - 400 * DAY).date())
    assert len(files.frame_of((AT - 365 * DAY).date(), (AT - DAY).date())) == size


def test_a_blind_file_tells_neither_who_nor_where(scene: Scene) -> None:
    for file in scene.round.files.all():
        said = str(file.shown)
        for word in (
            "徐州",
            "演示水壶店",
            "李演示",
            "13800000001",
            str(file.case.number),
            "declined",
            "ALL-TOO-OLD",
        ):
            assert word not in said
        assert "漏电" in said
    with connection.cursor() as cursor:
        cursor.execute("SELECT shown, original FROM insight_blind_file")
        assert "漏电" not in str(cursor.fetchall())
    told = files.places_hidden("我在睢宁买的，老家沭阳县，丰县的店不理我。")
    assert not any(name in told for name in ("睢宁", "沭阳", "丰县"))


def test_what_came_after_the_decision_is_not_shown() -> None:
    """A receipt of the repayment tells that there was a mediation."""
    assemble()
    case = decided(CITIES[0], 80, stage="closed", result="fulfilled", admitted_at=AT - 40 * DAY)
    for number, party, days in ((1, "consumer", 41), (2, "business", 39)):
        Evidence.objects.create(
            case=case,
            by="test",
            party=party,
            name="演示",
            kind="image/jpeg",
            size=1,
            sha256=str(number) * 64,
            added_at=AT - days * DAY,
        )
    assert files.blind_file_of(case)["evidence"] == [["consumer", "image", 1]]


def test_a_sheet_is_handed_in_once_by_whoever_was_drawn(scene: Scene) -> None:
    first, second = scene.seats()[:2]
    with pytest.raises(NotAllowed):
        verbs.hand_in(first, admit="no", ground="ALL-TOO-OLD", by=scene.actor(second), at=AT)
    hand_in(scene, first, said={"why": "演示理由"})
    with pytest.raises(NotPossible):
        hand_in(scene, first)
    kept = RedecisionSheet.objects.get()
    assert kept.decided == {"admit": "yes", "remedy": "refund", "share": "4", "why": "演示理由"}
    with pytest.raises(NotPossible):
        hand_in(scene, second, at=AT + timedelta(days=46))


@pytest.mark.parametrize(
    "said",
    [{"admit": ""}, {"admit": "maybe"}, {"admit": "no"}, {"admit": "no", "ground": "x"}, {"remedy": ""},
     {"remedy": "x"}, {"share": ""}, {"share": "9"}, {"why": "长" * 501}],
)  # fmt: skip
def test_an_incomplete_sheet_is_refused(scene: Scene, said: dict[str, str]) -> None:
    with pytest.raises(Unfit):
        hand_in(scene, scene.seats()[0], said=said)


def test_who_knows_the_case_makes_room_for_a_third_city(scene: Scene) -> None:
    first, second = scene.seats()[:2]
    following = verbs.know(first, by=scene.actor(first), at=AT)
    assert following is not None
    assert following.body_id not in (first.body_id, second.body_id, first.file.case.home_id)
    with pytest.raises(NotPossible):
        hand_in(scene, first)


def test_time_closes_and_the_agreement_is_counted(scene: Scene) -> None:
    for number, seat in enumerate(scene.seats()[:-1]):
        if number % 8 < 6:
            hand_in(scene, seat)
        else:
            hand_in(scene, seat, said={"admit": "no", "ground": "ALL-TOO-OLD"})
    assert list(verbs.due_acts(AT + 45 * DAY)) == []
    for act in verbs.due_acts(AT + 46 * DAY):
        act()
    assert list(verbs.due_acts(AT + 46 * DAY)) == []
    result = scene.round.result
    assert (result["drawn"], result["files"]) == (32, 31)
    admit = result["questions"][0]
    assert (admit["question"], admit["same"], admit["alpha"]) == ("admit", 31, 1.0)
    assert RedecisionSeat.objects.filter(state="late").count() == 1


def test_a_round_in_which_nobody_owes_anything_closes_at_once_and_no_case_is_changed(scene: Scene) -> None:
    before = list(Case.objects.order_by("pk").values())
    for seat in scene.seats():
        hand_in(scene, seat)
    for act in verbs.due_acts(AT + DAY):
        act()
    assert list(Case.objects.order_by("pk").values()) == before
    assert scene.round.closed_at is not None


def test_too_few_files_are_not_drawn() -> None:
    scene = assemble()
    Case.objects.exclude(home__region_code=CITIES[0]).update(ended_at=AT - 500 * DAY)
    with pytest.raises(NotPossible):
        verbs.draw(by=scene.office, at=AT)
    assert not RedecisionRound.objects.exists()


def test_nothing_is_locked_while_files_are_made_blind(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = assemble()
    held: set[int] = set()
    real = files.blind_file_of

    def shown_of(case: Case) -> dict[str, object]:
        held.add(len(connection.savepoint_ids))
        return real(case)

    monkeypatch.setattr(files, "blind_file_of", shown_of)
    verbs.draw(by=scene.office, at=AT)
    assert held == {len(connection.savepoint_ids)}
