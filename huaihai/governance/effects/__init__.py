"""What a resolution changes when it is adopted: one module a kind, and the table of them all."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from huaihai import reactions
from huaihai.desk.lives import Unfit
from huaihai.governance.effects.bodies import JOINS, LEAVES, SETS_ROTA, TAKES_OVER
from huaihai.governance.effects.effect import Effect
from huaihai.governance.effects.papers import ADOPTS_PLAN, REPEALS
from huaihai.governance.effects.rules import ADOPTS_CLOCK, SETS_RULE

EFFECTS: dict[str, Effect] = {
    effect.kind: effect
    for effect in (SETS_RULE, ADOPTS_CLOCK, JOINS, LEAVES, TAKES_OVER, SETS_ROTA, ADOPTS_PLAN, REPEALS)
}


@cache
def known() -> Mapping[str, Effect]:
    """This room's effects and those that upper rooms add (`reactions.EFFECTS`), by kind."""
    added: list[Effect] = [import_string(name) for name in reactions.EFFECTS]
    return EFFECTS | {effect.kind: effect for effect in added}


type Held = Mapping[str, Any]  # one effect as a motion keeps it: {"kind": …, "facts": {…}}


def check_all(held: Iterable[Held], first: date) -> None:
    """Whether all of them could be carried out, and none contradicts another.

    Raises errors.Unfit for the first that cannot.
    """
    decided: set[tuple[Any, ...]] = set()
    for one in held:
        effect = known()[one["kind"]]
        effect.check(one["facts"], first)
        about = effect.about(one["facts"]) if effect.about else None
        if about is not None and about in decided:
            raise Unfit("", _("The motion decides this already. Please take the other change out first."))
        if about is not None:
            decided.add(about)


def any_is_weighty(held: Iterable[Held]) -> bool:
    """Whether one of them needs the weighty majority."""
    return any(known()[one["kind"]].is_weighty(one["facts"]) for one in held)


def in_words(held: Iterable[Held]) -> list[str]:
    """One sentence each."""
    return [known()[one["kind"]].say(one["facts"]) for one in held]
