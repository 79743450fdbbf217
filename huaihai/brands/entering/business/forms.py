"""The forms of a business: applying, taking part, not taking part, leaving."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.brands.entering import texts
from huaihai.brands.entering.actions.answering import LONGEST_REASON, TICKS, Stated
from huaihai.brands.entering.actions.nominating import Said
from huaihai.brands.entering.forms import ThingForm, WhyForm, place_label
from huaihai.brands.entering.things import LONGEST, LONGEST_NAME, NAMED
from huaihai.brands.models import Entry
from huaihai.businesses.models import Business, Place
from huaihai.kit.form_fields import Line, SeenForm, Words, name_what_is_needed


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

    def said(self) -> Said:
        """The application in words."""
        return Said(self.cleaned_data["why"], self.cleaned_data["free"], self.cleaned_data["key"])


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
    consent = forms.BooleanField(label=texts.label(texts.CONSENT))
    conduct = forms.BooleanField(label=texts.label(texts.CONDUCT))
    free = forms.BooleanField(label=texts.label(texts.FREE))

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
