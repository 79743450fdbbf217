"""Forms of nominating, answering, matching, and of saying that money was asked for."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.brands.entering import nominating
from huaihai.brands.entering.loose import Typed
from huaihai.brands.entering.money import LONGEST_OUTCOME, LONGEST_REPORT
from huaihai.brands.entering.nominating import (
    LONGEST,
    LONGEST_NAME,
    LONGEST_WHY,
    NAMED,
    Recommendation,
    Thing,
)
from huaihai.brands.entering.verbs import LONGEST_REASON, TICKS, Stated
from huaihai.brands.models import Entry, LooseNomination, MoneyReport
from huaihai.businesses.models import Business, Place
from huaihai.businesses.pledges.words import place_words
from huaihai.kit import local_words, phones
from huaihai.kit.form_fields import Line, PlainForm, SeenForm, Words, name_what_is_needed
from huaihai.members.models import Organisation

CHOOSE = gettext_lazy("Please choose one of these.")
PHONE_HELP = gettext_lazy(
    "Only if you want to hear what became of it: one message, then your number is erased, at the latest after half a "
    "year. Nobody else gets it."
)


class Phone(Line):
    """A mobile number that may be left empty; cleaned to the form in which it is kept."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_length=30,
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
            **options,
        )

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        number = phones.mobile(typed)
        if number is None:
            raise ValidationError(_("This is no mobile number. Please check it, or leave it empty."))
        return number


class ThingForm(forms.Form):
    """Which kind of thing, at which place, and what it is called."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("brands", "What is it?"),
        choices=Entry.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    place = forms.ChoiceField(label=pgettext_lazy("brands", "Which place?"), required=False)
    what = Line(
        label=gettext_lazy("Name of the product, service or live room"),
        help_text=gettext_lazy("Leave it empty for a shop, a restaurant or another place."),
        max_length=LONGEST,
        required=False,
    )

    def __init__(self, *args: Any, places: Iterable[Place] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = {str(place.pk): place for place in places}
        if self.places:
            field: Any = self.fields["place"]
            named = [(key, place_label(place)) for key, place in self.places.items()]
            field.choices = [("", _("all of it, or I do not know")), *named]
        else:
            del self.fields["place"]
        name_what_is_needed(self)

    @property
    def chosen_place(self) -> Place | None:
        """The place that was chosen."""
        return self.places.get(self.cleaned_data.get("place", ""))


class WhyForm(forms.Form):
    """Why it deserves it."""

    why = Words(
        label=gettext_lazy("Why does it deserve it? In a sentence."),
        help_text=gettext_lazy(
            "The business reads it. Please leave out names of persons and telephone numbers."
        ),
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    free = forms.BooleanField(
        label=nominating.label(nominating.FREE),
        error_messages={
            "required": gettext_lazy(
                "We can take it only if no money is in play. If you were asked for money, tell us."
            )
        },
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


def place_label(place: Place) -> str:
    """The place in one line."""
    words = place_words(place)
    return " · ".join(filter(None, (words["name"], words["address"])))


class NominationForm(ThingForm, WhyForm):
    """A nomination of a business that stands on the page."""

    phone = Phone(label=gettext_lazy("Your mobile number"), help_text=PHONE_HELP)
    field_order: tuple[str, ...] = ("kind", "place", "what", "why", "phone", "free", "key")

    def said(self, browser: str) -> Recommendation:
        """The nomination in words."""
        held = self.cleaned_data
        return Recommendation(held["why"], held["free"], held["key"], phone=held["phone"], browser=browser)


class LooseForm(NominationForm):
    """A nomination of a business by name and city."""

    name = Line(
        label=gettext_lazy("Name of the business"),
        help_text=gettext_lazy("As it stands on the sign or the receipt."),
    )
    city = forms.ChoiceField(
        label=pgettext_lazy("brands", "City"), error_messages={"required": CHOOSE, "invalid_choice": CHOOSE}
    )
    where = Line(label=gettext_lazy("Street, market or platform"), required=False)
    field_order = ("name", "city", "where", *NominationForm.field_order)

    def __init__(self, *args: Any, bodies: list[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        self.bodies = {body.region_code: body for body in bodies}
        held: Any = self.fields["city"]
        held.choices = [("", gettext_lazy("please choose"))] + [
            (code, local_words.place(body.short_name)) for code, body in self.bodies.items()
        ]

    def typed(self) -> Typed:
        """The business and its thing in the consumer's words."""
        held = self.cleaned_data
        city = self.bodies[held["city"]]
        return Typed(held["name"], city, held["kind"], where=held["where"], what=held["what"])


