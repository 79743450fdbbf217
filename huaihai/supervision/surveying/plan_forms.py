"""Forms of a survey's plan: how it begins, one question, who is asked, quotas and shares."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.kit import local_words
from huaihai.kit.form_fields import Line, SeenForm, Words
from huaihai.supervision.surveying import faults, plan
from huaihai.supervision.surveying.faults import CHANNEL
from huaihai.supervision.surveying.plan import Wording
from huaihai.supervision.surveying.questionnaire import (
    CANNOT_SAY,
    CLOSED,
    END,
    OUT,
    SCALE,
    Question,
)

KINDS = (
    ("single", gettext_lazy("one answer")),
    ("multiple", gettext_lazy("several answers")),
    ("scale", gettext_lazy("a scale, from worst to best")),
    ("number", gettext_lazy("a number")),
    ("text", gettext_lazy("words of one's own")),
)
DIGITS = {"inputmode": "numeric", "autocomplete": "off"}
MOST_LINES, LONGEST_LINE = 40, 80


class Decimals(Line):
    """A decimal string, or nothing."""

    def __init__(self, **options: Any) -> None:
        options["widget"] = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=14, required=options.pop("required", False), **options)

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        plain = words.replace("−", "-").replace("－", "-")
        body = plain.removeprefix("-")
        if plain and not (body.isascii() and body.count(".") <= 1 and body.replace(".", "").isdigit()):
            raise ValidationError(_("Please write a number in digits."))
        return f"{Decimal(plain).normalize():f}" if plain else ""


class BeginForm(SeenForm):
    """What kind of survey it is."""

    measure = forms.ChoiceField(
        label=_("Begin with"),
        widget=forms.RadioSelect,
        choices=(
            (
                plan.SATISFACTION,
                gettext_lazy("the yearly satisfaction measure: supply, environment, rights"),
            ),
            (plan.VISITORS, gettext_lazy("the poll of visitors: two questions, one screen")),
            (plan.OWN, gettext_lazy("own questions")),
        ),
    )


class QuestionForm(SeenForm):
    """One question."""

    kind = forms.ChoiceField(label=gettext_lazy("Answered with"), choices=KINDS, widget=forms.RadioSelect)
    text = Line(label=gettext_lazy("The question"), max_length=200)
    hint = Line(label=gettext_lazy("A word of help below it"), max_length=200, required=False)
    lines = Words(
        label=gettext_lazy("The answers"),
        help_text=gettext_lazy(
            "One a line. Of a scale the steps, the worst first. Where an answer skips to is set here, too, once saved."
        ),
        required=False,
        max_length=3000,
    )
    cannot_say = Line(
        label=gettext_lazy("Of a scale: the answer for who cannot say"), max_length=60, required=False
    )
    most = forms.IntegerField(
        label=gettext_lazy("Of several answers: at most"),
        required=False,
        min_value=1,
        max_value=MOST_LINES,
        widget=forms.TextInput(attrs=DIGITS),
    )
    is_last_alone = forms.BooleanField(
        label=gettext_lazy("The last answer stands by itself (none of these)"), required=False
    )
    low = Decimals(label=gettext_lazy("Of a number: the smallest"))
    high = Decimals(label=gettext_lazy("Of a number: the largest"))
    unit = Line(label=gettext_lazy("Of a number: its unit"), max_length=12, required=False)
    is_required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)
    is_with_previous = forms.BooleanField(
        label=gettext_lazy("On the same page as the question before"), required=False
    )
    is_group = forms.BooleanField(
        label=gettext_lazy("Show all results by its answers too (of one answer only)"), required=False
    )

    def __init__(self, *args: Any, question: Question | None = None, later: Any = (), **options: Any) -> None:
        if question is not None:
            options["initial"] = _initial(question)
        super().__init__(*args, **options)
        self.answers = question.choices if question and question.kind in CLOSED else ()
        leads = {key: rule.to for rule in (question.rules if question else ()) for key in rule.values}
        where = [("", _("the next question")), *later, (END, _("the end")), (OUT, _("not asked at all"))]
        for key, words in self.answers:
            self.fields[f"to_{key}"] = forms.ChoiceField(
                label=_("Who answers “%(answer)s” goes on at") % {"answer": local_words.in_script(words)},
                choices=where,
                required=False,
                initial=leads.get(key, ""),
            )

    def clean_lines(self) -> list[str]:
        """The answers, without empty lines."""
        lines = [" ".join(line.split()) for line in str(self.cleaned_data["lines"]).split("\n")]
        held = [line for line in lines if line]
        if len(held) > MOST_LINES or any(len(line) > LONGEST_LINE for line in held):
            raise ValidationError(
                _("At most %(most)s answers of %(long)s characters.")
                % {"most": MOST_LINES, "long": LONGEST_LINE}
            )
        if len(set(held)) < len(held):
            raise ValidationError(_("An answer stands here twice."))
        return held

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if found.get("kind") in CLOSED and "lines" in found and len(found["lines"]) < 2:
            self.add_error("lines", _("Please write two answers at least, one a line."))
        return found

    def said(self) -> Wording:
        """The question as it was written."""
        facts = {name: value for name, value in self.facts().items() if not name.startswith("to_")}
        facts["most"] = facts["most"] or 0
        if facts["kind"] not in CLOSED:
            facts["lines"] = []
        leads = {key: self.cleaned_data.get(f"to_{key}", "") for key, _words in self.answers}
        return Wording(**facts, leads=leads)


def _initial(question: Question) -> dict[str, Any]:
    said = question.words
    return {
        "kind": question.kind,
        "text": question.text,
        "hint": question.hint,
        "lines": "\n".join(
            words for key, words in question.choices if question.kind != SCALE or key != CANNOT_SAY
        ),
        "cannot_say": said.get(CANNOT_SAY, "") if question.kind == SCALE else "",
        "most": question.most or None,
        "is_last_alone": bool(question.alone),
        "low": question.low,
        "high": question.high,
        "unit": question.unit,
        "is_required": question.is_required,
        "is_with_previous": question.is_with_previous,
        "is_group": question.is_group,
    }


HUNDRED, NEARLY = Decimal(100), Decimal("0.05")


class AboutForm(SeenForm):
    """What stands around the questions, who is asked, which answers are looked at twice."""

    intro = Words(label=gettext_lazy("What people read before they begin"), required=False, max_length=600)
    thanks = Words(
        label=gettext_lazy("What they read when they have finished"), required=False, max_length=400
    )
    full = Words(
        label=gettext_lazy("What they read when enough people like them have answered"),
        required=False,
        max_length=400,
    )
    sample = forms.ChoiceField(
        label=gettext_lazy("Who is asked"),
        choices=tuple(faults.SAMPLE_WORDS.items()),
        widget=forms.RadioSelect,
    )
    how = Words(
        label=gettext_lazy("How are people found?"),
        help_text=gettext_lazy("The public reads this."),
        max_length=600,
    )
    population = forms.IntegerField(
        label=gettext_lazy("How many people could be asked at most?"),
        help_text=gettext_lazy("Only where it is a small, known number, such as the members of a club."),
        required=False,
        min_value=2,
        max_value=100_000_000,
        widget=forms.TextInput(attrs=DIGITS),
    )
    least = forms.IntegerField(
        label=gettext_lazy("Show a number only from so many answers on"),
        min_value=10,
        max_value=1000,
        widget=forms.TextInput(attrs=DIGITS),
    )
    fast_seconds = forms.IntegerField(
        label=gettext_lazy("Too fast: handed in within so many seconds"),
        required=False,
        min_value=1,
        max_value=3600,
        widget=forms.TextInput(attrs=DIGITS),
    )
    straight_scales = forms.IntegerField(
        label=gettext_lazy("The same step on so many scales or more"),
        required=False,
        min_value=3,
        max_value=80,
        widget=forms.TextInput(attrs=DIGITS),
    )
    twin_answers = forms.IntegerField(
        label=gettext_lazy("All of so many answers or more the same as somebody else's within the hour"),
        required=False,
        min_value=4,
        max_value=80,
        widget=forms.TextInput(attrs=DIGITS),
    )
    exclude = forms.MultipleChoiceField(
        label=pgettext_lazy("survey", "Left out of the results"),
        help_text=gettext_lazy("All are counted and told; only these are left out."),
        choices=tuple(faults.FLAG_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    trim_low = Decimals(label=gettext_lazy("The smallest weight"))
    trim_high = Decimals(label=gettext_lazy("The largest weight"))

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        low, high = found.get("trim_low"), found.get("trim_high")
        if bool(low) != bool(high) or (low and high and not 0 < Decimal(low) <= 1 <= Decimal(high)):
            self.add_error("trim_low", _("Please give both limits, one below and one above 1, or neither."))
        return found

    @classmethod
    def of(cls, plan: Mapping[str, Any]) -> dict[str, Any]:
        """What the plan says of this."""
        sample, cleaning, trim = plan.get("sample") or {}, plan.get("cleaning") or {}, plan.get("trim") or {}
        return {
            **{name: plan.get(name, "") for name in ("intro", "thanks", "full")},
            "sample": sample.get("kind"),
            "how": sample.get("how"),
            "population": sample.get("population"),
            "least": plan.get("least"),
            **{
                name: cleaning.get(name)
                for name in ("fast_seconds", "straight_scales", "twin_answers", "exclude")
            },
            "trim_low": trim.get("low"),
            "trim_high": trim.get("high"),
        }

    def put_into(self, plan: Mapping[str, Any]) -> dict[str, Any]:
        """The plan with what was written."""
        said = self.cleaned_data
        return {
            **plan,
            **{name: said[name] for name in ("intro", "thanks", "full", "least")},
            "sample": {"kind": said["sample"], "how": said["how"], "population": said["population"]},
            "cleaning": {
                name: said[name] for name in ("fast_seconds", "straight_scales", "twin_answers", "exclude")
            },
            "trim": {"low": said["trim_low"], "high": said["trim_high"]} if said["trim_low"] else None,
        }


class GroupForm(SeenForm):
    """Quotas and shares of the population, two fields an answer."""

    source = Line(
        label=gettext_lazy("Source of the shares"),
        help_text=gettext_lazy("For instance the census, with its year and table."),
        required=False,
        max_length=200,
    )

    def __init__(self, *args: Any, question: Question, plan: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.question, self.has_shares = question, question.key != CHANNEL
        if not self.has_shares:
            del self.fields["source"]
        quotas = {
            row["when"][question.key]: row["most"]
            for row in plan.get("quotas", ())
            if set(row["when"]) == {question.key}
        }
        target: Mapping[str, Any] = next(
            (row for row in plan.get("targets", ()) if row["question"] == question.key), {}
        )
        if self.has_shares:
            self.fields["source"].initial = target.get("source", "")
        for key, words in question.choices:
            said, share = local_words.in_script(words), target.get("shares", {}).get(key)
            self.fields[f"most_{key}"] = forms.IntegerField(
                label=_("%(answer)s: at most") % {"answer": said},
                required=False,
                min_value=1,
                max_value=1_000_000,
                initial=quotas.get(key),
                widget=forms.TextInput(attrs=DIGITS),
            )
            if not self.has_shares:
                continue
            field = Decimals(label=_("%(answer)s: share of the population") % {"answer": said})
            field.initial = f"{(Decimal(share) * HUNDRED).normalize():f}" if share else ""
            field.unit = "%"  # type: ignore[attr-defined]  # read by kit.field_parts
            self.fields[f"share_{key}"] = field

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        said = {key: found.get(f"share_{key}") for key, _words in self.question.choices}
        if not any(said.values()):
            return found
        if not all(said.values()) or abs(sum(map(Decimal, said.values())) - HUNDRED) > NEARLY:  # type: ignore[arg-type]
            self.add_error(None, _("The shares must name every answer and add up to 100 %."))
        elif any(not Decimal(str(one)) > 0 for one in said.values()):
            self.add_error(None, _("A share is above 0 %."))
        if not found.get("source"):
            self.add_error("source", _("Please say where the shares come from."))
        return found

    def quotas(self) -> dict[str, int | None]:
        """At most so many of each answer."""
        return {key: self.cleaned_data[f"most_{key}"] for key, _words in self.question.choices}

    def shares(self) -> dict[str, str]:
        """The shares as decimal strings out of 1; none if none were given. What rounding left goes to the largest."""
        said = {key: self.cleaned_data.get(f"share_{key}", "") for key, _words in self.question.choices}
        if not any(said.values()):
            return {}
        held = {key: Decimal(one) / HUNDRED for key, one in said.items()}
        held[max(held, key=lambda key: held[key])] += 1 - sum(held.values())
        return {key: f"{one.normalize():f}" for key, one in held.items()}
