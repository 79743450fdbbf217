"""Running numbers: 2026-1, 2026-2, … per year and kind, without gaps."""

from django.db import models

from huaihai.governance.actions.office import lock_alliance


def next_serial(model: type[models.Model], year: int) -> int:
    """The next number of this year, in the caller's transaction.

    The alliance's own row is locked first, so that two who ask at once get two numbers.
    """
    lock_alliance()
    held = models.QuerySet(model).filter(year=year).aggregate(last=models.Max("serial"))
    return (held["last"] or 0) + 1
