"""Forms of a proceeding: for the business, the office and the panel."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.brands.conduct import stepping
from huaihai.brands.models import PanelVote
from huaihai.brands.office.forms import EVERYBODY_READS, PlainForm
from huaihai.desk.hearing import PapersField
from huaihai.kit.clock import local_moment
from huaihai.kit.form_fields import Day, Line, SeenForm, Words, name_what_is_needed


class WholeWords(Words):
    """Text that a browser takes in whole: `maxlength` would cut what is pasted, and nobody would be told."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        held = super().widget_attrs(widget)
        return {name: value for name, value in held.items() if name != "maxlength"}


class SayingForm(SeenForm):
    """What a business says, with papers."""

    text = WholeWords(
        label=pgettext_lazy("conduct", "What you say"),
        max_length=stepping.LONGEST,
        help_text=format_lazy(_("At most {n} characters."), n=stepping.LONGEST),
    )
    papers = PapersField(label=pgettext_lazy("conduct", "Papers"))

    def facts(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"], "files": self.cleaned_data["papers"]}


class StatementForm(SayingForm):
    """The business states its case, and may ask to be heard."""

    wants_hearing = forms.BooleanField(
        label=_("We want to be heard in person before it is decided."), required=False
    )

    def facts(self) -> dict[str, Any]:
        return {**super().facts(), "wants_hearing": self.cleaned_data["wants_hearing"]}


class HearingForm(SeenForm):
    """When and where the business is heard."""

    day = Day(label=_("Day of the hearing"), earliest=0, latest=120)
    time = forms.TimeField(
        label=pgettext_lazy("hearing", "Time"),
        widget=forms.TimeInput(attrs={"type": "time"}),
        error_messages={"invalid": _("Please write the time like 09:30.")},
    )
    where = Line(label=pgettext_lazy("hearing", "Where"), max_length=120)

    def facts(self) -> dict[str, Any]:
        held = self.cleaned_data
        meets_at = local_moment(held["day"], held["time"])
        return {"meets_at": meets_at, "where": held["where"]}


class MinutesForm(SeenForm):
    """What was said in the hearing."""

    came = forms.ChoiceField(
        label=_("Did the business come?"),
        choices=[("yes", pgettext_lazy("hearing", "Yes")), ("no", pgettext_lazy("hearing", "No"))],
        widget=forms.RadioSelect,
    )
    minutes = Words(
        label=pgettext_lazy("hearing", "Minutes"), max_length=stepping.LONGEST, help_text=EVERYBODY_READS
    )

    def facts(self) -> dict[str, Any]:
        held = self.cleaned_data
        return {"minutes": held["minutes"], "came": held["came"] == "yes"}


class ReasonsForm(SeenForm):
    """Public reasons."""

    reasons = Words(label=_("Reasons"), max_length=stepping.LONGEST, help_text=EVERYBODY_READS)


class VoteForm(SeenForm):
    """What one of the panel thinks."""

    choice = forms.ChoiceField(
        label=_("What do you think?"), widget=forms.RadioSelect, choices=PanelVote.Choice.choices
    )
    reasons = Words(label=_("Reasons"), max_length=stepping.LONGEST, help_text=EVERYBODY_READS)


class ReportForm(PlainForm):
    """Staff report something about an entry."""

    text = Words(
        label=_("What is known, and from where?"),
        max_length=stepping.LONGEST,
        help_text=_("Only staff read it. Two people of two other cities decide what follows."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_needed(self)
