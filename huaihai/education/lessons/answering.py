"""What readers choose before and after reading a lesson, and what was learned: counted, never judged."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Q

from huaihai.education.models import LessonAnswer, PublicationVersion
from huaihai.education.models.lessons import RIGHT_AFTER, RIGHT_BEFORE

FEWEST_SHOWN = 20  # readers who answered twice; below that a share says nothing


@dataclass(frozen=True)
class Learned:
    """Of the readers who answered before and after: how many were right each time."""

    readers: int
    right_before: int
    right_after: int

    @property
    def is_shown(self) -> bool:
        """Whether there are enough of them to say anything in public."""
        return self.readers >= FEWEST_SHOWN


def answer(version: PublicationVersion, *, reader: UUID, moment: str, choice: int, on: date) -> LessonAnswer:
    """Keep the reader's first choice of this moment ("before" or "after"); a later one changes nothing.

    Raises ValueError for a choice that the question does not have.
    """
    if not 0 <= choice < len(version.lesson.choices):
        raise ValueError("the question has no such choice")
    try:
        with transaction.atomic():
            return LessonAnswer.objects.create(version=version, reader=reader, on=on, **{moment: choice})
    except IntegrityError:
        rows = LessonAnswer.objects.filter(version=version, reader=reader)
        rows.filter(**{f"{moment}__isnull": True}).update(**{moment: choice})
        return rows.get()


def answered(version: PublicationVersion, reader: UUID | None) -> LessonAnswer | None:
    """What this reader has chosen so far."""
    if reader is None:
        return None
    return LessonAnswer.objects.filter(version=version, reader=reader).first()


def learned(version: PublicationVersion) -> Learned:
    """The figures of one version, in one query."""
    both = Q(before__isnull=False, after__isnull=False)
    counted = LessonAnswer.objects.filter(both, version=version).aggregate(
        readers=Count("pk"),
        right_before=Count("pk", filter=RIGHT_BEFORE),
        right_after=Count("pk", filter=RIGHT_AFTER),
    )
    return Learned(**counted)
