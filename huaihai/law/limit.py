"""What a time limit is."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from huaihai.law.sureness import Sureness


class Unit(StrEnum):
    """How a limit is counted; the value is the suffix of a bare term such as `7wd`."""

    WORKING_DAYS = "wd"
    DAYS = "d"
    HOURS = "h"
    MONTHS = "m"
    YEARS = "y"

    @property
    def zh(self) -> str:
        return {"wd": "个工作日", "d": "日", "h": "小时", "m": "个月", "y": "年"}[self.value]

    @property
    def en(self) -> str:
        return {"wd": "working day", "d": "day", "h": "hour", "m": "month", "y": "year"}[self.value]


@dataclass(frozen=True)
class Limit:
    """A named time limit with its article, sureness and dates in force.

    `adopted_by_body` marks a default that each organisation may replace by its own dated, sourced value.
    `in_force_from` is None for a default that no organisation has adopted yet.
    """

    name: str
    number: int
    unit: Unit
    article: str
    zh: str
    en: str
    sureness: Sureness
    in_force_from: date | None = None
    in_force_until: date | None = None
    adopted_by_body: bool = False

    @property
    def term_zh(self) -> str:
        return f"{self.number}{self.unit.zh}"

    @property
    def term_en(self) -> str:
        return f"{self.number} {self.unit.en}{'' if self.number == 1 else 's'}"

    def as_adopted(
        self,
        number: int,
        unit: "Unit | str",
        *,
        source: str,
        since: date,
        sureness: Sureness | str = Sureness.READ,
    ) -> "Limit":
        """This limit with the value an organisation adopted for itself, and that decision as its source.

        Its sentences say the adopted value. Raises ValueError where the law leaves no choice.
        """
        if not self.adopted_by_body:
            raise ValueError(f"{self.name} is set by {self.article}; no organisation can adopt another value")
        adopted = replace(
            self,
            number=number,
            unit=Unit(unit),
            article=source,
            sureness=Sureness(sureness),
            in_force_from=since,
        )
        return replace(
            adopted,
            zh=self.zh.replace(self.term_zh, adopted.term_zh),
            en=self.en.replace(self.term_en, adopted.term_en),
        )

    def is_in_force(self, on: date) -> bool:
        """Whether the rule applies on this day. A default without a date always may."""
        if self.in_force_from is not None and on < self.in_force_from:
            return False
        return self.in_force_until is None or on <= self.in_force_until
