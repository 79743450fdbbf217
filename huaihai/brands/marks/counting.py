"""How often marks are looked up: one number a mark and day, added once the page has been sent."""

import logging
from datetime import date
from typing import Any

from django.db import DatabaseError
from django.db.models import F, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huaihai.brands.models import Mark, MarkCheck

log = logging.getLogger(__name__)


class CountedResponse(HttpResponse):
    """A page about a mark. The server closes it after its last byte; only then is the look counted."""

    mark: Mark | None = None
    on: date

    def close(self) -> None:
        """Count, and close. A count that cannot be written is lost: nobody's page fails for it."""
        if self.mark is not None:
            try:
                count(self.mark, on=self.on)
            except DatabaseError:
                log.warning("a look at a mark was not counted")
        super().close()


def counted(request: HttpRequest, template: str, context: dict[str, Any], *, mark: Mark, on: date) -> Any:
    """The page, counted for this mark and day."""
    page = render(request, template, context)
    if request.method != "GET":
        return page
    response = CountedResponse(page.content)
    response.mark, response.on = mark, on
    return response


def count(mark: Mark, *, on: date) -> None:
    """One look more."""
    if not MarkCheck.objects.filter(mark=mark, on=on).update(times=F("times") + 1):
        made, is_new = MarkCheck.objects.get_or_create(mark=mark, on=on, defaults={"times": 1})
        if not is_new:  # somebody looked at the same moment
            MarkCheck.objects.filter(pk=made.pk).update(times=F("times") + 1)


def looks(since: date, until: date) -> int:
    """All looks at genuine marks in a span of days, both included."""
    found = MarkCheck.objects.filter(on__gte=since, on__lte=until).aggregate(times=Sum("times"))["times"]
    return int(found or 0)
