"""Forms of laboratories: the contract, raw readings of one sample, a sheet; a batch that leaves, and what came."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.desk.asking import renewed
from huaihai.kit import clock
from huaihai.kit.filestore import Refused
from huaihai.kit.form_fields import Day, Line, SeenForm, Words, name_what_is_needed
from huaihai.kit.ids import new_id
from huaihai.supervision.models import Reading, Receipt, Sample
from huaihai.supervision.testing.buying import forms as buying_forms
from huaihai.supervision.testing.buying.purchase import Picture
from huaihai.supervision.testing.laboratory.facts import Key, replicates
from huaihai.supervision.testing.laboratory.readings import Cell, Entry, Unreadable, read
from huaihai.supervision.testing.laboratory.sheets import LARGEST_FILE, BadCell, NoSheet, as_written, parse
from huaihai.supervision.testing.laboratory.verbs import LabFacts
from huaihai.supervision.visiting.field import PicturesField

YEARS = 3700  # days: about ten years
MOST_BAD_NAMED = 60


class LaboratoryForm(SeenForm):
    """A laboratory and its contract."""

    name = Line(label=gettext_lazy("Name of the laboratory"))
    cma = Line(label=gettext_lazy("Number of the CMA certificate"), max_length=40, required=False)
    cma_until = Day(label=gettext_lazy("CMA: last day"), earliest=-YEARS, latest=YEARS, required=False)
    cnas = Line(label=gettext_lazy("Number of the CNAS certificate"), max_length=40, required=False)
    cnas_until = Day(label=gettext_lazy("CNAS: last day"), earliest=-YEARS, latest=YEARS, required=False)
    scope = Words(
        label=gettext_lazy("Scope of the certificates, as far as it matters here"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    contract = Line(label=gettext_lazy("Number of the contract"), max_length=80)
    contract_on = Day(label=gettext_lazy("Day of the contract"), earliest=-YEARS, latest=60)
    items = forms.MultipleChoiceField(
        label=gettext_lazy("What it measures"), widget=forms.CheckboxSelectMultiple
    )
    pool_request = forms.ChoiceField(
        label=gettext_lazy("Lent by the cities' pool"),
        required=False,
        help_text=gettext_lazy("Only if it was asked for and granted there."),
    )

    def __init__(
        self,
        *args: Any,
        items: Mapping[str, Mapping[str, Any]],
        requests: Sequence[tuple[str, str]] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["items"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (key, str(item.get("name", key))) for key, item in items.items()
        ]
        if requests:
            self.fields["pool_request"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
                ("", pgettext_lazy("pool", "no")),
                *requests,
            ]
        else:
            del self.fields["pool_request"]
        name_what_is_needed(self)

    def lab_facts(self, pool_request: Any = None) -> LabFacts:
        """What the action is told."""
        said = {name: value for name, value in self.facts().items() if name != "pool_request"}
        return LabFacts(**{**said, "items": tuple(said["items"])}, pool_request=pool_request)


class SheetForm(forms.Form):
    """A spreadsheet with readings; `bad` are its cells that cannot be read, and then nothing of it is taken."""

    sheet = forms.FileField(
        label=gettext_lazy("The filled sheet (.xlsx)"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Please choose the file.")},
    )
    reason = Line(
        label=gettext_lazy("Why readings change"),
        help_text=gettext_lazy("Only if the sheet corrects readings that were sent before."),
        required=False,
        max_length=300,
    )

    def __init__(
        self, *args: Any, keys: Sequence[Key], items: Mapping[str, Mapping[str, Any]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.keys, self.items = keys, items
        self.bad: tuple[BadCell, ...] = ()
        self.more_bad = 0

    def clean(self) -> dict[str, Any]:
        """The sheet is read."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.read = parse(self._content(), self.items, self.keys)
            except NoSheet as error:
                self.add_error("sheet", str(error))
            else:
                self.bad = self.read.bad[:MOST_BAD_NAMED]
                self.more_bad = len(self.read.bad) - len(self.bad)
        return cleaned

    def is_valid(self) -> bool:
        """Whether all of it could be read."""
        return super().is_valid() and not self.bad

    def entries(self) -> tuple[Entry, ...]:
        """The readings in it."""
        return self.read.entries

    def _content(self) -> bytes:
        """The bytes of the file, or one more than is taken."""
        upload = self.cleaned_data["sheet"]
        if upload.size > LARGEST_FILE:
            return bytes(LARGEST_FILE + 1)
        return bytes(upload.read())


