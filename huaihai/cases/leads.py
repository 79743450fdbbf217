"""Two cities that do not agree who leads a case: at most one return, then the secretariat decides, for good.

All of it is read from the record. Each of the three steps is done once at most, in this order, and none of them opens
the way to one before it: so no case goes to and fro.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huaihai.cases.models import Case
from huaihai.desk.roles import SPEAKING
from huaihai.governance import secretariat
from huaihai.members.models import Organisation, Post
from huaihai.record.models import Event

RETURN, ASK, NAME = "send_back", "ask_secretariat", "name_lead"
NOT_OURS, CONFLICT = "not_ours", "conflict"  # why the secretariat is asked


@dataclass(frozen=True)
class Dispute:
    """How it stands: what was sent last, the one return, the one question, the one answer. `is_open`: the secretariat
    has the word. Whatever moves the case on meanwhile settles it: the body that has it went on with it."""

    sent: Event | None = None
    returned: Event | None = None
    asked: Event | None = None
    named: Event | None = None
    is_open: bool = False

    @property
    def may_return(self) -> bool:
        return self.returned is None and self.asked is None

    @property
    def lead_key(self) -> str:
        """To whom alone the case goes once the secretariat was asked; "" where nobody has led it."""
        last = self.named or self.sent
        return str(last.facts.get("to", "")) if self.asked and last else ""


def of(history: Iterable[Event]) -> Dispute:
    """From the events of the case, first to last. A return for want of consent is no disagreement."""
    sent = returned = asked = named = None
    is_open = False
    for event in history:
        if event.verb == "forward":
            sent = event
        elif event.verb == RETURN and not event.facts.get("for_consent"):
            returned = event
        elif event.verb == ASK:
            asked, is_open = event, True
        elif event.verb == NAME:
            named, is_open = event, False
        if event.verb != ASK and event.facts.get("before") != event.facts.get("after"):
            is_open = False
    return Dispute(sent, returned, asked, named, is_open)


def decided_by(case: Case, dispute: Dispute, *, on: date) -> Organisation | None:
    """Who names the lead: the secretariat; where it is one of the cities concerned, the next in turn that is not."""
    cities = (case.home.city if case.home else None, case.lead)
    concerned = {city.key for city in cities if city}
    if dispute.returned:
        concerned.add(str(dispute.returned.facts.get("from", "")))
    office = secretariat.secretariat_on(on)
    turns = (turn.organisation for turn in secretariat.turns_after(on))
    in_turn = [office, *turns, *Organisation.objects.cities()]
    return next(
        (body for body in in_turn if body and body.key not in concerned and _has_a_voice(body, on)), None
    )


def _has_a_voice(body: Organisation, on: date) -> bool:
    """Whether anybody speaks for it in the alliance."""
    return Post.objects.held_on(on).filter(organisation=body, role__in=SPEAKING).exists()
