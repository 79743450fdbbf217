"""Forms of what follows from findings."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.governance.office.decisions.meeting_forms import TimeOfDay
from huaihai.kit import local_words
from huaihai.kit.clock import ZONE
from huaihai.kit.form_fields import Day, Line, SeenForm, Words, name_what_is_needed
from huaihai.kit.ids import new_id
from huaihai.law import grounds
from huaihai.supervision.models import Finding
from huaihai.supervision.sweeping.lives import RESULTS
from huaihai.supervision.sweeping.pictures import PhotoForm

HALF_A_YEAR = 180


class FindingsForm(forms.Form):
    """Which findings it is about. `key` is made with the page, so that sending it twice is once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    findings = forms.MultipleChoiceField(
        label=_("Which findings is it about?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please tick at least one finding.")},
    )

    def __init__(
        self, *args: Any, rows: Sequence[tuple[Finding, str]], ticked: Sequence[UUID] = (), **options: Any
    ) -> None:
        initial = {
            "key": new_id(),
            "findings": [str(key) for key in ticked],
            **(options.pop("initial", None) or {}),
        }
        options["initial"] = initial
        super().__init__(*args, **options)
        self.rows = {str(finding.pk): finding for finding, _label in rows}
        field = self.fields["findings"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 # tells the type checker
        field.choices = [(str(finding.pk), label) for finding, label in rows]
        name_what_is_needed(self)

    def chosen(self) -> list[Finding]:
        """Those that were ticked."""
        return [self.rows[key] for key in self.cleaned_data["findings"]]


class AdviceForm(FindingsForm):
    text = Words(label=_("What do you advise?"), max_length=3000, widget=forms.Textarea(attrs={"rows": 8}))


class PromiseForm(FindingsForm):
    text = Words(label=_("What does the business promise?"), max_length=1000)
    by_on = Day(label=_("By which day?"), earliest=0, latest=HALF_A_YEAR)


class HandingForm(FindingsForm):
    addressee = Line(label=_("To which authority?"))
    text = Words(label=_("What do you ask of it?"), max_length=3000)


class WhenForm(forms.Form):
    """When and where a talk is held."""

    day = Day(label=_("On which day?"), earliest=0, latest=HALF_A_YEAR)
    clock = TimeOfDay(label=_("At what time?"))
    where = Line(label=_("Where?"), max_length=200)

    def meets_at(self) -> datetime:
        """Day and time as a moment."""
        said = self.cleaned_data
        o_clock: time = said["clock"]
        return datetime.combine(said["day"], o_clock, tzinfo=ZONE)


class TalkForm(FindingsForm, WhenForm):
    text = Words(
        label=_("What will be talked about?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("key", "findings", "day", "clock", "where", "text")


class MoveForm(SeenForm, WhenForm):
    """Another time or place."""


class ServeForm(SeenForm):
    way = forms.ChoiceField(
        label=_("How was it served?"),
        choices=[("hand", _("handed over in person")), ("post", _("sent by registered mail"))],
        widget=forms.RadioSelect,
    )


class ConfirmForm(SeenForm):
    """A step that asks for nothing."""


class AnswerForm(SeenForm):
    text = Words(label=_("What did the authority answer?"), max_length=3000)


class RecheckForm(PhotoForm, SeenForm):
    """What was seen the second time."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    result = forms.ChoiceField(
        label=_("How is it now?"), choices=list(RESULTS.items()), widget=forms.RadioSelect
    )
    words = Words(
        label=_("What did you see?"),
        required=False,
        max_length=1000,
        help_text=_("Needed where it is not fully cured."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"key": new_id()}
        super().__init__(*args, **options)
        self.add_photos("now", pgettext_lazy("sweep", "Photos"))


class WordForm(PhotoForm):
    """What the business says, and that it is cured."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = Words(label=_("What does the business say?"), max_length=2000)
    claims_cure = forms.BooleanField(label=_("It says that it is cured"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"key": new_id()}
        super().__init__(*args, **options)
        self.add_photos("proof", _("Photos that prove it"))
        name_what_is_needed(self)


class ExposureForm(SeenForm):
    """What the public would read of it; the procedure of exposures takes it from there."""

    shown_name = Line(
        label=_("The name that the public reads"),
        help_text=_("Of a sole trader the name on the shop's sign, never the owner's name."),
    )
    ground = forms.ChoiceField(label=pgettext_lazy("exposures", "Ground"), widget=forms.RadioSelect)
    what = Words(
        label=_("What happened"),
        max_length=2000,
        help_text=_("Days and facts, in order. No names of persons, no telephone numbers, no verdicts."),
    )
    evidence = Words(label=pgettext_lazy("exposures", "How we know"), max_length=1000)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 # tells the type checker
        field.choices = [(one.code, local_words.said(one)) for one in grounds.EXPOSURE]
