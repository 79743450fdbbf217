"""Answering: begun, saved page by page, handed in whole and sealed; what was not handed in is forgotten after a day."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible
from huaihai.kit.text.masking import mask
from huaihai.members.actors import Actor
from huaihai.supervision.actions.moving import lock, moving
from huaihai.supervision.models import (
    Project,
    SurveyDraft,
    SurveyLink,
    SurveyResponse,
    SurveyTally,
    SurveyTokenUse,
)
from huaihai.supervision.surveying import codes
from huaihai.supervision.surveying.questionnaire import OUT, TEXT, Questionnaire, of_plan

RESPONDENT = Actor.system("survey")  # nobody is named
LONGEST_TAKEN = 24 * 3600  # seconds


class QuotaFull(NotPossible):
    """Enough people like this one have answered."""


class NotAsked(NotPossible):
    """By its rules the survey is not for who answers so."""


def plan_of(project: Project) -> Mapping[str, Any]:
    """The plan that counts: the registered one, before that the one in work."""
    held: Mapping[str, Any] = project.registered.plan if project.registered else project.plan
    return held


def begin(
    link: SurveyLink,
    *,
    token: str = "",
    has_answered_before: bool = False,
    key: UUID | None = None,
    started_at: datetime | None = None,
    at: datetime,
) -> SurveyDraft:
    """A person begins (or began, at `started_at`, with this key).

    Raises NotPossible (not running, closed, no such code, code used already), QuotaFull.
    """
    require_open(link, token)
    require_room(link.project, of_plan(plan_of(link.project)), {"channel": link.channel})
    facts = {
        "link": link,
        "token": codes.fingerprint(token) if link.tokens else "",
        "has_answered_before": has_answered_before,
        "started_at": min(started_at or at, at),
        "touched_at": at,
    }
    draft, _made = SurveyDraft.objects.get_or_create(pk=key or uuid4(), defaults=facts)
    draft.link = link
    return draft


def save(draft: SurveyDraft, questionnaire: Questionnaire, said: Mapping[str, Any], *, at: datetime) -> None:
    """The answers of one page; None takes an answer back. Raises QuotaFull, after which nothing is kept.

    Only what is said now may meet a full quota: whoever was let on before may finish.
    """
    channel = {"channel": draft.link.channel}
    before, kept = {**draft.answers, **channel}, {**draft.answers, **said}
    draft.answers = {key: value for key, value in kept.items() if value is not None}
    # Sent twice, the second may find it handed in and gone.
    SurveyDraft.objects.filter(pk=draft.pk).update(answers=draft.answers, touched_at=at)
    try:
        require_room(draft.link.project, questionnaire, {**draft.answers, **channel}, before=before)
    except QuotaFull:
        draft.delete()
        raise


def hand_in(draft: SurveyDraft, *, at: datetime) -> SurveyResponse:
    """Seal the answers; the draft is gone, and handing it in twice is once. Whoever has begun may finish, also when a
    quota has filled meanwhile. Raises NotPossible (collecting has ended, the code is used, something is not answered),
    NotAsked.
    """
    link, project = draft.link, draft.link.project
    questionnaire = of_plan(plan_of(project))
    if questionnaire.way(draft.answers)[1] == OUT:
        draft.delete()
        raise NotAsked(_("This survey is for other people. Thank you for being ready to answer."))
    kept = questionnaire.kept(draft.answers)
    if questionnaire.unanswered(draft.answers) is not None:
        raise NotPossible(_("A question is not answered yet."))
    with transaction.atomic():
        lock(project.pk)
        if known := SurveyResponse.objects.filter(pk=draft.pk).first():
            SurveyDraft.objects.filter(pk=draft.pk).delete()
            return known
        with moving(project, "observe", noted="survey answered", by=RESPONDENT, at=at) as move:
            if move.project.stage != "running":
                raise NotPossible(_("This survey has ended. Thank you all the same."))
            _use(draft)
            response = made(
                move.project,
                questionnaire,
                kept,
                channel=link.channel,
                place=link.place,
                seconds=min(LONGEST_TAKEN, max(0, int((at - draft.started_at).total_seconds()))),
                has_answered_before=draft.has_answered_before,
                at=at,
                by=RESPONDENT.key,
            )
            response.pk = draft.pk
            move.rows.append(response)
            count_in(move.project, questionnaire, [response])
        SurveyDraft.objects.filter(pk=draft.pk).delete()
    return response


def made(
    project: Project, questionnaire: Questionnaire, kept: Mapping[str, Any], **facts: Any
) -> SurveyResponse:
    """The row of somebody's answers, free words masked and apart."""
    free = {question.key for question in questionnaire.questions if question.kind == TEXT}
    return SurveyResponse(
        project=project,
        answers={key: value for key, value in kept.items() if key not in free},
        texts={key: mask(str(value)).text for key, value in kept.items() if key in free},
        **facts,
    )


def count_in(
    project: Project, questionnaire: Questionnaire, responses: Iterable[SurveyResponse], *, step: int = 1
) -> None:
    """Count these answers in the quotas they belong to; the caller holds the project's lock."""
    found: Counter[int] = Counter()
    for response in responses:
        said = {**response.answers, "channel": response.channel}
        found.update(place for place, quota in enumerate(questionnaire.quotas) if quota.holds(said))
    for place, count in found.items():
        tally, _made = SurveyTally.objects.get_or_create(project=project, quota=place)
        SurveyTally.objects.filter(pk=tally.pk).update(held=F("held") + step * count)


def require_open(link: SurveyLink, token: str) -> None:
    """Raises NotPossible: it does not run, is closed, there is no such personal code, or it was used."""
    require_running(link)
    if not link.tokens:
        return
    if not codes.is_genuine(link.pk, link.tokens, token):
        raise NotPossible(_("This code does not fit. Please check it letter by letter, or scan it again."))
    if SurveyTokenUse.objects.filter(pk=codes.fingerprint(token)).exists():
        raise NotPossible(_("This code has been used. Each code is for one person, once."))


def require_running(link: SurveyLink) -> None:
    """Raises NotPossible: it does not run, or is closed."""
    if link.project.stage != "running" or link.closed_at is not None:
        raise NotPossible(_("No answers are taken here now."))


def require_room(
    project: Project,
    questionnaire: Questionnaire,
    said: Mapping[str, Any],
    *,
    before: Mapping[str, Any] | None = None,
) -> None:
    """Raises QuotaFull if enough people who said this have answered; a quota held by `before` too is passed."""
    full = {
        place
        for place, held in SurveyTally.objects.filter(project=project).values_list("quota", "held")
        if place < len(questionnaire.quotas) and held >= questionnaire.quotas[place].most
    }
    met = [questionnaire.quotas[place] for place in full if questionnaire.quotas[place].holds(said)]
    if any(before is None or not quota.holds(before) for quota in met):
        raise QuotaFull(_("Enough people like you have answered already."))


def _use(draft: SurveyDraft) -> None:
    if not draft.token:
        return
    try:
        with transaction.atomic():
            SurveyTokenUse(digest=draft.token, link=draft.link).save(force_insert=True)
    except IntegrityError as error:
        raise NotPossible(_("This code has been used. Each code is for one person, once.")) from error
