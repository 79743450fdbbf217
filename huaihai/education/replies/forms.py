"""What is typed of a reply: whom a text names, what came on paper, what a business says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huaihai.desk.lives import NotPossible
from huaihai.education.models import Edition
from huaihai.kit.form_fields import Line, PlainForm, Words

LONGEST_REPLY = 2000  # characters


class NameForm(PlainForm):
    """A business of the register, or a name."""

    business = forms.UUIDField(widget=forms.HiddenInput, required=False)
    called = Line(label=_("Name of the business"), required=False)


class EditionForm(PlainForm):
    """A step that asks for nothing, within the edition that is open."""

    def __init__(self, *args: Any, edition: Edition | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.edition = edition

    def facts(self) -> dict[str, Any]:
        """The edition. Raises NotPossible: somebody has closed it."""
        if self.edition is None:
            raise NotPossible(str(_("Nothing is open any more.")))
        return {"edition": self.edition}


class AnswerForm(PlainForm):
    """What came on paper."""

    text = Words(
        label=_("What it says"),
        help_text=_("Word for word, at most 2,000 characters."),
        max_length=LONGEST_REPLY,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class ReplyForm(PlainForm):
    """What the business says."""

    text = Words(
        label=_("Your reply"),
        help_text=_(
            "At most 2,000 characters. Everybody reads it beside the text, word for word; "
            "please name no consumer."
        ),
        max_length=LONGEST_REPLY,
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": LONGEST_REPLY}),
    )
