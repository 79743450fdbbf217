"""What the triggers read: the measures of the evidence, and the warnings that stand, which this subject counts."""

from collections.abc import Mapping
from datetime import date, datetime, time

from huaihai.brands.conduct import triggers
from huaihai.brands.conduct.rules import WARNINGS
from huaihai.brands.conduct.triggers import Measured, Measures
from huaihai.brands.entering.known import months_before
from huaihai.brands.evidence import measures
from huaihai.brands.models import Entry, Proceeding
from huaihai.brands.scoring.criteria import Criteria
from huaihai.kit.clock import ZONE


def measures_of(entry: Entry, criteria: Criteria, *, as_of: date) -> Mapping[int, Measures]:
    """All measures of the entry, by the span in months that some trigger asks for."""
    return {
        months: {**_of_evidence(entry, as_of, months), WARNINGS: warnings(entry, as_of, months)}
        for months in triggers.windows(criteria)
    }


def warnings(entry: Entry, as_of: date, months: int) -> Measured:
    """Warnings of so many months that stand: their time to appeal is over, or the panel has upheld them."""
    since = datetime.combine(months_before(as_of, months), time.min, tzinfo=ZONE)
    rows = Proceeding.objects.filter(entry=entry, stage="ended", outcome=Proceeding.Outcome.WARNED)
    keys = [f"proceeding:{key}" for key in rows.filter(decided_at__gte=since).values_list("pk", flat=True)]
    return Measured(len(keys), tuple(sorted(keys)))


def _of_evidence(entry: Entry, as_of: date, months: int) -> dict[str, Measured]:
    found = measures.measured(entry, as_of=as_of, within_months=months)
    return {name: Measured(one.value, one.facts) for name, one in found.items()}
