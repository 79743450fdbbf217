"""What every kind of effect has: a form that asks for its facts, a check, and the change itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.functional import Promise

from huaihai.governance.models import Resolution
from huaihai.kit import spoken
from huaihai.members.actors import Actor

type Facts = Mapping[str, Any]  # JSON: what the motion keeps, and what the vote is taken on


class EffectForm(forms.Form):
    """Asks for the facts of one effect."""

    def facts(self) -> dict[str, Any]:
        """The answers as JSON; days as ISO text."""
        raise NotImplementedError


@dataclass(frozen=True)
class Effect:
    """One kind of change that a resolution can make.

    `check` raises Unfit for facts that cannot be carried out (asked when the effect is written and when the vote
    opens, with the first day on which the resolution may be in force); `carry_out` does it, in the transaction of
    the adoption; `say` puts the facts into a sentence; `is_weighty` whether they need the weighty majority.

    `carry_out` is told two moments: `at`, the hour of the vote, by which everything is dated, and `now`, which a
    late night run makes later, for what has begun since.
    """

    kind: str
    label: Promise | str
    form: type[EffectForm]
    check: Callable[[Facts, date], None]
    carry_out: Callable[[Resolution, Facts, Actor, datetime, datetime], None]
    say: Callable[[Facts], str]
    is_weighty: Callable[[Facts], bool] = lambda _facts: False
    about: Callable[[Facts], tuple[Any, ...]] | None = None  # what it decides; a motion decides that once


def first_day(facts: Facts, resolution: Resolution) -> date:
    """The day that the facts name, but never before the resolution is in force."""
    return max(date.fromisoformat(facts["from"]), resolution.in_force_from)


def on_words(day: str) -> str:
    """An ISO day as the reader's language says it, with its year."""
    return spoken.full_day(date.fromisoformat(day))
