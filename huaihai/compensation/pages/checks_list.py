"""The checks of a claim as a list of facts: what was asked, whether it holds, and the numbers behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huaihai.compensation.checks import AT_ONCE, Check
from huaihai.compensation.grounds import BY_CODE
from huaihai.compensation.models import Claim
from huaihai.kit.spoken import yuan

MINE_TO_MEND = frozenset({"payee", "evidence"})  # what the consumer can add


@dataclass(frozen=True)
class Fact:
    """One line of the list. `is_only_at_once`: without it nothing is approved at once, but people may approve it."""

    words: str
    holds: bool
    more: str = ""
    is_only_at_once: bool = False


def of(claim: Claim) -> list[Fact]:
    """The facts that were last found, what is against the claim first."""
    return of_facts(claim.checks)


def of_facts(stored: Iterable[Mapping[str, Any]]) -> list[Fact]:
    """The same of facts as they are stored."""
    held = [Check.of_fact(dict(one)) for one in stored]
    return [
        Fact(str(one.words), one.holds, _more(one), one.name in AT_ONCE)
        for one in sorted(held, key=lambda check: check.holds)
    ]


def missing(claim: Claim) -> list[str]:
    """What does not hold and the consumer can add, in words."""
    held = [Check.of_fact(one) for one in claim.checks]
    return [str(one.words) for one in held if not one.holds and one.name in MINE_TO_MEND]


def _more(check: Check) -> str:
    facts = check.facts
    if check.name == "basis":
        ground = BY_CODE.get(str(facts.get("ground", "")))
        return f"{ground.label} · {ground.article}" if ground else ""
    if "cap_fen" in facts:
        if facts["cap_fen"] is None:
            return _("no cap is set")
        return _("%(sum)s of at most %(cap)s yuan") % {
            "sum": yuan(facts["sum_fen"]),
            "cap": yuan(facts["cap_fen"]),
        }
    if check.name == "money":
        return _("free: %(sum)s yuan") % {"sum": yuan(facts["free_fen"])}
    if check.name == "evidence":
        return _("files: %(n)s") % {"n": facts.get("files", 0)}
    return "、".join(_elsewhere(str(why)) for why in facts.get("why", ()))


def _elsewhere(why: str) -> str:
    words = {
        "fulfilled": _("in this file something was confirmed as paid"),
        "withdrawn": _("the complaint was withdrawn"),
        "linked": _("a fund was asked for the linked complaint"),
        "same": _("a fund was asked for the same purchase"),
    }
    return words.get(why, why)
