"""What the verbs of an edition, and of what is out, ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huaihai.education.models import Publication
from huaihai.kit.form_fields import PlainForm, SeenForm, Words
from huaihai.members.forms import SignedForm

LONGEST_NOTE = 1000


def _note(label: Any, hint: Any = "", *, required: bool = True, lines: int = 3) -> Words:
    return Words(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": lines}),
    )


class NoteForm(SeenForm):
    """Passing a review, with a word if there is one."""

    note = _note(_("A note to the writers"), required=False, lines=1)


class SubmissionForm(SeenForm):
    """Handing in; where the text seems to name a business that is not heard, whether it does."""

    names_nobody = forms.BooleanField(
        label=_("These words name no business"),
        help_text=_(
            "For example a kind of goods or a place. If one of them is a business, please name it first."
        ),
    )

    def __init__(self, *args: Any, unheard: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        if not unheard:
            del self.fields["names_nobody"]


class ReturnForm(SeenForm):
    """What has to be changed."""

    note = _note(_("What has to be changed?"))


class DroppingForm(SeenForm):
    """Why it does not go out."""

    reason = _note(_("Why?"), required=False)


class OutForm(PlainForm):
    """A step on what is out; only some kinds can be urgent."""

    urgent_reason = _note(
        _("Urgent? Why can it not wait?"),
        _("One review, and signatures within minutes. Empty: not urgent."),
        required=False,
    )

    def __init__(self, *args: Any, publication: Publication, **options: Any) -> None:
        super().__init__(*args, **options)
        if publication.kind not in Publication.MAY_BE_URGENT:
            del self.fields["urgent_reason"]


class CorrectionForm(OutForm):
    """What an update changes."""

    change_note = _note(_("What is changed?"), _("Everybody who got the earlier text reads this first."))
    field_order = ("change_note", "urgent_reason")


class WithdrawalForm(OutForm):
    """Why it is taken back."""

    reason = _note(_("Why is it withdrawn?"), _("Everybody reads it, in every channel."))
    field_order = ("reason", "urgent_reason")


class SignatureForm(SignedForm):
    """A signature under the text with this fingerprint."""

    text_hash = forms.RegexField(regex=r"^[0-9a-f]{64}\Z", widget=forms.HiddenInput)
