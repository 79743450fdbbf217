"""Forms that are filled in on the spot."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.businesses.actions.register import Stated
from huaihai.businesses.models import Business
from huaihai.kit import local_words
from huaihai.kit.form_fields import Line, Words, name_what_is_needed
from huaihai.kit.ids import new_id
from huaihai.law import credit_code
from huaihai.law.errors import BadCreditCode
from huaihai.law.places import counties_of
from huaihai.members.models import Organisation
from huaihai.supervision.sweeping.actions.inspecting import Marked
from huaihai.supervision.sweeping.lives import MARKS
from huaihai.supervision.sweeping.pictures import PhotoForm
from huaihai.supervision.sweeping.plan import Item, Plan


class PlaceForm(forms.Form):
    """A place that the register does not know yet; of a known business only where it is."""

    sign = Line(label=gettext_lazy("What stands on the sign?"))
    address = Line(label=gettext_lazy("Address"), max_length=200)
    region = forms.ChoiceField(label=gettext_lazy("County or district"))
    name = Line(
        label=gettext_lazy("Name on the licence"),
        required=False,
        help_text=gettext_lazy("As it hangs on the wall."),
    )
    code = Line(label=gettext_lazy("Credit code on the licence"), required=False, max_length=30)

    def __init__(self, *args: Any, city: Organisation, business: Business | None, **options: Any) -> None:
        super().__init__(*args, **options)
        region = self.fields["region"]
        assert isinstance(region, forms.ChoiceField)  # noqa: S101 # tells the type checker
        counties = [(one.code, local_words.place(one.name)) for one in counties_of(city.region_code)]
        region.choices = [*counties, (city.region_code, _("elsewhere in the city"))]
        if business is not None:
            del self.fields["name"], self.fields["code"]
        name_what_is_needed(self)

    def clean_code(self) -> str:
        """A code that cannot be right is told at once."""
        typed: str = self.cleaned_data["code"]
        if not typed:
            return ""
        try:
            return credit_code.check(typed).text
        except BadCreditCode as error:
            raise forms.ValidationError(local_words.either(zh=error.zh, en=error.en)) from error

    def stated(self) -> Stated:
        """The business as it was seen."""
        said = self.cleaned_data
        return Stated(
            name=said["name"],
            code=said["code"],
            sign=said["sign"],
            address=said["address"],
            region_code=said["region"],
        )


class CheckForm(PhotoForm):
    """The whole checklist: of each item how it is, of a finding what it is, with photos."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    note = Words(
        label=gettext_lazy("Anything else about this place?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        options["initial"] = {"key": new_id()}
        super().__init__(*args, **options)
        self.plan = plan
        for item in plan.items:
            self._add(item)
        self.order_fields([*(name for name in self.fields if name != "note"), "note"])

    def _add(self, item: Item) -> None:
        name = local_words.in_script(item.name)
        self.fields[f"mark_{item.key}"] = forms.ChoiceField(
            label=name,
            choices=list(MARKS.items()),
            widget=forms.RadioSelect,
            error_messages={"required": _("%(item)s: please choose one.") % {"item": name}},
        )
        self.fields[f"words_{item.key}"] = Words(
            label=pgettext_lazy("sweep", "What did you find?"),
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.add_photos(item.key, pgettext_lazy("sweep", "Photos of it"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for item in self.plan.items:
            if cleaned.get(f"mark_{item.key}") == "found" and not cleaned.get(f"words_{item.key}"):
                name = local_words.in_script(item.name)
                self.add_error(
                    f"words_{item.key}", _("%(item)s: please write what you found.") % {"item": name}
                )
        return cleaned

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each item with its fields, for the page."""
        return [
            {
                "item": item,
                "mark": self[f"mark_{item.key}"],
                "words": self[f"words_{item.key}"],
                "photos": self[f"photos_{item.key}"],
                "kept": self.count_kept(item.key),
            }
            for item in self.plan.items
        ]

    @property
    def client_key(self) -> UUID:
        """Made when the page was opened, so that sending it twice is once."""
        key: UUID = self.cleaned_data["key"]
        return key

    def marked(self) -> list[Marked]:
        """What was marked, item by item."""
        said = self.cleaned_data
        return [
            Marked(
                item.key,
                said[f"mark_{item.key}"],
                words=said[f"words_{item.key}"] if said[f"mark_{item.key}"] != "na" else "",
                photos=self.photos(item.key),
            )
            for item in self.plan.items
        ]