class MoneyForm(PlainForm):
    """Who asked for money, what for, when."""

    side = forms.ChoiceField(
        label=gettext_lazy("Who are you?"),
        choices=MoneyReport.Side.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    text = Words(
        label=gettext_lazy("What happened?"),
        help_text=gettext_lazy(
            "Who asked, for what, how much, when and how. Only the secretariat and the auditors read it."
        ),
        max_length=LONGEST_REPORT,
    )
    phone = Phone(
        label=gettext_lazy("Your mobile number"),
        help_text=gettext_lazy(
            "Only if we may call you. You can stay unknown. It is erased a month after we have dealt with it."
        ),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


class OwnForm(ThingForm, WhyForm):
    """A business applies itself."""

    business = forms.ChoiceField(label=gettext_lazy("Which business"))
    field_order = ("business", "kind", "place", "what", "why", "free", "key")

    def __init__(self, *args: Any, businesses: list[Business], **options: Any) -> None:
        super().__init__(*args, **options)
        self.businesses = {str(one.pk): one for one in businesses}
        held: Any = self.fields["business"]
        held.choices = [(key, one.name) for key, one in self.businesses.items()]
        if len(businesses) == 1:
            held.widget, held.initial = forms.HiddenInput(), str(businesses[0].pk)
        self.fields["why"].label = gettext_lazy("Why do you apply? In a sentence.")
        self.fields["why"].help_text = gettext_lazy(
            "What is special about it, and what can customers rely on?"
        )
        name_what_is_needed(self)

    @property
    def chosen_business(self) -> Business:
        """The business that was chosen."""
        return self.businesses[self.cleaned_data["business"]]

    def said(self) -> Recommendation:
        """The application in words."""
        return Recommendation(self.cleaned_data["why"], self.cleaned_data["free"], self.cleaned_data["key"])


class AcceptForm(SeenForm):
    """The business takes part: what it is called, which place is meant, and what it agrees to."""

    name = Line(
        label=gettext_lazy("Under which name do people know it?"),
        help_text=gettext_lazy("This stands in the directory."),
        max_length=LONGEST_NAME,
    )
    place = forms.ChoiceField(
        label=pgettext_lazy("brands", "Which place?"),
        required=False,
        help_text=gettext_lazy("One entry is for one place. Nominate your other places one by one."),
        error_messages={
            "required": gettext_lazy("Please say which of your places is meant: a mark names one place.")
        },
    )
    what = Line(label=gettext_lazy("Name of the product, service or live room"), max_length=LONGEST)
    truth = forms.BooleanField(label=gettext_lazy("All this is true, and I may speak for the business."))
    consent = forms.BooleanField(label=nominating.label(nominating.CONSENT))
    conduct = forms.BooleanField(label=nominating.label(nominating.CONDUCT))
    free = forms.BooleanField(label=nominating.label(nominating.FREE))

    def __init__(self, *args: Any, entry: Entry, places: list[Place], **options: Any) -> None:
        super().__init__(*args, seen=entry.version, **options)
        self.places = {str(place.pk): place for place in places}
        self.initial.update(name=entry.name, what=entry.what, place=str(entry.place_id or ""))
        is_named = entry.kind in NAMED
        if not is_named:
            del self.fields["what"]
        if self.places:
            named = [(key, place_label(place)) for key, place in self.places.items()]
            held: Any = self.fields["place"]
            held.required = not is_named or entry.place_id is not None
            held.choices = [("", _("please choose") if held.required else _("all of our places")), *named]
            if not held.required:
                held.help_text = _("Choose a place only if it is offered there alone.")
        else:
            del self.fields["place"]
        missing = {
            "truth": _("Please say that this is true."),
            "consent": _("Without this consent nothing can stand in the directory."),
            "conduct": _("Who takes part agrees that its conduct is followed."),
            "free": _("We can take it only if no money is in play. If you were asked for money, tell us."),
        }
        for name, words in missing.items():
            self.fields[name].error_messages["required"] = words
        name_what_is_needed(self)

    def stated(self) -> Stated:
        """What the manager stated."""
        held = self.cleaned_data
        return Stated(
            held["name"],
            self.places.get(held.get("place", "")),
            held.get("what", ""),
            frozenset(name for name in TICKS if held[name]),
        )


class ReasonForm(SeenForm):
    """A reason may be given, and need not."""

    reason = Words(
        label=pgettext_lazy("brands", "Why?"),
        help_text=gettext_lazy("Only staff of the associations read it."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CityForm(ThingForm, WhyForm):
    """A city's association recommends."""

    field_order = ("kind", "place", "what", "why", "free", "key")

    def said(self) -> Recommendation:
        """The recommendation in words."""
        return Recommendation(self.cleaned_data["why"], self.cleaned_data["free"], self.cleaned_data["key"])

    def thing(self, business: Business) -> Thing:
        """What is recommended."""
        return Thing(business, self.cleaned_data["kind"], self.chosen_place, self.cleaned_data["what"])


class MatchForm(SeenForm, ThingForm):
    """Which thing of the business a consumer meant; as it was typed, until somebody says otherwise."""

    field_order = ("kind", "place", "what", "seen")

    def __init__(self, *args: Any, row: LooseNomination, places: list[Place], **options: Any) -> None:
        initial = {"kind": row.kind, "what": row.what}
        super().__init__(*args, seen=row.version, places=places, initial=initial, **options)

    def thing(self, business: Business) -> Thing:
        """What is meant."""
        return Thing(business, self.cleaned_data["kind"], self.chosen_place, self.cleaned_data["what"])


class DealtWithForm(SeenForm):
    """What was done about a report."""

    outcome = Words(
        label=gettext_lazy("What was done?"),
        help_text=gettext_lazy("The auditors read it. Name no person."),
        max_length=LONGEST_OUTCOME,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
