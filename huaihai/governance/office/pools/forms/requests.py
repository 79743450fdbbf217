"""Asking, granting, and writing hours down."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.governance.actions.pools.times import HalfDay
from huaihai.governance.office.pools import wording
from huaihai.governance.office.pools.forms.parts import NewForm, StepForm, choose, code_field
from huaihai.kit.form_fields import Day, Line, Words

WHOLE = _("Please write a whole number.")
MOST_HALF_DAYS = 62


class AskForm(NewForm):
    """A request for one entry."""

    from_on = Day(label=_("First day that would suit"), earliest=0, latest=366)
    until_on = Day(
        label=_("Last day that would suit"), help_text=_("At most 31 days."), earliest=0, latest=400
    )
    half_days = forms.IntegerField(
        label=_("How many half days you need"),
        min_value=1,
        max_value=MOST_HALF_DAYS,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": WHOLE,
            "invalid": WHOLE,
            "min_value": _("Please ask for at least one half day."),
            "max_value": _("There are not that many half days in this time."),
        },
    )
    purpose = Words(
        label=_("What it is for"),
        help_text=_("Only the two bodies read it. Please no names of consumers."),
        max_length=1000,
    )
    business_name = Line(
        label=_("The business it is about"),
        help_text=_("Conflicts of interest are looked for before anything is granted."),
        required=False,
    )
    credit_code = code_field(required=False)
    trade = forms.ChoiceField(label=_("Its trade"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "trade", [("", _("No business, no trade")), *wording.skill_choices()])

    def facts(self) -> dict[str, Any]:
        """What the action takes beside body, entry, actor and time."""
        return dict(self.cleaned_data)


class CallForm(AskForm):
    """A request to all bodies."""

    kind = forms.ChoiceField(label=_("Whom you need"), widget=forms.RadioSelect)
    skill = forms.ChoiceField(label=_("For which field"), required=False)
    field_order = ["key", "kind", "skill"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "kind", wording.kind_choices())
        choose(self, "skill", [("", _("Any field")), *wording.skill_choices()])


class GrantForm(StepForm):
    """The half days that are promised, out of those that are free; and a reason, in the same trade."""

    grids = ("half_days",)

    half_days = forms.MultipleChoiceField(
        label=_("Half days you promise"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Please choose at least one half day."),
            "invalid_choice": _("One of the half days is not free any more. Please choose again."),
        },
    )
    despite = Words(
        label=_("Why it can still be done"),
        help_text=_("An interest in this trade is declared. Both bodies read your reason."),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, free: list[HalfDay], needs_reason: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.free = {one.key: one for one in free}
        choose(self, "half_days", [(one.key, wording.half_day_word(*one)) for one in free])
        self.fields["despite"].required = needs_reason
        if not needs_reason:
            del self.fields["despite"]

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        chosen = [self.free[key] for key in self.cleaned_data["half_days"]]
        return {"half_days": chosen, "despite": self.cleaned_data.get("despite", "")}


class HoursForm(StepForm):
    """Hours of one day."""

    worked_on = Day(label=_("On which day"), earliest=-732, latest=0)
    hours = forms.IntegerField(
        label=pgettext_lazy("pool hours", "Hours"), min_value=0, max_value=16, initial=0
    )
    minutes = forms.IntegerField(label=_("And minutes"), min_value=0, max_value=59, initial=0, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, most in (("hours", _("One line holds at most 16 hours.")), ("minutes", _("At most 59."))):
            field = self.fields[name]
            field.widget.attrs["inputmode"] = "numeric"
            field.error_messages |= {
                "required": WHOLE,
                "invalid": WHOLE,
                "min_value": WHOLE,
                "max_value": most,
            }

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        return {"worked_on": said["worked_on"], "minutes": said["hours"] * 60 + (said["minutes"] or 0)}


class AnswerForm(StepForm):
    """Whether hours are right."""

    is_right = forms.ChoiceField(
        label=_("Is this right?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes, these hours were received")), ("no", _("No, it is not right"))],
        error_messages={"required": _("Please say whether the hours are right.")},
    )
    reason = Words(
        label=_("What is not right"), help_text=_("The other body reads it."), max_length=500, required=False
    )

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        return {"is_right": self.cleaned_data["is_right"] == "yes", "reason": self.cleaned_data["reason"]}
