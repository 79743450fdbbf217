"""A test message: whether one really leaves and arrives, and if not, why, in words; where providers push receipts."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy

from huaihai.cases import messages as case_messages
from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of
from huaihai.desk.lives import Unfit
from huaihai.kit import clock, phones
from huaihai.kit.brakes import Brake
from huaihai.kit.form_fields import Line, PlainForm
from huaihai.kit.guards import staff
from huaihai.kit.ids import new_id
from huaihai.kit.network import whole
from huaihai.members.models import Role
from huaihai.record import events, outbox
from huaihai.record.models import OutboxMessage
from huaihai.record.senders import pages as provider_pages
from huaihai.record.senders import words

administrators = staff(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
FEW = Brake("test-message", 10, 3600)
WAYS = {
    "sms": _lazy("Text message"),
    "email": pgettext_lazy("channel", "E-mail"),
    "wework": _lazy("Work WeChat"),
    "wechat": _lazy("WeChat"),
}
ALWAYS = ("sms", "email")
SHOWN = 5


def _ways() -> list[tuple[str, Any]]:
    """Those that always are, and what is set up besides."""
    return [
        (way, label)
        for way, label in WAYS.items()
        if way in ALWAYS or outbox.sender_of(way) is not outbox.keep_on_page
    ]


class TrialForm(PlainForm):
    """Which way, of those that are set up, and one's own number there."""

    way = forms.ChoiceField(label=_lazy("Way"), choices=_ways, widget=forms.RadioSelect, initial="sms")
    address = Line(
        label=_lazy("Your own number"),
        help_text=_lazy("A mobile number or an e-mail address."),
        max_length=200,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if len(_ways()) > len(ALWAYS):
            self.fields["address"].help_text = _(
                "A mobile number, an e-mail address, a name in work WeChat, or the openid of a follower."
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        address = cleaned.get("address", "")
        if cleaned.get("way") == "sms" and address and phones.mobile(address) is None:
            self.add_error("address", _("This is no mobile number."))
        if cleaned.get("way") == "email" and address:
            try:
                forms.EmailField().clean(address)
            except forms.ValidationError as error:
                self.add_error("address", error)
        return cleaned


@asking
@administrators
def trial_message(request: HttpRequest) -> HttpResponse:
    """Send one, and what became of the last ones."""
    actor = actor_of(request)
    subject = f"test:{actor.account_id}"

    def send(form: TrialForm) -> OutboxMessage:
        if not FEW.lets_through(subject):
            raise Unfit("address", _("That were ten within the hour. Please wait."))
        way, address, at = form.cleaned_data["way"], form.cleaned_data["address"], clock.now()
        text = _("This is a test message of %(time)s.") % {"time": f"{at:%H:%M:%S}"}
        if way == "sms":
            address, text = phones.stored(address), case_messages.code_text("123456", minutes=5)
        key = f"{subject}:{new_id()}"
        with transaction.atomic():
            events.write(
                subject="system:outbox", verb="test message", by=actor.key, at=at, facts={"way": way}
            )
            outbox.queue(
                effect_key=key, subject=subject, channel=way, address=address, title=text, text=text, at=at
            )
        return outbox.send_now(key, at=at)

    def shows() -> dict[str, Any]:
        rows = OutboxMessage.objects.filter(subject=subject).order_by("-created_at", "-pk")[:SHOWN]
        return {
            "rows": [(row, WAYS[row.channel], *_state(row)) for row in rows],
            "today": clock.today(),
            "addresses": [
                (WAYS[way], _address_of(request, provider))
                for way in provider_pages.WAYS
                if (provider := provider_pages.provider_of(way)) and provider_pages.takes_receipts(provider)
            ],
        }

    def done(message: OutboxMessage) -> str:
        state, _how = _state(message)
        said = {"way": WAYS[message.channel], "state": state.text, "why": state.why}
        if message.sent_at and state.tone != "warn":
            return _("%(way)s: %(state)s") % said
        words = _("%(way)s: %(state)s, %(why)s") if state.why else _("%(way)s: %(state)s")
        messages.warning(request, words % said)
        return ""

    question = Question(
        current="system",
        title=_("Test message"),
        button=_("Send the test message"),
        back=reverse("system"),
        back_label=_("Is everything ready"),
        template="front/operating/test_message.html",
        shows=shows,
    )
    return ask(request, question, form=TrialForm, act=send, done=done, to=reverse("system-test-message"))


def _address_of(request: HttpRequest, provider: str) -> str:
    """What is typed in at the provider's as the address for receipts."""
    path = reverse("receipts", args=[provider, provider_pages.word_of(provider)])
    return whole(request, path)


def _state(message: OutboxMessage) -> tuple[words.State, str]:
    """How it stands, and what to do."""
    if message.sent_at and outbox.sender_of(message.channel) is outbox.keep_on_page:
        how = _("Set %(variable)s; see the guide for operators.")
        variable = f"HUAIHAI_{message.channel.upper()}_SENDER"
        return words.State(_("nothing left: no sender is set up"), "warn"), how % {"variable": variable}
    return words.state(message), words.of_error(message.last_error)[1] if message.last_error else ""
