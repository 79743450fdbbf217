"""Answering: saved, handed in, sealed; quotas, personal codes, forgetting."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import QuerySet

from huaihai.desk.lives import NotPossible
from huaihai.record import events
from huaihai.supervision import verbs, verifying
from huaihai.supervision.models import (
    Project,
    SurveyDraft,
    SurveyLink,
    SurveyResponse,
    SurveyTally,
    SurveyTokenUse,
)
from huaihai.supervision.surveying import importing
from huaihai.supervision.surveying import verbs as surveying_verbs
from huaihai.supervision.surveying.questionnaire import of_plan
from huaihai.supervision.surveying.tests.survey_cast import NOON, answered, begun, running, way_in
from huaihai.supervision.surveying.verbs import NotAsked, QuotaFull
from huaihai.supervision.tests.people import People

LATER = NOON + timedelta(minutes=4)
WHOLE = {"city": "xz", "sex": "f", "bought": "no", "wish": "电话 13812345678 找我"}

pytestmark = pytest.mark.django_db


def test_answers_are_sealed_whole_and_once_and_one_altered_afterwards_is_found(
    people: People, project: Project
) -> None:
    draft = begun(way_in(people, project, place="火车站"), WHOLE)
    made = surveying_verbs.hand_in(draft, at=LATER)
    assert surveying_verbs.hand_in(draft, at=LATER) == made == SurveyResponse.objects.get()
    assert made.answers == {"city": "xz", "sex": "f", "bought": "no"}
    assert made.texts == {"wish": "电话 *** 找我"}
    assert (made.seconds, made.channel, made.place) == (240, "place", "火车站")
    assert not SurveyDraft.objects.exists()
    last = events.history(project.record_key).last()
    assert last is not None
    assert last.verb == "supervision_survey_answered"
    assert last.facts["sealed"] == [[made.seal_key, made.fingerprint]]
    row: QuerySet[SurveyResponse] = QuerySet(SurveyResponse).filter(pk=made.pk)  # past the program's own
    row.update(texts={})  # what was written freely can be erased
    assert list(verifying.findings(project.number)) == []
    row.update(answers={**made.answers, "sex": "m"})
    assert [finding.what for finding in verifying.findings(project.number)] == [made.seal_key]


def test_a_page_that_is_sent_twice_begins_once(link: SurveyLink) -> None:
    asked, key = of_plan(surveying_verbs.plan_of(link.project)), uuid4()
    for _time in range(2):
        draft = surveying_verbs.begin(link, key=key, started_at=NOON, at=LATER)
        surveying_verbs.save(draft, asked, WHOLE, at=LATER)
        surveying_verbs.hand_in(draft, at=LATER)
    assert SurveyResponse.objects.get().seconds == 240
    assert not SurveyDraft.objects.exists()


@pytest.mark.parametrize(
    ("said", "refusal"),
    [({"city": "xz", "sex": "f", "bought": "yes"}, NotPossible), ({"city": "else", "sex": "f"}, NotAsked)],
)
def test_a_question_left_open_holds_the_answers_back_and_who_is_not_asked_leaves_nothing_behind(
    link: SurveyLink, said: dict[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        answered(link, said)
    assert not SurveyResponse.objects.exists()
    assert SurveyDraft.objects.exists() == (refusal is NotPossible)


def test_a_full_quota_closes_for_those_it_is_about_but_not_for_who_had_said_so_before(
    link: SurveyLink,
) -> None:
    asked, man = of_plan(surveying_verbs.plan_of(link.project)), {"city": "xz", "sex": "m"}
    whole, half = begun(link, WHOLE | man), begun(link, man)
    changing = begun(link, {"city": "xz", "sex": "f"})
    for _ in range(3):
        answered(link, WHOLE | man)
    with pytest.raises(QuotaFull):
        begun(link, man)
    assert SurveyDraft.objects.count() == 3  # what the one too many said is forgotten
    answered(link, WHOLE)
    surveying_verbs.save(half, asked, {"bought": "no"}, at=LATER)
    for draft in (whole, half):
        surveying_verbs.hand_in(draft, at=LATER)
    with pytest.raises(QuotaFull):  # what is said only now is looked at
        surveying_verbs.save(changing, asked, {"sex": "m"}, at=LATER)
    assert SurveyTally.objects.get(project=link.project).held == 5
    assert not SurveyDraft.objects.exists()


def test_a_personal_code_counts_once_and_nothing_says_for_which_answers(
    people: People, project: Project
) -> None:
    link = way_in(people, project, tokens=5)
    for never_printed in ("", "6-aaaaaaaaaa", "1-aaaaaaaaaa", "0-a", "²-a", "99999999999999-a", "x"):
        with pytest.raises(NotPossible):
            surveying_verbs.begin(link, token=never_printed, at=NOON)
    code = surveying_verbs.token(link.pk, 2)
    first, second = (begun(link, WHOLE, token=code) for _ in range(2))
    surveying_verbs.hand_in(first, at=LATER)
    with pytest.raises(NotPossible):
        surveying_verbs.hand_in(second, at=LATER)
    with pytest.raises(NotPossible):
        surveying_verbs.begin(link, token=code, at=NOON)
    use = SurveyTokenUse.objects.get()
    assert code not in use.digest
    assert {field.name for field in SurveyTokenUse._meta.fields} == {"digest", "link"}
    assert SurveyResponse.objects.get().channel == "token"


def test_nothing_is_answered_at_a_closed_way_or_after_the_end(people: People, link: SurveyLink) -> None:
    draft, other = begun(link, WHOLE), way_in(people, link.project)
    surveying_verbs.close_link(other, by=people.leader, at=NOON)
    with pytest.raises(NotPossible):
        surveying_verbs.begin(other, at=NOON)
    verbs.finish(link.project, by=people.leader, at=NOON)
    draft.link.refresh_from_db()
    with pytest.raises(NotPossible):
        surveying_verbs.begin(draft.link, at=NOON)
    with pytest.raises(NotPossible):
        surveying_verbs.hand_in(draft, at=LATER)


def test_what_was_not_handed_in_is_forgotten_after_a_day(link: SurveyLink) -> None:
    begun(link, WHOLE)
    assert list(importing.due_acts(NOON + timedelta(hours=23))) == []
    for act in importing.due_acts(NOON + timedelta(hours=25)):
        act()
    assert not SurveyDraft.objects.exists()


def test_a_quota_may_be_set_by_the_way_people_come() -> None:
    people, project = running(quotas=[{"when": {"channel": "open"}, "most": 1}])
    link = way_in(people, project)
    answered(link, WHOLE)

    with pytest.raises(QuotaFull):
        surveying_verbs.begin(link, at=NOON)
    surveying_verbs.begin(way_in(people, project, place="车站"), at=NOON)
