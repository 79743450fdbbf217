"""Forms of custody: handing over, taking over, looking at seals."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.governance.office.asking import renewed
from huaihai.kit import clock
from huaihai.kit.filestore import Refused
from huaihai.kit.form_fields import Line, Words, name_what_is_needed
from huaihai.kit.ids import new_id
from huaihai.members.models import Account
from huaihai.supervision.models import CustodyStep, Laboratory, Sample
from huaihai.supervision.testing.buying import kept
from huaihai.supervision.testing.buying.bought import SEAL, Picture
from huaihai.supervision.testing.custody import parties
from huaihai.supervision.testing.custody.parties import Receiver, Seen
from huaihai.supervision.visiting.field.forms import PicturesField

Taker = CustodyStep.Taker
SLIP = "slip"
MINUTES = "%Y-%m-%dT%H:%M"
NOTHING = ("", "–")  # an empty choice
type Houses = Sequence[Laboratory]
type People = Sequence[tuple[Account, str]]  # each with where they work


class SeenForm(forms.Form):
    """What was seen of the seal, when and where; photos that arrived stay with the form."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kept = forms.CharField(widget=forms.HiddenInput, required=False)
    samples = forms.MultipleChoiceField(
        label=gettext_lazy("Which samples"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please choose at least one sample.")},
    )
    seal = forms.ChoiceField(
        label=gettext_lazy("Is the seal whole?"),
        choices=(
            (CustodyStep.Seal.INTACT, gettext_lazy("Yes, it is whole")),
            (CustodyStep.Seal.BROKEN, gettext_lazy("No, it is broken or missing")),
        ),
        widget=forms.RadioSelect,
    )
    seal_number = Line(
        label=gettext_lazy("Number read off the seal"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("It is compared with the number that was noted when it was sealed."),
    )
    where = Line(label=gettext_lazy("Where"), max_length=200, required=False)
    happened_at = forms.DateTimeField(
        label=gettext_lazy("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTES),
        input_formats=[MINUTES, f"{MINUTES}:%S", "%Y-%m-%d %H:%M"],
    )
    remark = Words(
        label=gettext_lazy("Anything else"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    photos = PicturesField(label=gettext_lazy("Photo of the seal"), required=False)

    def __init__(self, *args: Any, samples: Sequence[Sample], **options: Any) -> None:
        options["initial"] = {
            "key": new_id(),
            "happened_at": clock.now(),
            "samples": [sample.code for sample in samples] if len(samples) == 1 else [],
            **(options.pop("initial", None) or {}),
        }
        super().__init__(*args, **options)
        self.offered = samples
        choices = [(one.code, f"{one} · {one.get_kind_display()} · {one.seal_number}") for one in samples]
        self.fields["samples"].choices = choices  # type: ignore[attr-defined]  # a choice field
        if len(samples) != 1:
            del self.fields["seal_number"]  # one number cannot be that of many
        self.pictures: list[Picture] = []
        name_what_is_needed(self)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        key = said.get("key")
        if key is None:
            raise ValidationError(_("This page was not complete. Please open it again."))
        held = kept.unpacked(said.get("kept", ""), key=key)
        self.pictures = kept.together(held, self.stored("photos", SEAL, key))
        renewed(self, "kept", kept.packed(self.pictures, key=key))
        return said

    def stored(self, name: str, shows: str, key: UUID) -> list[Picture]:
        """The photos of this field, taken in."""
        try:
            uploads = (self.cleaned_data.get(name) or [])[: kept.MOST]
            return kept.store(uploads, shows, key=key, at=clock.now())
        except Refused as error:
            self.add_error(name, error.message)
            return []

    def chosen(self) -> list[Sample]:
        """The samples that were ticked."""
        codes = set(self.cleaned_data["samples"])
        return [sample for sample in self.offered if sample.code in codes]

    def seen(self) -> Seen:
        """What was seen, for the action."""
        said = self.cleaned_data
        return Seen(
            said["seal"],
            said["happened_at"],
            where=said["where"],
            seal_number=said.get("seal_number", ""),
            remark=said["remark"],
        )


class HandOverForm(SeenForm):
    """To whom it goes."""

    to_kind = forms.ChoiceField(
        label=gettext_lazy("To whom is it handed over?"), choices=Taker.choices, widget=forms.RadioSelect
    )
    person = forms.ChoiceField(label=gettext_lazy("Which colleague"), required=False)
    laboratory = forms.ChoiceField(label=gettext_lazy("Which laboratory"), required=False)
    carrier = Line(
        label=gettext_lazy("Which carrier, and the number of the waybill"), max_length=120, required=False
    )
    field_order = ("key", "kept", "samples", "to_kind", "person", "laboratory", "carrier")

    def __init__(self, *args: Any, people: People, laboratories: Houses, **options: Any) -> None:
        super().__init__(*args, **options)
        self.accounts = {str(one.pk): one for one, _where in people}
        self.laboratories = {one.key: one for one in laboratories}
        named = [(str(one.pk), f"{one.shown_name} · {where}") for one, where in people]
        self.fields["person"].choices = [NOTHING, *named]  # type: ignore[attr-defined]
        houses = [(key, one.name) for key, one in self.laboratories.items()]
        self.fields["laboratory"].choices = [NOTHING, *houses]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        wanted: dict[str, str] = {Taker.LABORATORY: "laboratory", Taker.CARRIER: "carrier"}
        name = wanted.get(said.get("to_kind", ""), "person")
        if said.get("to_kind") and not said.get(name) and name not in self.errors:
            self.add_error(name, ValidationError(_("Please say to whom.")))
        return said

    def receiver(self) -> Receiver:
        """To whom, for the action."""
        said = self.cleaned_data
        if said["to_kind"] == Taker.LABORATORY:
            house = self.laboratories[said["laboratory"]]
            return parties.laboratory(house.key, house.name)
        if said["to_kind"] == Taker.CARRIER:
            return parties.carrier(said["carrier"])
        account = self.accounts[said["person"]]
        return parties.store(account) if said["to_kind"] == Taker.STORE else parties.person(account)


class TakeOverForm(SeenForm):
    """Who takes it over: the reader, the reader's store, or a laboratory on a slip that it signed."""

    taker = forms.ChoiceField(label=gettext_lazy("Who takes it over?"), widget=forms.RadioSelect)
    slip = PicturesField(label=gettext_lazy("Photo of the slip that the laboratory signed"), required=False)
    field_order = ("key", "kept", "samples", "taker")

    def __init__(self, *args: Any, laboratories: Houses, **options: Any) -> None:
        super().__init__(*args, **options)
        self.laboratories = {one.key: one for one in laboratories}
        houses = [
            (f"laboratory:{key}", _("%(name)s, on the slip that it signed") % {"name": one.name})
            for key, one in self.laboratories.items()
        ]
        mine = [("me", _("I do, and carry it")), ("store", _("I do, and put it into our store"))]
        self.fields["taker"].choices = [*mine, *houses]  # type: ignore[attr-defined]  # a ChoiceField
        if not houses:
            del self.fields["slip"]
        self.slips: list[Picture] = []

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("key") and "slip" in self.fields:
            self.slips = self.stored("slip", SLIP, said["key"])
        return said

    @property
    def is_stored(self) -> bool:
        """Whether it goes into a store."""
        return bool(self.cleaned_data["taker"] == "store")

    def laboratory(self) -> Receiver | None:
        """The laboratory that took it over, if one did."""
        house = self.laboratories.get(self.cleaned_data["taker"].removeprefix("laboratory:"))
        return parties.laboratory(house.key, house.name) if house else None
