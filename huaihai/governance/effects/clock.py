"""The alliance, or one of its bodies, adopts a time limit of its own from a day on."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.lives import Unfit
from huaihai.governance import membership
from huaihai.governance.effects.effect import Effect, EffectForm, Facts, first_day, on_words
from huaihai.governance.models import Resolution
from huaihai.kit import clock as now
from huaihai.kit import local_words
from huaihai.kit.form_fields import Day
from huaihai.law import limits
from huaihai.law.limits import Limit
from huaihai.law.sureness import Sureness
from huaihai.members import directory
from huaihai.members.actions import clocks
from huaihai.members.actors import Actor
from huaihai.members.clocks import is_adoptable
from huaihai.members.errors import MembersError
from huaihai.members.models import Organisation


def _limits() -> list[tuple[str, str]]:
    return [
        (name, local_words.said(limit)) for name, limit in limits.BY_NAME.items() if limit.adopted_by_body
    ]


def _bodies() -> list[tuple[str, str]]:
    members = membership.members_on(now.today())
    return [
        (directory.ROOT_KEY, _("all bodies")),
        *((body.key, local_words.in_script(body.short_name)) for body in members),
    ]


class ClockForm(EffectForm):
    """Which time limit, how long, for whom, from when."""

    limit = forms.ChoiceField(label=gettext_lazy("Which time limit"), choices=_limits)
    number = forms.IntegerField(
        label=gettext_lazy("How long"),
        help_text=gettext_lazy("In the unit of the time limit: working days, days or hours."),
        min_value=1,
        max_value=400,
    )
    body = forms.ChoiceField(label=gettext_lazy("For whom"), choices=_bodies)
    starts = Day(label=gettext_lazy("From which day"), earliest=0, latest=3660)

    def facts(self) -> dict[str, Any]:
        asked = self.cleaned_data
        return {
            "limit": asked["limit"],
            "number": asked["number"],
            "body": asked["body"],
            "from": asked["starts"].isoformat(),
        }


def check(facts: Facts, _first: date) -> None:
    """A limit that bodies may set, and a body that there is."""
    if not is_adoptable(facts["limit"]):
        raise Unfit("limit", _("The law fixes this time limit; no body can change it."))
    if not Organisation.objects.filter(key=facts["body"]).exists():
        raise Unfit("body", _("There is no such body."))


def carry_out(resolution: Resolution, facts: Facts, by: Actor, at: datetime, now: datetime) -> None:
    """One more dated row among the time limits that bodies adopted."""
    check(facts, resolution.in_force_from)
    try:
        clocks.adopt(
            organisation=Organisation.objects.get(key=facts["body"]),
            limit=facts["limit"],
            number=facts["number"],
            unit=_limit(facts).unit,
            in_force_from=first_day(facts, resolution),
            source=_("resolution %(number)s") % {"number": resolution.number},
            mark=Sureness.READ,
            decided_by=resolution.record_key,
            by=by,
            at=at,
        )
    except MembersError as error:
        raise Unfit("limit", str(error)) from error


def say(facts: Facts) -> str:
    """From 1 January 2027, all bodies: the lead body takes a forwarded case within 3 working days."""
    limit = _limit(facts)
    adopted = limit.as_adopted(
        facts["number"], limit.unit, source="", since=date.fromisoformat(facts["from"])
    )
    body = Organisation.objects.filter(key=facts["body"]).exclude(key=directory.ROOT_KEY).first()
    return _("From %(day)s, %(who)s: %(what)s") % {
        "day": on_words(facts["from"]),
        "who": local_words.in_script(body.short_name) if body else _("all bodies"),
        "what": local_words.said(adopted),
    }


def _limit(facts: Facts) -> Limit:
    return limits.BY_NAME[facts["limit"]]


ADOPTS_CLOCK = Effect(
    kind="clock",
    label=gettext_lazy("A time limit is adopted"),
    form=ClockForm,
    check=check,
    carry_out=carry_out,
    say=say,
    about=lambda facts: ("clock", facts["limit"], facts["body"], facts["from"]),
)
