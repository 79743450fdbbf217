"""Reasons by code: for declining, for ending mediation, for exposure, for refusing a return. Rows of `grounds.csv`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from huaihai.law.sureness import Sureness
from huaihai.law.tables import Table


class Purpose(StrEnum):
    """What the ground is a reason for."""

    DECLINE = "decline"
    END_MEDIATION = "end-mediation"
    EXPOSE = "expose"
    EXCLUDE_RETURN = "exclude-return"


class Channel(StrEnum):
    """Whose rule it is."""

    ASSOCIATION = "association"
    REGULATOR = "regulator"
    LAW = "law"


@dataclass(frozen=True)
class Ground:
    """A named reason for a decision, with its article, sureness and dates in force; `advice`, where the consumer reads
    it, says what to do then."""

    code: str
    purpose: Purpose
    channel: Channel
    zh: str
    en: str
    article: str
    sureness: Sureness
    in_force_from: date | None = None
    in_force_until: date | None = None
    advice_zh: str = ""
    advice_en: str = ""

    def is_in_force(self, on: date) -> bool:
        """Whether the ground can be given on this day."""
        if self.in_force_from is not None and on < self.in_force_from:
            return False
        return self.in_force_until is None or on <= self.in_force_until


HELD: Final = Table(__name__, Ground, "grounds.csv")
BY_CODE: Mapping[str, Ground]
EXPOSURE: tuple[Ground, ...]


def for_association(purpose: Purpose) -> tuple[Ground, ...]:
    """The grounds an association may give for this purpose, in the order to show them."""
    found = (ground for ground in HELD.rows.values() if ground.channel is Channel.ASSOCIATION)
    return tuple(ground for ground in found if ground.purpose is purpose)


if not TYPE_CHECKING:
    __getattr__ = HELD.supply(BY_CODE=lambda: HELD.rows, EXPOSURE=lambda: for_association(Purpose.EXPOSE))
