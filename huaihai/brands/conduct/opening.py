"""What opens a proceeding: a written trigger that is watched each day, a report, a cause that was not remedied."""

import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.brands import moving as brands_moving
from huaihai.brands import standing
from huaihai.brands.conduct import stepping, triggers
from huaihai.brands.conduct.life import PROCEEDING
from huaihai.brands.conduct.stepping import LONGEST, PROGRAM, facts_of, public_words
from huaihai.brands.conduct.triggers import WARNINGS, Fired, Known, Measured, Measures
from huaihai.brands.evidence import measures
from huaihai.brands.life import MARKED
from huaihai.brands.models import ConductReport, CriteriaVersion, Entry, PairDecision, Proceeding, Watch
from huaihai.brands.moving import lock, moving
from huaihai.brands.office.forms import OutcomeForm
from huaihai.brands.office.shell import is_outsider, take_part
from huaihai.brands.powers import Who, city_of
from huaihai.brands.scoring import criteria as scoring
from huaihai.brands.scoring.criteria import Criteria
from huaihai.brands.standing import months_before
from huaihai.desk import hearing
from huaihai.desk.lives import NEW, NotAllowed, NotPossible, Unfit
from huaihai.desk.moving import Move
from huaihai.desk.verbs import page
from huaihai.kit.canonical import canonical
from huaihai.kit.clock import local_day, local_moment
from huaihai.members.actors import Actor
from huaihai.record.models import Event

KIND_OF = {
    "warn": Proceeding.Kind.WARN,
    "suspend": Proceeding.Kind.SUSPEND,
    "hear": Proceeding.Kind.REMOVE,
}
ABOUT = "report"
NOTHING = "nothing"
OUTCOMES = (*KIND_OF, NOTHING)
MOST_OPEN = 50  # reports about one entry on which nobody has decided yet
log = logging.getLogger(__name__)
TOGETHER = 200


def measures_of(entry: Entry, criteria: Criteria, *, as_of: date) -> Mapping[int, Measures]:
    """All measures of the entry, by the span in months that some trigger asks for."""
    return {
        months: {**_of_evidence(entry, as_of, months), WARNINGS: warnings(entry, as_of, months)}
        for months in triggers.windows(criteria)
    }


def warnings(entry: Entry, as_of: date, months: int) -> Measured:
    """Warnings of so many months that stand: their time to appeal is over, or the panel has upheld them."""
    since = local_moment(months_before(as_of, months))
    rows = Proceeding.objects.filter(entry=entry, stage="ended", outcome=Proceeding.Outcome.WARNED)
    keys = [f"proceeding:{key}" for key in rows.filter(decided_at__gte=since).values_list("pk", flat=True)]
    return Measured(len(keys), tuple(sorted(keys)))


def _of_evidence(entry: Entry, as_of: date, months: int) -> dict[str, Measured]:
    found = measures.measured(entry, as_of=as_of, within_months=months)
    return {name: Measured(one.value, one.facts) for name, one in found.items()}


@dataclass(frozen=True)
class Cause:
    """Why a proceeding is opened: the rule's key and names, what follows from it, public facts, their fingerprint."""

    trigger: str
    name: Mapping[str, str]
    kind: str
    facts: Mapping[str, Any]
    fingerprint: str
    clocks: Mapping[str, int]
    report: ConductReport | None = None
    follows: Proceeding | None = field(default=None, compare=False)


def cause_of(found: Fired, clocks: Mapping[str, int]) -> Cause:
    """The cause that a fired trigger is; numbers as exact text, days as ISO text."""
    facts = {
        "measure": found.measure,
        "value": str(found.value),
        "threshold": str(found.threshold),
        "is_below": found.is_below,
        "within_months": found.within_months,
        "as_of": found.as_of.isoformat(),
        "behind": list(found.facts),
    }
    return Cause(found.key, found.name, KIND_OF[found.does], facts, found.fingerprint, clocks)


def open_proceeding(
    entry: Entry, cause: Cause, *, who: Who = Who.RULE, by: Actor, at: datetime
) -> Proceeding:
    """Open it, tell the holder, and suspend the mark at once where the rule says so; the same facts open nothing twice.

    Nobody calls this by hand: `falling_due` (written rules) and `reporting` (two people of two cities) do.
    Raises NotAllowed, NotPossible (the entry has no mark).
    """
    with transaction.atomic():
        held = lock(entry.pk)
        known = Proceeding.objects.filter(entry=held, facts_key=cause.fingerprint).first()
        if known is not None:
            return known
        if held.stage not in MARKED:
            raise NotPossible(_("There is nothing here that a proceeding could end."))
        suspends = cause.kind == Proceeding.Kind.SUSPEND and held.stage == "held"
        verb = "suspend" if suspends else "note"
        with moving(
            entry, verb, who=who, noted="" if suspends else "proceeding opened", by=by, at=at
        ) as move:
            row = _made(move, cause, at=at)
        stepping.tell(row, "opened", at=at)
    return row


