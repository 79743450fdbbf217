"""Targets in plain words: what was decided, where it stands, what the rest of the year has to bring."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huaihai.insight.board import names
from huaihai.insight.board.arithmetic import Pool
from huaihai.insight.board.meeting import Series, kept, left_in, stands
from huaihai.insight.board.progress import Progress, State
from huaihai.insight.board.registry import BY_KEY
from huaihai.insight.models import Target
from huaihai.kit import spoken

TONES: Mapping[State, str] = {
    State.UNKNOWN: "calm",
    State.ON_COURSE: "ok",
    State.REACHED: "ok",
    State.BEHIND: "warn",
    State.OUT_OF_REACH: "late",
    State.MISSED: "late",
}


@dataclass(frozen=True)
class TargetTold:
    """One target of a measure, as a card says it."""

    target: Target
    words: str
    state: str
    tone: str
    where: str
    pace: str

    @property
    def says(self) -> str:
        """Where it stands and what is needed, one sentence after the other."""
        return spoken.run_on((self.where, self.pace))


def of_year(year: int, *, today: date) -> dict[str, TargetTold]:
    """The targets in force for this year, by measure; two queries."""
    rows = Target.objects.in_force(today).filter(year=year).select_related("resolution")
    targets = [one for one in rows if one.measure in BY_KEY]
    series = kept(keys=[one.measure for one in targets], since=date(year, 1, 1)) if targets else {}
    return {one.measure: told(one, series.get(one.measure, ()), today=today) for one in targets}


def told(target: Target, series: Series, *, today: date) -> TargetTold:
    """One target in words."""
    found = stands(target, series, today=today)
    left = left_in(target.year, today)
    return TargetTold(
        target=target,
        words=names.aim(target.measure, target.direction, target.value),
        state=state_words(found.state),
        tone=TONES[found.state],
        where=_where(target, found),
        pace=_pace(target, found, left),
    )


def state_words(state: State) -> str:
    """The state in a word or two."""
    return {
        State.UNKNOWN: pgettext("target", "nothing measured yet"),
        State.ON_COURSE: pgettext("target", "on course"),
        State.REACHED: pgettext("target", "reached"),
        State.BEHIND: pgettext("target", "behind"),
        State.OUT_OF_REACH: pgettext("target", "out of reach"),
        State.MISSED: pgettext("target", "missed"),
    }[state]


def _where(target: Target, found: Progress) -> str:
    if found.value is None:
        return _("In %(year)s nothing was measured yet.") % {"year": target.year}
    said = names.amount(names.number(BY_KEY[target.measure], found.value), names.unit_of(target.measure))
    return _("In %(year)s so far: %(value)s.") % {"year": target.year, "value": said}


def _pace(target: Target, found: Progress, left: int) -> str:
    """What the months left have to bring; "" where there is nothing to say."""
    if found.state == State.OUT_OF_REACH:
        return _("The months that are left cannot make up for it.")
    if found.needed is None or not left:
        return ""
    kind = BY_KEY[target.measure]
    said = {
        "n": left,
        "value": names.amount(names.number(kind, found.needed), names.unit_of(target.measure)),
    }
    if kind.pool == Pool.SUM and target.direction == Target.Direction.AT_MOST:
        return (
            ngettext(
                "%(n)s month is left, with %(value)s at most.",
                "%(n)s months are left, each with %(value)s at most on average.",
                left,
            )
            % said
        )
    if target.direction == Target.Direction.AT_MOST:
        return (
            ngettext(
                "%(n)s month is left; it must not be above %(value)s.",
                "%(n)s months are left; on average they must not be above %(value)s.",
                left,
            )
            % said
        )
    return (
        ngettext(
            "%(n)s month is left; it has to bring %(value)s.",
            "%(n)s months are left; on average each has to bring %(value)s.",
            left,
        )
        % said
    )


def history(measure: str) -> list[tuple[Target, str]]:
    """All targets that were ever set for a measure, the newest first, each in words."""
    rows = Target.objects.filter(measure=measure).select_related("resolution", "replaced_by__resolution")
    return [(row, names.aim(measure, row.direction, row.value)) for row in rows[:100]]
