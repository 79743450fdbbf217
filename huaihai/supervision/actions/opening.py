"""A new project gets the next number of its year, and the record a fingerprint of what was said when it was opened."""

import hashlib
from datetime import UTC
from typing import Any

from django.db import IntegrityError, transaction

from huaihai.kit.signing import canonical
from huaihai.supervision.models import Project

TRIES = 20  # so many may open at one moment


def create(*, year: int, **facts: Any) -> Project:
    """A stored project with the next number of its year; who comes second at the same moment gets the one after.

    Raises IntegrityError where something else than the number is refused.
    """
    for _try in range(TRIES):
        number = next_number(year)
        try:
            with transaction.atomic():
                return Project.objects.create(number=number, year=year, **facts)
        except IntegrityError:
            if not Project.objects.filter(number=number).exists():
                raise
    raise IntegrityError(f"no free number found for {year}")


def next_number(year: int) -> str:
    """The number after the highest that is given: "2026-3"."""
    taken = Project.objects.filter(year=year).values_list("number", flat=True)
    last = max((int(number.partition("-")[2]) for number in taken), default=0)
    return f"{year}-{last + 1}"


def opening_hash(project: Project) -> str:
    """SHA-256 over what was said when it was opened and never changes, as 64 hexadecimal digits."""
    said = {
        "year": project.year,
        "title": project.title,
        "theme": str(project.theme),
        "question": project.question,
        "lead": project.lead.key if project.lead else "alliance",
        "days": [str(project.starts_on or ""), str(project.ends_on or "")],
        "opened": [project.opened_at.astimezone(UTC).isoformat(), project.opened_by],
    }
    return hashlib.sha256(canonical(said)).hexdigest()
