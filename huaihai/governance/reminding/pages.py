"""How one is reminded: everybody of staff sets it for themselves."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of
from huaihai.governance.models import Reminders
from huaihai.governance.reminding.verbs import address_of
from huaihai.kit import clock, guards
from huaihai.kit.form_fields import Line
from huaihai.members.models import Account

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
SHOWN_DIGITS = 4


class RemindersForm(forms.Form):
    """Which way, when, and when not."""

    way = forms.ChoiceField(
        label=_lazy("Remind me by"), choices=Reminders.Way.choices, widget=forms.RadioSelect
    )
    address = Line(
        label=_lazy("E-mail, or name in work WeChat"),
        help_text=_lazy(
            "For e-mail, your address; for work WeChat, your name there. Text messages need none: they go to your "
            "mobile in the telephone directory."
        ),
        required=False,
    )
    digest_hour = forms.TypedChoiceField(label=_lazy("Daily summary at"), choices=HOURS, coerce=int)
    quiet_from = forms.TypedChoiceField(label=_lazy("Do not disturb from"), choices=HOURS, coerce=int)
    quiet_until = forms.TypedChoiceField(
        label=_lazy("Until this hour"),
        help_text=_lazy("Only what is urgent and ends before that comes through."),
        choices=HOURS,
        coerce=int,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        way, address = cleaned.get("way"), cleaned.get("address", "")
        if way == Reminders.Way.EMAIL:
            try:
                validate_email(address)
            except ValidationError:
                self.add_error("address", _("Please write your e-mail address, such as name@example.com."))
        if way == Reminders.Way.WEWORK and not address:
            self.add_error("address", _("Please write your name in work WeChat."))
        return cleaned


@asking
@guards.staff()
def page(request: HttpRequest) -> HttpResponse:
    """The form, with what is set."""
    account = get_object_or_404(Account, pk=actor_of(request).account_id)
    own = Reminders.objects.filter(account=account).first() or Reminders(account=account)
    question = Question(
        current="reminders",
        title=_("Reminders"),
        button=_("Save"),
        back=reverse("my-account"),
        back_label=_("My account"),
        lead=_lead(account, own),
    )
    return ask(
        request,
        question,
        form=lambda data=None, _files=None: RemindersForm(data, initial=model_to_dict(own)),
        act=lambda form: Reminders.objects.update_or_create(
            account=account, defaults={**form.cleaned_data, "looked_at": None}
        ),
        done=_("Saved."),
        to=reverse("my-account"),
    )


def _lead(account: Account, own: Reminders) -> str:
    by_phone = address_of(account, Reminders(way=Reminders.Way.SMS), on=clock.today())
    where = (
        _("Text messages go to ···%(digits)s.") % {"digits": by_phone[-SHOWN_DIGITS:]}
        if by_phone
        else _("There is no mobile of yours in the telephone directory, so no text message reaches you.")
    )
    rule = _(
        "What is urgent comes at once, everything else in one summary a working day; at most three a day, "
        "unless something is due that day."
    )
    return f"{rule} {where}"
