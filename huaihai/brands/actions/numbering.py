"""A new entry gets the next number of its year."""

from typing import Any

from django.db import IntegrityError, transaction

from huaihai.brands.models import Entry

TRIES = 20  # so many may be nominated at one moment


def create(*, year: int, **facts: Any) -> Entry:
    """A stored entry with the next number of its year ("2026-7"). Raises IntegrityError for anything else."""
    for _try in range(TRIES):
        number = next_number(year)
        try:
            with transaction.atomic():
                return Entry.objects.create(number=number, year=year, **facts)
        except IntegrityError:
            if not Entry.objects.filter(number=number).exists():
                raise
    raise IntegrityError(f"no free number found for {year}")


def next_number(year: int) -> str:
    """The number after the highest that is given."""
    newest = (
        Entry.objects.filter(year=year).order_by("-opened_at", "-id")[:50].values_list("number", flat=True)
    )
    last = max((int(number.partition("-")[2]) for number in newest), default=0)
    while Entry.objects.filter(number=f"{year}-{last + 1}").exists():
        last += 1
    return f"{year}-{last + 1}"
