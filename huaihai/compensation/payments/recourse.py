"""Getting back what a fund paid first: from the business, in instalments, until it is recovered or written off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huaihai.compensation import ledger, messages, posting, rights
from huaihai.compensation.funds.verbs import require_not_future, required
from huaihai.compensation.models import (
    Claim,
    Decision,
    Entry,
    Instalment,
    PaymentOrder,
    Recourse,
    Recovered,
)
from huaihai.compensation.moving import moving
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.desk.moving import Move
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor

PROGRAM = Actor.system("compensation")
MOST_PARTS = 60


@dataclass(frozen=True)
class Part:
    """One instalment to be: `fen` by `due_on`."""

    due_on: date
    fen: int


def begin(claim: Claim, order: PaymentOrder, *, at: datetime) -> Recourse | None:
    """With the payment the business owes it to the fund, by the day of the fund's rules. None without recourse."""
    days = claim.terms.recourse_days
    if claim.against is None or days is None or order.paid_on is None:
        return None
    with moving(claim, "begin recourse", by=PROGRAM, at=at) as move:
        business, due_on = move.row.against, order.paid_on + timedelta(days=days)
        assert business is not None  # noqa: S101 -- seen above, and never changed
        entry = posting.book(
            move.row.fund,
            "recourse",
            order.sum_fen,
            claim=move.row,
            business=business,
            value_on=order.paid_on,
            by=PROGRAM,
            at=at,
        )
        made = Recourse.objects.create(
            claim=move.row,
            business=business,
            sum_fen=order.sum_fen,
            due_on=due_on,
            entry=entry,
            begun_at=at,
        )
        Instalment.objects.create(recourse=made, number=1, due_on=due_on, fen=order.sum_fen)
        move.facts = {"entry": entry.number, "fen": order.sum_fen, "due": due_on.isoformat()}
        messages.tell_debtor(move.row, "recourse", at=at)
    return made


def call_off(move: Move[Claim], *, by: Actor, at: datetime) -> None:
    """Under the claim's lock, because the payment came back: the business owes nothing for it."""
    held = move.row.recourses.filter(called_off_at=None).select_related("entry").first()
    if held is None:
        return
    posting.book(move.row.fund, "call_off", held.sum_fen, claim=move.row, reverses=held.entry, by=by, at=at)
    held.called_off_at = at
    held.save(update_fields=["called_off_at"])


