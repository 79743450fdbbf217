"""The form of one call: what came of it, and the three answers. Everything can be chosen with the keyboard."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.insight.callbacks import questions
from huaihai.insight.callbacks.actions.calling import LONGEST_NOTE
from huaihai.insight.models import CallAttempt
from huaihai.kit.form_fields import Line, SeenForm


class CallForm(SeenForm):
    """Only what came of the call must be chosen; the answers count where the person was reached and answered."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("call-back", "What came of the call?"),
        choices=CallAttempt.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please say what came of the call."),
            "invalid_choice": _("Please say what came of the call."),
        },
    )
    done = forms.ChoiceField(
        label=_("1. Was what was agreed done?"),
        choices=questions.DONE,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Please choose what the person said about it.")},
    )
    money = forms.ChoiceField(
        label=_("2. Did money come back, and about how much?"),
        choices=questions.MONEY,
        widget=forms.RadioSelect,
        required=False,
        initial=questions.UNSAID,
        error_messages={"invalid_choice": _("Please choose one of the answers.")},
    )
    satisfied = forms.ChoiceField(
        label=_("3. How satisfied with the help, from 1 to 5?"),
        choices=questions.SATISFIED,
        widget=forms.RadioSelect,
        required=False,
        initial=questions.UNSAID,
        error_messages={"invalid_choice": _("Please choose one of the answers.")},
    )
    note = Line(
        label=pgettext_lazy("call-back", "A note"),
        help_text=_("Only where needed. It is kept sealed and goes nowhere else."),
        max_length=LONGEST_NOTE,
        required=False,
    )

    def facts(self) -> dict[str, Any]:
        """What came of it, and what was said."""
        held = self.cleaned_data
        said = {name: held.get(name, "") for name in ("done", "money", "satisfied", "note")}
        return {"outcome": held["outcome"], "said": said}
