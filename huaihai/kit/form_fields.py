"""Form fields and what most forms of the desks share: clean text, days, the version that was seen."""

import unicodedata
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.kit import clock
from huaihai.kit.text.normalise import UnstorableTextError, storable, storable_name

LONGEST_TEXT = 5000
LONGEST_VERSION = 2**31 - 1
NEEDED = gettext_lazy("Please fill this in.")
TOO_LONG = gettext_lazy("This is too long. Please shorten it.")
NEEDED_DAY = gettext_lazy("Please give a day.")


class Words(forms.CharField):
    """Running text: any number of lines, in the form that is stored."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", LONGEST_TEXT)
        options.setdefault("widget", forms.Textarea(attrs={"rows": 5}))
        super().__init__(**options)
        self.error_messages.update(required=NEEDED, max_length=TOO_LONG)

    def to_python(self, value: Any) -> str:
        text = _storable(str(value or ""), storable).strip()
        return text if _can_be_seen(text) else ""


class Line(forms.CharField):
    """A name, a number, an address: one line."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 120)
        super().__init__(**options)
        self.error_messages.update(required=NEEDED, max_length=TOO_LONG)

    def to_python(self, value: Any) -> str:
        text = _storable(str(value or ""), storable_name)
        return text if _can_be_seen(text) else ""


class Day(forms.DateField):
    """A day, typed or picked; `earliest` and `latest` are days from today."""

    widget = forms.DateInput

    def __init__(self, *, earliest: int, latest: int, **options: Any) -> None:
        super().__init__(**options)
        self.earliest, self.latest = timedelta(days=earliest), timedelta(days=latest)
        self.error_messages.update(
            required=NEEDED_DAY,
            invalid=gettext_lazy("This is not a valid date. Please write it like 2026-12-09."),
        )

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and not self.earliest <= value - clock.today() <= self.latest:
            raise ValidationError(_("This day cannot be right here. Please check it."))


class SeenForm(forms.Form):
    """A form that changes a row others may change too: it carries the version that was seen."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=LONGEST_VERSION, required=False
    )

    def __init__(self, *args: Any, seen: int, **options: Any) -> None:
        options["initial"] = {"seen": seen, **(options.get("initial") or {})}
        super().__init__(*args, **options)
        name_what_is_needed(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("seen") is None and "seen" not in self.errors:
            raise ValidationError(
                _("This page was not complete. Please open it again; what you typed stays here.")
            )
        return cleaned

    @property
    def version_seen(self) -> int:
        """The version of the row that the person had on the page."""
        return int(self.cleaned_data["seen"])

    def facts(self) -> dict[str, Any]:
        """What the action is told beside the row, actor, time and version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class PlainForm(forms.Form):
    """A form on what counts no versions."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_needed(self)

    def facts(self) -> dict[str, Any]:
        """What the action is told beside the row, actor and time."""
        return dict(self.cleaned_data)


def name_what_is_needed(form: forms.BaseForm) -> None:
    """Let the message of an empty field name it, so that a list of them can be read by itself."""
    for field in form.fields.values():
        if field.error_messages.get("required") in (NEEDED, NEEDED_DAY):
            field.error_messages["required"] = _("Please fill in: %(label)s") % {"label": field.label}


def typed_rows(form: forms.BaseForm) -> list[dict[str, str]]:
    """What was typed, by label, to keep on a page when it cannot be used any more."""
    rows = []
    for bound in form.visible_fields():
        value = bound.value()
        if value and not isinstance(bound.field, forms.FileField):
            given = value if isinstance(value, list) else [value]
            said = "、".join(_words_of(bound.field, str(one)) for one in given)
            rows.append({"label": str(bound.label), "value": said})
    return rows


def _can_be_seen(text: str) -> bool:
    """Whether there is more in it than spaces and marks of no width."""
    return any(not char.isspace() and unicodedata.category(char) != "Cf" for char in text)


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