def fingerprint(*parts: object) -> str:
    """Of facts that no trigger measured."""
    return hashlib.sha256(canonical([str(part) for part in parts])).hexdigest()


def _made(move: Move[Entry], cause: Cause, *, at: datetime) -> Proceeding:
    last = Proceeding.objects.filter(entry=move.row).aggregate(last=Max("serial"))["last"] or 0
    row = Proceeding(
        entry=move.row,
        serial=last + 1,
        kind=cause.kind,
        trigger=cause.trigger,
        trigger_name=dict(cause.name),
        facts=dict(cause.facts),
        facts_key=cause.fingerprint,
        clocks=dict(cause.clocks),
        report=cause.report,
        follows=cause.follows,
        stage=PROCEEDING.after("open", NEW),
        opened_at=at,
    )
    row.stage = PROCEEDING.after("tell", row.stage)
    stepping.begin(row, row.stage, at)
    row.save(force_insert=True)
    move.facts |= facts_of(row, NEW) | {"facts": row.facts, "name": row.trigger_name}
    return row


def hand_in(
    entry: Entry, *, origin: str, text: str, source: str = "", by: Actor, at: datetime
) -> ConductReport:
    """Staff of a city, whoever saw a sign, or a late objection reports something. It opens nothing by itself.

    `source` is the row that it came from, as the record calls it: the same source is taken once.
    Raises NotAllowed, NotPossible (no mark), Unfit.
    """
    is_staff = origin == ConductReport.Origin.CITY
    if is_staff and city_of(by) is None:
        raise NotAllowed(_("Only staff of a city's association can do that."))
    said = hearing.words("text", text, most=LONGEST)
    if origin not in ConductReport.Origin.values:
        raise Unfit("origin", _("Please choose one of these."))
    who = Who.STAFF if is_staff else Who.ANYBODY
    with transaction.atomic():
        held = lock(entry.pk)
        if source and (known := ConductReport.objects.filter(entry=held, source=source).first()):
            return known
        if held.stage not in MARKED:
            raise NotPossible(_("There is nothing here that a proceeding could end."))
        if len(waiting(held)) >= MOST_OPEN:
            raise NotPossible(_("Many reports about this wait already. Please call the association."))
        with moving(entry, "note", who=who, noted="conduct reported", by=by, at=at) as move:
            made = ConductReport(entry=move.row, origin=origin, source=source, text=said, at=at, by=by.key)
            move.rows.append(made)
            move.facts["origin"] = origin
    return made


@page(
    "decision",
    "",
    gettext_lazy("What follows from this report?"),
    gettext_lazy("It is proposed; a second voice from another city is needed."),
    form=OutcomeForm,
    options=lambda _actor, _row: {"about": ABOUT},
    lead=lambda row: row.text,
    button=gettext_lazy("Propose it"),
    may=lambda actor, row: is_outsider(actor, row.entry),
    asks=take_part,
)
def propose(report: ConductReport, *, outcome: str, reasons: str, by: Actor, at: datetime) -> PairDecision:
    """The first of the two says whether it opens a proceeding, and which. Raises NotAllowed, NotPossible, Unfit."""
    if outcome not in OUTCOMES:
        raise Unfit("outcome", _("Please choose what follows."))
    if decision_of(report) is not None:
        raise NotPossible(_("This was decided meanwhile."))
    said = public_words("reasons", reasons)
    return brands_moving.propose(
        report.entry, ABOUT, outcome, reasons=said, about_key=str(report.pk), by=by, at=at
    )


def carry_out(decision: PairDecision, *, by: Actor, at: datetime) -> None:
    """What the two agreed on. Raises NotAllowed (one person alone), NotPossible."""
    if decision.state != PairDecision.State.AGREED:
        raise NotAllowed(_("Two people of two cities decide that."))
    report = ConductReport.objects.filter(entry=decision.entry_id, pk=decision.about_key).first()
    if report is None or report.proceedings.exists():
        raise NotPossible(_("This was decided meanwhile."))
    if decision.outcome == NOTHING:
        return
    found = standing.criteria_on(local_day(at))
    if found is None:
        raise NotPossible(_("No criteria are in force."))
    cause = Cause(
        trigger=triggers.REPORT,
        name=triggers.names()[triggers.REPORT],
        kind=KIND_OF[decision.outcome],
        facts={"reasons": decision.reasons, "origin": report.origin, "as_of": local_day(at).isoformat()},
        fingerprint=fingerprint(triggers.REPORT, report.pk),
        clocks=found.content["clocks"],
        report=report,
    )
    open_proceeding(decision.entry, cause, who=Who.PAIR, by=by, at=at)


