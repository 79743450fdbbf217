"""What of a case is copied into the form of another platform: in its order, in Chinese, whatever the officer reads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils import translation

from huaihai.businesses.pages import place_name
from huaihai.cases import case_facts, unmasking
from huaihai.cases.models import Case, Complainant
from huaihai.kit.text import masking
from huaihai.law import kinds
from huaihai.law.platforms import Platform
from huaihai.packs.words import of_country

CHINESE: Final = "zh-hans"
A_LINE, TALLEST = 24, 16  # characters that a line of a phone holds; lines of a box
LONG: Final = frozenset({"story", "evidence"})


@dataclass(frozen=True)
class Copied:
    """One field: its label there, our value, and how many characters it takes there (None: not known)."""

    name: str
    label: str
    whole: str
    most: int | None
    is_masked: bool

    @property
    def value(self) -> str:
        """What is copied: no more than it takes there."""
        return self.whole[: self.most]

    @property
    def left_out(self) -> int:
        """How many characters do not fit."""
        return len(self.whole) - len(self.value)

    @property
    def rows(self) -> int:
        """How high its box is."""
        return min(TALLEST, 1 + sum(1 + len(line) // A_LINE for line in self.value.splitlines()))

    @property
    def is_long(self) -> bool:
        return self.name in LONG


def fields_of(case: Case, platform: Platform, *, is_open: bool) -> list[Copied]:
    """The fields of its form; who complains is masked until the look is written down."""
    with translation.override(CHINESE):
        values = _values(case)
        masked = {} if is_open else _masked(case, values)
    return [
        Copied(
            field.name,
            field.label,
            masked.get(field.name, values[field.name]),
            field.most,
            is_masked=field.name in masked,
        )
        for field in platform.fields
    ]


def _values(case: Case) -> dict[str, str]:
    person: Complainant | None = getattr(case, "complainant", None)
    business, place, stated = case.business, case.place, case.stated_business
    region = place_name((place.region_code if place else "") or stated.get("region_code", ""))
    nature = kinds.BY_CODE.get(case.nature)
    category = kinds.BY_CODE.get(case.category)
    return {
        "consumer_name": person.name if person else "",
        "consumer_phone": person.phone if person else "",
        "consumer_address": (person.address if person else "") or place_name(case.consumer_at),
        "business_name": (business.name if business else "") or stated.get("name") or stated.get("sign", ""),
        "business_code": (business.credit_code if business else "") or stated.get("code", ""),
        "business_address": (place.address if place else "") or stated.get("address") or region,
        "business_phone": (place.phone if place else "")
        or (business.phone if business else "")
        or stated.get("phone", ""),
        "online": " ".join(filter(None, (stated.get("platform"), stated.get("shop_link")))),
        "bought_on": case.bought_on.isoformat() if case.bought_on else "",
        "goods": category.zh if category else "",
        "nature": nature.zh if nature else "",
        "price": _figure(case.price_fen),
        "title": case.title,
        "story": case.story,
        "evidence": "\n".join(file.name for file in case.evidence.all()),
        "remedies": case_facts.remedy_words(case.remedies),
        "asked": _figure(case.asked_fen),
    }


def _figure(fen: int | None) -> str:
    """A sum as a field for numbers takes it: 1240.50."""
    return "" if fen is None else of_country().money.plain(fen)


def _masked(case: Case, values: dict[str, str]) -> dict[str, str]:
    person: Complainant | None = getattr(case, "complainant", None)
    hides: dict[str, Callable[[str], str]] = {
        "consumer_name": unmasking.name_masked,
        "consumer_phone": unmasking.phone_masked,
        "consumer_address": lambda text: "***" if text else "",
        "story": lambda text: masking.without_names(
            unmasking.text_masked(text), person.name if person else ""
        ),
    }
    return {name: hide(values[name]) for name, hide in hides.items() if values[name]}
