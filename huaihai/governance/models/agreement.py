"""The agreement of the members, in its versions."""

from datetime import date

from django.db import models


class AgreementVersion(models.Model):
    """A version of the members' agreement. `key` names its text in the alliance's data."""

    key = models.CharField(max_length=60, unique=True)
    in_force_from = models.DateField()
    source = models.CharField(max_length=300)
    mark = models.CharField(max_length=16)

    class Meta:
        db_table = "governance_agreement_version"
        ordering = ["in_force_from"]

    def __str__(self) -> str:
        return self.key

    @classmethod
    def in_force_on(cls, day: date) -> "AgreementVersion | None":
        """The version in force on this day; None before the first."""
        return cls.objects.filter(in_force_from__lte=day).order_by("-in_force_from").first()
