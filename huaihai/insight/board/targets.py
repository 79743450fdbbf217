"""Targets: what a resolution says a measure should reach in a year. Nobody else can set one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from huaihai.desk.lives import Unfit
from huaihai.desk.measured import Measured, joined, sentence
from huaihai.governance.effects.effect import Effect, EffectForm, Facts
from huaihai.governance.models import Resolution
from huaihai.insight.board import facts as board_facts
from huaihai.insight.board.arithmetic import HUNDRED, Pool, Progress, State
from huaihai.insight.board.computing import Series, kept, left_in, shown_until, stands
from huaihai.insight.board.registry import BY_KEY
from huaihai.insight.models import Target
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.record import events

EFFECT = "target"
AHEAD = 5  # years after the present one
MOST = Decimal(999_999_999_999)


def check(*, measure: str, year: int, direction: str, value: Decimal, first_year: int) -> None:
    """Whether such a target can be set by a resolution that is in force from a day of `first_year`. Raises Unfit."""
    kind = BY_KEY.get(measure)
    if kind is None:
        raise Unfit("measure", _("This is not a measure of the board."))
    if not first_year <= year <= first_year + AHEAD:
        raise Unfit("year", _("A target is set for the year of the resolution or one of the five after it."))
    if direction not in Target.Direction.values:
        raise Unfit("direction", _("Please choose one."))
    if not 0 <= value <= (HUNDRED if kind.pool == Pool.SHARE else MOST):
        raise Unfit("value", _("This measure is a share: a number from 0 to 100, please."))


def adopt(
    *,
    measure: str,
    year: int,
    direction: str,
    value: Decimal,
    resolution: Resolution,
    by: Actor,
    at: datetime,
) -> Target:
    """The target counts from the day on which the resolution is in force. Raises Unfit."""
    first = max(resolution.in_force_from, local_day(at))
    check(measure=measure, year=year, direction=direction, value=value, first_year=first.year)
    made = Target(
        measure=measure,
        year=year,
        direction=direction,
        value=value,
        resolution=resolution,
        from_on=first,
        adopted_at=at,
    )
    with transaction.atomic():
        old = Target.objects.select_for_update().filter(measure=measure, year=year, replaced_by=None).first()
        _replace(old, made)
        events.write(
            subject=made.record_key,
            verb="target adopted",
            by=by.key,
            at=at,
            facts={
                "direction": direction,
                "value": f"{value:f}",
                "resolution": resolution.number,
                "from": first.isoformat(),
                "instead_of": old.resolution.number if old else "",
            },
        )
    return made


def _replace(old: Target | None, made: Target) -> None:
    """Store the new one beside the old one: only one of a measure and year may stand alone."""
    if old is None:
        made.save(force_insert=True)
        return
    made.replaced_by = old  # for the moment between the two, it is the one that does not stand
    made.save(force_insert=True)
    old.replaced_by = made
    made.replaced_by = None
    old.save(update_fields=["replaced_by"])
    made.save(update_fields=["replaced_by"])


def _measures() -> list[tuple[str, Any]]:
    return [("", "—"), *board_facts.choices()]


class TargetForm(EffectForm):
    """Which measure should reach what, and in which year."""

    measure = forms.ChoiceField(
        label=gettext_lazy("Which measure"),
        help_text=gettext_lazy("Only what is counted can have a target."),
        choices=_measures,
    )
    year = forms.IntegerField(
        label=gettext_lazy("For which year?"),
        min_value=2020,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    direction = forms.ChoiceField(
        label=gettext_lazy("Which way"), choices=Target.Direction.choices, widget=forms.RadioSelect
    )
    value = forms.DecimalField(
        label=gettext_lazy("What it should reach"),
        help_text=gettext_lazy("In the unit of the measure: 90 for 90 %."),
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "measure": said["measure"],
            "year": said["year"],
            "direction": said["direction"],
            "value": f"{said['value'].normalize():f}",
        }


def check_effect(facts: Facts, first: date) -> None:
    """It can be set from that day on. Raises Unfit."""
    check(**_read(facts), first_year=first.year)


def carry_out(resolution: Resolution, facts: Facts, by: Actor, at: datetime, now: datetime) -> None:
    """The target counts from the day on which the resolution is in force."""
    adopt(**_read(facts), resolution=resolution, by=by, at=at)


def say(facts: Facts) -> str:
    """Target for 2027: Steps on time – at least 90 %."""
    return _("Target for %(year)s: %(measure)s – %(value)s.") % {
        "year": facts["year"],
        "measure": board_facts.title(facts["measure"]),
        "value": board_facts.aim(facts["measure"], facts["direction"], Decimal(facts["value"])),
    }


def _read(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "measure": facts["measure"],
        "year": facts["year"],
        "direction": facts["direction"],
        "value": Decimal(facts["value"]),
    }


ADOPTS_TARGETS = Effect(
    kind=EFFECT,
    label=gettext_lazy("A target for a measure is set"),
    form=TargetForm,
    check=check_effect,
    carry_out=carry_out,
    say=say,
    about=lambda facts: (EFFECT, facts["measure"], facts["year"]),
)


TONES: Mapping[State, str] = {
    State.UNKNOWN: "calm",
    State.ON_COURSE: "ok",
    State.REACHED: "ok",
    State.BEHIND: "warn",
    State.OUT_OF_REACH: "late",
    State.MISSED: "late",
}


@dataclass(frozen=True)
class TargetWords:
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
        return joined((self.where, self.pace))


def of_year(year: int, *, today: date) -> dict[str, TargetWords]:
    """The targets in force for this year, by measure; two queries."""
    rows = Target.objects.in_force(today).filter(year=year).select_related("resolution")
    targets = [one for one in rows if one.measure in BY_KEY]
    series = kept(keys=[one.measure for one in targets], since=date(year, 1, 1)) if targets else {}
    return {one.measure: in_words(one, series.get(one.measure, ()), today=today) for one in targets}


def in_words(target: Target, series: Series, *, today: date) -> TargetWords:
    """One target in words."""
    found = stands(target, series, today=today)
    left = left_in(target.year, today)
    return TargetWords(
        target=target,
        words=board_facts.aim(target.measure, target.direction, target.value),
        state=state_words(found.state),
        tone=TONES[found.state],
        where=_where(target, found, today),
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


def _where(target: Target, found: Progress, today: date) -> str:
    if found.value is None:
        return _("In %(year)s nothing was measured yet.") % {"year": target.year}
    said = board_facts.amount(
        board_facts.number(BY_KEY[target.measure], found.value), board_facts.unit_of(target.measure)
    )
    kind = BY_KEY[target.measure]
    mark = board_facts.mark_of(kind, date(target.year, 1, 1), shown_until(kind, today), None)
    return sentence(_("In %(year)s so far: %(value)s."), year=target.year, value=Measured(said, mark))


def _pace(target: Target, found: Progress, left: int) -> str:
    """What the months left have to bring; "" where there is nothing to say."""
    if found.state == State.OUT_OF_REACH:
        return _("The months that are left cannot make up for it.")
    if found.needed is None or not left:
        return ""
    kind = BY_KEY[target.measure]
    said = {
        "n": left,
        "value": board_facts.amount(
            board_facts.number(kind, found.needed), board_facts.unit_of(target.measure)
        ),
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
    return [(row, board_facts.aim(measure, row.direction, row.value)) for row in rows[:100]]
