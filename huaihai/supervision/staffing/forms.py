"""Forms of parts and minutes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.kit.form_fields import Words, name_what_is_needed
from huaihai.members.models import Account
from huaihai.supervision.procedures import ROLES, people_for, roles_of
from huaihai.supervision.staffing.estimating import Line
from huaihai.supervision.staffing.noting import MOST_MINUTES

FAR = 800  # days
NUMBER = {"inputmode": "numeric", "autocomplete": "off"}


class GiveForm(forms.Form):
    """Which part, and who."""

    role = forms.ChoiceField(label=_("Which part?"), widget=forms.RadioSelect)
    account = forms.ChoiceField(label=_("Who?"))

    def __init__(self, *args: Any, kind: str, people: Sequence[tuple[Account, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.accounts = {str(account.pk): account for account, _where in people}
        self.fields["role"].choices = role_choices(kind)  # type: ignore[attr-defined]  # a ChoiceField
        who = [(str(account.pk), f"{account.shown_name} · {where}") for account, where in people]
        self.fields["account"].choices = [("", "—"), *who]  # type: ignore[attr-defined]
        name_what_is_needed(self)

    @property
    def who(self) -> Account:
        """The person who was chosen."""
        return self.accounts[self.cleaned_data["account"]]


class EndForm(forms.Form):
    """Nothing to fill in."""


class DeclarationForm(forms.Form):
    """Whether an interest binds somebody who has a part."""

    is_free = forms.TypedChoiceField(
        label=_("Does anything bind you to a maker, a seller or a place in this project?"),
        choices=[
            ("free", _("No: no work, no share, no family, no gifts, no competition")),
            ("bound", pgettext_lazy("interests", "Yes")),
        ],
        widget=forms.RadioSelect,
    )
    interest = Words(
        label=_("If yes: what binds you?"),
        max_length=600,
        required=False,
        help_text=_(
            "Only the body that leads the project reads it. Your part ends, and somebody else takes it."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_needed(self)


class MinutesForm(forms.Form):
    """The minutes that each step has taken at one body so far; empty: nothing noted."""

    def __init__(
        self, *args: Any, lines: Iterable[Line], noted: Mapping[str, int], body: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        for line in lines:
            self.fields[line.step.key] = forms.IntegerField(
                label=str(line.step.label),
                help_text=_t("Estimated: %(n)s minutes") % {"n": line.by_body.get(body, 0)},
                required=False,
                min_value=0,
                max_value=MOST_MINUTES,
                initial=noted.get(line.step.key),
                widget=forms.TextInput(attrs=NUMBER),
            )

    def taken(self) -> dict[str, int]:
        """The steps with a number."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}


def role_choices(kind: str) -> list[tuple[str, str]]:
    """The parts that this kind needs, each with how many people and what they do."""
    return [
        (
            key,
            _t("%(part)s (%(n)s): %(does)s")
            % {"part": ROLES[key].label, "n": people_for(kind, key), "does": ROLES[key].does},
        )
        for key in roles_of(kind)
    ]
