"""The hearing: the office sets its day, hears the business, and writes down what was said, without names of persons."""

from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.brands.conduct import messages
from huaihai.brands.conduct.actions.speaking import written
from huaihai.brands.conduct.actions.stepping import public_words, stepping
from huaihai.brands.models import Proceeding, Statement
from huaihai.brands.powers import Who, require_office
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor


def set_day(
    proceeding: Proceeding,
    *,
    meets_at: datetime,
    where: str,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Proceeding:
    """When and where the business is heard, within the clock. Raises NotAllowed, NotPossible, Unfit, Moved."""
    require_office(by, at)
    place = storable_name(where)[:120]
    if not place:
        raise Unfit("where", _("Please say where."))
    with stepping(
        proceeding, "set day", who=Who.OFFICE, noted="hearing set", by=by, at=at, seen=seen
    ) as step:
        last = step.row.hearing_until
        if meets_at <= at:
            raise Unfit("day", _("Please choose a time to come."))
        if last is not None and local_day(meets_at) > last and step.row.overdue_on is None:
            raise Unfit("day", _("Please choose a day within the time for the hearing."))
        step.row.hearing_at, step.row.hearing_where = meets_at, place
        step.move.facts["on"] = local_day(meets_at).isoformat()
    messages.tell(proceeding, "hearing", at=at)
    return proceeding


def hold(
    proceeding: Proceeding,
    *,
    minutes: str,
    came: bool,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Statement:
    """The hearing took place: its minutes, which everybody reads; or the business did not come, and they say so.

    Raises NotAllowed, NotPossible (no day was set, or it is yet to come), Unfit, Moved.
    """
    require_office(by, at)
    said = public_words("minutes", minutes)
    with stepping(
        proceeding, "hold hearing", who=Who.OFFICE, noted="hearing held", by=by, at=at, seen=seen
    ) as step:
        if step.row.hearing_at is None or at < step.row.hearing_at:
            raise NotPossible(_("The day of the hearing is not set, or it is yet to come."))
        made = written(step.move, step.row, Statement.Kind.MINUTES, said, by=by, at=at)
        step.move.facts |= {
            "came": came,
            "minutes": said,
            "on": local_day(step.row.hearing_at).isoformat(),
        }
    messages.tell(proceeding, "heard", at=at)
    return made
