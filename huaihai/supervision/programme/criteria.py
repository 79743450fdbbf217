"""By what the topics of a year are scored: criteria with weights in percent, fixed before the first score is given."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from huaihai.governance.errors import Unfit
from huaihai.kit import local_words

FILE = Path(__file__).resolve().parent.parent / "data" / "criteria.toml"
LEAST, MOST = 1, 5  # what a city can give; 5 always speaks for the topic
WHOLE = 100
MOST_CRITERIA = 8


@dataclass(frozen=True)
class Criterion:
    """One of them: its name and what it asks, in the alliance's own language and, where known, in English."""

    key: str
    name: str
    asks: str
    weight: int
    name_en: str = ""
    asks_en: str = ""

    @property
    def said(self) -> str:
        """Its name in the reader's language."""
        return local_words.either(zh=self.name, en=self.name_en or self.name)

    @property
    def question(self) -> str:
        """What it asks, in the reader's language."""
        return local_words.either(zh=self.asks, en=self.asks_en or self.asks)


@cache
def default() -> tuple[Criterion, ...]:
    """Those a new programme begins with, from `data/criteria.toml`."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["criterion"]
    return tuple(Criterion(**row) for row in rows)


@dataclass(frozen=True)
class Score:
    """What the cities gave one topic, on the scale from 1 to 5: exact, rounded only when shown."""

    cities: int
    mean: Decimal
    median: Decimal
    lowest: Decimal
    highest: Decimal


def of(rows: Iterable[Mapping[str, Any]]) -> list[Criterion]:
    """The criteria as a programme keeps them."""
    return [Criterion(**row) for row in rows]


def as_json(criteria: Iterable[Criterion]) -> list[dict[str, Any]]:
    """How a programme keeps them."""
    return [asdict(one) for one in criteria]


def check(criteria: Sequence[Criterion]) -> None:
    """Raises Unfit unless there are some, each once, each named, with weights that make exactly 100."""
    if not 1 <= len(criteria) <= MOST_CRITERIA or len({one.key for one in criteria}) != len(criteria):
        raise Unfit("", _("Please give one to eight criteria."))
    if any(not one.name or one.weight < 1 for one in criteria):
        raise Unfit("", _("Every criterion needs a name and a weight of at least 1."))
    if sum(one.weight for one in criteria) != WHOLE:
        raise Unfit(
            "",
            _("The weights make %(sum)s together; they have to make exactly 100.")
            % {"sum": sum(one.weight for one in criteria)},
        )


def check_given(criteria: Iterable[Criterion], given: Mapping[str, int]) -> None:
    """Raises Unfit unless each criterion has its whole number from 1 to 5."""
    for one in criteria:
        if given.get(one.key) not in range(LEAST, MOST + 1):
            raise Unfit(one.key, _("Please give a number from 1 to 5."))


def weighed(criteria: Iterable[Criterion], given: Mapping[str, int]) -> Decimal:
    """One city's score of a topic."""
    return Decimal(sum(one.weight * given[one.key] for one in criteria)) / WHOLE


def summary(criteria: Sequence[Criterion], scores: Iterable[Mapping[str, int]]) -> Score | None:
    """What all cities gave; None: none has scored it."""
    each = sorted(weighed(criteria, given) for given in scores)
    if not each:
        return None
    return Score(len(each), sum(each, Decimal()) / len(each), median(each), each[0], each[-1])
