"""Which bodies are members from a day on, which one is the secretariat, and the rota of the years to come."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from huaihai.desk.lives import NotPossible, Unfit
from huaihai.governance import membership, secretariat
from huaihai.governance.effects.effect import Effect, EffectForm, Facts, first_day, on_words
from huaihai.governance.hand_over import verbs
from huaihai.governance.models import Membership, Resolution
from huaihai.kit import clock, local_words
from huaihai.kit.clock import local_day
from huaihai.kit.form_fields import Day
from huaihai.law.sureness import Sureness
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation


def _outside() -> list[tuple[str, str]]:
    inside = Membership.objects.on(clock.today()).values("organisation")
    return _named(Organisation.objects.cities().exclude(pk__in=inside))


def _inside() -> list[tuple[str, str]]:
    return _named(membership.members_on(clock.today()))


def _named(bodies: Any) -> list[tuple[str, str]]:
    return [("", "—"), *((body.key, local_words.in_script(body.name)) for body in bodies)]


class JoinForm(EffectForm):
    """Which body, from when."""

    body = forms.ChoiceField(label=gettext_lazy("Which body"), choices=_outside)
    starts = Day(label=gettext_lazy("From which day"), earliest=0, latest=3660)

    def facts(self) -> dict[str, Any]:
        return {"body": self.cleaned_data["body"], "from": self.cleaned_data["starts"].isoformat()}


class LeaveForm(JoinForm):
    """Which body is a member no longer, from when."""

    body = forms.ChoiceField(label=gettext_lazy("Which body"), choices=_inside)


def check_joining(facts: Facts, _first: date) -> None:
    """A body that there is and that is no member then."""
    if membership.is_member(_body_of(facts), on=date.fromisoformat(facts["from"])):
        raise Unfit("body", _("This body is a member already."))


def check_leaving(facts: Facts, _first: date) -> None:
    """A body that is a member until then."""
    if not membership.is_member(_body_of(facts), on=date.fromisoformat(facts["from"])):
        raise Unfit("body", _("This body is no member on that day."))
    if secretariat.holds_or_will_hold_office(_body_of(facts), from_on=date.fromisoformat(facts["from"])):
        raise Unfit(
            "body", _("This body holds the office then, or will. First let another one take it over.")
        )


def let_join(resolution: Resolution, facts: Facts, by: Actor, at: datetime, now: datetime) -> None:
    """The membership begins."""
    membership.join(
        body=_body_of(facts),
        from_on=first_day(facts, resolution),
        resolution=resolution,
        source=_("resolution %(number)s") % {"number": resolution.number},
        mark=Sureness.READ,
        by=by,
        at=now,
    )


def let_leave(resolution: Resolution, facts: Facts, by: Actor, at: datetime, now: datetime) -> None:
    """The membership ends on the day before; whoever has given notice for a later day leaves sooner."""
    first_without = first_day(facts, resolution)
    if first_without <= local_day(at):  # today's last member is still one today
        raise Unfit("starts", _("A membership can end tomorrow at the earliest."))
    membership.exclude(
        body=_body_of(facts),
        last_on=membership.last_day_before(first_without),
        resolution=resolution,
        by=by,
        at=now,
    )


def say_joining(facts: Facts) -> str:
    """From 1 January 2027 … is a member."""
    return _("From %(day)s %(who)s is a member.") % _said(facts)


def say_leaving(facts: Facts) -> str:
    """From 1 January 2027 … is a member no longer."""
    return _("From %(day)s %(who)s is a member no longer.") % _said(facts)


def _said(facts: Facts) -> dict[str, str]:
    body = Organisation.objects.filter(key=facts["body"]).first()
    return {
        "day": on_words(facts["from"]),
        "who": local_words.in_script(body.name) if body else str(facts["body"]),
    }


def _body_of(facts: Facts) -> Organisation:
    body = Organisation.objects.filter(key=facts["body"]).first()
    if body is None:
        raise Unfit("body", _("There is no such body."))
    return body


JOINS = Effect(
    kind="join",
    label=gettext_lazy("A body joins"),
    form=JoinForm,
    check=check_joining,
    carry_out=let_join,
    say=say_joining,
    is_weighty=lambda _facts: True,
    about=lambda facts: ("member", facts["body"]),
)
LEAVES = Effect(
    kind="leave",
    label=gettext_lazy("A body is excluded"),
    form=LeaveForm,
    check=check_leaving,
    carry_out=let_leave,
    say=say_leaving,
    is_weighty=lambda _facts: True,
    about=lambda facts: ("member", facts["body"]),
)


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
        verbs.check_body(_body_named(facts["body"]), on=day, today=first)
    except NotPossible as error:
        raise Unfit("body", str(error)) from error


def plan_term(resolution: Resolution, facts: Facts, by: Actor, _at: datetime, now: datetime) -> None:
    """The hand-over is planned, from the first day that is still possible: a term that has begun stays begun."""
    tomorrow = local_day(now) + secretariat.ONE_DAY
    verbs.plan_by_resolution(
        to_body=_body_named(facts["body"]),
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
        if not membership.is_member(_body_named(key, f"body_{number}"), on=day):
            raise Unfit(f"body_{number}", _("This body is no member on that day."))
        if day <= last:
            raise Unfit(f"starts_{number}", _("Each turn begins after the one before."))
        last = day


def set_rota(resolution: Resolution, facts: Facts, by: Actor, _at: datetime, now: datetime) -> None:
    """These turns take the place of those that have not begun."""
    check_rota(facts, resolution.in_force_from)
    today = local_day(now)
    ahead = [secretariat.Turn(_body_named(key), date.fromisoformat(starts)) for key, starts in facts["turns"]]
    secretariat.set_rota(
        [turn for turn in ahead if turn.from_on > today], resolution=resolution, by=by, at=now
    )


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


def _body_named(key: str, field: str = "body") -> Organisation:
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
