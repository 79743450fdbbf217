"""What somebody with the paper in hand types on a phone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huaihai.cases.business.forms import Files
from huaihai.cases.pages.forms import CaseForm, Day, text_field
from huaihai.kit.yuan_field import YuanField

TWO_YEARS = 731
PHOTO_HINT = _("Photograph the filled-in paper. At most 25 MB a file.")


class Taken(CaseForm):
    text = text_field(
        _("Who looks after it"),
        _("Name and phone of the mediator, so that the city can call."),
        required=False,
    )


class Settled(CaseForm):
    text = text_field(_("What was agreed"), _("Who does what, and how. Both sides read this."))
    sum_fen = YuanField(label=_("Sum"), required=False, help_text=_("Leave empty if no money is paid."))
    perform_by_on = Day(label=_("To be done by"), earliest=0, latest=TWO_YEARS)
    is_written = forms.BooleanField(label=_("Both signed it on paper"), required=False)
    uploads = Files(label=_("Photo of the paper"), required=False, help_text=PHOTO_HINT)


class NotSettled(CaseForm):
    text = text_field(_("Why not"), _("Only the associations read this. The city decides what comes next."))
    uploads = Files(label=_("Photo of the paper"), required=False, help_text=PHOTO_HINT)


class Photo(CaseForm):
    uploads = Files(
        label=_("Photos"),
        help_text=PHOTO_HINT,
        error_messages={"required": _("Please choose at least one file.")},
    )


FORMS: dict[str, type[Any]] = {"taken": Taken, "settled": Settled, "not-settled": NotSettled, "photo": Photo}
