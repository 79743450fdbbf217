"""How a case stands to the officer who looks at it: what the pages ask before they offer a step."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.http import Http404, HttpRequest

from huaihai.cases import leads, life, mandates, page_rows, proceedings, turns
from huaihai.cases.models import Agreement, Appointment, Case, Consent, Help, Offer
from huaihai.cases.rights import CASEWORK, READING
from huaihai.cases.turns import Turn
from huaihai.cases.verbs import inviting, reopening
from huaihai.cases.verbs.moving import parties_of
from huaihai.cases.verbs.routing import proposed_route
from huaihai.law.errors import LawError
from huaihai.law.jurisdiction import Route
from huaihai.law.route_rules import BUSINESS_UNKNOWN
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import clocks, events
from huaihai.record.models import Clock, Event

__all__ = ["CASEWORK", "READING", "Situation", "as_officer", "seen_case"]


@dataclass
class Situation:
    """One case, seen by one officer on one day. What needs a query is asked once, and only if needed."""

    case: Case
    actor: Actor
    today: date

    @cached_property
    def parties(self) -> frozenset[str]:
        """As what the officer may act: the responsible body, the home body. Never as a party to the dispute."""
        if not self.actor.roles & set(CASEWORK):
            return frozenset()
        return parties_of(self.actor, self.case) & {life.BODY, life.HOME}

    @cached_property
    def offer(self) -> Offer | None:
        """The offer that stands, if any."""
        return next((held for held in self.case.offers.all() if held.state == Offer.State.OPEN), None)

    @cached_property
    def appointment(self) -> Appointment | None:
        """The appointment that stands, if any."""
        return inviting.standing(self.case)

    @cached_property
    def turn(self) -> Turn:
        """Whose turn it is, and until when."""
        return turns.of_read(self.case, self.clocks, today=self.today)

    @cached_property
    def agreement(self) -> Agreement | None:
        found: Agreement | None = getattr(self.case, "agreement", None)
        return found

    @cached_property
    def history(self) -> list[Event]:
        """All that happened, first to last."""
        return events.all_of(self.case.record_key)

    @cached_property
    def lacks_mandate(self) -> bool:
        """Whether it is filed for somebody of whom it is not known yet that they agree."""
        is_asked = bool(mandates.whose(self.case))
        return is_asked and mandates.is_missing(self.case, self.history)

    @cached_property
    def dispute(self) -> leads.Dispute:
        """How far two cities disagree who leads it."""
        return leads.of(self.history)

    @cached_property
    def helps(self) -> list[Help]:
        """What other bodies were asked for, the newest first."""
        return [] if self.case.has_no("helps") else list(self.case.helps.order_by("-asked_at", "-pk"))

    def standing(self, kind: proceedings.Proceeding = proceedings.COURT) -> proceedings.Standing | None:
        """What is known of the court's confirmation, or of another proceeding."""
        return proceedings.of(self.history, kind)

    def proceedings_for(self, audience: str) -> list[proceedings.Beside]:
        """What goes on elsewhere, as far as this audience reads it."""
        return proceedings.beside(
            self.case, self.agreement, self.history, audience=audience, today=self.today
        )

    @cached_property
    def closing(self) -> Event | None:
        """What closed it; None while it is not closed."""
        return reopening.closing_of(self.case, self.history)

    @cached_property
    def is_fulfilment_due(self) -> bool:
        """Whether any of what was agreed may be done by now."""
        return any(held.may_be_done(self.today) for held in self.case.promises.all())

    @cached_property
    def consents(self) -> list[Consent]:
        """All consents ever given, oldest first."""
        return page_rows.consents_of(self.case)

    def has_consent(self, purpose: str) -> bool:
        return any(held.purpose == purpose and held.withdrawn_at is None for held in self.consents)

    @property
    def missing_consent(self) -> str:
        """The consent without which the usual next step of this stage cannot be taken, or ""."""
        needed = {"received": Consent.Purpose.OTHER_BODY, "deciding": Consent.Purpose.BUSINESS}.get(
            self.case.stage
        )
        if (
            needed is None
            or self.has_consent(needed)
            or (self.case.stage == "received" and self.own_city_leads)
        ):
            return ""
        return str(needed.label)

    @cached_property
    def every_clock(self) -> list[Clock]:
        """All its clocks with their pauses, in the order in which they began."""
        return clocks.all_of(self.case.record_key)

    @cached_property
    def clocks(self) -> dict[str, Clock]:
        """The clocks that have not ended, by name."""
        return {clock.name: clock for clock in self.every_clock if clock.ended_at is None}

    @property
    def is_time_over(self) -> bool:
        """Whether every clock that counts has passed its last day."""
        return all(clock.due_on < self.today for clock in self.clocks.values() if not clock.is_paused)

    @cached_property
    def route(self) -> Route | None:
        """Where the rules send the case; None when a place is not known well enough to say."""
        try:
            return proposed_route(self.case)
        except LawError:
            return None

    @property
    def own_city_leads(self) -> bool:
        """Whether the business's place lies in the home body's own city, as far as is known."""
        city = self.case.home.city if self.case.home else None
        return bool(city and self.is_place_known and self.route and self.route.lead == city.region_code)

    @property
    def is_place_known(self) -> bool:
        """Whether it is known well enough where the business trades for the rules to name a body by it."""
        return self.route is not None and self.route.rule != BUSINESS_UNKNOWN.code

    @cached_property
    def proposed_lead(self) -> Organisation | None:
        """The body the rules propose as lead."""
        if self.route is None or self.route.lead is None:
            return None
        return Organisation.objects.filter(key=f"city:{self.route.lead}").first()


def seen_case(request: HttpRequest, actor: Actor, case_id: UUID, *parts: str) -> Case:
    """The case, if the actor sees it: as a page reads one that it only shows, with these parts; as a verb takes one
    where something is sent. Raises Http404."""
    if request.method in ("GET", "HEAD"):
        found = page_rows.row_for(actor, case_id, *parts)
    else:
        found = Case.objects.with_parties().visible_to(actor).filter(pk=case_id).first()
    if found is None:
        raise Http404
    return found


def as_officer(actor: Actor) -> Actor:
    """The actor without the cases that the same browser may have shown with a receipt code."""
    return Actor(
        actor.kind, actor.key, organisation=actor.organisation, account_id=actor.account_id, roles=actor.roles
    )
