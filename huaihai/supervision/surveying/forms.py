"""The form of one page of a survey, and answers as people read them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.kit import local_words
from huaihai.kit.form_fields import Line, Words
from huaihai.supervision.surveying import reading
from huaihai.supervision.surveying.questionnaire import (
    CLOSED,
    LONGEST_TEXT,
    MULTIPLE,
    NUMBER,
    TEXT,
    Question,
    Questionnaire,
    answer_keys,
)
from huaihai.supervision.surveying.reading import Unreadable

CHOOSE = gettext_lazy("Please choose an answer.")


class NumberLine(Line):
    """A number within the bounds of its question, as a decimal string."""

    def __init__(self, question: Question, **options: Any) -> None:
        self.question = question
        options["widget"] = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=20, **options)

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        try:
            return reading.number(self.question, words)
        except Unreadable as error:
            raise ValidationError(unreadable(self.question, error)) from error


class SeveralField(forms.MultipleChoiceField):
    """Several choices, within what the question allows."""

    def __init__(self, question: Question, **options: Any) -> None:
        self.question = question
        super().__init__(widget=forms.CheckboxSelectMultiple, **options)

    def clean(self, value: Any) -> Any:
        keys: list[str] = super().clean(value)
        try:
            return reading.chosen(self.question, keys)
        except Unreadable as error:
            raise ValidationError(unreadable(self.question, error)) from error


class PageForm(forms.Form):
    """The questions of one page, with the signed name of the draft in a hidden field."""

    draft = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, page: Sequence[Question], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.page = page
        for question in page:
            self.fields[f"a_{question.key}"] = field_of(question)

    def said(self) -> dict[str, Any]:
        """The answers by question; None where nothing was said."""
        return {question.key: self.cleaned_data.get(f"a_{question.key}") or None for question in self.page}

    @property
    def shown(self) -> Iterator[tuple[Any, Question]]:
        """Each field with its question."""
        for question in self.page:
            yield self[f"a_{question.key}"], question


class TokenForm(forms.Form):
    """The personal code, typed; shown again when it fits none."""

    token = Line(
        label=gettext_lazy("The code on your piece of paper"),
        help_text=gettext_lazy("A number, a dash and ten letters and digits."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def clean_token(self) -> str:
        """Refused: a code that fits does not come here."""
        raise ValidationError(
            _("This code does not fit. Please check it letter by letter, or scan it again.")
        )


def initial_of(page: Sequence[Question], answers: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered before, for the fields of a page."""
    return {f"a_{question.key}": answers.get(question.key) for question in page}


def field_of(question: Question) -> forms.Field:
    """The field that a question is answered in."""
    options: dict[str, Any] = {
        "label": local_words.in_script(question.text),
        "help_text": local_words.in_script(question.hint) or _help(question),
        "required": question.is_required,
    }
    if question.kind == TEXT:
        return Words(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}), **options)
    if question.kind == NUMBER:
        field: forms.Field = NumberLine(question, **options)
        field.unit = local_words.in_script(question.unit)  # type: ignore[attr-defined]  # read by kit.field_parts
        return field
    given = [(key, local_words.in_script(words)) for key, words in question.choices]
    options["error_messages"] = {"required": CHOOSE}
    if question.kind == MULTIPLE:
        return SeveralField(question, choices=given, **options)
    return forms.ChoiceField(choices=given, widget=forms.RadioSelect, **options)


def unreadable(question: Question, error: Unreadable) -> str:
    """Why something is no answer, in words."""
    said = {"words": error.words, "most": question.most, "low": question.low, "high": question.high}
    return {
        "choice": _("“%(words)s” is none of the answers."),
        "several": _("Only one answer can be given here."),
        "alone": _("One of these answers stands by itself: please choose it alone, or the others."),
        "most": _("Please choose at most %(most)s."),
        "number": _("Please write a number in digits."),
        "bounds": _("Please write a number from %(low)s to %(high)s."),
        "long": _("This is too long. Please shorten it."),
    }[error.why] % said


def _help(question: Question) -> str:
    if question.kind == MULTIPLE:
        return (
            _("Choose at most %(most)s.") % {"most": question.most}
            if question.most
            else _("Choose all that fit.")
        )
    if question.kind == TEXT:
        return _("Please write no names and no telephone numbers.")
    return ""


def words_of(question: Question, value: Any) -> str:
    """What an answer says."""
    if value is None:
        return ""
    if question.kind not in CLOSED:
        return f"{value} {local_words.in_script(question.unit)}".strip()
    said = question.words
    return "、".join(local_words.in_script(said.get(key, key)) for key in answer_keys(value))


def answer_rows(
    questionnaire: Questionnaire, answers: Mapping[str, Any], *, address: Callable[[int], str]
) -> list[dict[str, str]]:
    """The questions on this person's way and what was answered, each with the page where it is changed."""
    return [
        {
            "label": local_words.in_script(question.text),
            "value": words_of(question, answers.get(question.key)),
            "change_url": address(place),
        }
        for place in questionnaire.way(answers)[0]
        for question in questionnaire.pages[place]
    ]
