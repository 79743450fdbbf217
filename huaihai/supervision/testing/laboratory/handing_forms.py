"""Forms of a batch: which samples leave, and what came."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.asking import renewed
from huaihai.kit import clock
from huaihai.kit.filestore import Refused
from huaihai.kit.form_fields import Line, name_what_is_needed
from huaihai.kit.ids import new_id
from huaihai.supervision.models import Receipt, Sample
from huaihai.supervision.testing.buying import kept
from huaihai.supervision.testing.buying.bought import Picture
from huaihai.supervision.visiting.field.forms import PicturesField


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
            held = kept.unpacked(said.get("kept", ""), key=key)
            self.slips = kept.together(held, self._stored(said.get("slip") or [], key))
            renewed(self, "kept", kept.packed(self.slips, key=key))
        return said

    def facts(self) -> dict[str, Any]:
        """What the action is told."""
        said = self.cleaned_data
        names = ("broken", "absent", "remark")
        return {name: said[name] for name in names} | {"slip": next(iter(self.slips), None)}

    def _stored(self, uploads: Sequence[Any], key: UUID) -> list[Picture]:
        try:
            return kept.store(uploads[:1], "slip", key=key, at=clock.now())
        except Refused as error:
            self.add_error("slip", error.message)
            return []


def _with_seal(sample: Sample) -> str:
    """A sample by its code and the number of its seal, as both stand on the label."""
    return _("%(code)s · seal %(seal)s") % {"code": sample, "seal": sample.seal_number}
