"""The yearly report on what the programme does: one file, from which its page is drawn."""

from typing import ClassVar

from django.db import models
from django.urls import reverse

from huaihai.desk.sealed.rows import SealedModel


class EffectReport(SealedModel):
    """The report of a year: canonical JSON (`file`), the SHA-256 of its bytes. The newest of a year counts."""

    seal_name: ClassVar[str] = "effect"

    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()  # of this year, from 1
    file = models.TextField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        db_table = "brands_effect_report"
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="one_effect_report_a_number"),
        ]

    def __str__(self) -> str:
        return f"effect {self.year}"

    def get_absolute_url(self) -> str:
        """Its public page."""
        return reverse("brand-effect-year", args=[self.year])
