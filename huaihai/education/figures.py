"""The numbers about publications that a report of the alliance asks for, and the rows behind each."""

from datetime import date
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from huaihai.cases.periods import Period
from huaihai.education.models import Publication, PublicationQuerySet
from huaihai.record.figures import Figure

KINDS = (*Publication.ALERTS, Publication.Kind.STORY)


def went_out(period: Period) -> PublicationQuerySet:
    """What was published for the first time in these days through reviews and signatures, the newest first.

    An exposure that was retracted counts nowhere.
    """
    start, end = period.bounds
    rows = Publication.objects.filter(first_out_at__gte=start, first_out_at__lt=end)
    rows = rows.exclude(exposure__stage="retracted")
    return rows.order_by("-first_out_at", "-pk")


def figures_between(since: date, until: date) -> list[Figure]:
    """How many of each kind went out from one day to another, both included; one query."""
    period = Period(since, until)
    found = went_out(period).order_by().values("kind").annotate(n=Count("pk"))
    counts = dict(found.values_list("kind", "n"))
    return [
        Figure(
            f"education.{kind.value}",
            kind.label,
            counts.get(kind.value, 0),
            f"{reverse('office-publications-out', args=[kind.value])}?{urlencode(period.query)}",
            pgettext_lazy("report", "Published together"),
        )
        for kind in KINDS
    ]
