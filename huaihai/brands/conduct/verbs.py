"""What the holder says, the hearing, and what two people of two cities decide. Who proposes never decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.brands import moving
from huaihai.brands.conduct import stepping as conduct_stepping
from huaihai.brands.conduct.forms import HearingForm, MinutesForm
from huaihai.brands.conduct.stepping import LONGEST, ends_suspension, public_words, stepping
from huaihai.brands.models import Entry, PairDecision, Proceeding, Statement, StatementFile
from huaihai.brands.office.forms import OutcomeForm
from huaihai.brands.office.shell import is_outsider, take_part
from huaihai.brands.powers import Who, acts_for_office, require_holder, require_office
from huaihai.desk import hearing
from huaihai.desk.hearing import Paper
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit, Words
from huaihai.desk.moving import Move
from huaihai.desk.verbs import page
from huaihai.kit import clock
from huaihai.kit.clock import local_day
from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor

MOST_STATEMENTS = 20  # of one kind in one proceeding; what the office writes down is never too much
WARNING, SUSPENSION, RESTORATION = "warning", "suspension", "restoration"
Outcome = Proceeding.Outcome


@dataclass(frozen=True)
class Decision:
    """What two people can decide: the verb, what its event is called, how it ends, what the business is told; whether
    a suspension that nothing else keeps up is over.
    """

    verb: str
    noted: str
    outcome: Outcome
    tells: str
    lifts: bool = False


DECISIONS = {  # matter → what they can choose
    WARNING: {
        "warn": Decision("decide", "warned", Outcome.WARNED, "decided"),
        "drop": Decision("drop", "proceeding dropped", Outcome.DROPPED, "dropped"),
    },
    SUSPENSION: {
        "confirm": Decision("decide", "suspension confirmed", Outcome.SUSPENDED, "decided"),
        "lift": Decision("drop", "proceeding dropped", Outcome.DROPPED, "dropped", lifts=True),
    },
    RESTORATION: {
        "restore": Decision("restore", "remedied", Outcome.RESTORED, "restored", lifts=True),
        "refuse": Decision("refuse restoration", "restoration refused", Outcome.NOT_RESTORED, "decided"),
    },
}


def state(
    proceeding: Proceeding,
    *,
    text: str,
    files: Sequence[Paper] = (),
    wants_hearing: bool = False,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Statement:
    """The holder states its case while the clock runs, and may ask to be heard. Several statements add up.

    Raises NotAllowed, NotPossible (the time is over), Unfit, Moved.
    """
    require_holder(proceeding.entry, by, local_day(at))
    said = hearing.words("text", text, most=LONGEST)
    asks = wants_hearing and proceeding.stage == "statement"
    verb = "ask hearing" if asks else "state"
    noted = "hearing asked" if asks else "statement made"
    with stepping(proceeding, verb, who=Who.HOLDER, noted=noted, by=by, at=at, seen=seen) as step:
        last = step.row.statement_until
        if asks:
            hearing.require_by(last, at, _("The time to ask for a hearing is over."))
        elif step.row.stage == "statement":
            hearing.require_by(last, at, _("The time to state your case is over."))
        return written(step.move, step.row, Statement.Kind.STATEMENT, said, files, by=by, at=at)


def remedy(
    proceeding: Proceeding,
    *,
    text: str,
    files: Sequence[Paper] = (),
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Statement:
    """The holder says what was done about the cause. Raises NotAllowed, NotPossible, Unfit, Moved."""
    require_holder(proceeding.entry, by, local_day(at))
    said = hearing.words("text", text, most=LONGEST)
    if proceeding.kind != Proceeding.Kind.SUSPEND:
        raise NotPossible(_("There is no suspension that could be lifted here."))
    with stepping(
        proceeding, "hand in remedy", who=Who.HOLDER, noted="remedy handed in", by=by, at=at, seen=seen
    ) as step:
        hearing.require_by(step.row.remedy_until, at, _("The time to remedy the cause is over."))
        step.row.remedied_at = at
        return written(step.move, step.row, Statement.Kind.REMEDY, said, files, by=by, at=at)


def written(
    move: Move[Entry],
    row: Proceeding,
    kind: Statement.Kind,
    text: str,
    files: Sequence[Paper] = (),
    *,
    by: Actor,
    at: datetime,
) -> Statement:
    """A statement with its files, to be sealed with the event of `move`. Raises NotPossible (too many)."""
    held = row.statements.filter(kind=kind).count()
    if kind != Statement.Kind.MINUTES and held >= MOST_STATEMENTS:
        raise NotPossible(_("There are many statements of yours already; please call the office."))
    made = Statement(entry=move.row, proceeding=row, kind=kind, text=text, at=at, by=by.key)
    move.rows.append(made)
    move.rows += [
        StatementFile(
            entry=move.row,
            statement=made,
            name=storable_name(one.name)[:120],
            kind=one.stored.kind,
            size=one.stored.size,
            sha256=one.stored.sha256,
            derivative=one.stored.derivative,
            at=at,
        )
        for one in files
    ]
    move.facts["files"] = len(files)
    return made


def _named(proceeding: Proceeding) -> Words:
    return (
        gettext_lazy("Another day for the hearing")
        if proceeding.hearing_at
        else gettext_lazy("Set the day of the hearing")
    )


@page(
    "hearing",
    "set day",
    gettext_lazy("Day of the hearing"),
    gettext_lazy("The day is set, and the business is told."),
    form=HearingForm,
    label=_named,
    button=gettext_lazy("Set the day"),
    may=acts_for_office,
)
def set_day(
    proceeding: Proceeding,
    *,
    meets_at: datetime,
    where: str,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Proceeding:
    """When and where the business is heard, within the clock. Raises NotAllowed, NotPossible, Unfit, Moved."""
    require_office(by, at)
    place = storable_name(where)[:120]
    if not place:
        raise Unfit("where", _("Please say where."))
    with stepping(
        proceeding, "set day", who=Who.OFFICE, noted="hearing set", tells="hearing", by=by, at=at, seen=seen
    ) as step:
        last = step.row.hearing_until
        if meets_at <= at:
            raise Unfit("day", _("Please choose a time to come."))
        if last is not None and local_day(meets_at) > last and step.row.overdue_on is None:
            raise Unfit("day", _("Please choose a day within the time for the hearing."))
        step.row.hearing_at, step.row.hearing_where = meets_at, place
        step.move.facts["on"] = local_day(meets_at).isoformat()
    return proceeding


@page(
    "minutes",
    "hold hearing",
    gettext_lazy("Minutes of the hearing"),
    gettext_lazy("The minutes are stored; now it is to be decided."),
    form=MinutesForm,
    label=pgettext_lazy("conduct", "Write the minutes"),
    button=gettext_lazy("Publish the minutes"),
    may=acts_for_office,
    when=lambda row: row.hearing_at is not None and row.hearing_at <= clock.now(),
)
def hold(
    proceeding: Proceeding,
    *,
    minutes: str,
    came: bool,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Statement:
    """The hearing took place: its minutes, which everybody reads; or the business did not come, and they say so.

    Raises NotAllowed, NotPossible (no day was set, or it is yet to come), Unfit, Moved.
    """
    require_office(by, at)
    said = public_words("minutes", minutes)
    with stepping(
        proceeding,
        "hold hearing",
        who=Who.OFFICE,
        noted="hearing held",
        tells="heard",
        by=by,
        at=at,
        seen=seen,
    ) as step:
        if step.row.hearing_at is None or at < step.row.hearing_at:
            raise NotPossible(_("The day of the hearing is not set, or it is yet to come."))
        made = written(step.move, step.row, Statement.Kind.MINUTES, said, by=by, at=at)
        step.move.facts |= {
            "came": came,
            "minutes": said,
            "on": local_day(step.row.hearing_at).isoformat(),
        }
    return made


def matter_of(proceeding: Proceeding) -> str:
    """What two people can decide about this proceeding as it stands; empty: nothing."""
    if proceeding.stage == "deciding":
        return {"warn": WARNING, "suspend": SUSPENSION}.get(proceeding.kind, "")
    has_remedy = proceeding.kind == Proceeding.Kind.SUSPEND and proceeding.remedied_at is not None
    return RESTORATION if has_remedy and proceeding.stage in ("decided", "remedy") else ""


@page(
    "decision",
    "",
    gettext_lazy("Propose a decision"),
    gettext_lazy("It is proposed; a second voice from another city is needed."),
    form=OutcomeForm,
    options=lambda _actor, row: {"about": matter_of(row)},
    lead=gettext_lazy("It counts only when somebody of another city agrees."),
    button=gettext_lazy("Propose it"),
    may=lambda actor, row: is_outsider(actor, row.entry) and bool(matter_of(row)),
    when=lambda row: not waits_for_second(row),
    to=lambda made: made.entry.office_url,
    asks=take_part,
)
def propose(proceeding: Proceeding, *, outcome: str, reasons: str, by: Actor, at: datetime) -> PairDecision:
    """The first of the two. Raises NotAllowed, NotPossible, Unfit."""
    about = matter_of(proceeding)
    if not about:
        raise NotPossible(_("There is nothing to be decided by two people now."))
    if outcome not in DECISIONS[about]:
        raise Unfit("outcome", _("Please choose how it ends."))
    said = public_words("reasons", reasons)
    return moving.propose(
        proceeding.entry, about, outcome, reasons=said, about_key=str(proceeding.pk), by=by, at=at
    )


def waits_for_second(proceeding: Proceeding) -> bool:
    """Whether a decision about it is proposed, and somebody of another city has to agree."""
    return any(one.about_key == str(proceeding.pk) for one in moving.open_decisions(proceeding.entry))


def carry_out(decision: PairDecision, *, by: Actor, at: datetime) -> None:
    """What the two agreed on. Raises NotAllowed (one person alone), NotPossible."""
    if decision.state != PairDecision.State.AGREED:
        raise NotAllowed(_("Two people of two cities decide that."))
    rows = Proceeding.objects.filter(entry=decision.entry_id).select_related("entry__business", "entry__body")
    row = rows.filter(pk=decision.about_key).first()
    if row is None or matter_of(row) != decision.about:
        raise NotPossible(_("There is nothing to be decided by two people now."))
    found = DECISIONS[decision.about][decision.outcome]
    with stepping(
        row,
        found.verb,
        who=Who.PAIR,
        noted=found.noted,
        entry_verb=ends_suspension(row) if found.lifts else "note",
        tells=found.tells,
        by=by,
        at=at,
    ) as step:
        if found.outcome == Outcome.NOT_RESTORED:
            conduct_stepping.begin(step.row, "decided", at)  # a second decision has an appeal of its own
            step.row.remedied_at = None
        step.move.facts["decision"] = str(decision.pk)
        step.decide(found.outcome, decision.reasons)
