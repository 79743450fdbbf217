"""What is typed about a passage."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.cases.passing import facts, reading, verbs
from huaihai.cases.passport import codes
from huaihai.desk.codes import CodeField
from huaihai.kit.form_fields import Line, PlainForm, SeenForm, Words

GUEST = "guest"
GROUND_NEEDED = _("Please choose a ground.")


def _grounds() -> list[tuple[str, str]]:
    return [(code, reading.in_words(words)) for code, words in codes.GROUNDS.items()]


class Offer(SeenForm):
    receiver = forms.ChoiceField(
        label=_("Who gets the case"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose who gets the case.")},
    )
    guest_title = Line(
        label=_("Name of that body"),
        help_text=_(
            "Only where it has no program: you get a page to send, and a code with which it answers."
        ),
        required=False,
        max_length=200,
    )
    text = Words(label=_("A word to that body"), required=False)
    is_agreed = forms.BooleanField(
        label=_("I have read this out, and the consumer agreed"),
        error_messages={
            "required": _("Without the consumer's consent nothing leaves. Please read the words out first.")
        },
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.peers = {str(one.pk): one for one in facts.open_peers()}
        field: Any = self.fields["receiver"]
        field.choices = [(key, one.title) for key, one in self.peers.items()]
        field.choices += [(GUEST, _("Another body, which has no program"))]
        if len(self.peers) == 1:
            self.initial.setdefault("receiver", next(iter(self.peers)))
        self.fields["is_agreed"].help_text = verbs.consent_words(
            next(iter(self.peers.values())).title if len(self.peers) == 1 else "（所选的单位）"
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("receiver") == GUEST and not cleaned.get("guest_title"):
            self.add_error("guest_title", _("Please write the name of that body."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        given = super().facts()
        peer = self.peers.get(given.pop("receiver"))
        return given | {"peer": peer, "guest_title": "" if peer else given["guest_title"]}


class Bare(PlainForm):
    """Nothing to type: a button alone."""


class Said(PlainForm):
    text = Words(label=pgettext_lazy("passage", "In words"), help_text=_("The other side reads it."))


class Withdrawal(PlainForm):
    text = Words(label=_("Why"), help_text=_("The other side reads it."), required=False)


class Refusal(PlainForm):
    ground = forms.ChoiceField(
        label=_("Ground"),
        widget=forms.RadioSelect,
        choices=_grounds,
        error_messages={"required": GROUND_NEEDED},
    )
    text = Words(
        label=pgettext_lazy("passage", "In words"), help_text=_("The other side reads it."), required=False
    )


class Code(PlainForm):
    code = CodeField(label=pgettext_lazy("passage", "Answer code"))


class GuestAcceptance(PlainForm):
    office = Line(label=_("Your body"), max_length=200)
    telephone = Line(label=_("Your telephone"), max_length=60, required=False)
