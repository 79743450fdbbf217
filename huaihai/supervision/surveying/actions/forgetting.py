"""What time does: answers that nobody handed in are forgotten after a day, files not taken in after two weeks."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from huaihai.members.actors import Actor
from huaihai.supervision.models import SurveyDraft, SurveyImport
from huaihai.supervision.surveying.actions import importing

FORGOTTEN_AFTER = timedelta(days=1)
FILES_FORGOTTEN_AFTER = timedelta(days=14)
MANY = 500
PROGRAM = Actor.system("fall-due")


def due_acts(at: datetime) -> Iterator[Callable[[], None]]:
    """What nobody handed in is forgotten; so are the rows of files that nobody took in."""
    old = SurveyDraft.objects.filter(touched_at__lte=at - FORGOTTEN_AFTER)
    keys = list(old.values_list("pk", flat=True)[:MANY])
    if keys:
        yield partial(_forget, keys)
    for imported in SurveyImport.objects.filter(stage="read", at__lte=at - FILES_FORGOTTEN_AFTER)[:MANY]:
        yield partial(_drop, imported, at)


def _drop(imported: SurveyImport, at: datetime) -> None:
    importing.drop(imported, by=PROGRAM, at=at)


def _forget(keys: list[UUID]) -> None:
    SurveyDraft.objects.filter(pk__in=keys).delete()
