"""The year for everybody: which topics and lessons each month asks for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huaihai.education.calendar.seasons import in_month
from huaihai.education.models import LessonMonth, Publication
from huaihai.education.public.shown import seen
from huaihai.kit import clock, guards, local_words

MONTHS = range(1, 13)


@require_safe
@guards.public
def year(request: HttpRequest) -> HttpResponse:
    """Twelve months from this one on, in two queries however many lessons there are; each lesson once a month."""
    today = clock.today()
    lessons = seen(request).filter(kind=Publication.Kind.LESSON)
    rows = LessonMonth.objects.filter(publication__in=lessons).select_related("publication")
    by_month: dict[int, list[Publication]] = {month: [] for month in MONTHS}
    for row in rows.order_by("publication__position", "publication__slug"):
        by_month[row.month].append(row.publication)
    order = [(today.month - 1 + ahead) % 12 + 1 for ahead in range(12)]
    months = [
        {
            "number": month,
            "is_now": month == today.month,
            "seasons": [local_words.said(season) for season in in_month(month)],
            "lessons": by_month[month],
        }
        for month in order
    ]
    return render(request, "education/calendar/year.html", {"months": months})
