"""Court confirmation of a mediation agreement (司法确认): asked for where and when, what came of it, and what follows.

It stands beside the stages, in the record alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.cases import own_days
from huaihai.cases.models import Agreement, Case
from huaihai.kit import local_words, spoken
from huaihai.law import pointers
from huaihai.law.pointers import Pointer
from huaihai.record.models import Event

VERB = "note_court"
APPLIED, CONFIRMED, REFUSED, WITHDRAWN = "applied", "confirmed", "refused", "withdrawn"
STATES: dict[str, Promise | str] = {
    APPLIED: gettext_lazy("Both have asked the court"),
    CONFIRMED: gettext_lazy("The court has confirmed the agreement"),
    REFUSED: gettext_lazy("The court has refused"),
    WITHDRAWN: gettext_lazy("The application was taken back"),
}
FOLLOWS = {
    "": (APPLIED,),
    APPLIED: (CONFIRMED, REFUSED, WITHDRAWN),
    REFUSED: (APPLIED,),
    WITHDRAWN: (APPLIED,),
}


@dataclass(frozen=True)
class Confirmation:
    """How it stands: its state, the day of it, and which court."""

    state: str
    on: date
    court: str

    @property
    def is_asked(self) -> bool:
        """Whether nobody has to think of the last day any more."""
        return self.state in (APPLIED, CONFIRMED)

    def words(self, *, today: date) -> str:
        return line_words({"state": self.state, "court": self.court, "on": self.on.isoformat()}, today=today)


def of(history: Iterable[Event]) -> Confirmation | None:
    """The newest of what was written down; None before the first."""
    last = None
    for event in history:
        if event.verb == VERB:
            facts = event.facts
            court = str(facts["court"]) if facts["court"] else (last.court if last else "")
            last = Confirmation(str(facts["state"]), date.fromisoformat(str(facts["on"])), court)
    return last


def line_words(facts: Mapping[str, Any], *, today: date) -> str:
    """What one line of the record says."""
    day = spoken.day(date.fromisoformat(facts["on"]), today=today)
    return " · ".join(filter(None, (str(STATES[facts["state"]]), facts["court"], day)))


def next_states(held: Confirmation | None) -> tuple[str, ...]:
    """What can be written down next."""
    return FOLLOWS.get(held.state if held else "", ())


@dataclass(frozen=True)
class Beside:
    """What both sides and the officer read beside the agreement."""

    words: str
    what_next: str
    article: str


def beside(
    case: Case, agreement: Agreement | None, held: Confirmation | None, *, today: date
) -> Beside | None:
    """How it stands, and, where the agreement is not kept, what follows from that; None where neither is to be said."""
    if agreement is None or agreement.kind != Agreement.Kind.MEDIATION:
        return None
    is_unkept = case.stage == "breached" or case.result == Case.Result.UNFULFILLED
    pointer = _pointer(held) if is_unkept else None
    if held is None and pointer is None:
        return None
    return Beside(
        held.words(today=today)
        if held
        else _("Nobody has written down that the court was asked to confirm it."),
        local_words.said(pointer) if pointer else "",
        own_days.cited(pointer.article) if pointer else "",
    )


def _pointer(held: Confirmation | None) -> Pointer:
    return pointers.ENFORCE if held and held.state == CONFIRMED else pointers.SUE
