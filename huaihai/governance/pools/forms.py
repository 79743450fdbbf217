"""What is asked when an entry is made or changed, asked for, and answered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.governance.models.pools import Kind
from huaihai.kit.form_fields import Day, Line, PlainForm, SeenForm, Words

TWO_YEARS = 732


class EntryForm(SeenForm):
    """Who, what for, how to reach them, until when."""

    shown_as = Line(
        label=_("How the other bodies see it"),
        help_text=_("A laboratory by its name; a person without it: lawyer, knows prepaid cards well."),
        max_length=60,
    )
    words = Line(
        label=pgettext_lazy("pool", "What for"),
        help_text=_("Fields, languages, certificates, when there is time. All bodies read it."),
        max_length=300,
        required=False,
    )
    name = Line(
        label=_("Name of the person"),
        help_text=_(
            "Only your body reads it, and a body whose request you grant. Each look is written down."
        ),
        max_length=60,
        required=False,
    )
    contact = Line(label=_("How the person is reached"), help_text=_("Telephone, mail. Kept like the name."))
    until_on = Day(
        label=_("Until when"),
        help_text=_("Leave it empty if it is until further notice."),
        earliest=0,
        latest=TWO_YEARS,
        required=False,
    )

    def facts(self) -> dict[str, Any]:
        names = ("shown_as", "words", "name", "contact", "until_on")
        return {name: self.cleaned_data[name] for name in names}


class NewForm(EntryForm):
    """An entry that is made: what it is, and that the person agrees."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("pool", "Kind"), choices=Kind.choices, widget=forms.RadioSelect
    )
    has_agreed = forms.BooleanField(
        label=_("The person (or the laboratory) has agreed that name and contact are kept for this."),
        error_messages={"required": _("Nobody is entered without having agreed.")},
    )
    field_order = ["seen", "kind"]


class ChangedForm(EntryForm):
    """An entry that is changed. Name and contact stay closed: left empty, they stay as they are."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("name", "contact"):
            self.fields[name].required = False
            self.fields[name].help_text = _("Leave it empty to keep what is held.")


class AskForm(PlainForm):
    """When, and what for."""

    from_on = Day(label=_("From when"), earliest=0, latest=TWO_YEARS)
    until_on = Day(label=_("Until when"), earliest=0, latest=TWO_YEARS)
    purpose = Words(
        label=_("What it is for"),
        help_text=_(
            "The other body reads it. Name the business if there is one, so that it can see whether an interest binds."
        ),
        max_length=1000,
    )


class AnswerForm(SeenForm):
    """Yes or no, and a word about it."""

    is_granted = forms.TypedChoiceField(
        label=pgettext_lazy("pool", "Answer"),
        choices=[("yes", pgettext_lazy("pool", "Yes")), ("no", pgettext_lazy("pool", "No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = Words(
        label=_("A word about it"),
        help_text=_("The other body reads it. With a no it is needed."),
        max_length=500,
        required=False,
    )
