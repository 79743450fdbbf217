"""A place by two short steps: one of our cities or another province, then the county or the city there."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai import alliance
from huaihai.cases.consumer import choices
from huaihai.cases.consumer.filing import shop, steps
from huaihai.cases.consumer.filing.steps import Draft, QuestionForm
from huaihai.cases.models import Case
from huaihai.cases.verbs import intake
from huaihai.kit import local_words
from huaihai.law.places import place


class PlaceForm(QuestionForm):
    """Where the answer is kept."""

    is_of_shop: ClassVar[bool]
    province: ClassVar[str]  # the page of who chooses another place

    def kept(self) -> str | None:
        """The code that was said before; None if nothing was."""
        return shop_region(self.case) if self.is_of_shop else self.case.consumer_at or None

    def keep_code(self, code: str) -> None:
        if self.is_of_shop:
            shop.keep_stated(self.case, {**self.case.stated_business, "region_code": code})
        else:
            intake.save_answers(self.case, consumer_at=code)


class CityForm(PlaceForm):
    """One of our cities, or another place."""

    is_short = True
    place = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": _("Please choose one")})

    def __init__(self, draft: Draft, data: Any = None, **options: Any) -> None:
        super().__init__(draft, data, **options)
        place: Any = self.fields["place"]
        place.label = self.asks()
        place.choices = [
            *((city.code, local_words.place(city.name)) for city in alliance.load().cities),
            (choices.ELSEWHERE, gettext("Somewhere else")),
            *([(choices.UNKNOWN, gettext("I do not know"))] if self.is_of_shop else []),
        ]

    def asks(self) -> str:
        """The question."""
        if not self.is_of_shop:
            return gettext("Where do you live?")
        if self.case.bought == Case.Bought.OFFLINE:
            return gettext("In which city is the shop?")
        return gettext("Which city does the shop give as its address?")

    def first(self) -> dict[str, Any]:
        code = self.kept()
        if code is None and self.is_of_shop:
            cities = [(city.code, place(city.code).name) for city in alliance.load().cities]
            return {"place": _named(self.case, cities)}
        if not code:
            return {} if code is None else {"place": choices.UNKNOWN}
        city = f"{code[:4]}00"
        return {"place": city if city in alliance.load().city_codes else choices.ELSEWHERE}

    def pressed(self, request: HttpRequest) -> HttpResponse | QuestionForm | bool:
        if request.POST.get("place") != choices.ELSEWHERE or steps.SAVE_LATER in request.POST:
            return False
        return redirect(
            steps.change_url(self.province) if steps.is_change(request) else steps.address(self.province)
        )

    def keep(self, request: HttpRequest) -> None:
        place = self.cleaned_data.get("place")
        if place == choices.UNKNOWN:
            self.keep_code("")
        elif place and place != choices.ELSEWHERE and (self.kept() or "")[:4] != place[:4]:
            self.keep_code(place)  # else the county that was said before stays


class ProvinceForm(PlaceForm):
    """The province of another place."""

    place = forms.ChoiceField(
        label=_("In which province?"), error_messages={"required": _("Please choose the province")}
    )

    def __init__(self, draft: Draft, data: Any = None, **options: Any) -> None:
        super().__init__(draft, data, **options)
        field: Any = self.fields["place"]
        field.choices = [("", gettext("Please choose")), *choices.provinces()]

    def first(self) -> dict[str, Any]:
        return {"place": f"{code[:2]}0000"} if (code := self.kept()) else {}

    def keep(self, request: HttpRequest) -> None:
        place, before = self.cleaned_data.get("place"), self.kept() or ""
        if place and (before[:2] != place[:2] or f"{before[:4]}00" in alliance.load().city_codes):
            self.keep_code(place)


class PartForm(PlaceForm):
    """The county of a city of ours, or the city of another province."""

    part = forms.ChoiceField(widget=forms.RadioSelect, label=_("In which county or district?"))

    def __init__(self, draft: Draft, data: Any = None, **options: Any) -> None:
        super().__init__(draft, data, **options)
        code = self.kept() or ""
        field: Any = self.fields["part"]
        whole = whole_of(code)
        if whole.endswith("0000"):
            field.label = _("In which city?")
            field.widget = forms.Select()
        field.choices = [*parts_of(code), (whole, gettext("I do not know"))]

    def first(self) -> dict[str, Any]:
        code = self.kept() or ""
        if code == whole_of(code) and self.is_of_shop:
            counties = [one for city in alliance.load().cities if city.code == code for one in city.counties]
            return {"part": _named(self.case, [(one.code, one.name) for one in counties])}
        return {"part": code} if code != whole_of(code) else {}

    def keep(self, request: HttpRequest) -> None:
        if part := self.cleaned_data.get("part"):
            self.keep_code(part)


class ShopCityForm(CityForm):
    is_of_shop, province = True, "province"


class ShopProvinceForm(ProvinceForm):
    is_of_shop = True


class ShopPartForm(PartForm):
    is_of_shop = True


class HomeCityForm(CityForm):
    is_of_shop, province = False, "home-province"


class HomeProvinceForm(ProvinceForm):
    is_of_shop = False


class HomePartForm(PartForm):
    is_of_shop = False


def _named(case: Case, places: Iterable[tuple[str, str]]) -> str:
    """The one of these places whose whole name stands in the address of the shop; "" for none or several."""
    address = case.stated_business.get("address", "")
    found = [code for code, name in places if name in address]
    return found[0] if len(found) == 1 else ""


def shop_region(case: Case) -> str | None:
    """What was said of where the shop is: "" for not known, None for nothing."""
    code = case.stated_business.get("region_code")
    return None if code is None else str(code)


def whole_of(code: str) -> str:
    """The city of ours, or else the province, in which this place lies."""
    city = f"{code[:4]}00"
    return city if city in alliance.load().city_codes else f"{code[:2]}0000"


def parts_of(code: str) -> list[tuple[str, str]]:
    """From what the second step chooses; nothing where the place has no parts to name."""
    for city in alliance.load().cities:
        if code[:4] == city.code[:4]:
            return [(county.code, local_words.place(county.name)) for county in city.counties]
    return choices.cities_of(f"{code[:2]}0000") if code else []
