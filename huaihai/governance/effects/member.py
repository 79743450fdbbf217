"""A body joins the alliance, or is a member no longer."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.lives import Unfit
from huaihai.governance import membership, rotation
from huaihai.governance.effects.effect import Effect, EffectForm, Facts, first_day, on_words
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
    if membership.is_member(_body(facts), on=date.fromisoformat(facts["from"])):
        raise Unfit("body", _("This body is a member already."))


def check_leaving(facts: Facts, _first: date) -> None:
    """A body that is a member until then."""
    if not membership.is_member(_body(facts), on=date.fromisoformat(facts["from"])):
        raise Unfit("body", _("This body is no member on that day."))
    if rotation.holds_or_will_hold_office(_body(facts), from_on=date.fromisoformat(facts["from"])):
        raise Unfit(
            "body", _("This body holds the office then, or will. First let another one take it over.")
        )


def let_join(resolution: Resolution, facts: Facts, by: Actor, at: datetime, now: datetime) -> None:
    """The membership begins."""
    membership.join(
        body=_body(facts),
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
        body=_body(facts),
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


def _body(facts: Facts) -> Organisation:
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
