"""What every kind of effect has: a form that asks for its facts, a check, and the change itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import Promise

from huaihai.members.actors import Actor

if TYPE_CHECKING:
    from huaihai.governance.models import Resolution

type Facts = Mapping[str, Any]  # JSON: what the motion keeps, and what the vote is taken on


class EffectForm(forms.Form):
    """Asks for the facts of one effect."""

    def facts(self) -> dict[str, Any]:
        """The cleaned answers as JSON; days as ISO text."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in self.cleaned_data.items()
        }


@dataclass(frozen=True)
class Effect:
    """One kind of change that a resolution can make.

    `check` raises Unfit for facts that cannot be carried out (asked when the motion is put to the vote, with the
    first day on which the resolution may be in force); `carry_out` does it, in the transaction of the adoption;
    `say` puts the facts into a sentence. A weighty effect needs the weighty majority.
    """

    kind: str
    label: Promise | str
    form: type[EffectForm]
    check: Callable[[Facts, date], None]
    carry_out: Callable[["Resolution", Facts, Actor, datetime], None]
    say: Callable[[Facts], str]
    is_weighty: bool = False
