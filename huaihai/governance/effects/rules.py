"""A rule gets a new value, or a time limit of one's own is adopted, from a day on."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.lives import Unfit
from huaihai.governance import membership, rules
from huaihai.governance.effects.effect import Effect, EffectForm, Facts, first_day, on_words
from huaihai.governance.models import Resolution, RuleRow
from huaihai.kit import clock as now
from huaihai.kit import local_words
from huaihai.kit.form_fields import Day, Line
from huaihai.law import limits
from huaihai.law.limits import Limit
from huaihai.law.sureness import Sureness
from huaihai.members import clocks, directory
from huaihai.members.actors import Actor
from huaihai.members.clocks import is_adoptable
from huaihai.members.errors import MembersError
from huaihai.members.models import Organisation


def _choices() -> list[tuple[str, Any]]:
    named = [(name, rule.label) for name, rule in rules.RULES.items()]
    return [("", "—"), *named, *((f"{prefix}.", family.label) for prefix, family in rules.FAMILIES.items())]


class RuleForm(EffectForm):
    """Which rule, which value, from when."""

    rule = forms.ChoiceField(label=gettext_lazy("Which rule"), choices=_choices)
    key = Line(
        label=gettext_lazy("Short name of the criterion or target"),
        help_text=gettext_lazy(
            "Only for a criterion or a yearly target: small letters, digits and hyphens, such as refund-days."
        ),
        required=False,
        max_length=40,
    )
    title = Line(
        label=gettext_lazy("What it is called"),
        help_text=gettext_lazy("Only for a criterion or a yearly target."),
        required=False,
    )
    value = Line(
        label=gettext_lazy("New value"),
        help_text=gettext_lazy("A whole number, a share such as 2/3, or for a criterion a short sentence."),
        max_length=400,
    )
    starts = Day(label=gettext_lazy("From which day"), earliest=0, latest=3660)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        rule = cleaned.get("rule", "")
        if rule.endswith("."):
            if not rules.known_name(rule + cleaned.get("key", "")):
                self.add_error("key", _("Please use small letters, digits and hyphens."))
            if not cleaned.get("title"):
                self.add_error("title", _("Please say what it is called."))
        elif rule and cleaned.get("value") and not rules.fits(rule, cleaned["value"]):
            self.add_error("value", _misfit(rule))
        return cleaned

    def facts(self) -> dict[str, Any]:
        asked = self.cleaned_data
        is_named = asked["rule"] in rules.RULES
        return {
            "rule": asked["rule"] if is_named else asked["rule"] + asked["key"],
            "title": "" if is_named else asked["title"],
            "value": asked["value"],
            "from": asked["starts"].isoformat(),
        }


def check_rule(facts: Facts, first: date) -> None:
    """The rule is known and may have this value."""
    if not rules.known_name(facts["rule"]):
        raise Unfit("rule", _("There is no rule of this name."))
    if not rules.fits(facts["rule"], facts["value"]):
        raise Unfit("value", _misfit(facts["rule"]))
    if facts["rule"] == rules.CO_SIGNATURES.name and int(facts["value"]) > len(membership.members_on(first)):
        raise Unfit("value", _("There are not so many members."))


def set_rule(resolution: Resolution, facts: Facts, by: Actor, at: datetime, now: datetime) -> None:
    """One more dated row."""
    check_rule(facts, resolution.in_force_from)
    day = first_day(facts, resolution)
    if RuleRow.objects.filter(name=facts["rule"], in_force_from=day, resolution=resolution).exists():
        raise Unfit("rule", _("This resolution has set the rule for that day already."))
    RuleRow.objects.create(
        name=facts["rule"],
        title=facts["title"],
        value=facts["value"],
        in_force_from=day,
        resolution=resolution,
        source=resolution.number,
        mark=Sureness.READ,
    )


def say_rule(facts: Facts) -> str:
    """From 1 January 2027: co-signatures under a joint warning – 4 bodies."""
    rule = rules.RULES.get(facts["rule"])
    label = rule.label if rule else facts["title"]
    value = f"{facts['value']} {rule.unit}" if rule and rule.unit else facts["value"]
    return _("From %(day)s: %(what)s – %(value)s") % {
        "day": on_words(facts["from"]),
        "what": label,
        "value": value,
    }


def _misfit(name: str) -> str:
    rule = rules.RULES.get(name)
    if rule is not None and rule.kind is rules.Kind.SHARE:
        return _("Please write a share such as 2/3; never less than half.")
    if rule is not None and rule.kind is rules.Kind.NUMBER:
        return _("Please write a whole number from %(least)s to %(most)s.") % {
            "least": rule.least,
            "most": rule.most,
        }
    return _("Please fill in a value.")


SETS_RULE = Effect(
    kind="rule",
    label=gettext_lazy("A rule gets a new value"),
    form=RuleForm,
    check=check_rule,
    carry_out=set_rule,
    say=say_rule,
    is_weighty=lambda facts: rules.is_weighty(facts["rule"]),
    about=lambda facts: ("rule", facts["rule"], facts["from"]),
)


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


def check_clock(facts: Facts, _first: date) -> None:
    """A limit that bodies may set, and a body that there is."""
    if not is_adoptable(facts["limit"]):
        raise Unfit("limit", _("The law fixes this time limit; no body can change it."))
    if not Organisation.objects.filter(key=facts["body"]).exists():
        raise Unfit("body", _("There is no such body."))


def set_clock(resolution: Resolution, facts: Facts, by: Actor, at: datetime, now: datetime) -> None:
    """One more dated row among the time limits that bodies adopted."""
    check_clock(facts, resolution.in_force_from)
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


def say_clock(facts: Facts) -> str:
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
    check=check_clock,
    carry_out=set_clock,
    say=say_clock,
    about=lambda facts: ("clock", facts["limit"], facts["body"], facts["from"]),
)
