"""The robot of practice cases plays the consumer and the association, by rules that are published in the guide.

- It gives whatever a reply asks for, at once.
- It accepts an offer of at least the sum it asks for.
- The first lower offer it answers with a counter-offer half way up to what it asks; that much it accepts from then on.
- Any lower offer after that it rejects, and after the third offer it stops negotiating.
- It confirms whatever is claimed as done. A refused case is admitted to mediation, a denied one is taken away.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from huaihai.businesses.connecting import verbs as connecting_verbs
from huaihai.businesses.models import Change
from huaihai.cases import lifecycle
from huaihai.cases.models import PracticeCase
from huaihai.cases.parts import parts_of
from huaihai.cases.practice.examples import COUNTER_WORDS, EXAMPLES
from huaihai.kit.ids import new_id

LAST_OFFER = 3
_ANSWERS = frozenset({"supply", "counter", "confirm", "confirm_part", "end_negotiation"})


def answer_offer(case: PracticeCase, made: dict[str, Any], at: datetime) -> None:
    """What the consumer does about an offer of the business that has just been made."""
    asked, given = EXAMPLES[case.example].asked_fen, made["sum_fen"] or 0
    counters = [held for held in offers(case) if held["by"] == "consumer"]
    if given >= (counters[0]["sum_fen"] if counters else asked):
        settle(case, made, at)
        return
    if not counters:
        made["state"] = "countered"
        half_way = given + (asked - given + 1) // 2
        own = {**made, "sum_fen": half_way, "monthly_parts": 1, "text": COUNTER_WORDS}
        offers(case).append(proposal("consumer", own, at))
        move(case, "counter", at, by_consumer=True)
        return
    made["state"] = "rejected"
    move(case, "reject", at, by_consumer=True)
    if sum(held["by"] == "business" for held in offers(case)) >= LAST_OFFER:
        move(case, "end_negotiation", at, by_consumer=True)


def settle(case: PracticeCase, made: dict[str, Any], at: datetime, *, by_consumer: bool = True) -> None:
    """A proposal is accepted: it becomes dated promises, as in a real case."""
    lifecycle.after("accept", case.stage)
    made["state"] = "accepted"
    due_on = date.fromisoformat(made["perform_by_on"])
    parts = parts_of(made["remedies"], made["sum_fen"], due_on, months=made["monthly_parts"])
    case.held["promises"] = [
        {
            "number": number,
            "remedy": part.remedy,
            "sum_fen": part.sum_fen,
            "due_on": part.due_on.isoformat(),
            "state": "open",
        }
        for number, part in enumerate(sorted(parts, key=lambda part: part.due_on), start=1)
    ]
    move(case, "accept", at, by_consumer=by_consumer)


def move(case: PracticeCase, verb: str, at: datetime, *, by_consumer: bool = False) -> None:
    """One verb of the life of cases: stage, version, and what the connection is told. Raises NotPossible."""
    stage = lifecycle.after(verb, case.stage)
    if stage != case.stage:
        case.stage, case.stage_since = stage, at
    case.version += 1
    case.save()
    kind = Change.Kind.ANSWERED if by_consumer or verb in _ANSWERS else Change.Kind.MOVED
    tell(case, verb, kind, at)


def tell(case: PracticeCase, verb: str, kind: Change.Kind, at: datetime) -> None:
    """The connection is told, in the shape of real changes (`api.telling`)."""
    data = {"verb": verb, "stage": case.stage, "version": case.version}
    connecting_verbs.tell(case.connection_id, subject=case.record_key, kind=kind, data=data, at=at)


def proposal(party: str, said: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """An offer as it is kept."""
    return {
        "id": str(new_id()),
        "by": party,
        "state": "open",
        "remedies": list(said["remedies"]),
        "sum_fen": said["sum_fen"],
        "monthly_parts": said["monthly_parts"],
        "perform_by_on": str(said["perform_by_on"]),
        "valid_until_on": str(said["valid_until_on"]),
        "text": said["text"],
        "made_at": at.isoformat(),
    }


def offers(case: PracticeCase) -> list[dict[str, Any]]:
    """The offers as they are kept: what is changed in them is saved with the case."""
    found: list[dict[str, Any]] = case.held.setdefault("offers", [])
    return found
