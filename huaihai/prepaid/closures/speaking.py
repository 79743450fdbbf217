"""Who speaks for all card holders: some stand for it, each card has one vote, and nobody's vote is shown. Once the vote
is counted, only how many voted is kept.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.cases.models import TogetherCase
from huaihai.cases.together import life as together_life
from huaihai.cases.together import verbs as together
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.text import masking
from huaihai.members.actors import Actor
from huaihai.prepaid import voting
from huaihai.prepaid.closures.life import OPEN
from huaihai.prepaid.closures.verbs import moving
from huaihai.prepaid.models import Closure, Creditor
from huaihai.prepaid.moving import require_body

PROGRAM = Actor.system("fall-due")


def stand(creditor: Creditor, *, name: str, by: Actor, at: datetime) -> None:
    """This holder would speak for all; the others read this name. Raises Unfit, NotPossible."""
    if not name or masking.mask(name).text != name:
        raise Unfit(
            "name", _("Please write how the others may call you, for example “Ms Wang”. No number, please.")
        )
    with transaction.atomic(), moving(creditor.closure, "closure_stand", by=by, at=at) as move:
        _need_vote(move.row, at)
        if not move.row.creditors.reachable().filter(pk=creditor.pk).exists():
            raise NotPossible(_("Nobody could ring you yet. Please complain first, or leave your telephone."))
        Creditor.objects.filter(pk=creditor.pk).update(shown_name=name[:20], stands_at=at)
        move.stays, move.facts = True, {"creditor": str(creditor.pk)}


def stand_back(creditor: Creditor, *, by: Actor, at: datetime) -> None:
    """This holder does not stand any more; who voted for them can vote anew. Raises NotPossible."""
    with transaction.atomic(), moving(creditor.closure, "closure_stand_back", by=by, at=at) as move:
        _need_vote(move.row, at)
        Creditor.objects.filter(vote=creditor).update(vote=None)
        Creditor.objects.filter(pk=creditor.pk).update(shown_name="", stands_at=None)
        move.stays, move.facts = True, {"creditor": str(creditor.pk)}


def vote(creditor: Creditor, wanted: Creditor, *, at: datetime) -> None:
    """The vote of this card; the last one counts. Nothing is written about it but itself. Raises NotPossible."""
    with transaction.atomic():
        closure = Closure.objects.select_for_update().get(pk=creditor.closure_id)
        _need_vote(closure, at)
        stands = closure.creditors.standing().filter(pk=wanted.pk)
        if closure.stage != OPEN or not stands.exists():
            raise NotPossible(_("This person does not stand any more. Please look again."))
        Creditor.objects.filter(pk=creditor.pk).update(vote=wanted)


def is_open(closure: Closure, at: datetime) -> bool:
    """Whether votes are taken."""
    return closure.voted is None and closure.vote_until is not None and local_day(at) <= closure.vote_until


def count_votes(closure: Closure, *, by: Actor, at: datetime) -> None:
    """The last day is over: who speaks for all, or nobody. The votes are erased. Raises NotPossible."""
    with transaction.atomic(), moving(closure, "closure_count_votes", by=by, at=at) as move:
        held = move.row
        if held.voted is not None or is_open(held, at):
            raise NotPossible(_("The vote is not over."))
        standing: list[UUID] = list(held.creditors.standing().values_list("pk", flat=True))
        cast = held.creditors.values_list("pk", "vote")
        votes = {voter: wanted for voter, wanted in cast if wanted is not None}
        outcome = voting.count(standing, votes, cards=held.creditors.count())
        held.voted, held.representative_id = outcome.voted, outcome.winner
        held.creditors.update(vote=None)
        move.facts = {
            "voted": outcome.voted,
            "votes_for": outcome.votes_for,
            "winner": str(outcome.winner or ""),
        }
    if outcome.winner is not None:
        _let_speak(Creditor.objects.get(pk=outcome.winner), at)


def vote_again(closure: Closure, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Too few voted, or nobody stood: another week. Raises NotAllowed, NotPossible, Moved."""
    with transaction.atomic(), moving(closure, "closure_vote_again", by=by, at=at, seen=seen) as move:
        require_body(by, move.row.issuer)
        if move.row.voted is None or move.row.representative_id is not None:
            raise NotPossible(_("The vote is not over, or somebody was chosen."))
        move.row.voted, move.row.vote_until = None, local_day(at) + timedelta(days=voting.RULE.days)


def due_acts(at: datetime) -> Iterator[Callable[[], object]]:
    """For `reactions.DUE`: votes whose last day is over are counted."""
    over = Closure.objects.filter(stage=OPEN, voted=None, vote_until__lt=local_day(at))
    for closure in over.order_by("vote_until", "pk"):
        yield partial(count_votes, closure, by=PROGRAM, at=at)


def speaks_if_chosen(creditor: Creditor, at: datetime) -> None:
    """Whoever was chosen, and files only now, speaks in the joint handling too."""
    if creditor.closure.representative_id == creditor.pk:
        _let_speak(creditor, at)


def _let_speak(creditor: Creditor, at: datetime) -> None:
    """In the binder, where their complaint is in it and a place is free."""
    row = TogetherCase.objects.filter(
        together=creditor.closure.together, case=creditor.case_id, stage=together_life.JOINED
    ).first()
    if row is None:
        return
    try:
        together.elect(row, by=PROGRAM, at=at)
    except NotPossible:  # two speak already, or the binder has ended: the officer says who
        return


def _need_vote(closure: Closure, at: datetime) -> None:
    if not is_open(closure, at):
        raise NotPossible(_("The vote is over."))
