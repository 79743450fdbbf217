"""Describing an entry, its time, its interests."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.governance.actions.pools.describing import Described
from huaihai.governance.models import PoolConflict, PoolEntry
from huaihai.governance.models.pools.entries import DAYS
from huaihai.governance.models.pools.lives import Half, Kind
from huaihai.governance.office.pools import wording
from huaihai.governance.office.pools.forms.parts import NewForm, Shown, StepForm, choose, code_field
from huaihai.kit import clock, local_words
from huaihai.kit.form_fields import Day, Line, Words
from huaihai.members.models import Organisation

TEN_YEARS = 3660
TICKS = forms.CheckboxSelectMultiple


class EntryFields(Shown, forms.Form):
    """What every kind has in common. `kind` is chosen on the page before."""

    grids = ("skills", "half_days", "serves")

    skills = forms.MultipleChoiceField(label=_("Fields"), widget=TICKS, required=False)
    words = Line(
        label=_("More about it, in your own words"),
        help_text=_("For example: prepaid cards, second-hand cars. All bodies read it."),
        max_length=300,
        required=False,
    )
    languages = Line(
        label=_("Languages and dialects"), help_text=_("For example: sign language."), required=False
    )
    half_days = forms.MultipleChoiceField(
        label=_("Usually free on"),
        widget=TICKS,
        error_messages={"required": _("Please choose at least one half day of the week.")},
    )
    serves = forms.MultipleChoiceField(
        label=_("Works in"), help_text=_("Tick none if it works in all cities."), widget=TICKS, required=False
    )

    def __init__(self, *args: Any, kind: str, cities: list[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        self.cities = {city.key: city for city in cities}
        flat = [pair for _title, group in wording.skill_choices() for pair in group]
        choose(self, "skills", flat)
        halves = [
            (f"{day}{half}", wording.weekday_half_word(day, half)) for day in DAYS for half in Half.values
        ]
        choose(self, "half_days", halves)
        choose(self, "serves", [(city.key, local_words.place(city.place_name)) for city in cities])

    def described(self) -> Described:
        """What was typed, as the action takes it."""
        said = self.cleaned_data
        plain = (
            "shown_as", "words", "languages", "name", "contact", "consented_on", "credit_code",
            "cma_number", "cma_until_on", "cnas_number", "cnas_until_on",
        )  # fmt: skip
        return Described(
            kind=self.kind,
            skills=tuple(said["skills"]),
            half_days=tuple((int(half[0]), half[1:]) for half in said["half_days"]),
            serves=tuple(self.cities[key] for key in said["serves"]),
            **{name: said[name] for name in plain if name in said},
        )


class PersonFields(EntryFields):
    """An expert, lawyer, mediator or volunteer."""

    shown_as = Line(
        label=_("How the other bodies see it"),
        help_text=_("Without the name, for example: lawyer, knows prepaid cards well."),
        max_length=60,
    )
    name = Line(
        label=_("Name of the person"),
        help_text=_(
            "Only your body reads it, and a body whose request you grant. Each look is written down."
        ),
        max_length=60,
    )
    contact = Line(label=_("How the person is reached"), help_text=_("Telephone, mail. Kept like the name."))
    consented_on = Day(
        label=_("Consent given on"),
        help_text=_("The day on which the person agreed that name and contact are kept for this purpose."),
        earliest=-TEN_YEARS,
        latest=0,
    )
    field_order = ["key", "seen", "shown_as", "name", "contact", "consented_on"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["shown_as"].help_text = _(
            "Without the name, for example: lawyer, knows prepaid cards well."
        )


class LaboratoryFields(EntryFields):
    """A laboratory: an organisation, with its code and its accreditation."""

    shown_as = Line(label=_("Name of the laboratory"), max_length=60)
    credit_code = code_field()
    cma_number = Line(label=_("CMA certificate number"), max_length=40, required=False)
    cma_until_on = Day(label=_("CMA valid until"), earliest=-TEN_YEARS, latest=TEN_YEARS, required=False)
    cnas_number = Line(label=_("CNAS accreditation number"), max_length=40, required=False)
    cnas_until_on = Day(label=_("CNAS valid until"), earliest=-TEN_YEARS, latest=TEN_YEARS, required=False)
    name = Line(
        label=_("Who answers there"),
        help_text=_(
            "Only your body reads it, and a body whose request you grant. Each look is written down."
        ),
        max_length=60,
        required=False,
    )
    contact = Line(
        label=_("How it is reached"), help_text=_("Telephone, mail. Kept like the name."), required=False
    )
    consented_on = Day(
        label=pgettext_lazy("pool", "Agreed on"),
        help_text=_("The day on which the laboratory agreed to be lent."),
        earliest=-TEN_YEARS,
        latest=0,
    )
    field_order = [
        "key", "seen", "shown_as", "credit_code", "cma_number", "cma_until_on", "cnas_number", "cnas_until_on",
        "name", "contact", "consented_on",
    ]  # fmt: skip


class NewPerson(PersonFields, NewForm):
    """A person who is entered."""


class NewLaboratory(LaboratoryFields, NewForm):
    """A laboratory that is entered."""


class ChangedEntry(EntryFields, StepForm):
    """An entry that is changed. Name and contact stay closed: left empty, they stay as they are."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("name", "contact"):
            self.fields[name].required = False
            self.fields[name].help_text = _("Leave it empty to keep what is held.")


