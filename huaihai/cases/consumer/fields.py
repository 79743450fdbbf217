"""Form fields for what people type on a phone: lines, longer texts, days, telephone numbers, codes."""

import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.cases import numbers
from huaihai.kit import clock, phones
from huaihai.kit.text import normalise

EARLIEST_DAY = date(2000, 1, 1)
DAY_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]


TOO_LONG: dict[str, Any] = {
    "max_length": _("Please write at most %(limit_value)d characters; you have %(show_value)d.")
}


class Typed(forms.CharField):
    """What is too long is refused with a message: a browser that is told the limit cuts what is pasted, and says
    nothing."""

    default_error_messages = TOO_LONG

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class TextLine(Typed):
    """One line: no direction marks, single spaces. Characters that a database refuses give a message."""

    def to_python(self, value: Any) -> str:
        return _storable(normalise.storable_name, super().to_python(value))


class TextBody(Typed):
    """A longer text; marks that turn the reading direction are made visible."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return normalise.show_bidi(_storable(normalise.storable, super().to_python(value)))


class PastDay(forms.DateField):
    """A day that has come already."""

    widget = forms.DateInput

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=DAY_FORMATS, **options)
        self.error_messages["invalid"] = gettext("Please write the day like 2026-11-25.")

    def to_python(self, value: Any) -> date | None:
        typed = unicodedata.normalize("NFKC", value).replace(" ", "") if isinstance(value, str) else value
        return super().to_python(typed)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and value > clock.today():
            raise ValidationError(gettext("This day has not come yet. Please check it."))
        if value and value < EARLIEST_DAY:
            raise ValidationError(gettext("This day lies too far back. Please check it."))


class MobileField(forms.CharField):
    """A mobile number that can receive a message: eleven digits for the mainland, +… for others."""

    default_error_messages = {"invalid": _("This is not a valid mobile number. Please write all its digits.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, **options)
        self.widget.input_type = "tel"
        self.widget.attrs.update({"autocomplete": "tel", "inputmode": "tel"})

    def to_python(self, value: Any) -> str:
        typed = _storable(normalise.storable_name, super().to_python(value))
        if not typed:
            return ""
        found = phones.mobile(typed)
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class FileNumberField(forms.CharField):
    """A file number, however it was typed. A wrong check digit is said at once: it reveals nothing."""

    default_error_messages = {
        "invalid": _(
            "This file number cannot be right: it has 15 digits. Please compare it with your receipt."
        )
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, **options)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> str:
        typed = _storable(normalise.storable_name, super().to_python(value))
        if not typed:
            return ""
        try:
            return numbers.checked_number(typed)
        except numbers.BadNumber as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


def _storable(clean: Callable[[str], str], value: str | None) -> str:
    try:
        return clean(value or "")
    except normalise.UnstorableTextError as error:
        raise ValidationError(gettext(error.message_id), code="unstorable") from error
