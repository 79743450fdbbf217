"""What goes on elsewhere about a case: the court's confirmation of a mediation agreement (司法确认), an arbitration
(仲裁), a suit that the association supports (支持起诉): asked for where and when, what came of it, what follows.

Each stands beside the stages, in the record alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.cases import life, own_days
from huaihai.cases.models import Agreement, Case
from huaihai.kit import local_words, spoken
from huaihai.kit.clock import local_day
from huaihai.law import deadlines, limits, pointers
from huaihai.law.pointers import Pointer
from huaihai.record import clocks, events
from huaihai.record.models import Event

APPLIED, REFUSED, WITHDRAWN = "applied", "refused", "withdrawn"
CONFIRMED = "confirmed"
AWARDED, SETTLED = "awarded", "settled"
SUPPORTED, FILED, JUDGED = "supported", "filed", "judged"
IN_AGREEMENT = "agreement"
type Words = Promise | str


@dataclass(frozen=True)
class Proceeding:
    """One kind. `states` in words; `follows` says which come next, after "" the first ones; `place` asks where it is;
    `bases` are on what it stands, where that has to be said."""

    verb: str
    title: Words
    place: Words
    states: Mapping[str, Words]
    follows: Mapping[str, tuple[str, ...]]
    bases: Mapping[str, Words] = field(default_factory=dict)

    def next_states(self, held: "Standing | None") -> tuple[str, ...]:
        """What can be written down next."""
        return self.follows.get(held.state if held else "", ())

    def bases_of(self, agreement: Agreement | None) -> Mapping[str, Words]:
        """On what it can stand in a case with this agreement, or with none."""
        return {key: words for key, words in self.bases.items() if key != IN_AGREEMENT or agreement}

    def is_told(self, audience: str) -> bool:
        return audience in life.VERBS[self.verb].told


COURT = Proceeding(
    "note_court",
    gettext_lazy("Court confirmation"),
    gettext_lazy("Which court"),
    {
        APPLIED: gettext_lazy("Both have asked the court"),
        CONFIRMED: gettext_lazy("The court has confirmed the agreement"),
        REFUSED: gettext_lazy("The court has refused"),
        WITHDRAWN: gettext_lazy("The application was taken back"),
    },
    {
        "": (APPLIED,),
        APPLIED: (CONFIRMED, REFUSED, WITHDRAWN),
        REFUSED: (APPLIED,),
        WITHDRAWN: (APPLIED,),
    },
)
ARBITRATION = Proceeding(
    "note_arbitration",
    gettext_lazy("Arbitration"),
    gettext_lazy("Which arbitration institution"),
    {
        APPLIED: gettext_lazy("Arbitration was applied for"),
        AWARDED: gettext_lazy("The institution has made its award"),
        SETTLED: gettext_lazy("Both settled in the arbitration"),
        REFUSED: gettext_lazy("The institution has not accepted it"),
        WITHDRAWN: gettext_lazy("The application was taken back"),
    },
    {
        "": (APPLIED,),
        APPLIED: (AWARDED, SETTLED, REFUSED, WITHDRAWN),
        REFUSED: (APPLIED,),
        WITHDRAWN: (APPLIED,),
    },
    {
        IN_AGREEMENT: gettext_lazy("in the agreement of this case"),
        "contract": gettext_lazy("in a clause of the contract"),
        "later": gettext_lazy("later, in writing"),
        # Arbitration Law (2025) art. 27, known from a commentary only.
        "undenied": gettext_lazy(
            "one side says so, and the other has not denied it before the first hearing (to be confirmed)"
        ),
    },
)
SUIT = Proceeding(
    "note_suit",
    gettext_lazy("Suit that the association supports"),
    gettext_lazy("Which court"),
    {
        SUPPORTED: gettext_lazy("The association supports the suit"),
        FILED: gettext_lazy("The court has taken the suit up"),
        JUDGED: gettext_lazy("The court has decided"),
        SETTLED: gettext_lazy("Both settled in court"),
        REFUSED: gettext_lazy("The court has not taken the suit up"),
        WITHDRAWN: gettext_lazy("The suit was taken back"),
    },
    {
        "": (SUPPORTED,),
        SUPPORTED: (FILED, SETTLED, REFUSED, WITHDRAWN),
        FILED: (JUDGED, SETTLED, WITHDRAWN),
        REFUSED: (SUPPORTED,),
        WITHDRAWN: (SUPPORTED,),
    },
)
BY_VERB = {one.verb: one for one in (COURT, ARBITRATION, SUIT)}


@dataclass(frozen=True)
class Standing:
    """How one stands: its state, the day of it, and where it is."""

    kind: Proceeding
    state: str
    on: date
    place: str

    @property
    def is_asked(self) -> bool:
        """Whether nobody has to think of the last day for the court any more."""
        return self.state in (APPLIED, CONFIRMED)

    @property
    def goes_on(self) -> bool:
        """Whether it is before a court or an arbitrator still."""
        return self.state in (APPLIED, SUPPORTED, FILED)

    @property
    def came_to_nothing(self) -> bool:
        return self.state in (REFUSED, WITHDRAWN)

    def words(self, *, today: date) -> str:
        return " · ".join(
            filter(None, (str(self.kind.states[self.state]), self.place, spoken.day(self.on, today=today)))
        )


def of(history: Iterable[Event], kind: Proceeding = COURT) -> Standing | None:
    """The newest of what was written down; None before the first."""
    last = None
    for event in history:
        if event.verb == kind.verb:
            facts = event.facts
            place = _place(event) or (last.place if last else "")
            last = Standing(kind, str(facts["state"]), date.fromisoformat(str(facts["on"])), place)
    return last


def with_place(place: str, text: str) -> tuple[dict[str, bool], str]:
    """Fact and words of an event: where it is may name somebody, so it is sealed as the first line of the words."""
    return ({"placed": True}, f"{place}\n{text}".strip()) if place else ({}, text)


def _place(event: Event) -> str:
    return event.text.partition("\n")[0] if event.facts.get("placed") else _open_place(event.facts)


def _open_place(facts: Mapping[str, Any]) -> str:
    """Where it is, as older events say it in the open."""
    return str(facts.get("place", facts.get("court", "")))


def hold(case: Case) -> Words:
    """Why nothing of the file is erased: it is before a court or an arbitrator; else ""."""
    history = list(events.history(case.record_key).filter(verb__in=BY_VERB))
    if not any(held.goes_on for kind in BY_VERB.values() if (held := of(history, kind))):
        return ""
    return gettext_lazy("It is before a court or an arbitration institution, where the file may be needed.")


def line_words(verb: str, facts: Mapping[str, Any], *, today: date) -> str:
    """What one line of the record says; the place stands in its text."""
    kind, on = BY_VERB[verb], date.fromisoformat(facts["on"])
    words = Standing(kind, facts["state"], on, _open_place(facts)).words(today=today)
    basis = kind.bases.get(facts.get("basis", ""))
    if basis is None:
        return words
    return f"{words}\n" + _("Arbitration was agreed upon: %(where)s") % {"where": basis}


def last_day(agreement: Agreement) -> date | None:
    """Until when both can ask the court to confirm it; None where no law lets them."""
    start = local_day(agreement.reached_at)
    limit = limits.CONFIRM_IN_COURT
    return deadlines.due(limit, start, calendar=clocks.calendar()).due_on if limit else None


@dataclass(frozen=True)
class Beside:
    """What parties and officers read of one of them on the page of the case."""

    title: Words
    words: str
    what_next: str = ""
    article: str = ""


def beside(
    case: Case, agreement: Agreement | None, history: Iterable[Event], *, audience: str, today: date
) -> list[Beside]:
    """How each stands that this audience reads of, and what follows from it; where a mediation agreement is not kept,
    also that nobody has asked the court."""
    history = list(history)
    shown = [one for one in BY_VERB.values() if one.is_told(audience)]
    known = {kind.verb: held for kind in shown if (held := of(history, kind))}
    is_mediated = agreement is not None and agreement.kind == Agreement.Kind.MEDIATION
    is_unkept = is_mediated and (case.stage == "breached" or case.result == Case.Result.UNFULFILLED)
    found = [_beside(held, _pointer(held, is_unkept=is_unkept), today=today) for held in known.values()]
    if is_unkept and COURT.verb not in known and all(held.came_to_nothing for held in known.values()):
        words = _("Nobody has written down that the court was asked to confirm it.")
        found.append(Beside(COURT.title, words, *(_said(pointers.SUE) if pointers.SUE else ())))
    return found


def _beside(held: Standing, pointer: Pointer | None, *, today: date) -> Beside:
    return Beside(held.kind.title, held.words(today=today), *(_said(pointer) if pointer else ()))


def _pointer(held: Standing, *, is_unkept: bool) -> Pointer | None:
    if held.kind is SUIT:
        return pointers.SUPPORT if held.state == SUPPORTED else None
    if held.kind is COURT and is_unkept:
        return pointers.ENFORCE if held.state == CONFIRMED else pointers.SUE
    return None


def _said(pointer: Pointer) -> tuple[str, str]:
    return local_words.said(pointer), own_days.cited(pointer.article)
