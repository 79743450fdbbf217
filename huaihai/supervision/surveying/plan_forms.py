"""Forms of a survey's plan."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.kit import local_words
from huaihai.kit.form_fields import Line, SeenForm, Words
from huaihai.supervision.surveying import standard
from huaihai.supervision.surveying.plan_edits import Wording
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
                standard.SATISFACTION,
                gettext_lazy("the yearly satisfaction measure: supply, environment, rights"),
            ),
            (standard.VISITORS, gettext_lazy("the poll of visitors: two questions, one screen")),
            (standard.OWN, gettext_lazy("own questions")),
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
