"""From the consent to the publication and back: who may, when, and what is left of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from huaihai.brands.evidence.tests.scene import a_case
from huaihai.brands.tests.people import FAR, MONDAY
from huaihai.cases.models import Complainant
from huaihai.desk.lives import NEW, Moved, NotAllowed, NotPossible, Unfit
from huaihai.insight.models import Narrative, NarrativeNumber
from huaihai.insight.narratives import facts, life, protecting, verbs
from huaihai.insight.narratives.life import ALIVE, NARRATIVE, OVER
from huaihai.insight.narratives.office import for_person
from huaihai.insight.narratives.tests.scene import DAY, Scene, a_scene, approved, begun, published
from huaihai.kit.clock import ZONE
from huaihai.members.actors import Actor
from huaihai.record import events
from huaihai.record.models import Event, OutboxMessage
from tests.posts import body

pytestmark = pytest.mark.django_db


TEXT = "买来的水壶第三天就漏电，后来协会帮我要回了钱。"
FACTS: dict[str, Callable[[Narrative], dict[str, Any]]] = {
    "write": lambda row: {"text": TEXT, "seen": row.version},
    "approve": lambda row: {"shown": protecting.hash_of(row.text), "seen": row.version},
    "take out": lambda row: {"parts": ["漏电"], "answer": "请看一下", "seen": row.version},
    "refuse": lambda row: {"answer": "说的是别人", "seen": row.version},
    "publish": lambda row: {"shown": protecting.hash_of(row.text), "seen": row.version},
    "withdraw": lambda _row: {},
    "forget": lambda _row: {},
}
OF_THE_CONSUMER = ("write", "approve", "withdraw")


def do(verb: str, row: Narrative, scene: Scene, *, by: Actor | None = None, **said: Any) -> None:
    """This verb, by whom it belongs to, unless said otherwise."""
    facts = FACTS[verb](row) | {"at": MONDAY} | said
    if verb != "forget":
        facts["by"] = by or (scene.li if verb in OF_THE_CONSUMER else scene.home)
    getattr(verbs, verb.replace(" ", "_"))(row, **facts)


@pytest.mark.parametrize("stage", NARRATIVE.stages)
@pytest.mark.parametrize("verb", FACTS)
def test_every_verb_goes_exactly_where_the_table_says(scene: Scene, stage: str, verb: str) -> None:
    row = approved(scene)
    Narrative.objects.update(
        stage=stage, public_id="abc" if stage == "published" else None, place="all", quarter="2026-Q3"
    )
    row.refresh_from_db()
    after = NARRATIVE.verbs[verb].get(stage)
    if after is None and verb != "forget":
        with pytest.raises(NotPossible):
            do(verb, row, scene)
    else:
        do(verb, row, scene)
    row.refresh_from_db()
    assert row.stage == (after or stage)
    if after in OVER:
        assert row.text == row.approved_hash == ""


def test_the_table_knows_every_verb_of_the_program() -> None:
    assert set(NARRATIVE.verbs) == {*FACTS, "begin"}
    assert NARRATIVE.verbs["begin"] == {NEW: "drafting"}


def test_the_proposal_is_the_story_without_what_tells_who_it_was(scene: Scene) -> None:
    row = begun(scene)
    for word in ("李明", "138", "演示水壶店", "小刘"):
        assert word not in row.text  # no chance
    for word in ("花了268元，第三天就漏电", "后来协会帮我要回了钱"):
        assert word in row.text
    assert verbs.without("甲乙丙丁", ["乙", "丙"]) == "甲[略]丁"
    assert verbs.without("甲乙乙丙", ["乙"]) == "甲[略]丙"


def test_nothing_of_the_text_stands_in_clear_nor_in_what_the_consumer_is_told(scene: Scene) -> None:
    Complainant.objects.update(confirmed_at=MONDAY)
    row = published(scene)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, answer FROM insight_narrative")
        assert "漏电" not in str(cursor.fetchall())
    told = Event.objects.filter(subject=row.record_key)
    assert [event.verb for event in told] == ["narrative_begin", "narrative_approve", "narrative_publish"]
    assert events.broken_at(row.record_key) is None
    for event in told:
        assert "漏电" not in str(event.facts) + event.text
        assert str(scene.case.pk) not in str(event.facts) + event.by + event.subject
    message = OutboxMessage.objects.get()
    assert scene.case.number is not None
    assert scene.case.number in message.text
    assert "漏电" not in message.text


def test_it_is_published_when_both_approved_the_same_and_what_was_changed_is_approved_again(
    scene: Scene,
) -> None:
    row = approved(scene)
    with pytest.raises(Unfit):
        do("publish", row, scene, shown="0" * 64)
    do("publish", row, scene)
    assert Narrative.objects.published().get() == row
    assert row.public_id
    assert OutboxMessage.objects.count() == 0  # the phone was never confirmed
    do("take out", row, scene, parts=["大家买的时候"])
    assert "[略]" in row.text
    assert row.approved_hash == ""
    do("approve", row, scene)
    assert row.stage == "looking"


@pytest.mark.parametrize("parts", [[], ["", "  "], ["不在里面"], ["漏电", "也不在里面"]])
def test_the_second_reader_only_takes_out_what_stands_there(scene: Scene, parts: list[str]) -> None:
    row = approved(scene)
    before = row.text
    with pytest.raises(Unfit):
        do("take out", row, scene, parts=parts)
    row.refresh_from_db()
    assert (row.text, row.stage) == (before, "looking")


@pytest.mark.parametrize("verb", ["publish", "take out", "refuse"])
def test_only_staff_of_its_cities_who_did_not_handle_it_are_second_reader(scene: Scene, verb: str) -> None:
    row = approved(scene)
    with transaction.atomic():
        events.write(subject=scene.case.record_key, verb="admit", by=scene.people.home.key, at=MONDAY)
    for by in (scene.near, scene.people.holder, scene.people.auditor, scene.li, scene.home, Actor.public()):
        with pytest.raises(NotAllowed):
            do(verb, row, scene, by=by)
    row.refresh_from_db()
    assert row.stage == "looking"


@pytest.mark.parametrize("verb", ["write", "approve", "withdraw"])
def test_only_the_own_consumer_writes_approves_and_takes_back(scene: Scene, verb: str) -> None:
    row = begun(scene)
    for by in (scene.home, scene.people.holder, Actor.consumer({row.pk}), Actor.public(), Actor.system("x")):
        with pytest.raises(NotAllowed):
            do(verb, row, scene, by=by)
    with pytest.raises(NotAllowed):
        verbs.begin(scene.case, agreed=life.CURRENT, by=scene.home, at=MONDAY)


def test_numbers_are_refused_and_names_stay_only_knowingly(scene: Scene) -> None:
    row = begun(scene)
    do("write", row, scene, text="请打我电话13900001234，水壶漏电，一直没有人管。")
    with pytest.raises(Unfit) as told:
        do("approve", row, scene, leaves=True)
    assert told.value.field == "shown"
    do("write", row, scene, text="经理王先生说水壶漏电不归他管，一直没有人来。")
    with pytest.raises(Unfit) as told:
        do("approve", row, scene)
    assert told.value.field == "leaves"
    do("approve", row, scene, leaves=True)
    assert row.stage == "looking"


@pytest.mark.parametrize("text", ["", "太短", "长" * 5001, "\u200b" * 40])
def test_too_little_and_too_much_is_refused(scene: Scene, text: str) -> None:
    row = begun(scene)
    with pytest.raises(Unfit):
        do("write", row, scene, text=text)


def test_two_windows_do_not_overwrite_each_other(scene: Scene) -> None:
    row = begun(scene)
    old = row.version
    do("write", row, scene)
    with pytest.raises(Moved):
        do("write", row, scene, seen=old)
    with pytest.raises(Moved):
        do("approve", row, scene, seen=old)


def test_a_case_is_told_once_at_a_time_and_with_a_wording_that_is_known(scene: Scene) -> None:
    row = begun(scene)
    with pytest.raises(NotPossible):
        begun(scene)
    verbs.withdraw(row, by=scene.li, at=MONDAY)
    begun(scene)
    with pytest.raises(IntegrityError, match=r"insight_narrative|UNIQUE"), transaction.atomic():
        Narrative.objects.create(
            case=scene.case, stage=ALIVE[0], wording="x", consented_at=MONDAY, touched_at=MONDAY
        )
    with pytest.raises(Unfit):
        verbs.begin(scene.case, agreed="narrative-2020-01", by=scene.li, at=MONDAY)


@pytest.mark.parametrize(
    "said",
    [
        {"stage": "mediating", "result": "", "ended_at": None},
        {"stage": "linked", "result": ""},
        {"story": ""},
        {"submitted_at": None},
        {"is_for_child": True},
    ],
)
def test_only_a_case_that_is_over_and_has_a_story_and_is_no_childs_can_be_told(
    db: None, said: dict[str, Any]
) -> None:
    scene = a_scene(**{name: value for name, value in said.items() if name != "is_for_child"})
    Complainant.objects.update(is_for_child=said.get("is_for_child", False))
    scene.case.refresh_from_db()
    assert facts.doors(scene.case, today=MONDAY.date()) == []
    with pytest.raises(NotPossible):
        begun(scene)


def test_taking_back_is_at_once_and_mirrors_are_told(scene: Scene) -> None:
    row = published(scene)
    number = row.public_id
    verbs.withdraw(row, by=scene.li, at=MONDAY + DAY)
    assert not Narrative.objects.published().exists()
    assert row.text == ""
    assert [one.public_id for one in NarrativeNumber.objects.gone()] == [number]


def test_a_published_one_that_is_taken_off_gets_another_number(scene: Scene) -> None:
    row = published(scene)
    first = row.public_id
    do("take out", row, scene)
    assert not row.public_id
    do("approve", row, scene)
    do("publish", row, scene)
    assert row.public_id not in (None, first)
    assert [one.public_id for one in NarrativeNumber.objects.gone()] == [first]


def test_the_erasure_of_a_case_takes_its_story_with_it(scene: Scene) -> None:
    number = published(scene).public_id
    scene.case.delete()
    assert not Narrative.objects.exists()
    assert [one.public_id for one in NarrativeNumber.objects.gone()] == [number]


def test_what_nobody_touched_for_sixty_days_is_forgotten_and_nothing_else(scene: Scene) -> None:
    other = a_scene(2, scene.people)
    row, waits = begun(scene), approved(other)
    assert list(verbs.due_acts(MONDAY + 59 * DAY)) == []
    acts = list(verbs.due_acts(MONDAY + 60 * DAY))
    assert len(acts) == 1
    acts[0]()
    row.refresh_from_db()
    waits.refresh_from_db()
    assert (row.stage, row.text, waits.stage) == ("forgotten", "", "looking")
    assert list(verbs.due_acts(MONDAY + 99 * DAY)) == []


def test_forgetting_gives_way_to_whoever_was_quicker(scene: Scene) -> None:
    row = begun(scene)
    acts = list(verbs.due_acts(MONDAY + timedelta(days=61)))
    do("approve", row, scene)
    acts[0]()
    row.refresh_from_db()
    assert row.stage == "looking"


def test_staff_see_those_of_their_own_cities_only(scene: Scene) -> None:
    row = approved(scene)
    assert list(Narrative.objects.visible_to(scene.home)) == [row]
    assert list(Narrative.objects.visible_to(scene.li)) == [row]
    for actor in (scene.near, scene.people.holder, Actor.public(), Actor.consumer({row.pk})):
        assert not Narrative.objects.visible_to(actor).exists()
    assert [waiting.title for waiting in for_person(scene.home, MONDAY)]
    assert not list(for_person(scene.near, MONDAY))


def test_the_door_says_how_it_stands(scene: Scene) -> None:
    labels = [str(facts.doors(scene.case, today=MONDAY.date())[0].label)]
    row = approved(scene)
    labels.append(str(facts.doors(scene.case, today=MONDAY.date())[0].label))
    do("refuse", row, scene)
    labels.append(str(facts.doors(scene.case, today=MONDAY.date())[0].label))
    assert len(set(labels)) == 3


JULY = datetime(2026, 7, 1, 9, tzinfo=ZONE)


@pytest.fixture
def scene(db: None) -> Scene:
    return a_scene(at=JULY)


def test_a_lonely_case_tells_neither_city_nor_trade_and_quarters_are_those_of_the_place(scene: Scene) -> None:
    assert protecting.coarse_facts(scene.case) == {
        "quarter": "2026-Q3",
        "place": "all",
        "category": "none",
        "nature": "none",
        "outcome": "confirmed",
        "amount": "200-1000",
    }
    assert protecting.quarter_of(datetime(2026, 12, 31, 23, 59, tzinfo=ZONE)) == "2026-Q4"
    assert protecting.quarter_of(datetime(2027, 1, 1, tzinfo=ZONE)) == "2027-Q1"
    assert protecting.quarter_of(MONDAY) == "2026-Q4"


def test_five_alike_in_the_area_tell_the_trade_and_five_in_the_city_the_city(scene: Scene) -> None:
    far = body(FAR)
    for number in range(2, 6):
        a_case(scene.people, number, at=JULY, home=far)
    told = protecting.coarse_facts(scene.case)
    assert (told["place"], told["category"], told["nature"]) == ("all", "G01", "N01")
    for number in range(6, 9):
        a_case(scene.people, number, at=JULY)
    assert protecting.coarse_facts(scene.case)["place"] == "all"
    a_case(scene.people, 9, at=JULY)
    assert protecting.coarse_facts(scene.case)["place"] == scene.people.home_body.region_code


@pytest.mark.parametrize("said", [{"category": "G02"}, {"at": datetime(2026, 10, 1, tzinfo=ZONE)}])
def test_other_trades_and_quarters_do_not_count(scene: Scene, said: dict[str, object]) -> None:
    for number in range(2, 8):
        a_case(scene.people, number, **({"at": JULY} | said))  # type: ignore[arg-type]  # a moment or a word
    assert protecting.coarse_facts(scene.case)["place"] == "all"