def decision_of(report: ConductReport) -> PairDecision | None:
    """What two people have decided about it; None: it waits."""
    rows = PairDecision.objects.filter(entry=report.entry_id, about=ABOUT, about_key=str(report.pk))
    return rows.filter(state=PairDecision.State.AGREED).first()


def waiting(entry: Entry) -> list[ConductReport]:
    """Reports on which nobody has decided yet, oldest first."""
    rows = PairDecision.objects.filter(entry=entry, about=ABOUT, state=PairDecision.State.AGREED)
    decided = set(rows.values_list("about_key", flat=True))
    return [one for one in ConductReport.objects.filter(entry=entry) if str(one.pk) not in decided]


class NotWatched(RuntimeError):
    """Some marks could not be looked at; the log tells where, the next run tries again."""


def watch(entry: Entry, *, at: datetime) -> list[Proceeding]:
    """Hold what is measured about a mark now against the triggers; the proceedings that this opened.

    The next look at the same facts opens nothing. Does nothing where there is no mark or no criteria are in force.
    """
    found = standing.criteria_on(local_day(at))
    if found is None or entry.stage not in MARKED:
        return []
    return _watched(entry, found, opens=True, at=at)


def begin(event: Event) -> None:
    """For `reactions.REACTIONS`: a mark was given. The vote knew what had been before, so that opens nothing later."""
    entry = Entry.objects.filter(pk=event.subject.removeprefix("brand:")).first()
    found = standing.criteria_on(local_day(event.at))
    if entry is not None and found is not None:
        _watched(entry, found, opens=False, at=event.at)


def due_acts(at: datetime) -> Iterator[Callable[[], None]]:
    """For `huaihai record fall-due`: one act for all marks that were not looked at today."""
    if standing.criteria_on(local_day(at)) is not None and _unwatched(local_day(at)).exists():
        yield partial(_watch_all, at)


def _watch_all(at: datetime) -> None:
    failed, rows = 0, list(_unwatched(local_day(at)).order_by("pk")[:TOGETHER])
    while rows:
        for entry in rows:
            try:
                watch(entry, at=at)
            except Exception as error:  # noqa: BLE001 # the other marks are still to be looked at
                log.error("a mark could not be looked at: %s", type(error).__name__)
                failed += 1
        after = _unwatched(local_day(at)).filter(pk__gt=rows[-1].pk)
        rows = list(after.order_by("pk")[:TOGETHER])
    if failed:
        raise NotWatched(f"{failed} marks could not be looked at")


def _unwatched(day: date) -> Any:
    rows = Entry.objects.filter(stage__in=MARKED).select_related("business", "body", "place")
    return rows.filter(Q(watch__isnull=True) | Q(watch__on__lt=day))


def _watched(entry: Entry, version: CriteriaVersion, *, opens: bool, at: datetime) -> list[Proceeding]:
    criteria, day = scoring.parse(version.content), local_day(at)
    with transaction.atomic():
        held = lock(entry.pk)
        row = Watch.objects.filter(entry=held).first()
        known = _read(row.known) if row is not None else {}
        now = measures_of(held, criteria, as_of=day)
        found = triggers.fired(criteria, now, day, known) if opens and held.stage in MARKED else []
        if row is not None:  # a trigger that came with later criteria looks forward only
            found = [one for one in found if one.key in known]
        causes = [cause_of(one, version.content["clocks"]) for one in found]
        made = [open_proceeding(entry, cause, by=PROGRAM, at=at) for cause in causes]
        after = _written(triggers.remembered(criteria, now, known))
        Watch.objects.update_or_create(entry=held, defaults={"on": day, "known": after})
    return made


def _read(known: Mapping[str, Any]) -> dict[str, Known]:
    return {
        key: Known(Fraction(one["level"]) if one["level"] else None, frozenset(one["facts"]))
        for key, one in known.items()
    }


def _written(known: Mapping[str, Known]) -> dict[str, Any]:
    return {
        key: {"level": "" if one.level is None else str(one.level), "facts": sorted(one.facts)}
        for key, one in known.items()
    }
