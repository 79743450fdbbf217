"""The blind file: what two people of other cities are shown of a case, and what was decided on it then.

No number, no city, no names, no decision. The story goes through `narratives.scrubbing`, then the names of all places
and bodies of the alliance are hidden too: two people who do not know where it happened cannot decide by that.
"""

import re
from collections import Counter
from datetime import timedelta
from functools import cache
from typing import Any

from huaihai import alliance
from huaihai.cases.models import Answer, Case, Offer
from huaihai.insight.redecisions import sheet
from huaihai.kit.text.masking import HIDDEN
from huaihai.law import remedies
from huaihai.record.models import Event

SHORTEST = 2  # characters of a name that is hidden
KIND_OF_PLACE = re.compile("[县区市]$")


def shown_of(case: Case) -> dict[str, Any]:
    """What is shown, as codes and sums: words are made when the page is read."""
    return {
        "category": case.category,
        "nature": case.nature,
        "bought": case.bought,
        "price_fen": case.price_fen,
        "asked_fen": case.asked_fen,
        "remedies": [code for code in case.remedies if code in remedies.BY_CODE],
        "days": _days(case),
        "story": story_of(case),
        "evidence": _evidence(case),
        "answers": [
            {"kind": held.kind, "reason": held.reason}
            for held in Answer.objects.filter(case=case).order_by("made_at", "pk")
        ],
        "offers": [
            {"by": held.by_party, "remedies": held.remedies, "sum_fen": held.sum_fen}
            for held in Offer.objects.filter(case=case).exclude(state=Offer.State.ACCEPTED)
        ],
    }


def original_of(case: Case) -> dict[str, Any]:
    """What was decided then, in the words of the sheet; empty where nothing was."""
    if case.stage == "declined":
        return {"admit": sheet.NO, "ground": _ground(case), "remedies": [], "share": ""}
    agreement = getattr(case, "agreement", None)
    if agreement is None:
        return {"admit": sheet.YES, "ground": "", "remedies": [], "share": ""}
    named = [held.remedy for held in case.promises.all() if held.remedy]
    return {
        "admit": sheet.YES,
        "ground": "",
        "remedies": list(dict.fromkeys(named)),
        "share": sheet.share_band(agreement.sum_fen, case.asked_fen),
    }


def story_of(case: Case) -> str:
    """The story without what tells who, and where."""
    from huaihai.insight.narratives import knowing  # loads its rules; only the draw needs them

    return places_hidden(knowing.proposed(case))


def places_hidden(text: str) -> str:
    """The text without the names of cities, counties and bodies of the alliance, the longest first."""
    return _places().sub(HIDDEN, text)


@cache
def _places() -> re.Pattern[str]:
    names: set[str] = set()
    for city in alliance.load().cities:
        names |= {city.name, city.province, city.body_name, city.body_short}
        names |= {county.name for county in city.counties}
        names |= {KIND_OF_PLACE.sub("", county.name) for county in city.counties}  # as people say it
    held = sorted((name for name in names if len(name) >= SHORTEST), key=lambda name: (-len(name), name))
    return re.compile("|".join(map(re.escape, held)) or r"(?!)")


def _days(case: Case) -> int | None:
    """From buying to complaining."""
    if case.bought_on is None or case.submitted_at is None:
        return None
    return max((case.submitted_at.date() - case.bought_on) // timedelta(days=1), 0)


def _evidence(case: Case) -> list[list[Any]]:
    """[party, kind of file, how many]: what is on the pictures cannot be made blind by a program.

    Only what was there before the decision: a receipt that came later would tell that there was a mediation.
    """
    decided_at = case.admitted_at or case.ended_at
    there = case.evidence.filter(added_at__lte=decided_at) if decided_at else case.evidence.all()
    counted = Counter((party, kind.partition("/")[0]) for party, kind in there.values_list("party", "kind"))
    return [[party, kind, count] for (party, kind), count in sorted(counted.items())]


def _ground(case: Case) -> str:
    found = Event.objects.filter(subject=case.record_key, verb="decline").order_by("-number").first()
    return str(found.facts.get("ground", "")) if found else ""
