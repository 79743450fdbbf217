"""Which body is the secretariat from a day on, and the rota of the years to come."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.governance import membership, rotation, turns
from huaihai.governance.actions import hand_over
from huaihai.governance.effects.effect import Effect, EffectForm, Facts, first_day, on_words
from huaihai.governance.models import Resolution
from huaihai.kit import clock, local_words
from huaihai.kit.clock import local_day
from huaihai.kit.form_fields import Day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

MOST_TURNS = 5


def _members() -> list[tuple[str, str]]:
    bodies = membership.members_on(clock.today())
    return [("", "—"), *((body.key, local_words.in_script(body.name)) for body in bodies)]


class TermForm(EffectForm):
    """Which body, from when."""

    body = forms.ChoiceField(label=gettext_lazy("Which body takes over the secretariat"), choices=_members)
    starts = Day(
        label=gettext_lazy("First day of its term"),
        help_text=gettext_lazy("The day before is the last one of the present secretariat."),
        earliest=1,
        latest=3660,
    )

    def facts(self) -> dict[str, Any]:
        return {"body": self.cleaned_data["body"], "from": self.cleaned_data["starts"].isoformat()}


class RotaForm(EffectForm):
    """Up to five turns, one after the other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_TURNS + 1):
            is_first = number == 1
            self.fields[f"body_{number}"] = forms.ChoiceField(
                label=_("Turn %(number)s: which body") % {"number": number},
                choices=_members,
                required=is_first,
            )
            self.fields[f"starts_{number}"] = Day(
                label=_("Turn %(number)s: from which day") % {"number": number},
                earliest=1,
                latest=10 * 366,
                required=is_first,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        last = date.min
        for number in range(1, MOST_TURNS + 1):
            body, starts = cleaned.get(f"body_{number}"), cleaned.get(f"starts_{number}")
            if f"body_{number}" in self.errors or f"starts_{number}" in self.errors:
                continue
            if bool(body) != bool(starts):
                missing = f"starts_{number}" if body else f"body_{number}"
                self.add_error(missing, _("A turn needs a body and a day."))
            elif starts:
                if starts <= last:
                    self.add_error(f"starts_{number}", _("Each turn begins after the one before."))
                last = starts
        return cleaned

    def facts(self) -> dict[str, Any]:
        asked = self.cleaned_data
        turns = [
            [asked[f"body_{number}"], asked[f"starts_{number}"].isoformat()]
            for number in range(1, MOST_TURNS + 1)
            if asked.get(f"body_{number}")
        ]
        return {"turns": turns}


def check_term(facts: Facts, first: date) -> None:
    """A member, other than the present secretariat, from a day after the resolution is in force."""
    day = date.fromisoformat(facts["from"])
    try:
        hand_over.check_body(_body(facts["body"]), on=day, today=first)
    except NotPossible as error:
        raise Unfit("body", str(error)) from error


def plan_term(resolution: Resolution, facts: Facts, by: Actor, _at: datetime, now: datetime) -> None:
    """The hand-over is planned, from the first day that is still possible: a term that has begun stays begun."""
    tomorrow = local_day(now) + rotation.ONE_DAY
    hand_over.plan_by_resolution(
        to_body=_body(facts["body"]),
        on=max(first_day(facts, resolution), tomorrow),
        resolution=resolution,
        by=by,
        at=now,
    )


def say_term(facts: Facts) -> str:
    """From 1 January 2027 … is the secretariat, once both sides have signed the hand-over list."""
    return _("From %(day)s %(who)s is the secretariat, once both sides have signed the hand-over list.") % {
        "day": on_words(facts["from"]),
        "who": _name(facts["body"]),
    }


def check_rota(facts: Facts, _first: date) -> None:
    """Turns of members, one after the other."""
    last = date.min
    for number, (key, starts) in enumerate(facts["turns"], start=1):
        day = date.fromisoformat(starts)
        if not membership.is_member(_body(key, f"body_{number}"), on=day):
            raise Unfit(f"body_{number}", _("This body is no member on that day."))
        if day <= last:
            raise Unfit(f"starts_{number}", _("Each turn begins after the one before."))
        last = day


def set_rota(resolution: Resolution, facts: Facts, by: Actor, _at: datetime, now: datetime) -> None:
    """These turns take the place of those that have not begun."""
    check_rota(facts, resolution.in_force_from)
    today = local_day(now)
    ahead = [turns.Turn(_body(key), date.fromisoformat(starts)) for key, starts in facts["turns"]]
    turns.set_rota([turn for turn in ahead if turn.from_on > today], resolution=resolution, by=by, at=now)


def say_rota(facts: Facts) -> str:
    """Rota of the secretariat: … from 1 January 2027, … from 1 January 2029."""
    turns = [
        _("%(who)s from %(day)s") % {"who": _name(key), "day": on_words(day)} for key, day in facts["turns"]
    ]
    return _("Rota of the secretariat: %(turns)s.") % {
        "turns": pgettext("between turns of a rota", "; ").join(turns)
    }


def _name(key: str) -> str:
    body = Organisation.objects.filter(key=key).first()
    return local_words.in_script(body.short_name) if body else key


def _body(key: str, field: str = "body") -> Organisation:
    body = Organisation.objects.filter(key=key).first()
    if body is None:
        raise Unfit(field, _("There is no such body."))
    return body


TAKES_OVER = Effect(
    kind="term",
    label=gettext_lazy("The secretariat moves"),
    form=TermForm,
    check=check_term,
    carry_out=plan_term,
    say=say_term,
    about=lambda _facts: ("term",),
)
SETS_ROTA = Effect(
    kind="rota",
    label=gettext_lazy("The rota of the secretariat"),
    form=RotaForm,
    check=check_rota,
    carry_out=set_rota,
    say=say_rota,
    about=lambda _facts: ("rota",),
)
