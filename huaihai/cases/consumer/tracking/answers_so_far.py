"""What both sides have proposed and answered while settling, as the consumer reads it."""

from dataclasses import dataclass
from datetime import date

from huaihai.cases.actions.answering import is_asked
from huaihai.cases.consumer import wording
from huaihai.cases.models import Answer, Case, Offer
from huaihai.cases.parts import Part, parts_of
from huaihai.kit import local_words
from huaihai.law import replies


@dataclass(frozen=True)
class Proposal:
    """One offer or counter-offer: what it says, in words."""

    offer: Offer
    words: str
    is_late: bool

    @property
    def is_open(self) -> bool:
        return self.offer.state == Offer.State.OPEN

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


def of(case: Case, *, today: date) -> SoFar:
    """What was proposed, oldest first, and the newest reply while there is time to settle."""
    proposals = tuple(proposal(held, today=today) for held in case.offers.all())
    if case.stage != "negotiating":
        return SoFar(proposals)
    newest = Answer.objects.of(case).filter(kind=Answer.Kind.REPLY).last()
    return SoFar(proposals, _reply(newest, today) if newest else None, bool(newest) and is_asked(case))


def proposal(offer: Offer, *, today: date) -> Proposal:
    """One of them in words."""
    return Proposal(offer, wording.remedy_list(offer.remedies), offer.valid_until_on < today)


def said(code: str) -> str:
    """A reason or a reply in the reader's language; nothing for an unknown code."""
    found = replies.BY_CODE.get(code)
    return local_words.said(found) if found else ""


def _reply(answer: Answer, today: date) -> Reply:
    is_past = answer.until_on is not None and answer.until_on < today
    return Reply(answer, said(answer.reason), tuple(said(code) for code in answer.needs), is_past)