def spread(
    claim: Claim, parts: Sequence[Part], *, reason: str, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Let the business pay what it still owes in these parts; they are exactly the rest.

    Raises NotAllowed, NotPossible, Unfit, Moved.
    """
    with moving(claim, "spread", by=by, at=at, seen=seen, text=required(reason)) as move:
        rights.require_books(by, move.row.fund, on=local_day(at))
        held = _standing(move.row)
        owed = ledger.account_of(move.row).owed
        _require_parts(parts, owed, today=local_day(at))
        held.instalments.filter(recovered=None).delete()
        held.instalments.update(fen=F("paid_fen"))
        last = held.instalments.order_by("-number").values_list("number", flat=True).first() or 0
        Instalment.objects.bulk_create(
            Instalment(recourse=held, number=last + number, due_on=part.due_on, fen=part.fen)
            for number, part in enumerate(sorted(parts, key=lambda part: part.due_on), start=1)
        )
        move.facts = {"parts": [[part.due_on.isoformat(), part.fen] for part in parts]}


def recover(
    claim: Claim,
    *,
    fen: int,
    value_on: date,
    from_deposit: bool = False,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Entry:
    """The business paid this much back; or (`from_deposit`) it is taken out of what the business has paid in.

    What was written off may still come in, from the bank alone. Raises NotAllowed, NotPossible, Unfit, Moved.
    """
    with transaction.atomic():
        with moving(claim, "recover", by=by, at=at, seen=seen) as move:
            rights.require_books(by, move.row.fund, on=local_day(at))
            require_not_future(value_on, at=at)
            made = _take(move, fen, value_on, from_deposit, by=by, at=at)
            is_whole = move.row.stage == "recovering" and ledger.account_of(move.row).owed == 0
        if is_whole:
            with moving(claim, "finish recourse", by=PROGRAM, at=at):
                pass
    return made


def take_back(
    claim: Claim, entry: Entry, *, reason: str, by: Actor, at: datetime, seen: int | None = None
) -> Entry:
    """A recovery was written down by mistake: reverse it. Raises NotAllowed, NotPossible, Unfit, Moved."""
    with moving(claim, "take back recovery", by=by, at=at, seen=seen, text=required(reason)) as move:
        rights.require_books(by, move.row.fund, on=local_day(at))
        held = move.row.entries.filter(pk=entry.pk, kind__in=["recover", "set_off"], reversed_by=None).first()
        if held is None:
            raise Unfit("", _("This entry cannot be reversed (any more)."))
        fen = max(line.fen for line in ledger.lines_of(held))
        made = posting.book(
            move.row.fund,
            "take_back",
            fen,
            claim=move.row,
            reverses=held,
            value_on=held.value_on,
            by=by,
            at=at,
        )
        for row in held.recovered.select_related("instalment"):
            _note(made, row.instalment, -row.fen)
        move.facts = {"entry": made.number, "reverses": held.number, "fen": fen}
    return made


def write_off(
    claim: Claim, *, sum_fen: int, reasons: str, by: Actor, at: datetime, seen: int | None = None
) -> bool:
    """One person says that the rest, this sum, will not come back; the second one who says so writes it off.

    When something comes in meanwhile, both say the new rest; the record keeps what was said before.
    Raises NotAllowed, NotPossible, Unfit (not the rest), Moved.
    """
    with transaction.atomic():
        with moving(claim, "propose write-off", by=by, at=at, seen=seen, text=required(reasons)) as move:
            side = rights.require_decider(
                by, move.row, move.row.fund, about=Decision.About.WRITE_OFF, on=local_day(at)
            )
            if sum_fen != ledger.account_of(move.row).owed:
                raise Unfit("sum", _("That is not what is still owed. Please look again."))
            turn = rights.round_of(move.row, about=Decision.About.WRITE_OFF)
            Decision.objects.create(
                claim=move.row,
                about=Decision.About.WRITE_OFF,
                round=turn,
                by=by.key,
                side=side,
                said=Decision.Said.APPROVE,
                sum_fen=sum_fen,
                reasons=required(reasons),
                at=at,
            )
            move.facts = {"sum_fen": sum_fen, "side": side, "round": turn}
        said = Decision.objects.filter(
            claim=claim, about=Decision.About.WRITE_OFF, round=turn, sum_fen=sum_fen
        )
        if said.count() < rights.DECIDERS:
            return False
        with moving(claim, "write off", by=by, at=at) as move:
            entry = posting.book(
                move.row.fund,
                "write_off",
                sum_fen,
                claim=move.row,
                business=_standing(move.row).business,
                by=by,
                at=at,
            )
            move.facts = {
                "entry": entry.number,
                "fen": sum_fen,
                "by": sorted(said.values_list("by", flat=True)),
            }
    return True


def _take(
    move: Move[Claim], fen: int, value_on: date, from_deposit: bool, *, by: Actor, at: datetime
) -> Entry:
    held = _standing(move.row)
    is_late = move.row.stage == "written_off"
    if is_late and from_deposit:
        raise NotPossible(_("What was written off can only come in through the bank."))
    kind = "late" if is_late else "set_off" if from_deposit else "recover"
    made = posting.book(
        move.row.fund, kind, fen, claim=move.row, business=held.business, value_on=value_on, by=by, at=at
    )
    if not is_late:
        _allot(made, held, fen)
    move.facts = {"entry": made.number, "kind": kind, "fen": fen}
    return made


def _allot(entry: Entry, recourse: Recourse, fen: int) -> None:
    """The oldest instalment is paid first."""
    for instalment in recourse.instalments.order_by("due_on", "number"):
        part = min(fen, instalment.left_fen)
        if part:
            _note(entry, instalment, part)
            fen -= part
    assert fen == 0  # noqa: S101 -- the parts are together what is owed, and the books refuse more


def _note(entry: Entry, instalment: Instalment, fen: int) -> None:
    Recovered.objects.create(entry=entry, instalment=instalment, fen=fen)
    instalment.paid_fen += fen
    instalment.save(update_fields=["paid_fen"])


def _standing(claim: Claim) -> Recourse:
    return claim.recourses.select_related("business").get(called_off_at=None)


def _require_parts(parts: Sequence[Part], owed: int, *, today: date) -> None:
    if not 1 <= len(parts) <= MOST_PARTS:
        raise Unfit("parts", _("Please make between 1 and %(n)s parts.") % {"n": MOST_PARTS})
    if any(part.fen <= 0 for part in parts):
        raise Unfit("parts", _("Each part has to be more than nothing."))
    if any(part.due_on < today for part in parts):
        raise Unfit("parts", _("The day of a part cannot be in the past."))
    if sum(part.fen for part in parts) != owed:
        raise Unfit("parts", _("The parts have to be exactly what is still owed."))
