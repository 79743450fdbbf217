"""What the forms of the pools share: choices laid out side by side, and hidden keys."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from huaihai.kit.field_parts import FieldPart, field_part
from huaihai.kit.form_fields import Line, SeenForm, Words, name_what_is_needed
from huaihai.kit.ids import new_id


class Shown:
    """Mixed into forms: the visible fields, those named in `grids` as boxes side by side."""

    grids: tuple[str, ...] = ()

    def shown(self) -> Iterator[tuple[BoundField, FieldPart | None]]:
        """Each visible field, and its part if it is laid out as a grid."""
        for bound in self.visible_fields():  # type: ignore[attr-defined]  # every form has them
            yield bound, field_part(bound) if bound.name in self.grids else None


class NewForm(Shown, forms.Form):
    """For a new row: the hidden key lets a button that is pressed twice make one."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"key": new_id(), **(options.get("initial") or {})}
        super().__init__(*args, **options)
        name_what_is_needed(self)


class StepForm(Shown, SeenForm):
    """A step of a row that others may move too."""


class Bare(StepForm):
    """A step that needs nothing but the decision itself."""


class ReasonForm(StepForm):
    """A step with a reason that the other side reads."""

    reason = Words(label=_("Reason"), help_text=_("The other body reads it."), max_length=500)


class MaybeReasonForm(StepForm):
    """A step where a reason is welcome."""

    reason = Words(label=_("Reason"), help_text=_("The other body reads it."), max_length=500, required=False)


def choose(form: forms.Form, name: str, choices: Any) -> None:
    """Set what may be chosen in a field."""
    field: Any = form.fields[name]
    field.choices = choices


def code_field(**options: Any) -> forms.CharField:
    """A unified social credit code as typed; the action checks it."""
    return Line(
        label=_("Unified social credit code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        **options,
    )
