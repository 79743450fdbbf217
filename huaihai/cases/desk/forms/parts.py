"""Dated parts of an agreement, as an officer types them: one line a part, its day and its sum."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.cases.actions.promising import MOST_PARTS
from huaihai.cases.desk.forms.closing import Confirmed
from huaihai.cases.pages import promise_rows
from huaihai.cases.pages.forms import CaseForm, Words, text_field
from huaihai.cases.parts import Part
from huaihai.kit.yuan_field import YuanField

_LINE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[\s,，:：]*(.*)")


class PartsField(Words):
    """Lines such as `2026-12-01 100.00` → parts; a line without a sum is a duty as the agreement's text says.

    Raises ValidationError that names the line.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), **options)

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        if len(lines) > MOST_PARTS:
            raise ValidationError(_("At most %(n)s parts can be written down.") % {"n": MOST_PARTS})
        return [_part(number, line) for number, line in enumerate(lines, start=1)]


def _part(number: int, line: str) -> Part:
    wrong = _("Line %(n)s cannot be read. Please write it like this: 2026-12-09 100.00") % {"n": number}
    found = _LINE.fullmatch(line)
    if found is None:
        raise ValidationError(wrong)
    try:
        due_on = date(int(found[1]), int(found[2]), int(found[3]))
        sum_fen = YuanField(required=False).clean(found[4])
    except (ValueError, ValidationError) as error:
        raise ValidationError(wrong) from error
    return Part("", sum_fen, due_on)


class OnePart(CaseForm):
    """One of the parts of which something may still be said."""

    part = forms.ChoiceField(
        label=gettext_lazy("Which part"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose which part.")},
    )

    def prepare(self) -> None:
        field: Any = self.fields["part"]
        field.choices = promise_rows.choices(self.situation.case, today=self.situation.today)

    def facts(self) -> dict[str, Any]:
        given = super().facts()
        number = int(given.pop("part"))
        return given | {"promise": self.situation.case.promises.get(number=number)}


class ConfirmedPart(OnePart, Confirmed):
    """One part, on the consumer's word."""

    field_order = ("part",)


class ClaimPart(OnePart):
    text = text_field(
        gettext_lazy("What the business did and when"), gettext_lazy("The consumer reads this.")
    )


class BreachPart(OnePart):
    text = text_field(
        gettext_lazy("What was not done"),
        gettext_lazy("As the consumer says. The business reads this."),
        required=False,
    )