class ChangedPerson(ChangedEntry, PersonFields):
    """A person's entry."""


class ChangedLaboratory(ChangedEntry, LaboratoryFields):
    """A laboratory's entry."""


def new_form(kind: str) -> type[NewPerson] | type[NewLaboratory]:
    """The form for a new entry of this kind."""
    return NewLaboratory if kind == Kind.LABORATORY else NewPerson


def changed_form(entry: PoolEntry) -> type[ChangedEntry]:
    """The form that changes this entry."""
    return ChangedLaboratory if entry.kind == Kind.LABORATORY else ChangedPerson


def held_values(entry: PoolEntry) -> dict[str, Any]:
    """What the change form begins with: all but name and contact."""
    plain = (
        "shown_as", "words", "languages", "consented_on", "credit_code",
        "cma_number", "cma_until_on", "cnas_number", "cnas_until_on",
    )  # fmt: skip
    return {name: getattr(entry, name) for name in plain} | {
        "skills": [held.code for held in entry.skills.all()],
        "half_days": [f"{held.weekday}{held.half}" for held in entry.half_days.all()],
        "serves": [city.key for city in entry.serves.all()],
    }


class AbsenceForm(StepForm):
    """Days away."""

    from_on = Day(label=_("First day away"), earliest=-31, latest=366)
    until_on = Day(label=_("Last day away"), earliest=0, latest=732)


class PauseForm(StepForm):
    """Why nobody may ask for it just now."""

    reason = Line(
        label=_("Reason"),
        help_text=_("All bodies read it. Please nothing about the person's health or family."),
        max_length=200,
    )


class ConsentForm(StepForm):
    """How the consent was taken back."""

    text = Words(
        label=_("How and when you were told"),
        help_text=_("Kept sealed in the record."),
        max_length=500,
        required=False,
    )


class ConflictForm(StepForm):
    """An interest: a business, or a trade, or both."""

    business_name = Line(label=_("Name of the business"), required=False)
    credit_code = code_field(required=False)
    trade = forms.ChoiceField(
        label=_("Trade"),
        help_text=_("Choose it too: requests in the same trade then need a reason."),
        required=False,
    )
    ground = forms.ChoiceField(
        label=_("What binds them"), widget=forms.RadioSelect, choices=PoolConflict.Ground.choices
    )
    note = Words(label=_("A note"), help_text=_("Only your body reads it."), max_length=1000, required=False)
    from_on = Day(label=pgettext_lazy("conflict of interest", "Since"), earliest=-40 * 366, latest=366)
    until_on = Day(
        label=pgettext_lazy("conflict of interest", "Last day"),
        help_text=_("Leave it empty if it goes on."),
        earliest=-40 * 366,
        latest=TEN_YEARS,
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "trade", [("", _("None")), *wording.skill_choices()])
        self.fields["from_on"].initial = clock.today()


class EndConflictForm(StepForm):
    """The last day of an interest."""

    last_on = Day(label=_("Its last day"), earliest=-40 * 366, latest=366)
