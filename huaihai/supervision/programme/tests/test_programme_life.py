"""A year's programme from the first topic to its adoption and later changes."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from huaihai.desk.lives import NEW, Life, Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance import effects
from huaihai.governance.motions import verbs as motions_verbs
from huaihai.record import events
from huaihai.supervision.models import Programme, Topic, TopicScore
from huaihai.supervision.programme import content, facts, topics, verbs
from huaihai.supervision.programme.life import PROGRAMME, TOPIC
from huaihai.supervision.programme.tests.programmes import (
    DAY,
    MONDAY,
    PUBLIC,
    SCORES_ON,
    YEAR,
    adopted,
    assemble,
    chosen,
    collecting,
    proposed,
    resolution,
    said,
    scored,
    task,
)

pytestmark = pytest.mark.django_db


def test_only_the_secretariat_opens_a_year_and_only_once() -> None:
    year = collecting()
    days = {"proposals_until": MONDAY.date() + DAY, "scores_until": MONDAY.date() + 2 * DAY}

    with pytest.raises(NotAllowed):
        verbs.open_programme(year=2028, **days, by=year.ten.voice(year.ten.bodies[3]), at=MONDAY)
    with pytest.raises(NotPossible):
        verbs.open_programme(year=YEAR, **days, by=year.ten.office, at=MONDAY)


def test_scoring_ends_after_the_last_day_for_topics() -> None:
    ten = assemble()

    with pytest.raises(Unfit) as error:
        verbs.open_programme(
            year=YEAR, proposals_until=MONDAY.date(), scores_until=MONDAY.date(), by=ten.office, at=MONDAY
        )

    assert error.value.field == "scores_until"


def test_what_the_public_hands_in_is_shown_only_after_an_officer_has_looked() -> None:
    year = collecting()
    topic = topics.hand_in(year.programme, said(), key=uuid4(), by=PUBLIC, at=MONDAY)
    before = Topic.objects.public().filter(pk=topic.pk).exists()

    topics.show(topic, by=year.ten.office, at=MONDAY)

    assert not before
    assert Topic.objects.public().filter(pk=topic.pk).exists()


def test_scoring_ends_once_all_that_the_public_handed_in_was_looked_at() -> None:
    year = collecting()
    topic = topics.hand_in(year.programme, said(), key=uuid4(), by=PUBLIC, at=MONDAY)
    with pytest.raises(NotPossible):
        verbs.end_scoring(year.programme, by=year.ten.office, at=SCORES_ON)

    topics.hide(topic, answer="不是选题", by=year.ten.office, at=SCORES_ON)

    verbs.end_scoring(year.programme, by=year.ten.office, at=SCORES_ON)
    assert year.programme.stage == "choosing"


def test_another_city_does_not_look_for_the_secretariat() -> None:
    year = collecting()
    topic = topics.hand_in(year.programme, said(), key=uuid4(), by=PUBLIC, at=MONDAY)

    with pytest.raises(NotAllowed):
        topics.show(topic, by=year.ten.voice(year.ten.bodies[4]), at=MONDAY)


def test_a_telephone_number_is_not_taken_from_the_public() -> None:
    year = collecting()

    with pytest.raises(Unfit):
        topics.hand_in(year.programme, said(why="请打 13800000001 问我。"), key=uuid4(), by=PUBLIC, at=MONDAY)


def test_the_same_form_sent_twice_is_one_topic() -> None:
    year = collecting()
    key = uuid4()

    first = topics.hand_in(year.programme, said(), key=key, by=PUBLIC, at=MONDAY)
    told = events.history(year.programme.record_key).count()
    second = topics.hand_in(year.programme, said(), key=key, by=PUBLIC, at=MONDAY)

    assert first == second
    assert events.history(year.programme.record_key).count() == told


def test_nothing_is_proposed_after_the_last_day() -> None:
    year = collecting()

    with pytest.raises(NotPossible):
        topics.hand_in(year.programme, said(), key=uuid4(), by=PUBLIC, at=MONDAY + 15 * DAY)


def test_a_topic_that_is_hidden_needs_a_reason_and_can_come_back() -> None:
    year = collecting()
    topic = year.topics[0]
    with pytest.raises(Unfit):
        topics.hide(topic, answer=" ", by=year.ten.office, at=MONDAY)

    topics.hide(topic, answer="点名了一家企业", by=year.ten.office, at=MONDAY)
    topics.show(topic, by=year.ten.office, at=MONDAY)

    assert (topic.stage, topic.answer) == ("open", "")


def test_a_city_scores_a_topic_once_and_may_put_it_right() -> None:
    year = collecting()
    voice = year.ten.voice(year.ten.bodies[2])

    for points in (2, 5):
        verbs.score(year.programme, {year.topics[0]: points}, by=voice, at=SCORES_ON)

    assert TopicScore.objects.get().points == 5
    told = [event.facts["scores"] for event in events.history(year.programme.record_key).filter(verb="score")]
    assert told == [{str(year.topics[0].pk): 2}, {str(year.topics[0].pk): 5}]


@pytest.mark.parametrize("wrong", [6, 0])
def test_a_score_lies_between_one_and_five(wrong: int) -> None:
    year = collecting()

    with pytest.raises(Unfit) as error:
        verbs.score(year.programme, {year.topics[0]: wrong}, by=year.ten.office, at=SCORES_ON)

    assert error.value.field == str(year.topics[0].pk)


def test_scores_come_in_time_and_for_open_topics_only() -> None:
    year = collecting()
    given = {year.topics[0]: 3}
    with pytest.raises(NotPossible):
        verbs.score(year.programme, given, by=year.ten.office, at=MONDAY + 29 * DAY)
    topics.hide(year.topics[0], answer="点名了一家企业", by=year.ten.office, at=MONDAY)

    with pytest.raises(NotPossible):
        verbs.score(year.programme, given, by=year.ten.office, at=MONDAY)


def test_mean_and_spread_are_exact() -> None:
    year = scored()

    found = facts.scores_of(year.topics)

    assert found == {year.topics[0].pk: facts.Score(10, Decimal("4.5"), 4, 5)}


def test_a_topic_is_chosen_within_its_year() -> None:
    year = scored()

    with pytest.raises(Unfit) as error:
        verbs.choose(
            year.topics[0], task(year, starts_on=date(2026, 12, 31)), by=year.ten.office, at=SCORES_ON
        )

    assert error.value.field == "starts_on"


def test_who_saw_an_older_list_is_told() -> None:
    year = scored()
    seen = Programme.objects.get().version
    verbs.choose(year.topics[0], task(year), seen=seen, by=year.ten.office, at=SCORES_ON)

    with pytest.raises(Moved):
        verbs.choose(year.topics[1], task(year), seen=seen, by=year.ten.office, at=SCORES_ON)


def test_what_is_put_back_is_open_again() -> None:
    year, topic = chosen()

    verbs.put_back(topic, by=year.ten.office, at=SCORES_ON)

    assert Topic.objects.get(pk=topic.pk).stage == "open"
    with pytest.raises(NotPossible):
        verbs.put_back(topic, by=year.ten.office, at=SCORES_ON)


def test_an_empty_list_is_not_put_to_the_vote() -> None:
    year = scored()

    with pytest.raises(NotPossible):
        verbs.fix(year.programme, by=year.ten.office, at=SCORES_ON)


def test_a_fixed_list_is_not_taken_back_while_a_motion_is_about_it() -> None:
    year, _item = proposed()
    motion = verbs.draft_motion(year.programme, by=year.ten.office, at=SCORES_ON)

    with pytest.raises(NotPossible, match=motion.number):
        verbs.take_back(year.programme, by=year.ten.office, at=SCORES_ON)

    motions_verbs.withdraw(motion, by=year.ten.office, at=SCORES_ON)
    verbs.take_back(year.programme, by=year.ten.office, at=SCORES_ON)
    assert year.programme.content_hash == ""


def test_the_motion_names_every_topic_and_the_fingerprint() -> None:
    year, item = proposed()

    motion = verbs.draft_motion(year.programme, by=year.ten.office, at=SCORES_ON)

    assert item.title in motion.text
    assert year.programme.content_hash in motion.text
    with pytest.raises(NotPossible):
        verbs.draft_motion(year.programme, by=year.ten.office, at=SCORES_ON)


def test_a_resolution_adopts_the_programme_and_answers_what_was_not_chosen() -> None:
    year, _item = adopted()

    year.topics[1].refresh_from_db()
    assert (year.programme.stage, year.programme.resolution) == ("adopted", resolution())
    assert year.programme.content_hash == content.fingerprint(year.programme.fixed)
    assert year.topics[1].stage == "not_chosen"
    assert resolution().effects[0]["problem"] == ""


def test_a_list_that_was_changed_behind_the_vote_is_not_adopted() -> None:
    year, _item = proposed()
    said = verbs.facts_of(year.programme)
    Topic.objects.update(title="另一个题目")

    with pytest.raises(Unfit):
        effects.known()["programme"].check(said, SCORES_ON.date())


def test_the_form_of_the_effect_offers_fixed_programmes_only() -> None:
    year, _item = proposed()
    form_of = effects.known()["programme"].form
    form = form_of({"programme": str(year.programme.pk)})

    assert form.is_valid()
    assert form.facts() == verbs.facts_of(year.programme)
    assert not form_of({"programme": "\x00"}).is_valid()
    assert "2027" in effects.known()["programme"].say(form.facts())


def test_a_motion_decides_a_year_once() -> None:
    year, _item = proposed()
    one = {"kind": "programme", "facts": verbs.facts_of(year.programme)}

    with pytest.raises(Unfit):
        effects.check_all([one, one], SCORES_ON.date())


def test_a_chosen_topic_becomes_one_project_by_who_leads_it() -> None:
    year, topic = adopted()
    with pytest.raises(NotAllowed):
        verbs.open_project(topic, by=year.ten.voice(year.ten.bodies[5]), at=SCORES_ON)

    project = verbs.open_project(topic, by=year.ten.voice(year.ten.bodies[1]), at=SCORES_ON)

    found = (project.year, project.theme, project.kind, project.lead, project.question)
    assert found == (YEAR, "quality", "test", year.ten.bodies[1], topic.why)
    assert [row.body for row in project.cities.select_related("body")] == [year.ten.bodies[1]]
    with pytest.raises(NotPossible):
        verbs.open_project(topic, by=year.ten.voice(year.ten.bodies[1]), at=SCORES_ON)


def test_no_project_comes_from_a_programme_that_is_not_adopted() -> None:
    year, item = chosen()

    with pytest.raises(NotPossible):
        verbs.open_project(item, by=year.ten.voice(year.ten.bodies[1]), at=SCORES_ON)


def test_the_record_of_a_programme_names_nobody_and_holds_no_words_of_the_public() -> None:
    year = collecting()
    topics.hand_in(year.programme, said(why="只有我说过的话"), key=UUID(int=99), by=PUBLIC, at=MONDAY)

    told = str([event.facts for event in events.history(year.programme.record_key)])

    assert "只有我说过的话" not in told
    assert events.broken_at(year.programme.record_key) is None


@pytest.mark.parametrize("life", [PROGRAMME, TOPIC])
def test_every_stage_of_a_life_is_reached_and_known(life: Life) -> None:
    reached = {to for moves in life.verbs.values() for to in moves.values()}
    left = {start for moves in life.verbs.values() for start in moves}

    assert reached == set(life.stages)
    assert left <= {NEW, *life.stages}
