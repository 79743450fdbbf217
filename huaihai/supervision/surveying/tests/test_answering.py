"""Answering: saved, handed in, sealed; quotas, personal codes, forgetting."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import QuerySet

from huaihai.desk.lives import NotPossible
from huaihai.record import events
from huaihai.supervision import verbs, verifying
from huaihai.supervision.models import SurveyDraft, SurveyResponse, SurveyTally, SurveyTokenUse
from huaihai.supervision.surveying import importing
from huaihai.supervision.surveying import verbs as surveying_verbs
from huaihai.supervision.surveying.questionnaire import of_plan
from huaihai.supervision.surveying.tests.survey_cast import NOON, answered, begun, running, way_in
from huaihai.supervision.surveying.verbs import NotAsked, QuotaFull

LATER = NOON + timedelta(minutes=4)
WHOLE = {"city": "xz", "sex": "f", "bought": "no", "wish": "电话 13812345678 找我"}

pytestmark = pytest.mark.django_db


def test_answers_are_sealed_whole_and_the_draft_is_gone() -> None:
    people, project = running()
    link = way_in(people, project, place="火车站")

    made = answered(link, WHOLE, since=NOON, at=LATER)

    assert made.answers == {"city": "xz", "sex": "f", "bought": "no"}
    assert made.seconds == 240
    assert (made.channel, made.place) == ("place", "火车站")
    assert not SurveyDraft.objects.exists()
    last = events.history(project.record_key).last()
    assert last is not None
    assert last.verb == "supervision_survey_answered"
    assert last.facts["sealed"] == [[made.seal_key, made.fingerprint]]


def test_what_is_written_freely_is_masked_and_can_be_erased_without_breaking_the_seal() -> None:
    people, project = running()
    made = answered(way_in(people, project), WHOLE)

    assert made.texts == {"wish": "电话 *** 找我"}
    before = made.fingerprint
    SurveyResponse.objects.filter(pk=made.pk).update(texts={})
    assert SurveyResponse.objects.get().fingerprint == before


def test_handing_in_twice_is_once() -> None:
    people, project = running()
    draft = begun(way_in(people, project), WHOLE)

    first = surveying_verbs.hand_in(draft, at=LATER)
    again = surveying_verbs.hand_in(draft, at=LATER)

    assert first.pk == again.pk
    assert SurveyResponse.objects.count() == 1


def test_a_page_that_is_sent_twice_begins_once() -> None:
    people, project = running()
    link, key = way_in(people, project), uuid4()
    asked = of_plan(surveying_verbs.plan_of(project))
    first = surveying_verbs.begin(link, key=key, started_at=NOON, at=LATER)
    second = surveying_verbs.begin(link, key=key, started_at=NOON, at=LATER)

    for draft in (first, second):
        surveying_verbs.save(draft, asked, WHOLE, at=LATER)
        surveying_verbs.hand_in(draft, at=LATER)

    assert SurveyResponse.objects.get().seconds == 240
    assert not SurveyDraft.objects.exists()


def test_a_question_left_open_holds_the_answers_back() -> None:
    people, project = running()

    with pytest.raises(NotPossible):
        answered(way_in(people, project), {"city": "xz", "sex": "f", "bought": "yes"})

    assert not SurveyResponse.objects.exists()


def test_who_is_not_asked_leaves_nothing_behind() -> None:
    people, project = running()

    with pytest.raises(NotAsked):
        answered(way_in(people, project), {"city": "else", "sex": "f"})

    assert not SurveyDraft.objects.exists()
    assert not SurveyResponse.objects.exists()


def test_a_full_quota_closes_for_those_it_is_about_and_forgets_what_they_said() -> None:
    people, project = running()
    link = way_in(people, project)
    for _ in range(3):
        answered(link, WHOLE | {"sex": "m"})

    with pytest.raises(QuotaFull):
        begun(link, {"city": "xz", "sex": "m"})
    answered(link, WHOLE)

    assert SurveyTally.objects.get(project=project).held == 3
    assert not SurveyDraft.objects.exists()


def test_who_had_begun_before_the_quota_filled_may_finish() -> None:
    people, project = running()
    link = way_in(people, project)
    early = begun(link, WHOLE | {"sex": "m"})
    for _ in range(3):
        answered(link, WHOLE | {"sex": "m"})

    surveying_verbs.hand_in(early, at=LATER)

    assert SurveyTally.objects.get(project=project).held == 4


def test_a_quota_that_fills_meanwhile_sends_nobody_away_from_the_next_page() -> None:
    people, project = running()
    link, asked = way_in(people, project), of_plan(surveying_verbs.plan_of(project))
    early = begun(link, {"city": "xz", "sex": "m"})
    changing = begun(link, {"city": "xz", "sex": "f"})
    for _ in range(3):
        answered(link, WHOLE | {"sex": "m"})

    surveying_verbs.save(early, asked, {"bought": "no"}, at=LATER)
    surveying_verbs.hand_in(early, at=LATER)

    with pytest.raises(QuotaFull):  # what is said only now is looked at
        surveying_verbs.save(changing, asked, {"sex": "m"}, at=LATER)
    assert SurveyTally.objects.get(project=project).held == 4


def test_a_personal_code_is_used_once_and_nothing_says_for_which_answers() -> None:
    people, project = running()
    link = way_in(people, project, tokens=5)
    code = surveying_verbs.token(link.pk, 2)

    answered(link, WHOLE, token=code)

    with pytest.raises(NotPossible):
        surveying_verbs.begin(link, token=code, at=NOON)
    use = SurveyTokenUse.objects.get()
    assert code not in use.digest
    assert {field.name for field in SurveyTokenUse._meta.fields} == {"digest", "link"}
    assert SurveyResponse.objects.get().channel == "token"


def test_two_who_begin_with_one_code_do_not_both_count() -> None:
    people, project = running()
    link = way_in(people, project, tokens=5)
    first = begun(link, WHOLE, token=surveying_verbs.token(link.pk, 1))
    second = begun(link, WHOLE, token=surveying_verbs.token(link.pk, 1))

    surveying_verbs.hand_in(first, at=LATER)
    with pytest.raises(NotPossible):
        surveying_verbs.hand_in(second, at=LATER)

    assert SurveyResponse.objects.count() == 1


@pytest.mark.parametrize("code", ["", "6-aaaaaaaaaa", "1-aaaaaaaaaa", "0-a", "²-a", "99999999999999-a", "x"])
def test_a_code_that_was_never_printed_opens_nothing(code: str) -> None:
    people, project = running()
    link = way_in(people, project, tokens=5)

    with pytest.raises(NotPossible):
        surveying_verbs.begin(link, token=code, at=NOON)


def test_nothing_is_answered_before_the_start_after_the_end_or_at_a_closed_way() -> None:
    people, project = running()
    link, other = way_in(people, project), way_in(people, project)
    surveying_verbs.close_link(other, by=people.leader, at=NOON)
    with pytest.raises(NotPossible):
        surveying_verbs.begin(other, at=NOON)
    draft = begun(link, WHOLE)

    verbs.finish(project, by=people.leader, at=NOON)

    draft.link.refresh_from_db()
    with pytest.raises(NotPossible):
        surveying_verbs.begin(draft.link, at=NOON)
    with pytest.raises(NotPossible):
        surveying_verbs.hand_in(draft, at=LATER)


def test_what_was_not_handed_in_is_forgotten_after_a_day() -> None:
    people, project = running()
    begun(way_in(people, project), WHOLE)
    assert list(importing.due_acts(NOON + timedelta(hours=23))) == []

    for act in importing.due_acts(NOON + timedelta(hours=25)):
        act()

    assert not SurveyDraft.objects.exists()


def test_an_answer_altered_afterwards_is_found() -> None:
    people, project = running()
    made = answered(way_in(people, project), WHOLE)
    assert list(verifying.findings(project.number)) == []

    QuerySet(SurveyResponse).filter(pk=made.pk).update(
        answers={**made.answers, "sex": "m"}
    )  # past the program's own

    assert [finding.what for finding in verifying.findings(project.number)] == [made.seal_key]


def test_a_quota_may_be_set_by_the_way_people_come() -> None:
    people, project = running(quotas=[{"when": {"channel": "open"}, "most": 1}])
    link = way_in(people, project)
    answered(link, WHOLE)

    with pytest.raises(QuotaFull):
        surveying_verbs.begin(link, at=NOON)
    surveying_verbs.begin(way_in(people, project, place="车站"), at=NOON)
