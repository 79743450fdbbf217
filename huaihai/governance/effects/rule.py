"""A rule gets a new value from a day on."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.lives import Unfit
from huaihai.governance import membership, rules
from huaihai.governance.effects.effect import Effect, EffectForm, Facts, first_day, on_words
from huaihai.governance.models import Resolution, RuleRow
from huaihai.kit.form_fields import Day, Line
from huaihai.law.sureness import Sureness
from huaihai.members.actors import Actor


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


def check(facts: Facts, first: date) -> None:
    """The rule is known and may have this value."""
    if not rules.known_name(facts["rule"]):
        raise Unfit("rule", _("There is no rule of this name."))
    if not rules.fits(facts["rule"], facts["value"]):
        raise Unfit("value", _misfit(facts["rule"]))
    if facts["rule"] == rules.CO_SIGNATURES.name and int(facts["value"]) > len(membership.members_on(first)):
        raise Unfit("value", _("There are not so many members."))


def carry_out(resolution: Resolution, facts: Facts, by: Actor, at: datetime, now: datetime) -> None:
    """One more dated row."""
    check(facts, resolution.in_force_from)
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


def say(facts: Facts) -> str:
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
    check=check,
    carry_out=carry_out,
    say=say,
    is_weighty=lambda facts: rules.is_weighty(facts["rule"]),
    about=lambda facts: ("rule", facts["rule"], facts["from"]),
)
