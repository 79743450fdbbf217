"""Forms of the duty roster."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from huaihai.governance.models import Shift
from huaihai.kit import clock, spoken
from huaihai.kit.form_fields import LONGEST_VERSION, Day, Words, name_what_is_needed
from huaihai.members.models import Account

NOBODY = "nobody"


class PeopleForm(forms.Form):
    """A form that names people of one body; `hints` gives some of them a second line."""

    hints: Mapping[str, str] = {}

    def __init__(self, *args: Any, people: Iterable[Account], **options: Any) -> None:
        super().__init__(*args, **options)
        self.by_id = {str(account.pk): account for account in people}
        name_what_is_needed(self)

    def offer(self, name: str, first: Iterable[tuple[str, str]] = (), without: Any = None) -> None:
        field: Any = self.fields[name]
        shown = {key: account for key, account in self.by_id.items() if account.pk != without}
        field.choices = [*first, *((key, account.shown_name) for key, account in shown.items())]

    def person(self, name: str) -> Account | None:
        return self.by_id.get(self.cleaned_data[name])


class PlanForm(PeopleForm):
    """A span of days, dealt out among people. `seen` is the version of the roster when the page was opened."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=LONGEST_VERSION, required=False
    )
    from_on = Day(label=_("First day"), earliest=-1, latest=400)
    until_on = Day(label=_("Last day"), earliest=-1, latest=800, help_text=_("Half a year at most."))
    people = forms.MultipleChoiceField(
        label=_("Who takes part"),
        help_text=_("Days and rest days are shared evenly. Whoever is on leave is passed over."),
        widget=forms.CheckboxSelectMultiple,
    )
    turn = forms.ChoiceField(
        label=_("One turn lasts"),
        choices=[("day", _("one day")), ("week", _("a whole week, Monday to Sunday"))],
        widget=forms.RadioSelect,
        initial="day",
    )
    replace = forms.BooleanField(
        label=_("Plan days again that are already planned"),
        help_text=_("Otherwise only empty days are filled."),
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("people")
        self.initial.setdefault("people", list(self.by_id))

    def facts(self) -> dict[str, Any]:
        chosen = self.cleaned_data
        return {
            "people": [self.by_id[key] for key in chosen["people"]],
            "from_on": chosen["from_on"],
            "until_on": chosen["until_on"],
            "by_week": chosen["turn"] == "week",
            "replace": chosen["replace"],
            "seen": chosen["seen"] or 0,
        }


class DayForm(PeopleForm):
    """One day: who has it. `seen` is who had it when the page was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)
    account = forms.ChoiceField(label=_("Who is on duty"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, may_be_empty: bool, away: set[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("account", [(NOBODY, pgettext("on duty", "nobody"))] if may_be_empty else [])
        self.hints = {key: _now("on leave that day") for key, who in self.by_id.items() if who.pk in away}


class LeaveForm(PeopleForm):
    """From a day to a day somebody takes no shift."""

    account = forms.ChoiceField(label=_("Who"), widget=forms.RadioSelect)
    from_on = Day(label=_("First day of the leave"), earliest=-366, latest=366)
    until_on = Day(label=_("Last day of the leave"), earliest=-1, latest=732)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("account")
        if len(self.by_id) == 1:
            self.initial.setdefault("account", next(iter(self.by_id)))


class SwapForm(PeopleForm):
    """Whom to ask, what to take in return, and a few words."""

    colleague = forms.ChoiceField(label=_("Whom do you ask"), widget=forms.RadioSelect)
    in_return = forms.ChoiceField(
        label=_("Which shift do you take in return"),
        help_text=_("Of the colleague you ask. You can also just ask for help."),
        required=False,
    )
    words = Words(
        label=_("A few words"),
        help_text=_("Only the two of you and whoever plans the roster read this."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, own: Any, theirs: Iterable[Shift], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("colleague", without=own)
        field: Any = self.fields["in_return"]
        field.choices = [
            ("", pgettext("in return", "none")),
            *((_token(shift), _words(shift)) for shift in theirs),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        who, _sep, _day = cleaned.get("in_return", "").partition(":")
        if who and cleaned.get("colleague") and who != cleaned["colleague"]:
            self.add_error("in_return", _now("That shift is not of the colleague you ask."))
        return cleaned

    @property
    def return_on(self) -> date | None:
        _who, _sep, day = self.cleaned_data["in_return"].partition(":")
        return date.fromisoformat(day) if day else None


class MonthForm(forms.Form):
    """Which month of which city: what cannot be read shows the present one."""

    month = forms.RegexField(r"\A20[2-9][0-9]-(0[1-9]|1[0-2])\Z", required=False)

    def first_day(self) -> date:
        if not self.is_valid() or not self.cleaned_data["month"]:
            return clock.today().replace(day=1)
        return date.fromisoformat(f"{self.cleaned_data['month']}-01")


def _token(shift: Shift) -> str:
    return f"{shift.account_id}:{shift.on.isoformat()}"


def _words(shift: Shift) -> str:
    day = spoken.day(shift.on, today=clock.today())
    return f"{shift.account.shown_name} · {day} {spoken.weekday(shift.on)}"
