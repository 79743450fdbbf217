"""What the page of a case tells its consumer: until when, the own deadlines, what was proposed, further doors.

An own deadline is worked out with the law room from what the consumer told us, and says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from huaihai import reactions
from huaihai.cases import big_clock, case_facts, own_days, turns
from huaihai.cases.big_clock import LATE
from huaihai.cases.case_facts import ShownClock
from huaihai.cases.consumer import choices
from huaihai.cases.consumer.filing import gates, papers
from huaihai.cases.life import CONSUMER
from huaihai.cases.models import Agreement, Answer, Case, Offer
from huaihai.cases.own_days import OwnDeadline
from huaihai.cases.parts import Part, parts_of
from huaihai.cases.passing import facts as passing_facts
from huaihai.cases.together import facts as together_facts
from huaihai.cases.turns import Turn
from huaihai.cases.verbs.answering import is_asked
from huaihai.kit import clock, local_words
from huaihai.law import replies
from huaihai.record import clocks
from huaihai.record.models import Clock

BY_THEN: dict[str, Promise | str] = {  # who does what by then, and what happens if not, by what is waited for
    "received": _("%(body)s checks your complaint by then and takes it or forwards it."),
    "supplementing": _("Please add by then what is missing. After that %(body)s goes on with what it has."),
    "forwarded": _("%(body)s takes your complaint and decides by then what comes next."),
    "deciding": _(
        "%(body)s decides by then: it invites the business, admits the complaint or tells you why not."
    ),
    "clarifying": _("Please add by then what is missing. After that %(body)s goes on with what it has."),
    "inviting": _("%(body)s brings the invitation to the business by then."),
    turns.OFFER: _("Please answer the offer of the business by then. After that it lapses."),
    turns.COUNTER: _("The business can accept your offer until then. After that it lapses."),
    turns.FIRST_REPLY: _("The business gives its first reply by then."),
    turns.SILENCE: _(
        "The business answers by then. If it says nothing, that counts as a refusal, and %(body)s decides what "
        "comes next."
    ),
    "negotiating": _(
        "The business has until then to settle with you; otherwise %(body)s decides whether to admit the complaint."
    ),
    "mediating": _("%(body)s finishes the mediation by then."),
    "paused": _("The time for mediation stands still. %(body)s looks again by %(day)s whether it can go on."),
    turns.SEND: _(
        "Please send the goods back by then, and say so here. If they come later, the business may do its part later."
    ),
    LATE + turns.SEND: _(
        "The goods should be on their way by now. Please send them, or say here that you have sent them."
    ),
    "fulfilling": _("By then the business does what was agreed. Please tell us when it is done."),
    turns.PART: "",  # said by the part itself
    LATE + "fulfilling": _("The agreed day has passed. Please tell us whether it was done."),
    turns.CLAIM: _(
        "The business says that it is done. Please tell us by then whether it has come; after that %(body)s may "
        "close the file without your word."
    ),
    LATE + turns.CLAIM: _(
        "The business says that it is done, and the agreed day has passed. Please tell us whether it has come; "
        "%(body)s may close the file without your word."
    ),
    "breached": _("The business has until then to make good. %(body)s follows it up."),
}


HERE = _("%(body)s checks your complaint by then and takes it.")
ELSEWHERE = _("%(body)s tells you by then whom to turn to: the business is in another place.")


@dataclass(frozen=True)
class Clocks:
    """The big clock, and in a sentence each what else runs: first what costs the consumer something."""

    big: ShownClock | None
    others: tuple[ShownClock, ...] = ()


def clocks_of(
    case: Case,
    turn: Turn,
    *,
    today: date,
    own: Sequence[OwnDeadline] | None = None,
    running: Mapping[str, Clock] | None = None,
) -> Clocks:
    """The consumer's own next day is the big one, whoever has the turn; else the day of whoever has it. The page may
    have worked out the own deadlines (with the agreement), and read the clocks that run."""
    found = own_days.own_deadlines(case, today=today) if own is None else own
    pressing = own_days.pressing_of(case, found, today=today)
    own_cards = [big_clock.of_own_day(one, today=today) for one in pressing]
    card = clock_card(case, turn, today=today, running=running)
    if card is not None and turn.of == CONSUMER:
        own_cards.append(card)
        card = None
    ranked = sorted(own_cards, key=lambda shown: shown.due_on) + ([card] if card else [])
    return Clocks(ranked[0], tuple(ranked[1:])) if ranked else Clocks(None)


def clock_card(
    case: Case, turn: Turn, *, today: date, running: Mapping[str, Clock] | None = None
) -> ShownClock | None:
    """The card of the turn; None where no clock runs."""
    if case.stage == "paused":  # the consumer waits for the mediation, not for the body's own look back
        held = clocks.running(case.record_key) if running is None else running
        turn = replace(turn, clock=held.get("mediate", turn.clock))
    words = BY_THEN
    if gates.away(case):
        words = BY_THEN | {"received": ELSEWHERE}
    elif not papers.crosses(case):
        words = BY_THEN | {"received": HERE}
    return big_clock.shown(turn, case, words, today=today)


def goods_of(case: Case) -> case_facts.Goods | None:
    """What goes back by the agreement of the case, if anything."""
    agreement = Agreement.objects.filter(case=case).select_related("offer").first()
    return case_facts.goods(agreement, case, today=clock.today()) if agreement else None


@dataclass(frozen=True)
class CaseDoor:
    """A sentence and a button with its address. `tone` is that of a note: "", warn or late."""

    label: Promise | str
    text: Promise | str
    url: str
    tone: str = ""


def case_doors(case: Case, *, today: date, where: passing_facts.Where | None = None) -> list[CaseDoor]:
    """To whom it was offered, if to another alliance; to what is handled together with others; then the doors of the
    rooms listed there, in their order."""
    doors = [door for name in reactions.CASE_DOORS for door in import_string(name)(case, today=today)]
    if (own := together_facts.door_of(case)) is not None:
        text, label, tone = own
        doors.insert(0, CaseDoor(label, text, reverse("my-together", args=[case.pk]), tone))
    if where is not None:
        label = _("See how it goes, or take your consent back")
        doors.insert(0, CaseDoor(label, where.words, reverse("my-passing", args=[case.pk])))
    return doors


@dataclass(frozen=True)
class Proposal:
    """One offer or counter-offer: what it says, in words."""

    offer: Offer
    words: str
    state: Offer.State

    @property
    def is_open(self) -> bool:
        return self.offer.state == Offer.State.OPEN

    @property
    def is_late(self) -> bool:
        """Whether its last day has passed and nobody has answered it."""
        return self.state != self.offer.state

    @property
    def months(self) -> int:
        """In how many monthly parts the sum is paid, if in more than one."""
        return self.offer.monthly_parts if self.offer.monthly_parts > 1 else 0

    @property
    def parts(self) -> list[Part]:
        """Each part with its sum and its day, as accepting it would promise them."""
        held = self.offer
        return parts_of(held.remedies, held.sum_fen, held.perform_by_on, months=held.monthly_parts)


@dataclass(frozen=True)
class Reply:
    """The newest first reply of the business: until when it looks into it, and what it needs."""

    answer: Answer
    words: str
    needs: tuple[str, ...]
    is_past: bool


@dataclass(frozen=True)
class SoFar:
    """How the settling stands."""

    proposals: tuple[Proposal, ...] = ()
    reply: Reply | None = None
    is_asked: bool = False

    @property
    def offer(self) -> Proposal | None:
        """The offer of the business that waits for the consumer."""
        return next((one for one in self.proposals if one.is_open and not one.offer.is_counter), None)

    @property
    def counter(self) -> Proposal | None:
        """The consumer's own counter-offer that waits for the business."""
        return next((one for one in self.proposals if one.is_open and one.offer.is_counter), None)


def so_far(case: Case, *, today: date) -> SoFar:
    """What was proposed, oldest first, and the newest reply while there is time to settle."""
    proposals = tuple(proposal(held, today=today) for held in case.offers.all())
    if case.stage != "negotiating":
        return SoFar(proposals)
    newest = Answer.objects.of(case).filter(kind=Answer.Kind.REPLY).last()
    return SoFar(proposals, _reply(newest, today) if newest else None, bool(newest) and is_asked(case))


def proposal(offer: Offer, *, today: date) -> Proposal:
    """One of them in words."""
    return Proposal(offer, choices.remedy_list(offer.remedies), turns.state_of(offer, today=today))


def said(code: str) -> str:
    """A reason or a reply in the reader's language; nothing for an unknown code."""
    found = replies.BY_CODE.get(code)
    return local_words.said(found) if found else ""


def _reply(answer: Answer, today: date) -> Reply:
    is_past = answer.until_on is not None and answer.until_on < today
    return Reply(answer, said(answer.reason), tuple(said(code) for code in answer.needs), is_past)
