"""A place by two short steps: one of our cities or another province, then the county or the city there."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai import alliance
from huaihai.cases.consumer import choices
from huaihai.cases.consumer.filing import shop
from huaihai.cases.consumer.filing.steps import Draft, QuestionForm
from huaihai.cases.models import Case
from huaihai.cases.verbs import intake
from huaihai.kit import local_words


class CityForm(QuestionForm):
    """One of the ten cities, or the province of another place."""

    place = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": _("Please choose one")})
    province = forms.ChoiceField(
        required=False, label=_("In which province?"), help_text=_("Only for “Somewhere else”.")
    )
    template = "city"
    may_be_unknown = False
    label: str | Promise = ""

    def __init__(self, draft: Draft, data: Any = None, **options: Any) -> None:
        super().__init__(draft, data, **options)
        place: Any = self.fields["place"]
        province: Any = self.fields["province"]
        place.label = self.asks()
        place.choices = [
            *((city.code, local_words.place(city.name)) for city in alliance.load().cities),
            (choices.ELSEWHERE, gettext("Somewhere else")),
            *([(choices.UNKNOWN, gettext("I do not know"))] if self.may_be_unknown else []),
        ]
        province.choices = [("", gettext("Please choose")), *choices.provinces()]

    def asks(self) -> str | Promise:
        """The question."""
        return self.label

    def kept(self) -> str | None:
        """The code that was said before; None if nothing was."""
        raise NotImplementedError

    def keep_code(self, code: str) -> None:
        raise NotImplementedError

    def first(self) -> dict[str, Any]:
        code = self.kept()
        if code is None:
            return {}
        if not code:
            return {"place": choices.UNKNOWN}
        city = f"{code[:4]}00"
        if city in alliance.load().city_codes:
            return {"place": city}
        return {"place": choices.ELSEWHERE, "province": f"{code[:2]}0000"}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("place") == choices.ELSEWHERE and not found.get("province"):
            self.add_error("province", gettext("Please choose the province"))
        return found

    def keep(self, request: HttpRequest) -> None:
        place, province = self.cleaned_data.get("place"), self.cleaned_data.get("province")
        before = self.kept() or ""
        if place == choices.UNKNOWN:
            self.keep_code("")
        elif place == choices.ELSEWHERE:
            is_same = (
                province
                and before[:2] == province[:2]
                and f"{before[:4]}00" not in alliance.load().city_codes
            )
            if province and not is_same:
                self.keep_code(province)
        elif place and before[:4] != place[:4]:  # else the county that was said before stays
            self.keep_code(place)


class ShopCityForm(CityForm):
    may_be_unknown = True

    def asks(self) -> str | Promise:
        if self.case.bought == Case.Bought.OFFLINE:
            return _("In which city is the shop?")
        return _("Which city does the shop give as its address?")

    def kept(self) -> str | None:
        return shop_region(self.case)

    def keep_code(self, code: str) -> None:
        shop.keep_stated(self.case, {**self.case.stated_business, "region_code": code})


class HomeCityForm(CityForm):
    label = _("Where do you live?")

    def kept(self) -> str | None:
        return self.case.consumer_at or None

    def keep_code(self, code: str) -> None:
        intake.save_answers(self.case, consumer_at=code)


class PartForm(QuestionForm):
    """The county of a city of ours, or the city of another province."""

    part = forms.ChoiceField(widget=forms.RadioSelect, label=_("In which county or district?"))

    def __init__(self, draft: Draft, data: Any = None, **options: Any) -> None:
        super().__init__(draft, data, **options)
        code = self.kept()
        field: Any = self.fields["part"]
        whole = whole_of(code)
        if whole.endswith("0000"):
            field.label = _("In which city?")
            field.widget = forms.Select()
        field.choices = [*parts_of(code), (whole, gettext("I do not know"))]

    def kept(self) -> str:
        raise NotImplementedError

    def keep_code(self, code: str) -> None:
        raise NotImplementedError

    def first(self) -> dict[str, Any]:
        code = self.kept()
        return {"part": code} if code != whole_of(code) else {}

    def keep(self, request: HttpRequest) -> None:
        if part := self.cleaned_data.get("part"):
            self.keep_code(part)


class ShopPartForm(PartForm):
    def kept(self) -> str:
        return shop_region(self.case) or ""

    def keep_code(self, code: str) -> None:
        shop.keep_stated(self.case, {**self.case.stated_business, "region_code": code})


class HomePartForm(PartForm):
    def kept(self) -> str:
        return self.case.consumer_at

    def keep_code(self, code: str) -> None:
        intake.save_answers(self.case, consumer_at=code)


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