class ReadingsForm(forms.Form):
    """All readings of one sample in one round: a field for each, with the unit beside it."""

    def __init__(
        self,
        *args: Any,
        keys: Sequence[Key],
        items: Mapping[str, Mapping[str, Any]],
        held: Mapping[Key, Reading],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.keys, self.items = keys, items
        for key in keys:
            self.fields[field_name(key)] = self._field(key, held.get(key))
        self.fields["reason"] = Line(
            label=_("Why readings change"),
            help_text=_("Only if you correct readings that were sent before."),
            required=False,
            max_length=300,
        )

    def _field(self, key: Key, row: Reading | None) -> Line:
        item, n = self.items[key[1]], key[2]
        label = str(item.get("name", key[1]))
        if replicates(item) > 1:
            label = _("%(item)s, no. %(n)s") % {"item": label, "n": n}
        initial = as_written(row, item) if row is not None else ""
        return Line(
            label=label, required=False, initial=initial, max_length=340,
            help_text=_below(item) if n == 1 else "",
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        )  # fmt: skip

    def with_units(self) -> list[tuple[Any, str]]:
        """Each field of a reading with the unit of its item."""
        return [(self[field_name(key)], str(self.items[key[1]].get("unit", ""))) for key in self.keys]

    def clean(self) -> dict[str, Any]:
        """Each bad reading is named at its field."""
        cleaned = super().clean() or self.cleaned_data
        self.cells: dict[Key, Cell] = {}
        for key in self.keys:
            try:
                cell = read(str(cleaned.get(field_name(key), "")), self.items[key[1]])
            except Unreadable as error:
                self.add_error(field_name(key), _("%(why)s.") % {"why": str(error).capitalize()})
                continue
            if not cell.is_empty:
                self.cells[key] = cell
        return cleaned

    def entries(self) -> list[Entry]:
        """What was typed, without what stayed empty."""
        return [Entry(key[0], key[1], key[2], cell, key[3]) for key, cell in self.cells.items()]


def _below(item: Mapping[str, Any]) -> str:
    """How a reading below the plan's own detection limit of this item is written; empty if it has none."""
    limit = item.get("detection")
    return _("Below the detection limit: <%(limit)s") % {"limit": limit} if limit else ""


def field_name(key: Key) -> str:
    """The name of a reading's field."""
    return f"r-{key[1]}-{key[2]}"


class HandOverForm(forms.Form):
    """Which sealed samples leave for a laboratory, and how."""

    samples = forms.MultipleChoiceField(
        label=gettext_lazy("Which samples go there?"), widget=forms.CheckboxSelectMultiple
    )
    remark = Line(
        label=gettext_lazy("How they travel"),
        help_text=gettext_lazy("Who brings them; of a carrier the number of the waybill."),
        required=False,
        max_length=300,
    )

    def __init__(self, *args: Any, samples: Sequence[Sample], **options: Any) -> None:
        options.setdefault("initial", {"samples": [one.code for one in samples]})
        super().__init__(*args, **options)
        self.fields["samples"].choices = [(one.code, _with_seal(one)) for one in samples]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["samples"].error_messages["required"] = _("Please choose at least one sample.")


class ReceiptForm(forms.Form):
    """What came of a batch: everything, but for what is ticked. Staff add the slip that the laboratory signed."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kept = forms.CharField(widget=forms.HiddenInput, required=False)
    broken = forms.MultipleChoiceField(
        label=gettext_lazy("Which came with a broken seal, or with another number on it?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    absent = forms.MultipleChoiceField(
        label=gettext_lazy("Which did not come?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    remark = Line(label=gettext_lazy("Anything else"), required=False, max_length=300)
    slip = PicturesField(label=gettext_lazy("Photo of the slip that the laboratory signed"), required=False)

    def __init__(
        self, *args: Any, samples: Sequence[Sample], earlier: Receipt | None, by_staff: bool, **options: Any
    ) -> None:
        held = {"broken": earlier.broken, "absent": earlier.absent} if earlier is not None else {}
        options["initial"] = {"key": new_id(), **held}
        super().__init__(*args, **options)
        for name in ("broken", "absent"):
            self.fields[name].choices = [(one.code, _with_seal(one)) for one in samples]  # type: ignore[attr-defined]
        if earlier is not None:
            self.fields["remark"].label = _("Why the receipt changes")
        if not by_staff:
            del self.fields["slip"]
        self.slips: list[Picture] = []
        name_what_is_needed(self)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        key = said.get("key")
        if key is None:
            raise ValidationError(_("This page was not complete. Please open it again."))
        if "slip" in self.fields:
            held = buying_forms.unpacked(said.get("kept", ""), key=key)
            self.slips = buying_forms.together(held, self._stored(said.get("slip") or [], key))
            renewed(self, "kept", buying_forms.packed(self.slips, key=key))
        return said

    def facts(self) -> dict[str, Any]:
        """What the action is told."""
        said = self.cleaned_data
        names = ("broken", "absent", "remark")
        return {name: said[name] for name in names} | {"slip": next(iter(self.slips), None)}

    def _stored(self, uploads: Sequence[Any], key: UUID) -> list[Picture]:
        try:
            return buying_forms.store(uploads[:1], "slip", key=key, at=clock.now())
        except Refused as error:
            self.add_error("slip", error.message)
            return []


def _with_seal(sample: Sample) -> str:
    """A sample by its code and the number of its seal, as both stand on the label."""
    return _("%(code)s · seal %(seal)s") % {"code": sample, "seal": sample.seal_number}
