"""The form of a visit, made from the items of its plan."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from huaihai.kit.form_fields import Line, Words
from huaihai.supervision.visiting.answers import LONGEST
from huaihai.supervision.visiting.plan import NOT_SEEN, Item, Plan

ANSWER, PHOTO, UNSEEN = "q-", "photo-", "na-"  # what names of fields begin with


class Pictures(forms.FileInput):
    """Several photos at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> "list[UploadedFile[Any]]":
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class PicturesField(forms.FileField):
    """Photos, each with a name; what they hold is looked at when they are stored."""

    widget = Pictures(attrs={"accept": "image/*"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        return list(data or ())


class VisitForm(forms.Form):
    """Answers, photos and "could not be seen" for each item. What is wrong is said by `visiting.answers`."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        self.plan = plan
        for item in plan.items:
            self.fields.update(_fields_of(item))

    def answers(self) -> dict[str, str]:
        """What was answered, by item key."""
        return {item.key: self._answer(item) for item in self.plan.items if self._answer(item)}

    def pictures(self) -> "dict[str, list[UploadedFile[Any]]]":
        """The photos, by item key."""
        found = {item.key: self.cleaned_data.get(PHOTO + item.key) or [] for item in self.plan.items}
        return {key: held for key, held in found.items() if held}

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Put what is wrong beside the fields."""
        for key, said in faults.items():
            beside = next((name for name in (ANSWER + key, PHOTO + key) if name in self.fields), None)
            self.add_error(beside, said)

    @property
    def parts(self) -> Iterator[dict[str, Any]]:
        """Each item with its fields, in the order of the plan."""
        for item in self.plan.items:
            yield {
                "item": item,
                "answer": self[ANSWER + item.key] if ANSWER + item.key in self.fields else None,
                "unseen": self[UNSEEN + item.key] if UNSEEN + item.key in self.fields else None,
                "photo": self[PHOTO + item.key] if PHOTO + item.key in self.fields else None,
            }

    def _answer(self, item: Item) -> str:
        if self.cleaned_data.get(UNSEEN + item.key):
            return NOT_SEEN
        return str(self.cleaned_data.get(ANSWER + item.key) or "")


def _fields_of(item: Item) -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    if item.type in ("yes_no", "scale", "choice"):
        found[ANSWER + item.key] = forms.ChoiceField(
            label=item.name,
            help_text=item.guidance,
            choices=_choices(item),
            widget=forms.RadioSelect,
            required=False,
        )
    elif item.type == "number":
        found[ANSWER + item.key] = Line(
            label=item.name,
            help_text=item.guidance,
            required=False,
            max_length=40,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        )
        found[ANSWER + item.key].unit = item.unit  # type: ignore[attr-defined]  # read by kit.field_parts
    elif item.type == "text":
        found[ANSWER + item.key] = Words(
            label=item.name, help_text=item.guidance, required=False, max_length=LONGEST
        )
    if item.takes_photos:
        found[PHOTO + item.key] = PicturesField(
            label=item.name if item.type == "photo" else _("Photos: %(item)s") % {"item": item.name},
            help_text=item.guidance if item.type == "photo" else "",
            required=False,
        )
    if item.type in ("number", "text", "photo"):
        found[UNSEEN + item.key] = forms.BooleanField(label=NOT_TO_BE_SEEN, required=False)
    return found


NOT_TO_BE_SEEN = gettext_lazy("It could not be seen here")


def _choices(item: Item) -> list[tuple[str, Any]]:
    if item.type == "yes_no":
        held: list[tuple[str, Any]] = [("yes", pgettext("answer", "Yes")), ("no", pgettext("answer", "No"))]
    elif item.type == "scale":
        held = [(str(step), str(step)) for step in range(item.low, item.high + 1)]
    else:
        held = [(option.key, option.name) for option in item.options]
    return [*held, (NOT_SEEN, NOT_TO_BE_SEEN)]
