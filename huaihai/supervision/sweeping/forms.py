"""Forms of what follows from findings, and of a talk's minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from huaihai.governance.forms import TimeOfDay
from huaihai.kit import local_words
from huaihai.kit.clock import local_moment
from huaihai.kit.form_fields import Day, Line, SeenForm, Words, name_what_is_needed
from huaihai.kit.ids import new_id
from huaihai.law import grounds
from huaihai.supervision.models import Finding, MeasureParty
from huaihai.supervision.sweeping.life import RESULTS
from huaihai.supervision.sweeping.pictures import PhotoForm

HALF_A_YEAR = 180


@dataclass(frozen=True)
class Minute:
    """What a business did at a talk. `who` is in which capacity somebody came; without a promise `promise` is empty."""

    business_id: UUID
    came: bool
    who: str = ""
    said: str = ""
    promise: str = ""
    by_on: date | None = None


class FindingsForm(forms.Form):
    """Which findings it is about. `key` is made with the page, so that sending it twice is once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    findings = forms.MultipleChoiceField(
        label=gettext_lazy("Which findings is it about?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please tick at least one finding.")},
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

    def facts(self) -> dict[str, Any]:
        """What was typed, and the findings that were ticked."""
        return {**self.cleaned_data, "findings": [self.rows[key] for key in self.cleaned_data["findings"]]}


class AdviceForm(FindingsForm):
    text = Words(
        label=gettext_lazy("What do you advise?"), max_length=3000, widget=forms.Textarea(attrs={"rows": 8})
    )


class PromiseForm(FindingsForm):
    text = Words(label=gettext_lazy("What does the business promise?"), max_length=1000)
    by_on = Day(label=gettext_lazy("By which day?"), earliest=0, latest=HALF_A_YEAR)


class HandingForm(FindingsForm):
    addressee = Line(label=gettext_lazy("To which authority?"))
    text = Words(label=gettext_lazy("What do you ask of it?"), max_length=3000)


class WhenForm(forms.Form):
    """When and where a talk is held."""

    day = Day(label=gettext_lazy("On which day?"), earliest=0, latest=HALF_A_YEAR)
    clock = TimeOfDay(label=gettext_lazy("At what time?"))
    where = Line(label=gettext_lazy("Where?"), max_length=200)

    def meets_at(self) -> datetime:
        """Day and time as a moment."""
        said = self.cleaned_data
        o_clock: time = said["clock"]
        return local_moment(said["day"], o_clock)


class TalkForm(FindingsForm, WhenForm):
    text = Words(
        label=gettext_lazy("What will be talked about?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("key", "findings", "day", "clock", "where", "text")

    def facts(self) -> dict[str, Any]:
        typed = super().facts()
        return {name: typed[name] for name in ("findings", "key", "where", "text")} | {
            "meets_at": self.meets_at()
        }


class MoveForm(SeenForm, WhenForm):
    """Another time or place."""

    def facts(self) -> dict[str, Any]:
        return {"meets_at": self.meets_at(), "where": self.cleaned_data["where"]}


class ServeForm(SeenForm):
    way = forms.ChoiceField(
        label=gettext_lazy("How was it served?"),
        choices=[
            ("hand", gettext_lazy("handed over in person")),
            ("post", gettext_lazy("sent by registered mail")),
        ],
        widget=forms.RadioSelect,
    )


class AuthorityForm(SeenForm):
    text = Words(label=gettext_lazy("What did the authority answer?"), max_length=3000)


class RecheckForm(PhotoForm, SeenForm):
    """What was seen the second time."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    result = forms.ChoiceField(
        label=gettext_lazy("How is it now?"), choices=list(RESULTS.items()), widget=forms.RadioSelect
    )
    words = Words(
        label=gettext_lazy("What did you see?"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Needed where it is not fully cured."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"key": new_id()}
        super().__init__(*args, **options)
        self.add_photos("now", pgettext_lazy("sweep", "Photos"))

    def facts(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {"client_key": typed["key"], "photos": self.photos("now")} | {
            name: typed[name] for name in ("result", "words")
        }


class WordForm(PhotoForm):
    """What the business says, and that it is cured."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = Words(label=gettext_lazy("What does the business say?"), max_length=2000)
    claims_cure = forms.BooleanField(label=gettext_lazy("It says that it is cured"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"key": new_id()}
        super().__init__(*args, **options)
        self.add_photos("proof", gettext_lazy("Photos that prove it"))
        name_what_is_needed(self)

    def facts(self) -> dict[str, Any]:
        """What the action is told."""
        typed = self.cleaned_data
        return {"client_key": typed["key"], "photos": self.photos("proof")} | {
            name: typed[name] for name in ("text", "claims_cure")
        }


class ExposureForm(SeenForm):
    """What the public would read of it; the procedure of exposures takes it from there."""

    shown_name = Line(
        label=gettext_lazy("The name that the public reads"),
        help_text=gettext_lazy("Of a sole trader the name on the shop's sign, never the owner's name."),
    )
    ground = forms.ChoiceField(label=pgettext_lazy("exposures", "Ground"), widget=forms.RadioSelect)
    what = Words(
        label=gettext_lazy("What happened"),
        max_length=2000,
        help_text=gettext_lazy(
            "Days and facts, in order. No names of persons, no telephone numbers, no verdicts."
        ),
    )
    evidence = Words(label=pgettext_lazy("exposures", "How we know"), max_length=1000)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 # tells the type checker
        field.choices = [(one.code, local_words.said(one)) for one in grounds.EXPOSURE]


PARTS = ("came", "who", "said", "text", "by_on")


class MinutesForm(SeenForm):
    """Five fields a business."""

    def __init__(self, *args: Any, parties: Sequence[MeasureParty], **options: Any) -> None:
        super().__init__(*args, **options)
        self.parties = parties
        for party in parties:
            self._add(str(party.business_id))

    def _add(self, key: str) -> None:
        self.fields[f"came_{key}"] = forms.ChoiceField(
            label=_("Did somebody come?"),
            choices=[("yes", pgettext("talk", "Yes")), ("no", pgettext("talk", "No"))],
            widget=forms.RadioSelect,
            error_messages={"required": _("Please say of each whether somebody came.")},
        )
        self.fields[f"who_{key}"] = Line(
            label=_("In which capacity?"), required=False, help_text=_("For instance: manager of the shop.")
        )
        self.fields[f"said_{key}"] = Words(label=_("What was said?"), required=False, max_length=3000)
        self.fields[f"text_{key}"] = Words(
            label=_("What was promised?"),
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields[f"by_on_{key}"] = Day(
            label=_("Promised by which day?"), required=False, earliest=0, latest=HALF_A_YEAR
        )

    @property
    def rows(self) -> list[tuple[MeasureParty, list[Any]]]:
        """Each business with its fields, for the page."""
        return [(party, [self[f"{part}_{party.business_id}"] for part in PARTS]) for party in self.parties]

    def facts(self) -> dict[str, Any]:
        """What each business did there, as typed."""
        return {"minutes": [self._minute(party) for party in self.parties]}

    def _minute(self, party: MeasureParty) -> Minute:
        typed = {part: self.cleaned_data[f"{part}_{party.business_id}"] for part in PARTS}
        return Minute(
            business_id=party.business_id,
            came=typed["came"] == "yes",
            who=typed["who"],
            said=typed["said"],
            promise=typed["text"],
            by_on=typed["by_on"],
        )
