"""What the page of a case tells its consumer: until when, the own deadlines, what was proposed, further doors.

An own deadline is worked out with the law room from what the consumer told us, and says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai import reactions
from huaihai.cases import big_clock, turns
from huaihai.cases.big_clock import LATE
from huaihai.cases.case_facts import ShownClock
from huaihai.cases.consumer import choices
from huaihai.cases.consumer.filing import gates
from huaihai.cases.models import Agreement, Answer, Case, Offer
from huaihai.cases.parts import Part, parts_of
from huaihai.cases.turns import Turn
from huaihai.cases.verbs.answering import is_asked
from huaihai.kit import local_words, spoken
from huaihai.kit.clock import local_day
from huaihai.law import deadlines, limits, replies
from huaihai.law.calendar import Calendar
from huaihai.law.errors import CalendarNotHeld
from huaihai.law.grounds.proof import DOUBTS
from huaihai.law.limits import Limit
from huaihai.record import clocks

FAULT = frozenset({"N01", "N09"})


@dataclass(frozen=True)
class OwnDeadline:
    """One day that matters to the consumer: `text` says what for, from which day it counts and why."""

    title: str | Promise
    due_on: date
    text: str
    article: str
    is_over: bool
    is_provisional: bool


def own_deadlines(case: Case, *, today: date, agreement: Agreement | None = None) -> list[OwnDeadline]:
    """All that stand for this case, the nearest first; those long over are left out."""
    days = clocks.calendar()
    found = [*_returns(case, today, days), *_proof(case, today, days), *_court(agreement, today, days)]
    found += _limitation(case, today, days)
    return sorted((one for one in found if not one.is_over), key=lambda one: one.due_on)


def before_filing(case: Case, *, today: date) -> list[OwnDeadline]:
    """What the remedies page tells: the right to return, and who has to prove."""
    days = clocks.calendar()
    return [one for one in (*_returns(case, today, days), *_proof(case, today, days)) if not one.is_over]


def _returns(case: Case, today: date, days: Calendar) -> Iterator[OwnDeadline]:
    if case.received_goods_on is None or case.category.startswith("S"):
        return
    if case.bought and case.bought != Case.Bought.OFFLINE:
        text = _(
            "Bought online, most goods can be returned without a reason within 7 days. You received it on %(start)s, "
            "so tell the business by %(due)s. Not for made to order, fresh, downloaded goods and newspapers."
        )
        yield from _one(
            limits.RETURN_WITHOUT_REASON,
            case.received_goods_on,
            today,
            days,
            title=_("Return without a reason"),
            text=text,
        )
    elif case.nature in FAULT:
        text = _(
            "Goods of poor quality can be returned within 7 days where no other rule or agreement applies. You "
            "received it on %(start)s, so tell the business by %(due)s."
        )
        yield from _one(
            limits.RETURN_FOR_QUALITY,
            case.received_goods_on,
            today,
            days,
            title=_("Return for poor quality"),
            text=text,
        )


def _proof(case: Case, today: date, days: Calendar) -> Iterator[OwnDeadline]:
    start = case.received_goods_on or case.bought_on
    doubt = DOUBTS.get(case.category)
    if start is None or doubt is None:
        return
    text = _(
        "For durable goods and decoration: of a defect found within 6 months (from %(start)s to %(due)s) the "
        "business must prove that it is not to blame. Keep proof of the day on which you found it."
    )
    yield from _one(
        limits.BURDEN_OF_PROOF,
        start,
        today,
        days,
        title=_("The business has to prove"),
        text=spoken.run_on((str(text), local_words.said(doubt))),
    )


def _court(agreement: Agreement | None, today: date, days: Calendar) -> Iterator[OwnDeadline]:
    if agreement is None or agreement.kind != Agreement.Kind.MEDIATION:
        return
    text = _(
        "Both sides together can ask the court to confirm the mediation agreement of %(start)s, until %(due)s. "
        "Confirmed, it can be enforced. Ask the body first whether its agreements can be confirmed."
    )
    start = local_day(agreement.reached_at)
    yield from _one(limits.CONFIRM_IN_COURT, start, today, days, title=_("Court confirmation"), text=text)


def _limitation(case: Case, today: date, days: Calendar) -> Iterator[OwnDeadline]:
    if case.submitted_at is None:
        return
    text = _(
        "You can go to court within 3 years of the day on which you knew of the harm and who did it. Counted from "
        "%(start)s, the day you complained, it ends on %(due)s; if you knew earlier, it ends earlier."
    )
    start = local_day(case.submitted_at)
    yield from _one(limits.LIMITATION, start, today, days, title=_("Going to court"), text=text)


def _one(
    limit: Limit, start: date, today: date, days: Calendar, *, title: str | Promise, text: str | Promise
) -> Iterator[OwnDeadline]:
    try:
        found = deadlines.due(limit, start, calendar=days)
    except CalendarNotHeld:  # long ago: no calendar is held, and the day is over
        return
    shown = {"start": spoken.day(start, today=today), "due": spoken.day(found.due_on, today=today)}
    yield OwnDeadline(
        title, found.due_on, str(text) % shown, article(limit), found.due_on < today, found.provisional
    )


def article(limit: Limit) -> str:
    """The article of a limit."""
    return cited(limit.article)


def cited(article: str) -> str:
    """An article in the reader's script. Law texts are cited in Chinese in every language."""
    return gettext("Basis: %(article)s") % {"article": local_words.in_script(article)}


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


ELSEWHERE = _("%(body)s tells you by then whom to turn to: the business is in another place.")


def clock_card(case: Case, turn: Turn, *, today: date) -> ShownClock | None:
    """The card; None where no clock runs."""
    if case.stage == "paused":  # the consumer waits for the mediation, not for the body's own look back
        turn = replace(turn, clock=clocks.running(case.record_key).get("mediate", turn.clock))
    words = BY_THEN | {"received": ELSEWHERE} if gates.away(case) else BY_THEN
    return big_clock.shown(turn, case, words, today=today)


@dataclass(frozen=True)
class CaseDoor:
    """A sentence and a button with its address. `tone` is that of a note: "", warn or late."""

    label: Promise | str
    text: Promise | str
    url: str
    tone: str = ""


def case_doors(case: Case, *, today: date) -> list[CaseDoor]:
    """The doors of the rooms listed there, in their order."""
    return [door for name in reactions.CASE_DOORS for door in import_string(name)(case, today=today)]


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
