"""Which papers fit a case: by its stage, by what has happened in it, and by whose paper it is."""

from collections.abc import Callable
from dataclasses import dataclass

from huaihai.cases import life
from huaihai.cases.models import Agreement
from huaihai.cases.papers.facts import Facts
from huaihai.cases.proceedings import APPLIED, COURT, last_day
from huaihai.kit import local_words
from huaihai.law import papers
from huaihai.law.errors import LawError

ANY = tuple(name for name in life.STAGES if name not in ("draft", "abandoned"))
MEDIATED = ("mediating", "paused", "fulfilling", "breached", "closed", "terminated", "withdrawn")
IN_MEDIATION = ("mediating", "paused")
AGREED = ("fulfilling", "breached", "closed")
ENDED = tuple(name for name, stage in life.STAGES.items() if stage.is_final and name != "abandoned")


def _always(_facts: Facts) -> bool:
    return True


def _agreed(kind: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.agreement is not None and facts.agreement.kind == kind


def _happened(*verbs: str) -> Callable[[Facts], bool]:
    return lambda facts: any(verb in facts.last for verb in verbs)


def _may_ask_the_court(facts: Facts) -> bool:
    """Whether both may still ask it to confirm the mediation agreement."""
    agreement, situation = facts.agreement, facts.situation
    if agreement is None or agreement.kind != Agreement.Kind.MEDIATION:
        return False
    if APPLIED not in COURT.next_states(situation.standing()):
        return False
    try:
        last = last_day(agreement)
        return last is not None and situation.today <= last
    except LawError:  # long ago: no calendar is held
        return False


@dataclass(frozen=True)
class Offer:
    """When one kind of paper is offered, as whose, and what is asked for it: never more than five fields."""

    form: str
    stages: tuple[str, ...]
    asks: tuple[str, ...] = ("on",)
    fits: Callable[[Facts], bool] = _always
    by: frozenset[str] = frozenset({life.BODY})

    @property
    def title(self) -> str:
        """What the paper is called, in the reader's language."""
        return local_words.said(papers.forms()[self.form])


OFFERS: tuple[Offer, ...] = (
    Offer("registration", ANY, by=frozenset({life.HOME, life.BODY})),
    Offer("transfer", ANY, ("on", "deadline"), _happened("forward"), frozenset({life.HOME})),
    Offer("supplement", ("supplementing", "clarifying"), ("on", "deadline", "asked_text")),
    Offer("declination", ("declined",), ("on", "reason"), _happened("decline")),
    Offer("admission", MEDIATED, ("on",), _happened("admit")),
    Offer("session", IN_MEDIATION, ("on", "held_on", "time", "place", "mediator")),
    Offer("minutes", MEDIATED, ("on", "place", "mediator", "minutes"), _happened("admit")),
    Offer("agreement", AGREED, ("on", "facts"), _agreed(Agreement.Kind.MEDIATION)),
    Offer("confirmation", AGREED, ("on", "court_name"), _may_ask_the_court),
    Offer("settlement", AGREED, ("on", "facts"), _agreed(Agreement.Kind.SETTLEMENT)),
    Offer("pause", ("paused",), ("on",), _happened("pause")),
    Offer("extension", life.OPEN, ("on", "reason"), _happened("extend_mediation", "extend_decision")),
    Offer("termination", ("terminated",), ("on", "reason"), _happened("admit")),
    Offer("result", ENDED, ("on", "result")),
    Offer("service", ANY, ("on", "paper", "recipient", "place", "way"), lambda facts: facts.has_to_serve),
    Offer("approval", ANY, ("on", "matter", "facts", "opinion")),
)
BY_FORM = {offer.form: offer for offer in OFFERS}
# What the stage usually asks for first; the others stand behind it.
USUAL = {
    "received": ("registration",),
    "supplementing": ("supplement",),
    "clarifying": ("supplement",),
    "forwarded": ("transfer",),
    "mediating": ("admission", "session", "minutes", "extension"),
    "paused": ("pause",),
    "fulfilling": ("agreement", "settlement", "confirmation"),
    "breached": ("agreement", "settlement", "confirmation"),
    "closed": ("agreement", "settlement", "result"),
    "declined": ("declination",),
    "terminated": ("termination",),
}


def is_open(offer: Offer, facts: Facts) -> bool:
    """Whether this officer can issue the paper now."""
    return facts.case.stage in offer.stages and bool(offer.by & facts.parties) and offer.fits(facts)


def open_to(facts: Facts) -> tuple[list[Offer], list[Offer]]:
    """The papers that the stage usually asks for, and the other ones that fit."""
    found = [offer for offer in OFFERS if offer.form in papers.forms() and is_open(offer, facts)]
    usual = USUAL.get(facts.case.stage, ())
    first = [offer for offer in found if offer.form in usual]
    return first, [offer for offer in found if offer not in first]
