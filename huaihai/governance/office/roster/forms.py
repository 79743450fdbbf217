"""Forms of the duty roster."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from huaihai.kit import clock
from huaihai.kit.form_fields import Day, name_what_is_needed
from huaihai.members.models import Account


class MonthForm(forms.Form):
    """Days of a month, each with its person. What stood there goes along hidden, so that only what was changed is
    saved, and two who change different days do not disturb each other."""

    def __init__(
        self,
        *args: Any,
        days: Sequence[date],
        people: Sequence[Account],
        holders: Mapping[date, str],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.days, self.by_id = days, {str(account.pk): account for account in people}
        choices = [
            ("", pgettext("on duty", "nobody")),
            *((key, who.shown_name) for key, who in self.by_id.items()),
        ]
        for on in days:
            self.fields[on.isoformat()] = forms.ChoiceField(
                label=on.isoformat(),
                choices=choices,
                initial=holders.get(on, ""),
                required=False,
                show_hidden_initial=True,
                widget=forms.Select(attrs={"class": "in", "aria-labelledby": f"day-{on.isoformat()}"}),
            )

    def changed(self) -> dict[date, Account | None]:
        """The days that were given to somebody else than stood there."""
        return {
            on: self.by_id.get(self.cleaned_data[on.isoformat()])
            for on in self.days
            if on.isoformat() in self.changed_data
        }

    def seen(self) -> dict[date, str]:
        """Whom the person saw on each day."""
        return {on: self.data.get(f"initial-{on.isoformat()}", "") for on in self.days}

    def renew(self, holders: Mapping[date, str]) -> None:
        """What stands there now goes along, and takes the place of what was not changed here."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # of a request
        for on in self.days:
            name, now = on.isoformat(), holders.get(on, "")
            if name not in self.changed_data:
                data[name] = now
            data[f"initial-{name}"] = now
        self.data = data


class LeaveForm(forms.Form):
    """From a day to a day somebody takes no shift."""

    hints: Mapping[str, str] = {}
    account = forms.ChoiceField(label=_("Who"), widget=forms.RadioSelect)
    from_on = Day(label=_("First day of the leave"), earliest=-366, latest=366)
    until_on = Day(label=_("Last day of the leave"), earliest=-1, latest=732)

    def __init__(self, *args: Any, people: Iterable[Account], **options: Any) -> None:
        super().__init__(*args, **options)
        self.by_id = {str(account.pk): account for account in people}
        field: Any = self.fields["account"]
        field.choices = [(key, account.shown_name) for key, account in self.by_id.items()]
        if len(self.by_id) == 1:
            self.initial.setdefault("account", next(iter(self.by_id)))
        name_what_is_needed(self)


class WhichMonth(forms.Form):
    """Which month: what cannot be read shows the present one."""

    month = forms.RegexField(r"\A20[2-9][0-9]-(0[1-9]|1[0-2])\Z", required=False)

    def first_day(self) -> date:
        if not self.is_valid() or not self.cleaned_data["month"]:
            return clock.today().replace(day=1)
        return date.fromisoformat(f"{self.cleaned_data['month']}-01")
