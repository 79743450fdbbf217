"""What a ground is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from huaihai.law.sureness import Sureness


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


def numbered(
    prefix: str,
    texts: Iterable[tuple[str, str]],
    *,
    purpose: Purpose,
    channel: Channel,
    article: str,
    sureness: Sureness,
    in_force_from: date | None = None,
) -> tuple[Ground, ...]:
    """The items of one list of the law, coded `prefix-1`, `prefix-2` …; `{n}` in article is the item."""
    return tuple(
        Ground(f"{prefix}-{n}", purpose, channel, zh, en, article.format(n=n), sureness, in_force_from)
        for n, (zh, en) in enumerate(texts, start=1)
    )


def advised(grounds: Iterable[Ground], advice: Mapping[str, tuple[str, str]]) -> tuple[Ground, ...]:
    """The same, each with what the consumer reads under its code."""
    return tuple(
        replace(ground, advice_zh=advice[ground.code][0], advice_en=advice[ground.code][1])
        for ground in grounds
    )
