"""The published files of scores: which there are, and what was written."""

from typing import Any, ClassVar

from django.db import models

from huaihai.brands.models.programme import Basis, CriteriaVersion
from huaihai.desk.sealed.rows import SealedModel, SealedQuerySet


class ScoreFileQuerySet(SealedQuerySet["ScoreFile"]):
    def readable(self, *, gives_title: bool) -> "ScoreFileQuerySet":
        """What anybody may read: without a legal basis today, only files without results."""
        return self if gives_title else self.filter(has_results=False)


class ScoreFile(SealedModel):
    """The file of one day: `sha256` and `size` (bytes) of its JSON, `stored` the name of its gzip in the file store.

    `has_results`: there were a legal basis and criteria on that day.
    """

    seal_name: ClassVar[str] = "scores"

    as_of = models.DateField(unique=True)
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    entries = models.PositiveIntegerField()
    has_results = models.BooleanField()
    criteria = models.ForeignKey(
        CriteriaVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    basis = models.ForeignKey(Basis, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[Any] = ScoreFileQuerySet.as_manager()

    class Meta:
        db_table = "brands_score_file"
        ordering = ["-as_of"]

    def __str__(self) -> str:
        return self.as_of.isoformat()
