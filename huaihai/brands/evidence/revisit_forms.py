"""The forms of a re-visit: the checklist, the second voice, slips."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.brands.evidence import checklist
from huaihai.brands.evidence.actions.slips import MOST
from huaihai.kit import local_words
from huaihai.kit.form_fields import Day, Line, Words, name_what_is_needed
from huaihai.supervision.sweeping.pictures import PhotoForm

PHOTOS = "seen"
CHOICES = (
    (checklist.YES, pgettext_lazy("checklist", "yes")),
    (checklist.NO, pgettext_lazy("checklist", "no")),
    (checklist.NOT_APPLICABLE, pgettext_lazy("checklist", "does not apply")),
)


class RevisitForm(PhotoForm):
    """What was found: one question an item."""

    visited_on = Day(earliest=-14, latest=0, label=_("Day of the visit"))
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].initial = uuid4
        self.items = checklist.for_kind(kind)
        for item in self.items:
            self.fields[f"item_{item.key}"] = forms.ChoiceField(
                label=local_words.either(zh=item.zh, en=item.en),
                choices=CHOICES,
                widget=forms.RadioSelect,
                error_messages={"required": _("Please answer this.")},
            )
        self.fields["note"] = Words(label=_("Notes (read by staff alone)"), max_length=2000, required=False)
        self.add_photos(PHOTOS, _("Photos, without faces"))
        name_what_is_needed(self)

    def facts(self) -> dict[str, Any]:
        """What the action is told."""
        said = self.cleaned_data
        return {
            "client_key": said["key"] or uuid4(),
            "visited_on": said["visited_on"],
            "answers": {item.key: said[f"item_{item.key}"] for item in self.items},
            "note": said["note"],
            "photos": self.photos(PHOTOS),
        }


class ConfirmationForm(forms.Form):
    """Was it so?"""

    agrees = forms.ChoiceField(
        label=_("You were there too. Was it as written down here?"),
        choices=[("yes", _("Yes, in every item")), ("no", _("No, something was otherwise"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please answer this.")},
    )
    remark = Line(label=_("If no: what was otherwise?"), max_length=300, required=False)

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"agrees": said["agrees"] == "yes", "remark": said["remark"]}


class SlipForm(forms.Form):
    """How many slips?"""

    count = forms.IntegerField(
        label=_("How many slips (at most 30)?"), min_value=1, max_value=MOST, initial=20
    )
