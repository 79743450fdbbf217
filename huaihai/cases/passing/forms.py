"""What is typed about a passage."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.cases.models import PassportPeer
from huaihai.cases.passing import reading
from huaihai.cases.passport import codes
from huaihai.desk.codes import CodeField
from huaihai.kit.form_fields import Line, PlainForm, SeenForm, Words

GUEST = "guest"
GROUND_NEEDED = _("Please choose a ground.")
SAID = pgettext_lazy("passage", "What you want to say")
READ_THERE = _("The other side reads it.")
NEEDED_FOR_OTHER = _("The other side reads it. For “something else” it is needed.")


def _outcomes() -> list[tuple[str, str]]:
    return [(code, reading.in_words(words)) for code, words in codes.OUTCOMES.items()]


def _grounds() -> list[tuple[str, str]]:
    return [(code, reading.in_words(words)) for code, words in codes.GROUNDS.items()]


class Receiver(PlainForm):
    """To whom: asked first, since the words for the consumer name it."""

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

    def __init__(self, *args: Any, peers: Iterable[PassportPeer], **options: Any) -> None:
        super().__init__(*args, **options)
        self.peers = {str(one.pk): one for one in peers}
        field: Any = self.fields["receiver"]
        field.choices = [(key, one.title) for key, one in self.peers.items()]
        field.choices += [(GUEST, _("Another body, which has no program"))]
        if len(self.peers) == 1:
            self.initial.setdefault("receiver", next(iter(self.peers)))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("receiver") == GUEST and not cleaned.get("guest_title"):
            self.add_error("guest_title", _("Please write the name of that body."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        given = super().facts()
        peer = self.peers.get(given["receiver"])
        return {"peer": peer, "guest_title": "" if peer else given["guest_title"]}


class Tick(forms.BooleanField):
    """A tick that survives no error: whoever sends again ticks again."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        return False


class AsShown(forms.CharField):
    """What the page says now, whatever was sent: so it comes back as it was shown."""

    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial


class Offer(SeenForm):
    """The words for one receiver have been read out."""

    words = AsShown(required=False)
    text = Words(label=_("A word to that body"), required=False)
    is_agreed = Tick(
        label=_("I have read this out, and the consumer agreed"),
        error_messages={
            "required": _("Without the consumer's consent nothing leaves. Please read the words out first.")
        },
    )

    def __init__(self, *args: Any, words: str, **options: Any) -> None:
        super().__init__(*args, initial={"words": words}, **options)


class Bare(PlainForm):
    """Nothing to type: a button alone."""


class WordsForOther(Words):
    """Empty only where the choice says enough."""

    is_needed = True

    def __init__(self) -> None:
        super().__init__(label=SAID, help_text=NEEDED_FOR_OTHER, required=False)


class Said(PlainForm):
    text = Words(label=SAID, help_text=READ_THERE)


class Withdrawal(PlainForm):
    text = Words(label=_("Why"), help_text=READ_THERE, required=False)


class Refusal(PlainForm):
    ground = forms.ChoiceField(
        label=_("Ground"),
        widget=forms.RadioSelect,
        choices=_grounds,
        error_messages={"required": GROUND_NEEDED},
    )
    text = WordsForOther()


class Code(PlainForm):
    code = CodeField(
        label=pgettext_lazy("passage", "Answer code"),
        error_messages={
            "mistyped": _(
                "A symbol is missing, too many, or mistyped. Please compare it with what you heard on the telephone."
            )
        },
    )


class GuestAcceptance(PlainForm):
    office = Line(label=_("Your body"), max_length=200)
    telephone = Line(label=_("Your telephone"), max_length=60, required=False)


class GuestEnd(PlainForm):
    outcome = forms.ChoiceField(
        label=_("What came of it"),
        widget=forms.RadioSelect,
        choices=_outcomes,
        error_messages={"required": _("Please choose what came of it.")},
    )
    text = WordsForOther()
