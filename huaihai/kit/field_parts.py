"""A form field, taken apart for the hand-written partial `kit/parts/field.html`.

Django's own rendering costs several templates a field and offers no hint per option. Each field here is
one small template: label above, hint, error beside the field, control.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

# Order matters: a checkbox list is a radio list to Django's classes, a radio list is a select.
_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.Select, "select"),
    (forms.CheckboxInput, "checkbox"),
    (forms.FileInput, "file"),
    (forms.Textarea, "textarea"),
)
_NOT_PASSED_ON = {"id", "class", "type", "style"}


@dataclass(frozen=True)
class Option:
    """One choice of a list."""

    value: str
    label: str
    hint: str
    is_chosen: bool


@dataclass(frozen=True)
class OptionGroup:
    """Choices under one heading; the heading may be empty."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class ErrorLink:
    """An error, and the id of the control that it is about (empty: about the whole form)."""

    text: str
    anchor: str


@dataclass(frozen=True)
class FieldPart:
    """All that the partial needs to know."""

    kind: str
    type: str
    name: str
    id: str
    label: str
    hint: str
    errors: tuple[str, ...]
    value: Any
    attributes: SafeString
    is_heading: bool
    is_optional: bool
    is_disabled: bool
    unit: str
    width: str
    option_groups: tuple[OptionGroup, ...] = field(default=())

    @property
    def options(self) -> Iterator[Option]:
        return (option for group in self.option_groups for option in group.options)

    @property
    def described_by(self) -> str:
        ids = [f"{self.id}-hint"] if self.hint else []
        if self.errors:
            ids.append(f"{self.id}-error")
        return " ".join(ids)

    @property
    def aria(self) -> SafeString:
        attributes: dict[str, Any] = {}
        if self.described_by:
            attributes["aria-describedby"] = self.described_by
        if self.errors:
            attributes["aria-invalid"] = "true"
        return flatatt(attributes)


def field_part(
    bound: BoundField,
    *,
    label: str | None = None,
    hint: str | None = None,
    is_heading: bool = False,
    is_optional: bool | None = None,
    unit: str = "",
    width: str = "",
    hints: Mapping[Any, Any] | None = None,
) -> FieldPart:
    """The parts of one bound field; what is given here goes before what the form says."""
    widget = bound.field.widget
    kind = kind_of(widget)
    has_options = isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple)
    return FieldPart(
        kind=kind,
        type=_input_type(widget),
        name=bound.html_name,
        id=str(bound.auto_id),
        label=str(label if label is not None else bound.label),
        hint=str(hint if hint is not None else bound.help_text),
        errors=tuple(_said(bound, str(error)) for error in bound.errors),
        value=_shown_value(bound, kind),
        attributes=_attributes(widget, bound),
        is_heading=is_heading,
        is_optional=(_is_optional(bound.field) if is_optional is None else is_optional)
        and kind != "checkbox",
        is_disabled=bound.field.disabled,
        unit=str(unit or getattr(bound.field, "unit", "")),
        width=width,
        option_groups=_option_groups(bound, hints or {}) if has_options else (),
    )


def _is_optional(field: forms.Field) -> bool:
    """Not what a later step or another answer asks for (`is_needed`), though it may be empty here."""
    return not field.required and not getattr(field, "is_needed", False)


def error_links(form: forms.BaseForm) -> list[ErrorLink]:
    """The form's errors in the order of its fields; those about the whole form come first."""
    links = [ErrorLink(str(error), "") for error in form.non_field_errors()]
    for bound in form:
        links += [ErrorLink(_said(bound, str(error)), _anchor(bound)) for error in bound.errors]
    return links


def kind_of(widget: forms.Widget) -> str:
    """Which control draws this widget: radios, checkboxes, select, checkbox, file, textarea or input."""
    for kind_class, kind in _KINDS:
        if isinstance(widget, kind_class):
            return kind
    return "input"


def _said(bound: BoundField, error: str) -> str:
    """Django's own "This field is required" says neither which nor what to do; everything else is kept."""
    if error != str(forms.Field.default_error_messages["required"]):
        return error
    kind = kind_of(bound.field.widget)
    if kind == "checkbox":
        return _("Tick: %(label)s") % {"label": bound.label}
    if kind in {"radios", "checkboxes", "select", "file"}:
        return _("Choose: %(label)s") % {"label": bound.label}
    return _("Fill in: %(label)s") % {"label": bound.label}


def _anchor(bound: BoundField) -> str:
    if bound.is_hidden:
        return ""
    in_a_list = kind_of(bound.field.widget) in {"radios", "checkboxes"}
    return f"{bound.auto_id}_0" if in_a_list else str(bound.auto_id)


def _input_type(widget: forms.Widget) -> str:
    if isinstance(widget, forms.DateInput):
        return "date"
    return str(getattr(widget, "input_type", None) or "text")


def _shown_value(bound: BoundField, kind: str) -> Any:
    widget = bound.field.widget
    if kind == "file" or (isinstance(widget, forms.PasswordInput) and not widget.render_value):
        return ""
    value = bound.value()
    if kind == "checkbox":
        return bool(value) and value not in {"False", "false", "0"}
    if isinstance(value, date) and isinstance(widget, forms.DateInput):
        return value.isoformat()
    shown = widget.format_value(value)
    return "" if shown is None else shown


def _attributes(widget: forms.Widget, bound: BoundField) -> SafeString:
    attributes = {name: value for name, value in widget.attrs.items() if name not in _NOT_PASSED_ON}
    if bound.field.disabled:
        attributes["disabled"] = True
    if isinstance(widget, forms.FileInput) and widget.allow_multiple_selected:
        attributes["multiple"] = True
    if not attributes:
        return mark_safe("")
    return flatatt(attributes)


def _option_groups(bound: BoundField, hints: Mapping[Any, Any]) -> tuple[OptionGroup, ...]:
    value = bound.value()
    chosen = {str(v) for v in value} if isinstance(value, list | tuple | set) else {_plain(value)}
    groups: list[OptionGroup] = []
    loose: list[Option] = []
    choices: Any = getattr(bound.field.widget, "choices", ())
    for key, label in choices:
        if isinstance(label, list | tuple):
            if loose:
                groups.append(OptionGroup("", tuple(loose)))
                loose = []
            groups.append(OptionGroup(str(key), tuple(_option(k, text, hints, chosen) for k, text in label)))
        else:
            loose.append(_option(key, label, hints, chosen))
    return (*groups, OptionGroup("", tuple(loose))) if loose else tuple(groups)


def _option(key: Any, label: Any, hints: Mapping[Any, Any], chosen: set[str]) -> Option:
    value = _plain(key)
    return Option(value, str(label), str(hints.get(key, hints.get(value, ""))), value in chosen)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
