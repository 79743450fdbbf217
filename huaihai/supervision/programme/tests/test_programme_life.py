"""A year's programme from the first topic to its adoption and later changes."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.db.models import QuerySet

from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.governance import effects
from huaihai.governance.motions import verbs as motions_verbs
from huaihai.kit.canonical import digest
from huaihai.record import events
from huaihai.record.models import Event
from huaihai.supervision.models import Programme, Topic, TopicScore
from huaihai.supervision.programme import facts, topics, verbs
from huaihai.supervision.programme.tests.programmes import (
    DAY,
    MONDAY,
    SCORES_ON,
    YEAR,
    Year,
    adopted,
    chosen,
    handed_in,
    proposed,
    resolution,
    scored,
    task,
)

pytestmark = pytest.mark.django_db


def test_only_the_secretariat_opens_a_year_and_only_once(year: Year) -> None:
    days = {"proposals_until": MONDAY.date() + DAY, "scores_until": MONDAY.date() + 2 * DAY}
    with pytest.raises(NotAllowed):
        verbs.open_programme(year=2028, **days, by=year.ten.voice(year.ten.bodies[3]), at=MONDAY)
    with pytest.raises(NotPossible):
        verbs.open_programme(year=YEAR, **days, by=year.ten.office, at=MONDAY)
    days["scores_until"] = days["proposals_until"]  # after the last day for topics
    with pytest.raises(Unfit) as error:
        verbs.open_programme(year=2028, **days, by=year.ten.office, at=MONDAY)
    assert error.value.field == "scores_until"


def test_what_the_public_hands_in_is_shown_and_scoring_ends_only_after_an_officer_has_looked(
    year: Year,
) -> None:
    shown, hidden = handed_in(year), handed_in(year)
    with pytest.raises(NotAllowed):
        topics.show(shown, by=year.ten.voice(year.ten.bodies[4]), at=MONDAY)
    assert not Topic.objects.public().filter(pk=shown.pk).exists()
    topics.show(shown, by=year.ten.office, at=MONDAY)
    assert Topic.objects.public().filter(pk=shown.pk).exists()
    with pytest.raises(NotPossible):
        verbs.end_scoring(year.programme, by=year.ten.office, at=SCORES_ON)
    topics.hide(hidden, answer="不是选题", by=year.ten.office, at=SCORES_ON)
    verbs.end_scoring(year.programme, by=year.ten.office, at=SCORES_ON)
    assert year.programme.stage == "choosing"


def test_the_public_proposes_once_in_time_without_numbers_and_the_record_holds_none_of_its_words(
    year: Year,
) -> None:
    with pytest.raises(Unfit):
        handed_in(year, why="请打 13800000001 问我。")
    with pytest.raises(NotPossible):
        handed_in(year, at=MONDAY + 15 * DAY)
    first, count = handed_in(year, why="只有我说过的话", key=UUID(int=99)), told_of(year).count()
    assert handed_in(year, why="只有我说过的话", key=UUID(int=99)) == first
    assert told_of(year).count() == count
    assert "只有我说过的话" not in str([event.facts for event in told_of(year)])
    assert events.broken_at(year.programme.record_key) is None


def test_a_topic_that_is_hidden_needs_a_reason_and_can_come_back(year: Year) -> None:
    topic = year.topics[0]
    with pytest.raises(Unfit):
        topics.hide(topic, answer=" ", by=year.ten.office, at=MONDAY)
    topics.hide(topic, answer="点名了一家企业", by=year.ten.office, at=MONDAY)
    with pytest.raises(NotPossible):
        verbs.score(year.programme, {topic: 3}, by=year.ten.office, at=MONDAY)
    topics.show(topic, by=year.ten.office, at=MONDAY)
    assert (topic.stage, topic.answer) == ("open", "")


def test_a_city_scores_a_topic_once_in_time_from_one_to_five_and_may_put_it_right(year: Year) -> None:
    topic, voice = year.topics[0], year.ten.voice(year.ten.bodies[2])
    for wrong in (6, 0):
        with pytest.raises(Unfit) as error:
            verbs.score(year.programme, {topic: wrong}, by=voice, at=SCORES_ON)
        assert error.value.field == str(topic.pk)
    with pytest.raises(NotPossible):
        verbs.score(year.programme, {topic: 3}, by=voice, at=MONDAY + 29 * DAY)
    for points in (2, 5):
        verbs.score(year.programme, {topic: points}, by=voice, at=SCORES_ON)
    assert TopicScore.objects.get().points == 5
    told = [event.facts["scores"] for event in told_of(year).filter(verb="score")]
    assert told == [{str(topic.pk): 2}, {str(topic.pk): 5}]


def test_a_topic_is_chosen_by_exact_scores_within_its_year_from_the_list_as_it_is() -> None:
    year = scored()
    assert facts.scores_of(year.topics) == {year.topics[0].pk: facts.Score(10, Decimal("4.5"), 4, 5)}
    by, at, seen = year.ten.office, SCORES_ON, Programme.objects.get().version
    with pytest.raises(NotPossible):  # of an empty list
        verbs.fix(year.programme, by=by, at=at)
    with pytest.raises(Unfit) as error:
        verbs.choose(year.topics[0], task(year, starts_on=date(2026, 12, 31)), by=by, at=at)
    assert error.value.field == "starts_on"
    verbs.choose(year.topics[0], task(year), seen=seen, by=by, at=at)
    with pytest.raises(Moved):
        verbs.choose(year.topics[1], task(year), seen=seen, by=by, at=at)


def test_what_is_chosen_opens_no_project_before_the_vote_and_put_back_is_open_again() -> None:
    year, topic = chosen()
    with pytest.raises(NotPossible):
        verbs.open_project(topic, by=year.ten.voice(year.ten.bodies[1]), at=SCORES_ON)
    verbs.put_back(topic, by=year.ten.office, at=SCORES_ON)
    assert Topic.objects.get(pk=topic.pk).stage == "open"
    with pytest.raises(NotPossible):
        verbs.put_back(topic, by=year.ten.office, at=SCORES_ON)


def test_the_motion_names_every_topic_and_while_it_is_open_the_list_is_not_taken_back() -> None:
    year, item = proposed()
    motion = verbs.draft_motion(year.programme, by=year.ten.office, at=SCORES_ON)
    assert item.title in motion.text
    assert year.programme.content_hash in motion.text
    with pytest.raises(NotPossible):
        verbs.draft_motion(year.programme, by=year.ten.office, at=SCORES_ON)
    with pytest.raises(NotPossible, match=motion.number):
        verbs.take_back(year.programme, by=year.ten.office, at=SCORES_ON)
    motions_verbs.withdraw(motion, by=year.ten.office, at=SCORES_ON)
    verbs.take_back(year.programme, by=year.ten.office, at=SCORES_ON)
    assert year.programme.content_hash == ""


def test_a_resolution_adopts_it_answers_what_was_not_chosen_and_the_rest_becomes_projects() -> None:
    year, topic = adopted()
    year.topics[1].refresh_from_db()
    assert (year.programme.stage, year.programme.resolution) == ("adopted", resolution())
    assert year.programme.content_hash == digest(year.programme.fixed)
    assert year.topics[1].stage == "not_chosen"
    assert resolution().effects[0]["problem"] == ""
    leader = year.ten.voice(year.ten.bodies[1])
    with pytest.raises(NotAllowed):
        verbs.open_project(topic, by=year.ten.voice(year.ten.bodies[5]), at=SCORES_ON)
    project = verbs.open_project(topic, by=leader, at=SCORES_ON)
    found = (project.year, project.theme, project.kind, project.lead, project.question)
    assert found == (YEAR, "quality", "test", year.ten.bodies[1], topic.why)
    assert [row.body for row in project.cities.select_related("body")] == [year.ten.bodies[1]]
    with pytest.raises(NotPossible):
        verbs.open_project(topic, by=leader, at=SCORES_ON)


def test_the_effect_offers_fixed_programmes_decides_a_year_once_and_adopts_no_changed_list() -> None:
    year, _item = proposed()
    effect, said = effects.known()["programme"], verbs.facts_of(year.programme)
    form = effect.form({"programme": str(year.programme.pk)})
    assert form.is_valid()
    assert form.facts() == said
    assert "2027" in effect.say(said)
    assert not effect.form({"programme": "\x00"}).is_valid()
    with pytest.raises(Unfit):
        effects.check_all([{"kind": "programme", "facts": said}] * 2, SCORES_ON.date())
    Topic.objects.update(title="另一个题目")
    with pytest.raises(Unfit):
        effect.check(said, SCORES_ON.date())


def told_of(year: Year) -> QuerySet[Event]:
    return events.history(year.programme.record_key)
