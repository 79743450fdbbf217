"""Reports about an entry's conduct, and what two people of two cities make of them: a proceeding, or nothing."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.brands import standing
from huaihai.brands.actions import pairing
from huaihai.brands.actions.moving import lock, moving
from huaihai.brands.conduct import rules
from huaihai.brands.conduct.actions.opening import KIND_OF, Cause, fingerprint, open_proceeding
from huaihai.brands.conduct.actions.stepping import private_words, public_words
from huaihai.brands.lives import MARKED
from huaihai.brands.models import ConductReport, Entry, PairDecision
from huaihai.brands.powers import Who, city_of
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor

ABOUT = "report"
NOTHING = "nothing"
OUTCOMES = (*KIND_OF, NOTHING)
MOST_OPEN = 50  # reports about one entry on which nobody has decided yet


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
    said = private_words("text", text)
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
            made = ConductReport(entry=move.entry, origin=origin, source=source, text=said, at=at, by=by.key)
            move.rows.append(made)
            move.facts["origin"] = origin
    return made


def propose(report: ConductReport, *, outcome: str, reasons: str, by: Actor, at: datetime) -> PairDecision:
    """The first of the two says whether it opens a proceeding, and which. Raises NotAllowed, NotPossible, Unfit."""
    if outcome not in OUTCOMES:
        raise Unfit("outcome", _("Please choose what follows."))
    if decision_of(report) is not None:
        raise NotPossible(_("This was decided meanwhile."))
    said = public_words("reasons", reasons)
    return pairing.propose(report.entry, ABOUT, outcome, reasons=said, about_key=str(report.pk), by=by, at=at)


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
        trigger=rules.REPORT,
        name=rules.names()[rules.REPORT],
        kind=KIND_OF[decision.outcome],
        facts={"reasons": decision.reasons, "origin": report.origin, "as_of": local_day(at).isoformat()},
        fingerprint=fingerprint(rules.REPORT, report.pk),
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
