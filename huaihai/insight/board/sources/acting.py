"""One action: cities that handed in what they checked, and re-checks that were done."""

from datetime import date, datetime

from huaihai.insight.board.arithmetic import Measured
from huaihai.insight.board.months import Span
from huaihai.record.models import Clock
from huaihai.supervision.models import Inspection, Project, ProjectCity, Recheck
from huaihai.supervision.sweeping.plan import parse


def cities_taking_part(span: Span) -> Measured:
    """Sweeps whose last day lay in the month, and in how many of their cities at least one place was checked.

    `facts.named` is how many cities they had named.
    """
    sweeps = Project.objects.public().filter(kind=Project.Kind.SWEEP).exclude(stage="dropped")
    near = sweeps.filter(year__gte=span.month.year - 1, year__lte=span.month.year + 1)
    keys = [
        key
        for key, plan, ends_on in near.values_list("pk", "registered__plan", "ends_on")
        if span.month <= (parse(plan).week[1] or ends_on or date.min) <= span.over_until
    ]
    checked = Inspection.objects.filter(project__in=keys).order_by().values("project", "city").distinct()
    named = ProjectCity.objects.filter(project__in=keys).count()
    return Measured(checked.count(), len(keys), {"named": named})


def rechecks_done(span: Span) -> Measured:
    """Re-checks whose last day lay in the month, and how many were made, in time or later."""
    clocks = Clock.objects.filter(
        name="recheck", subject__startswith="finding:", due_on__gte=span.month, due_on__lte=span.over_until
    )
    agreed = [
        (subject.partition(":")[2], started)
        for subject, started in clocks.values_list("subject", "started_at")
    ]
    made: dict[str, list[datetime]] = {}
    for finding, at in Recheck.objects.filter(finding__in=[key for key, _at in agreed]).values_list(
        "finding", "at"
    ):
        made.setdefault(str(finding), []).append(at)
    done = sum(any(at >= started for at in made.get(key, ())) for key, started in agreed)
    return Measured(done, len(agreed))
