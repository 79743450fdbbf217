"""A city says what it found behind an alarm. Its next verdict takes the place of the last, which stays."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from huaihai.desk.lives import Unfit
from huaihai.insight.alarms import powers
from huaihai.insight.alarms.actions.moving import move, moving
from huaihai.insight.alarms.lives import VERB_OF, WEIGHT
from huaihai.insight.models import Alarm, Verdict
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor

LONGEST_WATCH: Final = timedelta(days=92)


def judge(
    alarm: Alarm,
    *,
    kind: str,
    reason: str,
    why: str = "",
    watch_until: date | None = None,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Verdict:
    """The verdict of the actor's city. Raises NotAllowed, Unfit, Moved."""
    body = powers.require(by, alarm, at=at)
    said = storable(reason).strip()
    watched = watch_until if kind == Verdict.Kind.WATCH else None
    _check(kind, said, why, watched, today=local_day(at))
    with moving(alarm, noted="alarm_judged", seen=seen, by=by, at=at, text=said) as (held, facts):
        verdict = Verdict.objects.create(
            alarm=held,
            body=body,
            kind=kind,
            why=why if kind == Verdict.Kind.EXPLAINED else "",
            reason=said,
            watch_until=watched,
            at=at,
            by=by.key,
        )
        counts = weightiest(standing(held.verdicts.all()))
        move(held, VERB_OF[counts.kind])
        held.watched_until = counts.watch_until
        facts.update({"verdict": kind, "body": body.key})
    return verdict


def standing(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The last verdict of each city, of verdicts in the order in which they were given."""
    return list({verdict.body_id: verdict for verdict in verdicts}.values())


def weightiest(verdicts: Iterable[Verdict]) -> Verdict:
    """The one of these that the alarm's stage follows: what one city found real stays real; of two watches the longer.

    Raises ValueError of none.
    """
    return min(
        verdicts,
        key=lambda one: (WEIGHT.index(one.kind), -(one.watch_until or date.min).toordinal()),
    )


def _check(kind: str, reason: str, why: str, watch_until: date | None, *, today: date) -> None:
    if kind not in Verdict.Kind.values:
        raise Unfit("kind", _("Please choose what you found."))
    if not reason:
        raise Unfit("reason", _("Please say what you found, in a few words."))
    if kind == Verdict.Kind.EXPLAINED and why not in Verdict.Why.values:
        raise Unfit("why", _("Please choose what explains it."))
    if kind == Verdict.Kind.WATCH and watch_until is None:
        raise Unfit("watch_until", _("Until which day is it watched?"))
    if watch_until is not None and not today < watch_until <= today + LONGEST_WATCH:
        raise Unfit("watch_until", _("Please choose a day within the next three months."))
