"""A resolution moves the secretariat, or sets the rota of the years to come."""

from datetime import date, datetime

import pytest

from huaihai.desk.lives import Unfit
from huaihai.governance import effects, secretariat
from huaihai.governance.effects.bodies import RotaForm, TermForm
from huaihai.governance.hand_over import verbs
from huaihai.governance.models import HandOver, Resolution, RotaTurn
from huaihai.governance.tests import deciding
from huaihai.governance.tests import handing_over as scene
from huaihai.governance.tests.deciding import DAY, HOUR, MONDAY
from huaihai.kit import clock
from huaihai.kit.clock import ZONE
from huaihai.record import due
from tests.posts import body
from tests.reading import fresh

pytestmark = pytest.mark.django_db
TO, NEXT = "city:371300", "city:341300"
ON = "2027-01-01"


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


def decided(ten: deciding.Ten, kind: str, facts: dict[str, object]) -> Resolution:
    motion = deciding.tabled(ten, effects=[{"kind": kind, "facts": facts}])
    deciding.carried_in_writing(ten, motion)
    return Resolution.objects.get(motion=motion)


def test_a_resolution_plans_the_hand_over_and_moves_no_right_yet(ten: deciding.Ten) -> None:
    resolution = decided(ten, "term", {"body": TO, "from": ON})
    hand_over = HandOver.objects.get()
    assert (hand_over.from_body.key, hand_over.to_body.key, hand_over.on) == (
        "city:320300",
        TO,
        date(2027, 1, 1),
    )
    assert hand_over.resolution == resolution
    assert secretariat.secretariat_on(date(2027, 6, 1)) == body("city:320300")


