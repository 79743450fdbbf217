"""Answers on paper, typed in by staff: each paper by batch and number, once; a mistake is corrected by a new row."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.supervision.actions.moving import moving
from huaihai.supervision.models import Channel, Project, SurveyResponse
from huaihai.supervision.surveying.actions.answering import count_in, made, plan_of
from huaihai.supervision.surveying.powers import require_part
from huaihai.supervision.surveying.questionnaire import OUT, of_plan

LONGEST_BATCH = 40
HIGHEST_PAPER = 999_999


def enter(
    project: Project, *, batch: str, paper: int, answers: Mapping[str, Any], by: Actor, at: datetime
) -> SurveyResponse:
    """One paper. What a rule leaves out is dropped, what is left empty is not answered.

    Raises NotAllowed, NotPossible (not collecting; by the rules not asked), Unfit (entered already).
    """
    said = storable_name(batch)
    if not said or len(said) > LONGEST_BATCH:
        raise Unfit("batch", _("Please give the batch a short name."))
    if not 1 <= paper <= HIGHEST_PAPER:
        raise Unfit("paper", _("Please give the number on the paper."))
    with moving(project, "observe", noted="survey paper entered", by=by, at=at) as move:
        require_part(project, by, at)
        held = SurveyResponse.objects.filter(project=project, channel=Channel.PAPER, batch=said, paper=paper)
        if held.exists():
            raise Unfit(
                "paper", _("This paper has been entered already. A mistake is corrected in the list.")
            )
        row = _row(move.project, answers, batch=said, paper=paper, by=by, at=at)
        move.rows.append(row)
        count_in(move.project, of_plan(plan_of(project)), [row])
    return row


def correct(
    response: SurveyResponse, *, answers: Mapping[str, Any], by: Actor, at: datetime
) -> SurveyResponse:
    """What was really on the paper; the first entry stays beside it. Raises NotAllowed, NotPossible."""
    project = response.project
    with moving(project, "observe", noted="survey paper corrected", by=by, at=at) as move:
        require_part(project, by, at)
        if response.channel != Channel.PAPER or SurveyResponse.objects.filter(replaces=response).exists():
            raise NotPossible(_("This entry has been corrected already."))
        row = _row(move.project, answers, batch=response.batch, paper=response.paper, by=by, at=at)
        row.replaces = response
        move.rows.append(row)
        questionnaire = of_plan(plan_of(project))
        count_in(move.project, questionnaire, [response], step=-1)
        count_in(move.project, questionnaire, [row])
    return row


def _row(project: Project, answers: Mapping[str, Any], **facts: Any) -> SurveyResponse:
    questionnaire = of_plan(plan_of(project))
    said = {key: value for key, value in answers.items() if value is not None}
    if not said:
        raise NotPossible(_("Nothing is answered on this paper."))
    if questionnaire.way(said)[1] == OUT:
        raise NotPossible(_("By its answers this person is not asked. Put the paper aside."))
    by: Actor = facts.pop("by")
    kept = questionnaire.kept(said)
    return made(project, questionnaire, kept, channel=Channel.PAPER, by=by.key, **facts)
