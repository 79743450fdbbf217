"""Forms of collecting: ways in, papers, files of other services."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.kit import local_words
from huaihai.kit.form_fields import Line, SeenForm, name_what_is_needed
from huaihai.supervision.surveying import reading
from huaihai.supervision.surveying.forms import unreadable
from huaihai.supervision.surveying.plan_forms import DIGITS
from huaihai.supervision.surveying.questionnaire import (
    CLOSED,
    LONGEST_TEXT,
    MULTIPLE,
    Question,
    Questionnaire,
)
from huaihai.supervision.surveying.reading import AT, SECONDS, SERIAL, Unreadable
from huaihai.supervision.surveying.verbs import HIGHEST_PAPER, LONGEST_BATCH, LONGEST_PLACE, MOST_TOKENS


class LinkForm(forms.Form):
    """A new way in."""

    place = Line(
        label=gettext_lazy("Where does the code hang or lie?"),
        help_text=gettext_lazy(
            "For instance a station, a market hall. Leave empty for a link that is sent around."
        ),
        required=False,
        max_length=LONGEST_PLACE,
    )
    tokens = forms.IntegerField(
        label=gettext_lazy("How many personal codes, each used once?"),
        help_text=gettext_lazy(
            "They are printed and handed out. Leave empty: whoever has the link may answer."
        ),
        required=False,
        min_value=1,
        max_value=MOST_TOKENS,
        widget=forms.TextInput(attrs=DIGITS),
    )


class PaperLine(Line):
    """One answer typed from paper: the number of a choice, several numbers, a number, or words."""

    def __init__(self, question: Question, number: int, **options: Any) -> None:
        self.question, self.number = question, number
        super().__init__(max_length=LONGEST_TEXT, required=False, **options)

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        try:
            return reading.from_words(self.question, words)
        except Unreadable as error:
            said = {"number": self.number, "why": unreadable(self.question, error)}
            raise ValidationError(_("Question %(number)s: %(why)s") % said) from error


class PaperForm(forms.Form):
    """One paper, all its answers on one page; without batch and number it corrects an entry."""

    batch = Line(label=pgettext_lazy("papers", "Batch"), max_length=LONGEST_BATCH)
    paper = forms.IntegerField(
        label=gettext_lazy("Number on the paper"),
        min_value=1,
        max_value=HIGHEST_PAPER,
        widget=forms.TextInput(attrs=DIGITS),
    )

    def __init__(
        self, *args: Any, questionnaire: Questionnaire, is_correction: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.questionnaire = questionnaire
        if is_correction:
            del self.fields["batch"], self.fields["paper"]
        for number, question in enumerate(questionnaire.questions, start=1):
            self.fields[f"a_{question.key}"] = PaperLine(
                question,
                number,
                label=f"{number}. {local_words.in_script(question.text)}",
                help_text=paper_help(question),
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
        name_what_is_needed(self)

    def answers(self) -> dict[str, Any]:
        """The answers by question."""
        return {
            question.key: self.cleaned_data.get(f"a_{question.key}")
            for question in self.questionnaire.questions
        }


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("The file (Excel or CSV)"),
        help_text=gettext_lazy(
            "As the survey service gives it out, one row a person, at most 5,000 rows and 10 MB."
        ),
        allow_empty_file=True,
    )


class ColumnsForm(SeenForm):
    """What each column of a file means."""

    def __init__(
        self,
        *args: Any,
        heads: Sequence[str],
        columns: Mapping[str, str],
        questionnaire: Questionnaire,
        samples: Sequence[Sequence[str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        meanings = _meanings(questionnaire)
        for place, head in enumerate(heads):
            shown = "、".join(row[place][:20] for row in samples if row[place])
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=head,
                help_text=_("For instance: %(samples)s") % {"samples": shown} if shown else _("empty"),
                choices=meanings,
                required=False,
                initial=columns.get(str(place), ""),
            )

    def columns(self) -> dict[str, str]:
        """The meaning of each column by its place."""
        return {
            name.removeprefix("column_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("column_")
        }


class TakeForm(SeenForm):
    """Taking a file in."""

    leave_out = forms.BooleanField(
        label=gettext_lazy("Leave the rows out that cannot be read; their number is published."),
        required=False,
    )


def paper_help(question: Question) -> str:
    """The choices with the numbers that stand on the paper."""
    if question.kind not in CLOSED:
        return local_words.in_script(question.unit)
    said = "  ".join(
        f"{number} {local_words.in_script(words)}"
        for number, (_key, words) in enumerate(question.choices, start=1)
    )
    return f"{said}  {_('(several, with spaces between)')}" if question.kind == MULTIPLE else said


def paper_words(question: Question, value: Any) -> str:
    """An answer as it is typed from paper."""
    if value is None or question.kind not in CLOSED:
        return str(value or "")
    keys = [key for key, _words in question.choices]
    held = value if isinstance(value, list) else [value]
    return " ".join(str(keys.index(key) + 1) for key in held if key in keys)


def _meanings(questionnaire: Questionnaire) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = [
        ("", _("leave out")),
        (SERIAL, _("number of the answers")),
        (AT, _("when they were handed in")),
        (SECONDS, _("how long it took")),
    ]
    for number, question in enumerate(questionnaire.questions, start=1):
        text = f"{number}. {local_words.in_script(question.text)}"
        rows = [(f"q:{question.key}", text)]
        if question.kind == MULTIPLE:
            rows += [
                (f"c:{question.key}:{key}", f"{number}. … {local_words.in_script(words)}")
                for key, words in question.choices
            ]
        found.append((text[:40], rows))
    return found
