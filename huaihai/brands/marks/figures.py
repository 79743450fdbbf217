"""How often marks were looked up."""

from datetime import date

from django.db.models import Sum

from huaihai.brands.models import MarkCheck


def looks(since: date, until: date) -> int:
    """All looks at genuine marks in a span of days, both included."""
    found = MarkCheck.objects.filter(on__gte=since, on__lte=until).aggregate(times=Sum("times"))["times"]
    return int(found or 0)