def test_a_vote_that_took_longer_than_the_day_it_names_moves_the_day(ten: deciding.Ten) -> None:
    resolution = decided(ten, "term", {"body": TO, "from": "2026-11-03"})
    assert resolution.effects[0]["problem"] == ""
    assert HandOver.objects.get().on == date(2026, 11, 3)
    later = decided(ten, "term", {"body": NEXT, "from": "2026-11-03"})
    assert HandOver.objects.get(resolution=later).on == date(2026, 11, 3)
    assert HandOver.objects.get(stage="planned").to_body == body(NEXT)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"body": "city:320300", "from": ON}, "body"),
        ({"body": "city:999999", "from": ON}, "body"),
        ({"body": "alliance", "from": ON}, "body"),
        ({"body": TO, "from": "2026-11-02"}, "starts"),
    ],
)
def test_what_cannot_be_carried_out_is_refused_before_the_vote(
    ten: deciding.Ten, facts: dict[str, str], field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        effects.check_all([{"kind": "term", "facts": facts}], MONDAY.date())
    assert refused.value.field == field


def test_a_resolution_sets_the_rota(ten: deciding.Ten) -> None:
    facts: dict[str, object] = {"turns": [[TO, ON], [NEXT, "2029-01-01"]]}
    resolution = decided(ten, "rota", facts)
    turns = RotaTurn.objects.order_by("from_on")
    assert [turn.organisation.key for turn in turns] == [TO, NEXT]
    assert all(turn.is_agreed and turn.resolution == resolution for turn in turns)
    said = effects.in_words([{"kind": "rota", "facts": facts}])[0]
    assert "2029" in said


@pytest.mark.parametrize(
    ("turns", "field"),
    [
        ([["city:999999", ON]], "body_1"),
        ([[TO, ON], ["county:320302", "2029-01-01"]], "body_2"),
        ([[TO, ON], [NEXT, ON]], "starts_2"),
    ],
)
def test_a_rota_that_does_not_hold_together_is_refused(
    ten: deciding.Ten, turns: list[list[str]], field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        effects.check_all([{"kind": "rota", "facts": {"turns": turns}}], MONDAY.date())
    assert refused.value.field == field


@pytest.mark.usefixtures("today")
def test_the_form_of_a_term_gives_facts_that_can_be_checked(ten: deciding.Ten) -> None:
    form = TermForm({"body": TO, "starts": ON})
    assert form.is_valid(), form.errors
    effects.check_all([{"kind": "term", "facts": form.facts()}], MONDAY.date())
    assert not TermForm({"body": TO, "starts": "2026-11-02"}).is_valid()
    assert not TermForm({"body": "x", "starts": "\x00"}).is_valid()


@pytest.mark.usefixtures("today")
def test_the_form_of_a_rota_needs_whole_turns_in_their_order(ten: deciding.Ten) -> None:
    good = RotaForm({"body_1": TO, "starts_1": ON, "body_2": NEXT, "starts_2": "2029-01-01"})
    assert good.is_valid(), good.errors
    assert good.facts() == {"turns": [[TO, ON], [NEXT, "2029-01-01"]]}
    half = RotaForm({"body_1": TO, "starts_1": ON, "body_2": NEXT})
    assert set(half.errors) == {"starts_2"}
    mixed = RotaForm({"body_1": TO, "starts_1": ON, "body_2": NEXT, "starts_2": "2026-12-01"})
    assert set(mixed.errors) == {"starts_2"}


DECEMBER = datetime(2026, 12, 20, 9, 0, tzinfo=ZONE)
LATE = datetime(2027, 1, 5, 0, 5, tzinfo=ZONE)
NEXT = "city:341300"


def signed(ten: deciding.Ten) -> HandOver:
    """Signed by both for 1 January, while a vote on `put_to_vote` runs until the last moment of the year."""
    hand_over = HandOver.objects.get()
    verbs.make_list(hand_over, by=ten.office, at=DECEMBER + 2 * DAY)
    for key in (scene.FROM, scene.TO):
        scene.sign(hand_over, ten.voices[key], at=DECEMBER + 2 * DAY)
    return hand_over


def planned(ten: deciding.Ten) -> None:
    facts: dict[str, object] = {"body": scene.TO, "from": "2027-01-01"}
    motion = deciding.tabled(ten, effects=[{"kind": "term", "facts": facts}], at=DECEMBER)
    deciding.carried_in_writing(ten, motion, at=DECEMBER)


def put_to_vote(ten: deciding.Ten, kind: str, facts: dict[str, object]) -> None:
    motion = deciding.tabled(ten, effects=[{"kind": kind, "facts": facts}], at=DECEMBER + DAY)
    deciding.in_writing(ten, motion, days=10, at=DECEMBER + DAY)
    for one in ten.bodies[:9]:
        deciding.say(ten, motion, one, at=DECEMBER + DAY + HOUR)


def test_a_vote_counted_late_takes_no_term_back_that_has_begun_since(ten: deciding.Ten) -> None:
    planned(ten)
    put_to_vote(ten, "term", {"body": NEXT, "from": "2027-01-01"})
    first = signed(ten)
    due.fall_due(at=LATE, brake=None)
    assert secretariat.secretariat_on(date(2026, 12, 31)) == body(scene.FROM)
    assert secretariat.secretariat_on(date(2027, 1, 3)) == body(scene.TO)
    assert secretariat.secretariat_on(date(2027, 6, 1)) == body(scene.TO)
    assert fresh(first).stage == "signed"
    following = HandOver.objects.under_way(LATE.date()).get()
    assert (following.from_body, following.to_body, following.on) == (
        body(scene.TO),
        body(NEXT),
        date(2027, 1, 6),
    )


def test_a_rota_counted_late_keeps_the_turns_that_have_begun(ten: deciding.Ten) -> None:
    RotaTurn.objects.all().delete()
    RotaTurn.objects.create(organisation=body(scene.TO), from_on=scene.ON, source="第三次年会", mark="read")
    put_to_vote(ten, "rota", {"turns": [[NEXT, "2029-01-01"]]})
    due.fall_due(at=LATE, brake=None)
    assert list(RotaTurn.objects.order_by("from_on").values_list("organisation__key", flat=True)) == [
        scene.TO,
        NEXT,
    ]
