"""What every form about a case shares: the version that was seen, and clean text."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.cases.pages.situation import Situation
from huaihai.kit.text.normalise import UnstorableTextError, storable, storable_name

LONGEST_TEXT = 5000
LONGEST_VERSION = 2**31 - 1
NEEDED = gettext_lazy("Please fill this in.")


class Words(forms.CharField):
    """Running text: any number of lines, in the form that is stored."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", LONGEST_TEXT)
        options.setdefault("widget", forms.Textarea(attrs={"rows": 5}))
        super().__init__(**options)
        self.error_messages.update(
            required=NEEDED, max_length=gettext_lazy("This is too long. Please shorten it.")
        )

    def to_python(self, value: Any) -> str:
        return _storable(str(value or ""), storable).strip()


class Line(forms.CharField):
    """A name, a number, an address: one line."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 120)
        super().__init__(**options)
        self.error_messages.update(
            required=NEEDED, max_length=gettext_lazy("This is too long. Please shorten it.")
        )

    def to_python(self, value: Any) -> str:
        return _storable(str(value or ""), storable_name)


class Day(forms.DateField):
    """A day, typed or picked; `earliest` and `latest` are days from today."""

    widget = forms.DateInput

    def __init__(self, *, earliest: int, latest: int, **options: Any) -> None:
        super().__init__(**options)
        self.earliest, self.latest = timedelta(days=earliest), timedelta(days=latest)
        self.error_messages.update(
            required=gettext_lazy("Please give a day."),
            invalid=gettext_lazy("This is not a valid date. Please write it like 2026-12-09."),
        )


class CaseForm(forms.Form):
    """A form that changes one case: it carries the version of the case that the officer saw."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=LONGEST_VERSION, required=False
    )

    def __init__(self, *args: Any, situation: Situation, **options: Any) -> None:
        options.setdefault("initial", {}).setdefault("seen", situation.case.version)
        super().__init__(*args, **options)
        self.situation = situation
        self.prepare()
        name_what_is_needed(self)

    def prepare(self) -> None:
        """For choices that depend on the case."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if isinstance(field, Day) and cleaned.get(name):
                offset = cleaned[name] - self.situation.today
                if not field.earliest <= offset <= field.latest:
                    self.add_error(name, _("This day cannot be right here. Please check it."))
        if cleaned.get("seen") is None and "seen" not in self.errors:
            raise ValidationError(
                _("This page was not complete. Please open it again; what you typed stays here.")
            )
        return cleaned

    @property
    def version_seen(self) -> int:
        return int(self.cleaned_data["seen"])

    def facts(self) -> dict[str, Any]:
        """What the action is told beside case, actor, time and version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def typed(self) -> list[dict[str, str]]:
        """What was typed, to keep on a page when it cannot be used any more."""
        return [{"label": str(label), "value": str(value)} for label, value in self._typed_rows()]

    def _typed_rows(self) -> list[tuple[Any, Any]]:
        rows = []
        for bound in self.visible_fields():
            value = bound.value()
            if value and not isinstance(bound.field, forms.FileField):
                given = value if isinstance(value, list) else [value]
                rows.append((bound.label, "、".join(_words_of(bound.field, str(one)) for one in given)))
        return rows


class Bare(CaseForm):
    """A step that needs nothing but the decision itself."""


def text_field(label: Any, hint: Any = "", *, required: bool = True) -> Words:
    """The one text of most steps."""
    return Words(label=label, help_text=hint, required=required)


def name_what_is_needed(form: forms.BaseForm) -> None:
    """Let the message of an empty field name it, so that a list of them can be read by itself."""
    for field in form.fields.values():
        if field.error_messages.get("required") is NEEDED:
            field.error_messages["required"] = _("Please fill in: %(label)s") % {"label": field.label}


def _words_of(field: forms.Field, value: str) -> str:
    """What a chosen value is called; anything else stays as typed."""
    choices: Any = getattr(field, "choices", ())
    flat: list[Any] = []
    for key, label in choices:
        flat += label if isinstance(label, list | tuple) else [(key, label)]
    return str(next((label for key, label in flat if str(key) == value), value))


def _storable(text: str, made: Any) -> str:
    try:
        return str(made(text))
    except UnstorableTextError as error:
        raise ValidationError(_(error.message_id)) from error
