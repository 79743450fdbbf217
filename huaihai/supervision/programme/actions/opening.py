"""Opening a year's programme, its criteria, and the steps from collecting to choosing."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.governance.actions.moving import begin, lock_alliance, moving
from huaihai.governance.errors import NotPossible, Unfit
from huaihai.governance.models.planning import FIRST_YEAR, LAST_YEAR
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.supervision.models import Programme
from huaihai.supervision.programme import criteria, powers
from huaihai.supervision.programme.criteria import Criterion
from huaihai.supervision.programme.lives import PROGRAMME


def open_programme(
    *, year: int, proposals_until: date, scores_until: date, by: Actor, at: datetime
) -> Programme:
    """The programme of a year, collecting topics. Raises NotAllowed, Unfit, NotPossible (there is one)."""
    powers.require_office(by, on=local_day(at))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unfit("year", _("This year cannot be right here."))
    _check_days(proposals_until, scores_until, today=local_day(at))
    with transaction.atomic():
        lock_alliance()  # two who open the same year meet here
        if Programme.objects.filter(year=year).exists():
            raise NotPossible(_("There is a programme for this year already."))
        made = Programme(
            year=year,
            criteria=criteria.as_json(criteria.default()),
            proposals_until=proposals_until,
            scores_until=scores_until,
            opened_at=at,
        )
        begin(made, "open", PROGRAMME, by=by, at=at, year=year)
    return made


def set_criteria(
    programme: Programme,
    rows: Sequence[Criterion],
    *,
    proposals_until: date,
    scores_until: date,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """By what topics are scored, and the last days. Raises NotAllowed, NotPossible, Unfit, Moved."""
    powers.require_office(by, on=local_day(at))
    criteria.check(rows)
    _check_days(proposals_until, scores_until, today=local_day(at))
    with moving(programme, "set criteria", PROGRAMME, by=by, at=at, seen=seen) as move:
        move.row.criteria = criteria.as_json(rows)
        move.row.proposals_until, move.row.scores_until = proposals_until, scores_until
        move.facts["criteria"] = {one.key: one.weight for one in rows}


def begin_scoring(programme: Programme, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """Criteria are fixed, and no topic comes in any more; all that came in was looked at.

    Raises NotAllowed, NotPossible, Moved.
    """
    powers.require_office(by, on=local_day(at))
    with moving(programme, "begin scoring", PROGRAMME, by=by, at=at, seen=seen) as move:
        if waiting := move.row.topics.filter(stage="waiting").count():
            raise NotPossible(
                _("%(n)s proposals of the public wait to be looked at. Please do that first.")
                % {"n": waiting}
            )
        if not move.row.topics.filter(stage="open").exists():
            raise NotPossible(_("There is no topic to score yet."))
        move.facts["criteria"] = {one.key: one.weight for one in criteria.of(move.row.criteria)}


def end_scoring(programme: Programme, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """All scores are shown; next comes the choice. Raises NotAllowed, NotPossible, Moved."""
    powers.require_office(by, on=local_day(at))
    with moving(programme, "end scoring", PROGRAMME, by=by, at=at, seen=seen):
        pass


def _check_days(proposals_until: date, scores_until: date, *, today: date) -> None:
    if proposals_until < today:
        raise Unfit("proposals_until", _("Please give a day from today on."))
    if scores_until <= proposals_until:
        raise Unfit("scores_until", _("Scoring ends after the last day for topics."))
