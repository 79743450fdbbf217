"""Forms of the steps that all subjects share: declaring, proposing what two people decide, the second voice."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.brands.models import PairDecision
from huaihai.kit.form_fields import Line, Words, name_what_is_needed

EVERYBODY_READS = _("Everybody reads it: no names, telephone numbers or addresses of persons.")
LONGEST = 2000
CHOOSE = _("Please choose one of these.")

# What two people can decide: matter (a key of `moving.CARRIED_OUT`) → outcome, in words.
OUTCOMES: dict[str, list[tuple[str, Promise]]] = {
    "facts": [
        ("pass", pgettext_lazy("facts", "it passes: into the directory")),
        ("fail", pgettext_lazy("facts", "it does not pass")),
    ],
    "objection": [
        ("upheld", _("It is right: the entry is not put to the vote, and stays in the directory.")),
        ("not-upheld", _("It is not right, or does not speak against the entry.")),
    ],
    "warning": [
        ("warn", _("The business is warned.")),
        ("drop", _("Nothing follows.")),
    ],
    "suspension": [
        ("confirm", _("The suspension goes on until the cause is remedied.")),
        ("lift", _("The suspension ends now.")),
    ],
    "restoration": [
        ("restore", _("The cause is remedied: the suspension ends.")),
        ("refuse", _("The cause is not remedied: the suspension goes on.")),
    ],
    "report": [
        ("warn", _("A proceeding about a warning is opened.")),
        ("suspend", _("A proceeding about a suspension is opened, and it is suspended at once.")),
        ("hear", _("A proceeding about a removal is opened.")),
        ("nothing", _("Nothing follows.")),
    ],
}


def outcome_words(decision: PairDecision) -> str:
    """How it would be decided, as the second voice reads it."""
    found = dict(OUTCOMES[decision.about]).get(decision.outcome)
    return str(found if found is not None else decision.outcome)


class PlainForm(forms.Form):
    """A form that carries no version: what it asks for is about no row that others change too."""

    def facts(self) -> dict[str, Any]:
        """What the action is told beside the row, actor and time."""
        return self.cleaned_data


class OutcomeForm(PlainForm):
    """How the first of the two would decide, and why."""

    outcome = forms.ChoiceField(
        label=_("What do you propose?"),
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    reasons = Words(label=_("Reasons"), max_length=LONGEST, help_text=EVERYBODY_READS)

    def __init__(self, *args: Any, about: str, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["outcome"]
        field.choices = OUTCOMES.get(about, [])
        name_what_is_needed(self)


class DeclarationForm(PlainForm):
    """Is there a conflict of interest?"""

    has_conflict = forms.ChoiceField(
        label=_("Do you, or somebody close to you, gain or lose by what is decided about this entry?"),
        help_text=_("Shares, work, family, friendship or quarrel with the business or one of its rivals."),
        choices=[("no", pgettext_lazy("conflict", "No")), ("yes", pgettext_lazy("conflict", "Yes"))],
        widget=forms.RadioSelect,
    )
    what = Line(label=_("If yes: what is it?"), max_length=300, required=False)

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"has_conflict": said["has_conflict"] == "yes", "what": said["what"]}


class AgreementForm(PlainForm):
    """Agreeing asks for nothing."""


class RefusalForm(PlainForm):
    """Why not?"""

    why = Words(label=_("Why do you not agree?"), max_length=300)
