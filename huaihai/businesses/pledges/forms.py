"""What a manager writes about a pledge: one form a kind, with the same frame."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.businesses.models import Business, Place, PledgeVersion
from huaihai.businesses.pages import place_name
from huaihai.businesses.pledges import facts
from huaihai.businesses.pledges import terms as pledges_terms
from huaihai.businesses.pledges.terms import (
    CrossShopTerms,
    GenuineTerms,
    PriceTerms,
    ReplyTerms,
    ReturnTerms,
    Terms,
)
from huaihai.businesses.pledges.verbs import LATEST_START, LONGEST_OWN_WORDS, Draft
from huaihai.kit import local_words, spoken
from huaihai.kit.form_fields import Day, Line, SeenForm, Words
from huaihai.kit.money_field import MoneyField
from huaihai.law import amounts, kinds, limits

BOXES = forms.CheckboxSelectMultiple
FRAME = ("trades", "places", "own_words", "from_on", "seen")


class PledgeForm(SeenForm):
    """The frame of every pledge. Subclasses put their own fields before it and make the terms."""

    kind = ""
    trades = forms.MultipleChoiceField(
        required=False,
        widget=BOXES,
        label=_("For which goods and services?"),
        help_text=_("None ticked: for everything you sell."),
    )
    places = forms.MultipleChoiceField(
        required=False,
        widget=BOXES,
        label=_("At which places?"),
        help_text=_("None ticked: at all places, also those you open later."),
    )
    own_words = Words(
        required=False,
        max_length=LONGEST_OWN_WORDS,
        label=_("In your own words"),
        help_text=_("For example whom to ask for. Everybody reads it, and it binds you as well."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    from_on = Day(earliest=0, latest=LATEST_START.days, label=_("In force from"))

    def __init__(self, *args: Any, business: Business, **options: Any) -> None:
        super().__init__(*args, **options)
        _choices(self, "trades", [(kind.code, local_words.said(kind)) for kind in kinds.CATEGORIES])
        rows = Place.objects.filter(business__in=facts.beneath(business)).order_by("region_code", "sign")
        _choices(self, "places", [(str(place.pk), place_words(place)) for place in rows])
        self.order_fields([name for name in self.fields if name not in FRAME])

    def terms(self) -> Terms:
        """What was written, as terms."""
        made = pledges_terms.OF_KIND[self.kind]
        said = {name: self.cleaned_data[name] for name in made.__dataclass_fields__}
        terms: Terms = made(
            **{name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
        )
        return terms

    def draft(self) -> Draft:
        """What is to be published."""
        found = self.cleaned_data
        places = tuple(Place.objects.filter(pk__in=found["places"]).values_list("pk", flat=True))
        return Draft(
            self.kind, self.terms(), found["from_on"], tuple(found["trades"]), places, found["own_words"]
        )


class ReturnForm(PledgeForm):
    kind = pledges_terms.NO_REASON
    days = forms.IntegerField(
        label=_("Within how many days?"), help_text=_("Counted from the day after the purchase; 7 at least.")
    )
    last_day_moves = forms.TypedChoiceField(
        label=_("If the last day is a rest day"),
        widget=forms.RadioSelect,
        coerce=lambda value: value == "True",
        choices=[("True", _("the next working day is the last one")), ("False", _("it stays the last one"))],
    )
    intact = forms.MultipleChoiceField(
        label=_("What does “intact” mean?"),
        help_text=_("Trying a thing as in a shop never spoils it."),
        widget=BOXES,
        choices=list(pledges_terms.INTACT.items()),
    )
    excluded = forms.MultipleChoiceField(
        required=False,
        label=_("What is excluded?"),
        help_text=_("What is not ticked can be returned. Show exclusions in the shop as well."),
        widget=BOXES,
        choices=list(pledges_terms.EXCLUDED.items()),
    )
    receipt = forms.ChoiceField(
        label=_("What proof is needed?"),
        widget=forms.RadioSelect,
        choices=list(pledges_terms.RECEIPTS.items()),
    )
    freight = forms.ChoiceField(
        label=_("Who pays the freight, if goods are sent?"),
        widget=forms.RadioSelect,
        choices=list(pledges_terms.FREIGHT.items()),
    )
    gifts = forms.ChoiceField(
        label=_("What about gifts?"), widget=forms.RadioSelect, choices=list(pledges_terms.GIFTS.items())
    )
    refund_days = forms.IntegerField(
        label=_("Money back within how many days?"),
        help_text=_("0: at once; 7 at most."),
    )


class CrossShopForm(ReturnForm):
    kind = pledges_terms.CROSS_SHOP
    services = forms.MultipleChoiceField(
        label=_("What can be done in the other shop?"),
        widget=BOXES,
        choices=list(pledges_terms.SERVICES.items()),
    )


class ReplyForm(PledgeForm):
    kind = pledges_terms.REPLY
    hours = forms.IntegerField(label=_("You answer within how many hours?"), help_text=_("24 at most."))


def _least_by_law() -> str:
    return gettext("The law gives %(least)s at least for deceit.") % {
        "least": spoken.money(amounts.FRAUD_LEAST, is_whole=True)
    }


class GenuineForm(PledgeForm):
    kind = pledges_terms.GENUINE
    times = forms.IntegerField(
        label=_("If not genuine: how many times the price, on top of the price?"),
        help_text=_("The law gives three times for deceit; promise no less."),
    )
    least_fen = MoneyField(label=_("At least how much?"), help_text=lazy(_least_by_law, str)())


class PriceForm(PledgeForm):
    kind = pledges_terms.PRICE
    days = forms.IntegerField(
        label=_("Cheaper within how many days?"), help_text=_("Days after the purchase.")
    )
    times = forms.IntegerField(
        label=_("How many times the difference is paid back?"), help_text=_("1: the difference itself.")
    )


FORMS: dict[str, type[PledgeForm]] = {
    form.kind: form for form in (ReturnForm, CrossShopForm, ReplyForm, GenuineForm, PriceForm)
}
FRESH: dict[str, Terms] = {
    pledges_terms.NO_REASON: ReturnTerms(days=limits.PLEDGED_RETURN.number),
    pledges_terms.CROSS_SHOP: CrossShopTerms(days=limits.PLEDGED_RETURN.number),
    pledges_terms.REPLY: ReplyTerms(hours=limits.PLEDGED_REPLY.number),
    pledges_terms.GENUINE: GenuineTerms(times=amounts.FRAUD_TIMES, least_fen=amounts.FRAUD_LEAST),
    pledges_terms.PRICE: PriceTerms(days=7, times=1),
}


def begins_with(kind: str, newest: PledgeVersion | None, *, from_on: date) -> dict[str, Any]:
    """What the form shows first: the newest version, else the commonest terms of its kind."""
    if newest is None:
        return {**_shown(FRESH[kind]), "from_on": from_on}
    return {
        **_shown(facts.terms(newest)),
        "trades": [code for code in newest.trades.split(",") if code],
        "places": [str(place.pk) for place in newest.places.all()],
        "own_words": newest.own_words,
        "from_on": from_on,
    }


class EndForm(SeenForm):
    last_on = Day(
        earliest=0,
        latest=LATEST_START.days,
        label=_("Last day"),
        help_text=_("What is sold until then stays covered."),
    )


class Chosen(forms.Form):
    """For whom, and what kind."""

    business = forms.ChoiceField(label=_("Who promises?"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("What is promised?"), widget=forms.RadioSelect)


class PosterForm(forms.Form):
    place = forms.ChoiceField(label=_("For which place?"))
    hung_at = Line(
        required=False,
        label=_("Where does it hang there?"),
        help_text=_("For example: main door, till 3. Whoever scans it reads this."),
        max_length=60,
    )


def place_words(place: Place) -> str:
    """A place in one line."""
    return " · ".join(filter(None, (place.sign, place.address, place_name(place.region_code))))


def set_choices(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    """Give a field of this form its choices."""
    _choices(form, name, list(choices))


def _choices(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field: Any = form.fields[name]
    field.choices = choices


def _shown(terms: Terms) -> dict[str, Any]:
    held = pledges_terms.stored(terms)
    return {name: str(value) if isinstance(value, bool) else value for name, value in held.items()}
