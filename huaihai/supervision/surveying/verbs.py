"""Answering, begun, saved and handed in whole; the ways in with their codes; papers typed in by staff.

A personal code is its number and a keyed fingerprint of it, so that it can be printed again and checked without
being stored. Of a used one its fingerprint alone is kept.
"""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huaihai.desk import codes
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import sealing
from huaihai.kit.clock import local_day
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.supervision import powers
from huaihai.supervision.models import (
    Channel,
    Project,
    SurveyDraft,
    SurveyLink,
    SurveyResponse,
    SurveyTally,
    SurveyTokenUse,
)
from huaihai.supervision.moving import lock, moving, seal
from huaihai.supervision.surveying.questionnaire import OUT, TEXT, Questionnaire, of_plan

_LENGTH = 7
_MARK = 10


def new_code() -> str:
    """A code for an address, not to be guessed."""
    return codes.drawn(_LENGTH, codes.SMALL)


def token(link_id: UUID, number: int) -> str:
    """The personal code of this number: "17-k4m…"."""
    return f"{number}-{_mark(link_id, number)}"


def is_genuine(link_id: UUID, tokens: int, said: str) -> bool:
    """Whether this is one of the link's personal codes."""
    number, _, mark = said.strip().lower().partition("-")
    if not number.isascii() or not number.isdigit() or len(number) > 6 or not 1 <= int(number) <= tokens:
        return False
    return secrets.compare_digest(_mark(link_id, int(number)).encode(), mark.encode())


def fingerprint(said: str) -> str:
    """What is kept of a used code."""
    return sealing.blind(said.strip().lower(), purpose="survey token used")


def _mark(link_id: UUID, number: int) -> str:
    return codes.spelt(int(sealing.blind(f"{link_id}:{number}", purpose="survey token"), 16), _MARK)


def require_part(project: Project, by: Actor, at: datetime) -> None:
    """Raises NotAllowed unless the actor's city takes part, or the actor leads it, or is the program itself."""
    if by.kind != "system" and not powers.takes_part(by, project, on=local_day(at)):
        raise NotAllowed(_("Only the cities that take part can do that."))


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
        "token": fingerprint(token) if link.tokens else "",
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
            if move.row.stage != "running":
                raise NotPossible(_("This survey has ended. Thank you all the same."))
            _use(draft)
            response = made(
                move.row,
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
            count_in(move.row, questionnaire, [response])
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
    if not is_genuine(link.pk, link.tokens, token):
        raise NotPossible(_("This code does not fit. Please check it letter by letter, or scan it again."))
    if SurveyTokenUse.objects.filter(pk=fingerprint(token)).exists():
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


MOST_TOKENS = 20_000
LONGEST_PLACE = 60
ANSWERABLE = (
    "registered",
    "running",
)  # stages in which a way in may be opened; answers are taken while it runs


def open_link(project: Project, *, place: str = "", tokens: int = 0, by: Actor, at: datetime) -> SurveyLink:
    """A new address; with `tokens`, only for so many personal codes. Raises NotAllowed, NotPossible, Unfit."""
    require_part(project, by, at)
    said = storable_name(place)
    if len(said) > LONGEST_PLACE:
        raise Unfit("place", _("This is too long. Please shorten it."))
    if not 0 <= tokens <= MOST_TOKENS:
        raise Unfit("tokens", _("At most %(most)s codes at once.") % {"most": MOST_TOKENS})
    with transaction.atomic():
        held = lock(project.pk)
        if held.stage not in ANSWERABLE:
            raise NotPossible(_("Codes are made once the plan is registered, until collecting ends."))
        link = SurveyLink.objects.create(
            project=held,
            code=new_code(),
            place=said,
            tokens=tokens,
            opened_at=at,
            opened_by=by.key,
        )
        seal(held, "survey link opened", [], by=by, at=at, facts={"code": link.code, "tokens": tokens})
    return link


def close_link(link: SurveyLink, *, by: Actor, at: datetime) -> SurveyLink:
    """Nobody can begin there any more. Raises NotAllowed, NotPossible."""
    require_part(link.project, by, at)
    with transaction.atomic():
        held = lock(link.project_id)
        link.refresh_from_db()
        if link.closed_at is not None:
            raise NotPossible(_("It is closed already."))
        link.closed_at = at
        link.save(update_fields=["closed_at"])
        seal(held, "survey link closed", [], by=by, at=at, facts={"code": link.code})
    return link


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
        row = _row(move.row, answers, batch=said, paper=paper, by=by, at=at)
        move.rows.append(row)
        count_in(move.row, of_plan(plan_of(project)), [row])
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
        row = _row(move.row, answers, batch=response.batch, paper=response.paper, by=by, at=at)
        row.replaces = response
        move.rows.append(row)
        questionnaire = of_plan(plan_of(project))
        count_in(move.row, questionnaire, [response], step=-1)
        count_in(move.row, questionnaire, [row])
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
