"""What changes in a comparative test, and so has no fingerprint, compared with the record."""

from collections.abc import Iterator
from itertools import chain

from huaihai.supervision.models import Project
from huaihai.supervision.testing.hearing import misfits as hearing
from huaihai.supervision.testing.laboratory import misfits as laboratory


def misfits(project: Project) -> Iterator[tuple[str, str]]:
    """What, and what is wrong with it (English, for the command line)."""
    return chain(laboratory.misfits(project), hearing.misfits(project))
