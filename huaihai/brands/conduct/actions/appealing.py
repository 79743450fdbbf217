"""Appeal: the holder asks for it, three people of three cities that had no part are drawn, two of three decide."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.brands import powers
from huaihai.brands.conduct.actions import panels
from huaihai.brands.conduct.actions.speaking import File, written
from huaihai.brands.conduct.actions.stepping import (
    Step,
    private_words,
    public_words,
    stepping,
)
from huaihai.brands.conduct.actions.upholding import decide
from huaihai.brands.models import PanelSeat, PanelVote, Proceeding, Statement
from huaihai.brands.powers import Who, require_holder
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor


def appeal(
    proceeding: Proceeding,
    *,
    text: str,
    files: Sequence[File] = (),
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Statement:
    """The holder appeals within the clock, or against a suspension that nobody decides about in time.

    The panel is drawn at once. Raises NotAllowed, NotPossible, Unfit, Moved.
    """
    require_holder(proceeding.entry, by, local_day(at))
    said = private_words("text", text)
    with transaction.atomic():
        with stepping(
            proceeding, "appeal", who=Who.HOLDER, noted="appealed", by=by, at=at, seen=seen
        ) as step:
            _require_appealable(step, at)
            made = written(step.move, step.row, Statement.Kind.APPEAL, said, files, by=by, at=at)
        panels.open_panel(proceeding, at=at)
    return made


def vote(seat: PanelSeat, *, choice: str, reasons: str, by: Actor, at: datetime) -> PanelVote:
    """One of the panel says what she or he thinks; nobody reads it before two agree, and then it is decided.

    Raises NotAllowed, NotPossible, Unfit.
    """
    if choice not in PanelVote.Choice.values:
        raise Unfit("choice", _("Please choose one of the two."))
    said = public_words("reasons", reasons)
    with transaction.atomic():
        _require_seat(seat, by)
        powers.require_outsider(seat.proceeding.entry, by, local_day(at))
        with stepping(seat.proceeding, "vote", who=Who.PANEL, noted="panel voted", by=by, at=at) as step:
            _require_seat(seat, by)
            _require_panel(step.row, seat)
            made = PanelVote(entry=step.entry, seat=seat, choice=choice, reasons=said, at=at)
            step.move.rows.append(made)
        decide(seat.proceeding, at=at)
    return made


def _require_appealable(step: Step, at: datetime) -> None:
    row, before = step.row, step.before
    if before.stage == "decided":
        if before.due_on is not None and local_day(at) > before.due_on:
            raise NotPossible(_("The time to appeal is over."))
    elif row.kind != Proceeding.Kind.SUSPEND or before.overdue_on is None:
        raise NotPossible(_("There is no decision yet that could be appealed against."))


def _require_seat(seat: PanelSeat, by: Actor) -> None:
    held = PanelSeat.objects.filter(pk=seat.pk, left_at=None, account=by.account_id).first()
    city = by.organisation.city if by.organisation is not None else None
    if held is None or by.account_id is None or city is None or city.pk != held.body_id:
        raise NotAllowed(_("Only those who were drawn for this panel decide here."))


def _require_panel(row: Proceeding, seat: PanelSeat) -> None:
    sitting = panels.sitting(row)
    if seat.pk not in {one.pk for one in sitting}:
        raise NotAllowed(_("Only those who were drawn for this panel decide here."))
    if len(sitting) < panels.SEATS:
        raise NotPossible(_("The panel is not complete yet."))
    if PanelVote.objects.filter(seat=seat).exists():
        raise NotPossible(_("You have voted already."))
