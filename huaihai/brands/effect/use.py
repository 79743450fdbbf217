"""How often the programme was used in a span of days: entries, proceedings, checks of marks, reports of misuse."""

from collections import Counter
from datetime import date, datetime, time, timedelta

from huaihai.brands.marks.figures import looks
from huaihai.brands.models import Rating, RevisitConfirmation
from huaihai.kit.clock import ZONE
from huaihai.record.models import Event

# What is counted → the verb of the record that counts it.
COUNTED = {
    "nominated": "brand_nominate",
    "listed": "brand_pass_check",
    "admitted": "brand_admit",
    "not_admitted": "brand_refuse",
    "fell_short": "brand_fall_short",
    "suspended": "brand_suspend",
    "restored": "brand_restore",
    "removed": "brand_remove",
    "reinstated": "brand_reinstate",
    "left": "brand_leave",
    "expired": "brand_expire",
    "misuse_reports": "brand_misuse_report",
}


def counts(since: date, until: date) -> dict[str, int]:
    """Whole numbers by name; both days are included."""
    begins = datetime.combine(since, time.min, ZONE)
    ends = datetime.combine(until + timedelta(days=1), time.min, ZONE)
    told = Event.objects.filter(verb__in=COUNTED.values(), at__gte=begins, at__lt=ends)
    found = Counter(told.values_list("verb", flat=True))
    visits = RevisitConfirmation.objects.filter(agrees=True, revisit__visited_on__range=(since, until))
    return {name: found[verb] for name, verb in COUNTED.items()} | {
        "mark_checks": looks(since, until),
        "revisits": visits.count(),
        "revisits_failed": visits.filter(revisit__is_failed=True).count(),
        "ratings": Rating.objects.filter(rated_on__range=(since, until)).count(),
    }
