"""What the written triggers of conduct watch: numbers out of facts, and the keys of the facts behind them.

A case is *serious* only if the association admitted it; a mere complaint never is. Then one of these makes it so:
it is about safety; or it is about counterfeit goods or false advertising, or fifty thousand yuan and more are at
stake, and mediation ended without agreement or what was agreed was not done. `RULE` says the same to the public.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Q

from huaihai.brands.evidence import checklist, sources
from huaihai.brands.evidence.scope import Scope
from huaihai.brands.models import Entry, Penalty, Snapshot
from huaihai.cases.models import Agreement, Case, Promise
from huaihai.kit import sealing
from huaihai.kit.country import gettext_lazy as _
from huaihai.kit.intervals import wilson
from huaihai.law import kinds
from huaihai.prepaid.issuers.facts import broken_pledges
from huaihai.record.models import Event

SAFETY = kinds.with_role("danger")
DECEIT = kinds.with_role("deceit")  # counterfeit goods, false advertising
LARGE_FEN = 5_000_000
REFUSES = "CA-END-2"  # a party is absent without good reason, or refuses
REFUSED = ("refuse", "lapse_silence")  # the business said no before, or stayed silent
UNSOLVED = Q(stage="terminated") | Q(stage="closed", result=Case.Result.UNFULFILLED)
RULE = _(
    "A case is serious if the association admitted it and it is about safety; or if it is about counterfeit goods or "
    "false advertising, or at least 50,000 {currency} are at stake, and mediation ended without agreement or what was "
    "agreed was not done. A mere complaint never counts."
)
_MILLION = 10**6


@dataclass(frozen=True)
class Measured:
    """A measure: its exact value, and the keys of the facts behind it. A key names no case: it is a fingerprint."""

    value: int | Fraction
    facts: tuple[str, ...] = ()


def measures(entry: Entry, *, as_of: date, within_months: int) -> dict[str, int | Fraction]:
    """The values by name; one that is missing is not known."""
    return {
        name: one.value for name, one in measured(entry, as_of=as_of, within_months=within_months).items()
    }


def measured(entry: Entry, *, as_of: date, within_months: int) -> dict[str, Measured]:
    """The values with the facts behind them, over the last so many months."""
    scope = Scope.back(entry, as_of, within_months)
    held = {
        "serious_cases": _counted("case", serious_cases(scope)),
        "broken_promises": _counted("promise", broken_promises(scope)),
        "refused_mediation": _counted("case", refused_mediation(scope)),
        "unsafe_tests": _unsafe_tests(scope),
        "serious_penalties": _serious_penalties(scope),
        "broken_guarantees": _broken_guarantees(scope),
        **_visited(scope),
    }
    return held | _unsolved(scope) | _score(entry)


def serious_cases(scope: Scope) -> Sequence[object]:
    """The cases that are serious by the rule above: admitted, or ended, on these days."""
    start, end = scope.bounds
    admitted = scope.cases().exclude(admitted_at=None)
    safety = admitted.filter(nature__in=SAFETY, admitted_at__gte=start, admitted_at__lt=end)
    weighty = Q(nature__in=DECEIT) | Q(price_fen__gte=LARGE_FEN) | Q(asked_fen__gte=LARGE_FEN)
    unsolved = admitted.filter(UNSOLVED, weighty, ended_at__gte=start, ended_at__lt=end)
    return sorted({*safety.values_list("pk", flat=True), *unsolved.values_list("pk", flat=True)})


def broken_promises(scope: Scope) -> Sequence[object]:
    """Promises that the consumer says were not done, in files that the association closed as not done."""
    start, end = scope.bounds
    cases = scope.cases().filter(result=Case.Result.UNFULFILLED, ended_at__gte=start, ended_at__lt=end)
    return list(Promise.objects.broken().filter(case__in=cases).values_list("pk", flat=True))


def refused_mediation(scope: Scope) -> Sequence[object]:
    """Cases in which the business, having said no or nothing before, ended mediation by staying away or refusing; and
    those whose mediation agreement was not done."""
    start, end = scope.bounds
    ended = scope.cases().filter(ended_at__gte=start, ended_at__lt=end)
    undone = ended.filter(result=Case.Result.UNFULFILLED, agreement__kind=Agreement.Kind.MEDIATION)
    terminated = list(ended.filter(stage="terminated").values_list("pk", flat=True))
    subjects = {f"case:{key}": key for key in terminated}
    rows = Event.objects.filter(subject__in=list(subjects), verb__in=["terminate", *REFUSED])
    ends: set[object] = set()
    said_no: set[object] = set()
    for subject, verb, facts in rows.values_list("subject", "verb", "facts"):
        if verb in REFUSED:
            said_no.add(subjects[subject])
        elif facts.get("ground") == REFUSES:
            ends.add(subjects[subject])
    return [*(ends & said_no), *undone.values_list("pk", flat=True)]


def _unsafe_tests(scope: Scope) -> Measured:
    unsafe = [row.key for row in sources.tested(scope) if row.is_unsafe]
    return Measured(len(unsafe), tuple(sorted(f"test:{key}" for key in unsafe)))


def _serious_penalties(scope: Scope) -> Measured:
    rows = sources.penalties_of(scope).filter(gravity=Penalty.Gravity.SERIOUS)
    return Measured(len(rows), tuple(sorted(f"penalty:{row.authority}:{row.number}" for row in rows)))


def _broken_guarantees(scope: Scope) -> Measured:
    """Pledges for prepaid cards that ended on these days because too little was covered, or whose shop fell silent."""
    rows = broken_pledges(scope.business_ids, since=scope.since, until=scope.until)
    return Measured(len(rows), tuple(sorted(f"prepaid:{key}" for key in rows)))


def _visited(scope: Scope) -> dict[str, Measured]:
    """What re-visits say; a business that the register knows to be gone is closed without one."""
    visits = list(sources.revisits_of(scope))
    by_measure: dict[str, list[str]] = {"closed_or_moved": [], "false_statements": []}
    for visit in visits:
        for key in visit.failed:
            item = checklist.by_key().get(key)
            if item is not None and item.measure:
                by_measure[item.measure].append(f"revisit:{visit.pk}")
    if scope.business.is_gone:
        by_measure["closed_or_moved"].append(f"gone:{scope.business.pk}")
    failed = [f"revisit:{visit.pk}" for visit in visits if visit.is_failed]
    told = {name: Measured(len(keys), tuple(sorted(keys))) for name, keys in by_measure.items()}
    return told | {"failed_revisits": Measured(len(failed), tuple(sorted(failed)))}


def _unsolved(scope: Scope) -> dict[str, Measured]:
    """The low end of the share of admitted cases that ended unsolved (Wilson, 95 %), in whole millionths."""
    start, end = scope.bounds
    ended = scope.cases().filter(stage__in=sources.ENDED, ended_at__gte=start, ended_at__lt=end)
    of = ended.count()
    if not of:
        return {}
    low, _high = wilson(ended.filter(UNSOLVED).count(), of)
    return {"unsolved_share_low": Measured(Fraction(int(low * _MILLION), _MILLION))}


def _score(entry: Entry) -> dict[str, Measured]:
    """The total of the newest snapshot that has one, as it is published."""
    rows = Snapshot.objects.filter(entry=entry).order_by("-at", "-pk").values_list("result", flat=True)
    total = (rows.first() or {}).get("total")
    return {"score": Measured(Fraction(total))} if total is not None else {}


def _counted(kind: str, keys: Iterable[object]) -> Measured:
    held = sorted({sealing.blind(f"{kind}:{key}", purpose="brand fact") for key in keys})
    return Measured(len(held), tuple(held))
