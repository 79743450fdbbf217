"""The form in which the secretariat hands a list in."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huaihai.brands.evidence import list_words
from huaihai.brands.evidence.actions.importing import About
from huaihai.brands.evidence.lists import NotTheList, ReadList, read
from huaihai.brands.models import ImportRun
from huaihai.kit.form_fields import Day, Line, name_what_is_needed
from huaihai.members.models import Organisation
from huaihai.supervision.surveying.outside_tables import BIGGEST, CannotRead

TEN_YEARS = 3660  # days


class ComparedForm(forms.Form):
    """What is otherwise, where the list does not say what its source says."""

    answer = Line(label=_("If not: what is otherwise?"), max_length=300, required=False)


class ListForm(forms.Form):
    """A file, what it is about, and for which days it is complete."""

    about = forms.ChoiceField(
        label=_("What is it a list of?"), choices=ImportRun.About.choices, widget=forms.RadioSelect
    )
    file = forms.FileField(
        label=_("The list (Excel or CSV)"),
        help_text=_("One row a decision or licence, at most 5,000 rows and 10 MB."),
        allow_empty_file=True,
        error_messages={"required": _("Please choose a file.")},
    )
    source = Line(
        label=_("Where can anybody read this list?"),
        max_length=300,
        help_text=_("Name and address of the page. Everybody sees it."),
    )
    known_from = Day(earliest=-TEN_YEARS, latest=0, label=_("It is complete from this day"))
    known_until = Day(
        earliest=-TEN_YEARS,
        latest=0,
        label=_("to this day"),
        help_text=_(
            "Only for these days the pages say “no penalty”. For others they say that nothing is known."
        ),
    )
    region_code = forms.ChoiceField(label=_("Of which city?"), required=False)

    def __init__(self, *args: Any, bodies: list[Organisation], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["region_code"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", _("all cities of the alliance")),
            *((body.region_code, body.short_name) for body in bodies),
        ]
        name_what_is_needed(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("known_from"), cleaned.get("known_until")
        if first and last and first > last:
            self.add_error("known_until", _("The last day lies before the first."))
        self.told: ReadList | None = None
        if cleaned.get("file") and cleaned.get("about"):
            self._read(cleaned["file"], cleaned["about"])
        return cleaned

    def what_about(self) -> About:
        """What the list is of."""
        said = self.cleaned_data
        return About(said["source"], said["known_from"], said["known_until"], said["region_code"])

    def _read(self, file: Any, about: str) -> None:
        try:
            if file.size > BIGGEST:
                raise CannotRead("big")
            self.told = read(file.read(), about, today=self.today)
        except CannotRead as error:
            self.add_error("file", str(list_words.FILES[error.why]))
        except NotTheList as error:
            self.add_error("file", list_words.not_the_list(error.missing))
