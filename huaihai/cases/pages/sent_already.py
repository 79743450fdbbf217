"""Whether an answer that comes again was sent already: by the back button, by a second press, by a page loaded anew."""

from collections.abc import Mapping
from typing import Any

from huaihai.cases.models import Answer, Case, Offer
from huaihai.members.actors import Actor
from huaihai.record import events

STANDING = (Offer.State.OPEN, Offer.State.ACCEPTED)


def is_sent(case: Case, verb: str, typed: Mapping[str, Any], *, seen: int, by: Actor) -> bool:
    """Whether the newest that this actor did to the case is exactly this, done since the version `seen`."""
    if seen >= case.version:
        return False
    last = events.history(case.record_key).filter(by=by.key).last()
    if last is None or last.verb != verb or last.text != typed.get("text", last.text):
        return False
    if verb in ("accept", "reject"):
        offer = typed.get("offer")
        return offer is None or str(getattr(offer, "pk", offer)) == last.facts.get("offer")
    held: Offer | Answer | None = None
    if verb in ("offer", "counter"):
        held = case.offers.filter(pk=last.facts.get("offer"), state__in=STANDING).first()
    elif "answer" in last.facts:
        held = case.answers.filter(pk=last.facts["answer"]).first()
    else:
        return True
    return held is not None and all(
        getattr(held, name) == value for name, value in typed.items() if hasattr(held, name)
    )
